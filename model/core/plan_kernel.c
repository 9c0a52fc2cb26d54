#include "plan_kernel.h"

#include <string.h>

#ifndef TL_KERNEL
#define TL_KERNEL tl_plan_kernel_base
#endif

enum { LANES = 8 };

/* Floats as integers of the same order, so that a maximum may be taken in any order. */
static inline int32_t ordered(float value)
{
    int32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits ^ ((bits >> 31) & 0x7fffffff);
}

static inline float distance(float a, float b)
{
    float d = a - b;
    return d < 0.0f ? -d : d;
}

int32_t TL_KERNEL(const tl_Candidates *candidates, int32_t begin, int32_t end, const tl_Wish *wish)
{
    const tl_Wish v = *wish;
    const int32_t *restrict column = candidates->column, *restrict skills = candidates->skills;
    const float *restrict x = candidates->x, *restrict y = candidates->y, *restrict clock_s = candidates->clock_s;
    int32_t *restrict score = candidates->score;
    int32_t best = INT32_MIN;
#pragma omp simd reduction(max : best)
    for (int32_t i = begin; i < end; i++) {
            float visits = v.familiarity[column[i]];
            float familiarity = visits / (visits + v.familiarity_prior);
            float travel = distance(x[i], v.x) + distance(y[i], v.y) + v.access_s;
            float finish = clock_s[i] + travel * v.travel_share + v.planned_s;
            int32_t lacking = v.needs & ~skills[i];
            float value = v.continuity * familiarity;
            value = value + v.contact * (float)((column[i] == v.contacts[0]) | (column[i] == v.contacts[1]));
            value = value - v.competence * (float)(lacking & 1);
            value = value - v.language * (float)(lacking > 1);
            value = value - v.travel_per_s * travel;
            value = value - v.load_per_s * clock_s[i];
            int32_t own = finish <= v.slot_end_s ? ordered(value) : INT32_MIN;
            score[i] = own;
            best = own > best ? own : best;
    }
    /* The first who has it; without a branch that could be guessed wrong. */
    int32_t winner = INT32_MAX;
#pragma omp simd reduction(min : winner)
    for (int32_t i = begin; i < end; i++) {
            int32_t own = score[i] == best ? i : INT32_MAX;
            winner = own < winner ? own : winner;
    }
    return best == INT32_MIN ? -1 : winner;
}
