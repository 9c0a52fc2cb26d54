/* What PCG's reference implementation has and the model does without, to compare the two. */
#ifndef TL_PCG_H
#define TL_PCG_H

#include "core/numbers/rng.h"

/* The initial state for (state, stream). */
static inline tl_Rng pcg_reference(uint64_t initstate, uint64_t stream)
{
    tl_Rng rng;
    rng.increment = (stream << 1u) | 1u;
    rng.state = (rng.increment + initstate) * TL_PCG_MULTIPLIER + rng.increment;
    return rng;
}

/* Jump ahead by `steps` draws in O(log steps) (Brown 1994). */
static inline void pcg_advance(tl_Rng *rng, uint64_t steps)
{
    uint64_t multiplier = TL_PCG_MULTIPLIER, increment = rng->increment;
    uint64_t total_multiplier = 1, total_increment = 0;
    for (; steps > 0; steps >>= 1) {
        if (steps & 1) {
            total_multiplier *= multiplier;
            total_increment = total_increment * multiplier + increment;
        }
        increment = (multiplier + 1) * increment;
        multiplier *= multiplier;
    }
    rng->state = total_multiplier * rng->state + total_increment;
}

#endif
