/* Demography (MODEL mechanism 12): death, residential care, ended care, and new recipients. */
#ifndef TL_DEMOGRAPHY_H
#define TL_DEMOGRAPHY_H

#include "population.h"

/* Residential care takes those with much help: proportional to granted hours, up to twice the mean. */
double tl_residential_weight(double hours, double mean_hours);

/* Recipients of a unit who leave today; their visits and relations go with them. One draw per person. */
void tl_departures(tl_World *world, int32_t unit);

/* New recipients of every area today, in area order, each given to the area's team with the least work per
 * post. The inflow depends on the area's recipients at the start only, so that every regime of a seed meets
 * the same people. Units that are full are passed over; where a whole area is full, room is made at once (a
 * regrouping in which nobody moves). False when memory is short. */
bool tl_arrivals(tl_World *world);

/* Is any unit so full that room should be made this month? */
bool tl_room_is_short(const tl_World *world);

#endif
