/* Moving time between recipients (E11): who gains when staff may move minutes and are short of them. */
#ifndef TL_REALLOCATION_H
#define TL_REALLOCATION_H

#include "core/world/world.h"

/* Each recipient's salience: exp(need + closeness + voice), each with its weight. Weekly. */
void tl_reallocation_week(tl_World *world, int32_t unit);

/* Today's strength psi*L*P of a unit, 0-1. */
double tl_reallocation_strength(const tl_World *world, int32_t unit);

/* What salience is multiplied by so that the moved minutes of today's visits add up to those granted. */
double tl_reallocation_scale(const tl_World *world, int32_t unit);

/* Factor on the time of a visit: (1 - strength) + strength * scale * salience. */
static inline float tl_reallocation_factor(float strength, float scale, float salience)
{
    return 1.0f - strength + strength * scale * salience;
}

#endif
