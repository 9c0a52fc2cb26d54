/* A market as people may write it (market_read.h), and what two of them differ in. */
#ifndef TL_CONFIG_MARKET_H
#define TL_CONFIG_MARKET_H

#include <jansson.h>

#include "core/parameters/config.h"

/* As people may write it, with all that it says; only where there is one. */
json_t *tl_market_to_json(const tl_Market *market);

/* The same without what begins on a measured day. */
json_t *tl_market_start_to_json(const tl_Market *market);

bool tl_markets_equal(const tl_Market *a, const tl_Market *b);

/* Have the municipalities of both, where they are drawn, the same arrangements? */
bool tl_drawn_equal(const tl_Config *a, const tl_Config *b);

/* The first measured day on which they differ; -1: from the start, INT64_MAX: never. */
int64_t tl_markets_part(const tl_Market *a, const tl_Market *b);

#endif
