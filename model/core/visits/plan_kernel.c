#include "core/visits/plan_kernel.h"

#ifndef TL_KERNEL
#define TL_KERNEL tl_plan_kernel_base
#endif

/* Eight lanes, lowered by the compiler to what the instruction set has. Elementwise arithmetic only, so that
 * every lowering gives the same bits. */
typedef float Reals __attribute__((vector_size(TL_LANES * sizeof(float))));
typedef int32_t Ints __attribute__((vector_size(TL_LANES * sizeof(int32_t))));

_Static_assert(TL_LANES == 8, "shuffles and places are written out for eight");

#define INLINE static inline __attribute__((always_inline))
#define ALL(value) ((value) - (Ints){0})
#define ALL_REAL(value) ((value) - (Reals){0})
#ifdef __AVX2__ /* what the compiler does not find by itself */
#include <immintrin.h>
#define CHOOSE(mask, yes, no) ((Ints)_mm256_blendv_epi8((__m256i)(no), (__m256i)(yes), (__m256i)(mask)))
#define GREATER(a, b) ((Ints)_mm256_max_epi32((__m256i)(a), (__m256i)(b)))
#define LESSER(a, b) ((Ints)_mm256_min_epi32((__m256i)(a), (__m256i)(b)))
#else
#define CHOOSE(mask, yes, no) (((mask) & (yes)) | (~(mask) & (no)))
#define GREATER(a, b) CHOOSE((a) > (b), a, b)
#define LESSER(a, b) CHOOSE((a) < (b), a, b)
#endif
#define WHERE(mask, value) ((Reals)((mask) & (Ints)(value)))
#define LOAD(type, from) (*(const type *)(const void *)(from))
#define EVERY(lanes) LOAD(Reals, (lanes).of)
#define STORE(type, to, value) (*(type *)(void *)(to) = (value))

/* Travel in seconds of eight candidates to the visit. */
INLINE void travel_lanes(const tl_Candidates *c, int32_t at, const tl_Request *v, Reals *travel)
{
    const Ints magnitude = ALL(INT32_MAX);
    Reals dx = (Reals)((Ints)(LOAD(Reals, c->x + at) - v->x) & magnitude);
    Reals dy = (Reals)((Ints)(LOAD(Reals, c->y + at) - v->y) & magnitude);
    *travel = dx + dy + EVERY(v->access_s);
}

/* Scores of eight candidates as integers of the same order as the real scores; INT32_MIN without time. */
INLINE void score_lanes(const tl_Candidates *c, int32_t at, const tl_Request *v, Ints *score)
{
    const Ints magnitude = ALL(INT32_MAX);
    Ints column = LOAD(Ints, c->column + at), lacking = ALL(v->needs) & ~LOAD(Ints, c->skills + at);
    Reals clock_s = LOAD(Reals, c->clock_s + at), visits, travel;
    for (int i = 0; i < TL_LANES; i++) {
        visits[i] = v->familiarity[c->column[at + i]];
    }
    travel_lanes(c, at, v, &travel);
    Reals finish = clock_s + travel * EVERY(v->travel_share) + v->planned_s;
    Ints contact = (column == v->contacts[0]) | (column == v->contacts[1]);
    Reals value = EVERY(v->continuity) * (visits / (visits + EVERY(v->familiarity_prior)));
    value = value + WHERE(contact, EVERY(v->contact));
    value = value - WHERE((lacking & 1) != 0, EVERY(v->competence));
    value = value - WHERE(lacking > 1, EVERY(v->language));
    value = value - EVERY(v->travel_per_s) * travel;
    value = value - EVERY(v->load_per_s) * clock_s;
    Ints bits = (Ints)value, ordered = bits ^ ((bits >> 31) & magnitude),
         in_time = finish <= EVERY(v->slot_end_s);
    *score = CHOOSE(in_time, ordered, ALL(INT32_MIN));
}

/* Moves the plan of one of eight candidates to the visit. Whole vectors are written, since the next visit
 * reads whole vectors: a processor hands on what it has just stored only if it is read as it was written. */
INLINE tl_Booking book(const tl_Candidates *c, int32_t chosen, const tl_Request *v)
{
    int32_t at = chosen / TL_LANES * TL_LANES;
    Ints mine = ((Ints){0, 1, 2, 3, 4, 5, 6, 7} + at) == chosen;
    Ints clock = LOAD(Ints, c->clock_s + at), x = LOAD(Ints, c->x + at), y = LOAD(Ints, c->y + at);
    Reals travel;
    travel_lanes(c, at, v, &travel);
    Ints start_s = __builtin_convertvector((Reals)clock + travel * EVERY(v->travel_share), Ints);
    Reals free_s = __builtin_convertvector(start_s, Reals) + (v->planned_s + v->registration_s);
    STORE(Ints, c->clock_s + at, CHOOSE(mine, (Ints)free_s, clock));
    STORE(Ints, c->x + at, CHOOSE(mine, (Ints)ALL_REAL(v->x), x));
    STORE(Ints, c->y + at, CHOOSE(mine, (Ints)ALL_REAL(v->y), y));
    return (tl_Booking){.place = chosen, .start_s = start_s[chosen - at]};
}

#define SHUFFLE(v, a, b, c, d, e, f, g, h) __builtin_shufflevector(v, v, a, b, c, d, e, f, g, h)

/* The same in all lanes: the extreme of the eight. */
#define ACROSS(extreme, v)                                                                                   \
    do {                                                                                                     \
        Ints shuffled_ = SHUFFLE(v, 4, 5, 6, 7, 0, 1, 2, 3);                                                 \
        (v) = extreme(v, shuffled_);                                                                         \
        shuffled_ = SHUFFLE(v, 2, 3, 0, 1, 6, 7, 4, 5);                                                      \
        (v) = extreme(v, shuffled_);                                                                         \
        shuffled_ = SHUFFLE(v, 1, 0, 3, 2, 5, 4, 7, 6);                                                      \
        (v) = extreme(v, shuffled_);                                                                         \
    } while (0)

tl_Booking TL_KERNEL(const tl_Candidates *candidates, int32_t begin, int32_t end, const tl_Request *request)
{
    Ints best = ALL(INT32_MIN), first = ALL(INT32_MAX), score;
    Ints place = {0, 1, 2, 3, 4, 5, 6, 7};
    for (int32_t at = begin; at < end; at += TL_LANES) {
        score_lanes(candidates, at, request, &score);
        Ints better = score > best; /* places grow: of equals the first stays */
        best = CHOOSE(better, score, best);
        first = CHOOSE(better, place + at, first);
    }
    Ints top = best;
    ACROSS(GREATER, top);
    first = CHOOSE(best == top, first, ALL(INT32_MAX)); /* of equals the earliest */
    ACROSS(LESSER, first);
    if (top[0] == INT32_MIN) {
        return (tl_Booking){.place = -1};
    }
    return book(candidates, first[0], request);
}
