/* Timelines: which levers apply where, from which day. */
#ifndef TL_REGIME_H
#define TL_REGIME_H

#include "core/world/world.h"

/* Moves a unit's levers to today's values: once a day. Ramps go in equal steps and end exactly on their
 * value. */
void tl_regime_update(tl_World *world, int32_t unit);

/* Is the unit (by index) among those a change or reorganisation names? */
bool tl_where_applies(const tl_World *world, const tl_Where *where, int32_t unit);

#endif
