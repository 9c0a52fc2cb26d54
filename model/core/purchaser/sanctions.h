/* What follows when something is found (ODD 7.31): learning, clawback, warnings, and the end of a contract. */
#ifndef TL_SANCTIONS_H
#define TL_SANCTIONS_H

#include "core/world/world.h"

/* Ore of a month's pay that are claimed back when so many of the visits looked at in a year were wrongly recorded. */
int64_t tl_clawback(int64_t payment, int32_t wrong, int32_t looked, double share);

/* What follows for a provider this month. */
void tl_sanctions(tl_World *world, int32_t provider);

#endif
