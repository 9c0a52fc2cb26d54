/* Pilots: which units try something first. */
#ifndef TL_PILOT_H
#define TL_PILOT_H

#include "core/world/world.h"

/* How willing a unit is: mean over staff of expectation of the manager plus motivation. */
double tl_pilot_willingness(const tl_World *world, int32_t unit);

/* Marks round(pilot.share * units) units of a municipality, or of its own provider alone, at random or the most willing. Once, on the first
 * measured day; units formed later from a pilot unit belong to the pilot. */
void tl_pilot_choose(tl_World *world, int32_t municipality);

#endif
