/* The hourly pool and agencies, after presence: gaps are dealt in order. Units that share hourly
 * staff form a sharing group: each lends its own to the next, the last to the first (regroup.c). */
#ifndef TL_SUBSTITUTES_H
#define TL_SUBSTITUTES_H

#include "core/world/world.h"

/* Is the unit the first of its sharing group? */
bool tl_sharing_begins(const tl_World *world, int32_t unit);

/* The next unit of the sharing group, upwards; -1 after the last. */
int32_t tl_sharing_next(const tl_World *world, int32_t unit);

/* Fills the gaps of the sharing group that begins with this unit from the hourly employees who are available today: a
 * unit's own first, then its guests, in today's order. The unit of the municipality that is served first
 * rotates with the day. What is left is covered by agency strangers with agency.fill_probability each, or
 * stays open. */
void tl_substitutes(tl_World *world, int32_t group);

#endif
