/* Need (ODD 7.3): slow level, day shock, mismatch; acute events, recovery, decline. */
#ifndef TL_NEED_H
#define TL_NEED_H

#include "core/world/world.h"

/* One day of every recipient of a unit: recipient_need_ratio (today's need over granted time) and the key of
 * the day's visits. A fixed number of draws per person. */
void tl_need(tl_World *world, int32_t unit);

#endif
