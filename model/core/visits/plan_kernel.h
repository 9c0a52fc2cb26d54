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

/* The same number for all candidates of a vector: read as it lies, where a single number would have to be
 * spread out at every visit. */
typedef struct tl_Lanes {
    _Alignas(32) float of[TL_LANES];
} tl_Lanes;

static inline tl_Lanes tl_lanes(float value)
{
    return (tl_Lanes){{value, value, value, value, value, value, value, value}};
}

/* What a visit asks for, and how candidates are weighed. */
typedef struct tl_Request {
    tl_Lanes familiarity_prior; /* W_K in stored units */
    tl_Lanes slot_end_s;        /* a visit must end by then */
    tl_Lanes access_s;          /* part of every trip that does not depend on distance */
    tl_Lanes travel_share;      /* planned over least travel */
    tl_Lanes continuity, contact, competence, language; /* weights */
    tl_Lanes travel_per_s, load_per_s;
    const float *familiarity; /* the recipient's row of stored familiarity */
    float x, y;
    float planned_s, registration_s; /* length of the visit, and what is kept free after it */
    int32_t contacts[2];             /* columns of the care contacts */
    int32_t needs;                   /* skills */
} tl_Request;

/* Who takes a visit, and when, in whole seconds into the slot. */
typedef struct tl_Booking {
    int32_t place; /* among the candidates; -1: nobody has time */
    int32_t start_s;
} tl_Booking;

/* Books the best candidate in [begin, end) who has time, the first of equals: their plan moves to the visit's
 * place and end. begin and end are multiples of TL_LANES. */
typedef tl_Booking tl_PlanFunction(const tl_Candidates *candidates, int32_t begin, int32_t end,
                                   const tl_Request *request);
typedef tl_PlanFunction *tl_PlanKernel;

tl_PlanFunction tl_plan_kernel_base, tl_plan_kernel_avx2;

/* A kernel this processor can run. `name` is "best", "base" or "avx2"; NULL if it cannot. */
tl_PlanKernel tl_plan_kernel(const char *name);

#endif
