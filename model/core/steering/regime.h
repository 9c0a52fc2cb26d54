/* Timelines: which levers apply where, from which day. */
#ifndef TL_REGIME_H
#define TL_REGIME_H

#include "core/world/world.h"

/* Moves the levers of some units to today's values: once a day. Ramps go in equal steps and end exactly on
 * their value. */
void tl_regime_update(tl_World *world, int32_t first_unit, int32_t end_unit);

/* Days since the burn-in ended; negative before. */
int32_t tl_measured_day(const tl_World *world);

#endif
