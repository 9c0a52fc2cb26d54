/* Staffing of an owner (ODD 7.26): booked client time tightens below the margin aimed at and is given back above it. */
#ifndef TL_MARKET_STAFFING_H
#define TL_MARKET_STAFFING_H

#include "core/world/world.h"

/* What an owner knows of the month. */
typedef struct tl_MonthPrices {
    double pay_ore_per_h, staff_ore_per_h; /* of a paid hour of care; what an hour of staff costs */
    double client_time_share;              /* booked */
    bool by_record;                        /* is pay by registered time? */
} tl_MonthPrices;

/* g = (aim - margin)/scale within -1 to 1: how far short of the margin aimed at, and how much that presses. */
double tl_owner_shortfall(double aim, double margin, double scale);

/* I = 1 - rho (q/c) b l: what an hour less of staff saves, relative to its cost. Where registered time is paid, an
 * hour of capacity that is cut takes pay for b l hours along, and I may be below zero. */
double tl_owner_saving(const tl_MonthPrices *prices, double lost_care);

/* ln b moves by step g I, and b stays within `band` of what the regime books: b = 1 + `staffing`. */
double tl_owner_staffing(double staffing, double move, double band);

/* Booked client time of a unit: what the regime says, as its owner has moved it. */
double tl_booked_client_time(const tl_World *world, int32_t unit);

#endif
