/* Is there a market, and is money paid in it? */
#ifndef TL_MARKET_H
#define TL_MARKET_H

#include "core/parameters/config.h"

/* Parts of one municipality are not paid: they have one purse. */
static inline bool tl_market_pays(const tl_Market *market)
{
    return market->given && market->part_count == 0;
}

#endif
