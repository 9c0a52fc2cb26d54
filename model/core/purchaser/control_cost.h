/* What following up costs (ODD 7.29): all time there is, in whole ore, by what it goes to and by provider. */
#ifndef TL_CONTROL_COST_H
#define TL_CONTROL_COST_H

#include "core/purchaser/capacity.h"
#include "core/purchaser/checks.h"

/* Counts a municipality's month in the first units of providers. */
void tl_control_cost(tl_World *world, int32_t municipality, const tl_PurchaserDuties *duties,
                     tl_CheckTime time);

#endif
