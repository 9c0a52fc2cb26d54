#include "plan_kernel.h"

#ifndef TL_KERNEL
#define TL_KERNEL tl_plan_kernel_base
#endif

/* Eight lanes, lowered by the compiler to what the instruction set has. Elementwise arithmetic only, so that
 * every lowering gives the same bits. */
typedef float Reals __attribute__((vector_size(TL_LANES * sizeof(float))));
typedef int32_t Ints __attribute__((vector_size(TL_LANES * sizeof(int32_t))));

#define ALL(value) ((value) - (Ints){0})
#define ALL_REAL(value) ((value) - (Reals){0})
#define CHOOSE(mask, yes, no) (((mask) & (yes)) | (~(mask) & (no)))
#define WHERE(mask, value) ((Reals)((mask) & (Ints)(value)))
#define LOAD(type, from) (*(const type *)(const void *)(from))

/* Scores of eight candidates as integers of the same order as the real scores; INT32_MIN without time. */
static inline __attribute__((always_inline)) void score_lanes(const tl_Candidates *c, int32_t at,
                                                              const tl_Wish *v, Ints *score)
{
    const Ints magnitude = ALL(INT32_MAX);
    Ints column = LOAD(Ints, c->column + at), lacking = ALL(v->needs) & ~LOAD(Ints, c->skills + at);
    Reals clock_s = LOAD(Reals, c->clock_s + at), visits;
    for (int i = 0; i < TL_LANES; i++) {
        visits[i] = v->familiarity[column[i]];
    }
    Reals dx = (Reals)((Ints)(LOAD(Reals, c->x + at) - v->x) & magnitude);
    Reals dy = (Reals)((Ints)(LOAD(Reals, c->y + at) - v->y) & magnitude);
    Reals travel = dx + dy + v->access_s;
    Reals finish = clock_s + travel * v->travel_share + v->planned_s;
    Ints contact = (column == v->contacts[0]) | (column == v->contacts[1]);
    Reals value = v->continuity * (visits / (visits + v->familiarity_prior));
    value = value + WHERE(contact, ALL_REAL(v->contact));
    value = value - WHERE((lacking & 1) != 0, ALL_REAL(v->competence));
    value = value - WHERE(lacking > 1, ALL_REAL(v->language));
    value = value - v->travel_per_s * travel;
    value = value - v->load_per_s * clock_s;
    Ints bits = (Ints)value, ordered = bits ^ ((bits >> 31) & magnitude), in_time = finish <= v->slot_end_s;
    *score = CHOOSE(in_time, ordered, ALL(INT32_MIN));
}

/* Keeps in each lane the better of two (score, place); of equals the earlier place. */
#define KEEP_BETTER(best, first, other_best, other_first)                                                    \
    do {                                                                                                     \
        Ints better_ = ((other_best) > (best)) | (((other_best) == (best)) & ((other_first) < (first)));     \
        (best) = CHOOSE(better_, other_best, best);                                                          \
        (first) = CHOOSE(better_, other_first, first);                                                       \
    } while (0)

#define TURN(v, a, b, c, d, e, f, g, h) __builtin_shufflevector(v, v, a, b, c, d, e, f, g, h)

int32_t TL_KERNEL(const tl_Candidates *candidates, int32_t begin, int32_t end, const tl_Wish *wish)
{
    Ints best = ALL(INT32_MIN), first = ALL(INT32_MAX), score;
    Ints place = {0, 1, 2, 3, 4, 5, 6, 7};
    for (int32_t at = begin; at < end; at += TL_LANES) {
        score_lanes(candidates, at, wish, &score);
        Ints better = score > best; /* places grow: of equals the first stays */
        best = CHOOSE(better, score, best);
        first = CHOOSE(better, place + at, first);
    }
    Ints turned_best = TURN(best, 4, 5, 6, 7, 0, 1, 2, 3), turned_first = TURN(first, 4, 5, 6, 7, 0, 1, 2, 3);
    KEEP_BETTER(best, first, turned_best, turned_first);
    turned_best = TURN(best, 2, 3, 0, 1, 6, 7, 4, 5);
    turned_first = TURN(first, 2, 3, 0, 1, 6, 7, 4, 5);
    KEEP_BETTER(best, first, turned_best, turned_first);
    turned_best = TURN(best, 1, 0, 3, 2, 5, 4, 7, 6);
    turned_first = TURN(first, 1, 0, 3, 2, 5, 4, 7, 6);
    KEEP_BETTER(best, first, turned_best, turned_first);
    return best[0] == INT32_MIN ? -1 : first[0];
}
