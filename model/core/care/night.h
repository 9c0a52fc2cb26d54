/* Nights, alarms and digital supervision (mechanism 14): a municipal unit of their own, outside the measure
 * of continuity. */
#ifndef TL_NIGHT_H
#define TL_NIGHT_H

#include "core/world/world.h"

/* Tonight's visits, supervision and alarms of a unit's recipients, and what they cost. Alarms are booked at
 * their mean. Daily. */
void tl_night(tl_World *world, int32_t unit);

#endif
