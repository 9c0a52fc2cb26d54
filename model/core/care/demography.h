/* Demography (ODD 7.2 and 7.11): death, residential care, ended care, and new recipients. */
#ifndef TL_DEMOGRAPHY_H
#define TL_DEMOGRAPHY_H

#include "core/world/world.h"

/* Residential care takes those with much help: proportional to granted hours, up to twice the mean. */
double tl_residential_weight(double hours, double mean_hours);

/* Recipients of a unit who leave today; their visits and relations go with them. One draw per person. */
void tl_departures(tl_World *world, int32_t unit);

/* New recipients of an area today, each given to a provider in turn, and there to the team with the least work per post. The inflow depends on the area's recipients at the start only, so that every regime of a seed meets
 * the same people. There must be room for them. */
void tl_arrivals(tl_World *world, int32_t area);

/* Is there room for all who arrive today and in the days after, `days` in all, whichever units take them? */
bool tl_arrivals_have_room(const tl_World *world, int32_t days);

/* The most that a unit of a provider in an area may be given in so many days, whatever the days. */
int32_t tl_arrivals_most(const tl_World *world, int32_t area, int32_t provider, int32_t days);

#endif
