/* Rates (ODD 7.26): mostly set from what the municipality's own provider costs. */
#ifndef TL_RATE_H
#define TL_RATE_H

#include "core/world/world.h"

/* The rate at which so many paid seconds bring in `share` of what they cost, in millionths of an ore an hour; `before`
 * where nothing was paid for. */
int64_t tl_rate_from(int64_t cost, int64_t seconds, double share, int64_t before);

/* Before anything is known of cost: an hour of permanent staff over booked client time, and overhead on top. */
int64_t tl_rate_at_first(const tl_Constants *constants, const tl_Regime *regime);

/* The rate by levers, for firms or for the own provider, in outlying areas or not, supplements included. */
int64_t tl_rate_by(const tl_Purse *purse, const tl_Regime *regime, bool external, bool outlying);

/* The rate in force in a unit: that, or what its provider bid for. */
int64_t tl_rate_of(const tl_World *world, int32_t unit, bool outlying);

/* Adds the own provider's month to the base year and sets the municipality's rates anew where that is due: every month
 * in the first year, of which little is known, and when a year is full. While a whole area has passed to another provider
 * rates stand, and the base year begins anew after it. */
void tl_rate_month(tl_World *world, int32_t municipality, const tl_Takings *own);

#endif
