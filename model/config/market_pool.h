/* `pool` of a market: how many firms of each kind there could be. */
#ifndef TL_MARKET_POOL_H
#define TL_MARKET_POOL_H

#include <jansson.h>

#include "config/value_path.h"
#include "core/parameters/config.h"

enum { TL_MOST_FIRMS = TL_MOST_PROVIDERS - 1 };

/* Firms of a market, whether they are there or not. */
int32_t tl_market_firms(const tl_Market *market);

/* {small: 16, large: 4, nonprofit: 2}, none of a kind that is not named; false with messages. */
bool tl_pool_read(tl_Value pool, tl_Market *market);

/* The same with all kinds. */
json_t *tl_pool_to_json(const tl_Market *market);

#endif
