/* Forms units and teams: at the start and in a named reorganisation. */
#ifndef TL_ORGANISE_H
#define TL_ORGANISE_H

#include "core/world/world.h"

/* Cuts the chosen units (by index, [UNIT]; NULL: all) of each provider and area anew among themselves into units of about `span`
 * staff and teams of about `pool_size` permanent staff; 0 keeps what their first chosen unit has.
 * Everyone and everything is carried by tl_regroup; the new units get permanent numbers, shifts needed, rotas
 * and care contacts. Costs are booked by the caller. False, and nothing changed, when memory is short. */
bool tl_organise(tl_World *world, const bool *chosen_units, tl_GroupingRule rule, int64_t pool_size,
                 int64_t span);

#endif
