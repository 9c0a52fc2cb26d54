/* The planner's inner loop: score all candidates, take the best. Built once per instruction set from
 * plan_kernel.c; every build gives the same bits (no reordering of floats; the maximum is taken over
 * integers). */
#ifndef TL_PLAN_KERNEL_H
#define TL_PLAN_KERNEL_H

#include <stdint.h>

enum { TL_LANES = 8 }; /* candidate lists are padded to whole vectors */

/* Candidates of a unit in one slot, struct-of-arrays aligned to 32 bytes, each team's run padded to TL_LANES
 * with people who are full. */
typedef struct tl_Candidates {
    int32_t *column; /* in the unit's matrix; the stranger column for agency staff and padding */
    int32_t *skills;
    float *x, *y;   /* where the plan has them now, s */
    float *clock_s; /* when they are free in the plan, seconds into the slot; TL_FULL for padding */
} tl_Candidates;

#define TL_FULL 1e9f

/* What a visit asks for, and how candidates are weighed. */
typedef struct tl_Wish {
    const float *familiarity; /* the recipient's row of stored familiarity */
    float familiarity_prior;  /* W_K in stored units */
    float x, y;
    float planned_s, slot_end_s;                     /* length of the visit; a visit must end by slot_end_s */
    float access_s;                                  /* part of every trip that does not depend on distance */
    float travel_share;                              /* planned over least travel */
    float continuity, contact, competence, language; /* weights */
    float travel_per_s, load_per_s;
    int32_t contacts[2]; /* columns of the care contacts */
    int32_t needs;       /* skills */
} tl_Wish;

/* Index in [begin, end) of the best candidate who has time, the first of equals; -1 if nobody has. begin and
 * end are multiples of TL_LANES. */
typedef int32_t (*tl_PlanKernel)(const tl_Candidates *candidates, int32_t begin, int32_t end,
                                 const tl_Wish *wish);

int32_t tl_plan_kernel_base(const tl_Candidates *candidates, int32_t begin, int32_t end, const tl_Wish *wish);
int32_t tl_plan_kernel_avx2(const tl_Candidates *candidates, int32_t begin, int32_t end, const tl_Wish *wish);
int32_t tl_plan_kernel_avx512(const tl_Candidates *candidates, int32_t begin, int32_t end,
                              const tl_Wish *wish);

/* A kernel this processor can run. `name` is "best", "base", "avx2" or "avx512"; NULL if it cannot. */
tl_PlanKernel tl_plan_kernel(const char *name);

#endif
