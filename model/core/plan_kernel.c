#include "plan_kernel.h"

#include <stdbool.h>
#include <string.h>

#ifndef TL_KERNEL
#define TL_KERNEL tl_plan_kernel_base
#endif

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

/* Scores one vector of candidates; those without time get INT32_MIN. */
static inline void score_block(const tl_Candidates *candidates, int32_t block, const tl_Wish *v)
{
    const int32_t *restrict column = candidates->column + block, *restrict skills = candidates->skills + block;
    const float *restrict x = candidates->x + block, *restrict y = candidates->y + block;
    const float *restrict clock_s = candidates->clock_s + block;
    int32_t *restrict score = candidates->score + block;
    for (int i = 0; i < TL_LANES; i++) {
        float visits = v->familiarity[column[i]];
        float familiarity = visits / (visits + v->familiarity_prior);
        float travel = distance(x[i], v->x) + distance(y[i], v->y) + v->access_s;
        float finish = clock_s[i] + travel * v->travel_share + v->planned_s;
        int32_t lacking = v->needs & ~skills[i];
        float value = v->continuity * familiarity;
        value = value + v->contact * (float)((column[i] == v->contacts[0]) | (column[i] == v->contacts[1]));
        value = value - v->competence * (float)(lacking & 1);
        value = value - v->language * (float)(lacking > 1);
        value = value - v->travel_per_s * travel;
        value = value - v->load_per_s * clock_s[i];
        score[i] = finish <= v->slot_end_s ? ordered(value) : INT32_MIN;
    }
}

/* Two passes without a branch that could be guessed wrong: the best score, then the first who has it. */
int32_t TL_KERNEL(const tl_Candidates *candidates, int32_t begin, int32_t end, const tl_Wish *wish)
{
    const int32_t *score = candidates->score;
    int32_t best[TL_LANES], first[TL_LANES];
    for (int i = 0; i < TL_LANES; i++) {
        best[i] = INT32_MIN;
        first[i] = -1;
    }
    for (int32_t block = begin; block < end; block += TL_LANES) {
        score_block(candidates, block, wish);
        for (int i = 0; i < TL_LANES; i++) {
            bool better = score[block + i] > best[i];
            best[i] = better ? score[block + i] : best[i];
            first[i] = better ? block + i : first[i];
        }
    }
    int32_t winner = 0;
    for (int i = 1; i < TL_LANES; i++) {
        bool better = best[i] > best[winner] || (best[i] == best[winner] && first[i] < first[winner]);
        winner = better ? i : winner;
    }
    return first[winner];
}
