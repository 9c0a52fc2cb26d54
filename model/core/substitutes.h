/* The hourly pool and agencies (MODEL mechanism 1, phase B): gaps are dealt in order, one municipality at a
 * time. */
#ifndef TL_SUBSTITUTES_H
#define TL_SUBSTITUTES_H

#include "population.h"

/* Fills the gaps of units [first, end) of one municipality from the hourly employees who are available today:
 * the unit's own first, then its guests, in today's order. The unit that is served first rotates with the
 * day. What is left is covered by agency strangers with agency.fill_probability each, or stays open. */
void tl_substitutes(tl_World *world, int32_t first_unit, int32_t end_unit);

#endif
