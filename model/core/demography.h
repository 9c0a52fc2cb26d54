/* Demography (MODEL mechanism 12): death, residential care, ended care, and new recipients. */
#ifndef TL_DEMOGRAPHY_H
#define TL_DEMOGRAPHY_H

#include "population.h"

/* Recipients of a unit who leave today; their visits and relations go with them. One draw per person. */
void tl_departures(tl_World *world, int32_t unit);

/* New recipients of every area today, in area order, each given to the area's team with the least work per post.
 * The inflow depends on the area's recipients at the start only, so that every regime of a seed meets the same people.
 * Makes room (regroups) where a unit is full; false when memory is short. */
bool tl_arrivals(tl_World *world);

#endif
