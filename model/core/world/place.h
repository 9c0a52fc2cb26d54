/* Where units stand, as selectors ask and reports tell. */
#ifndef TL_PLACE_H
#define TL_PLACE_H

#include "core/world/world.h"

/* The numbers of a unit (by its index), and whether it is the pilot's. */
tl_UnitPlace tl_unit_place(const tl_World *world, int32_t unit);

/* Is there a unit that is meant? */
bool tl_unit_is_meant(const tl_World *world, const tl_Selector *where);

#endif
