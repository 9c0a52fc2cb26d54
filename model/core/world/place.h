/* Where units stand, as selectors ask and reports tell. */
#ifndef TL_PLACE_H
#define TL_PLACE_H

#include "core/world/world.h"

/* Number of the unit's provider within its municipality: 1 is the municipality's own, to which all belong. */
int32_t tl_unit_provider_number(const tl_World *world, int32_t unit);

/* The numbers of a unit (by its index), and whether it is the pilot's. */
tl_UnitPlace tl_unit_place(const tl_World *world, int32_t unit);

#endif
