/* Where units stand, as selectors ask: a row of the world, or a unit as it was reported. */
#ifndef TL_PLACE_H
#define TL_PLACE_H

#include "core/observation/observer.h"
#include "core/world/world.h"

/* Number of the unit's provider within its municipality: 1 is the municipality's own, to which all belong. */
int32_t tl_unit_provider_number(const tl_World *world, int32_t unit);

/* Of a unit by its index. */
tl_UnitPlace tl_unit_place(const tl_World *world, int32_t unit);

/* Of a unit that was reported, the same. */
tl_UnitPlace tl_report_place(const tl_UnitReport *report);

#endif
