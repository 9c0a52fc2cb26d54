/* `market:` of a config, of an experiment, its history or an arm: who provides care in each municipality, from the
 * start or from a day on (core/parameters/config.h, tl_Market).
 *
 *   market: {split: {parts: [0.5, 0.3, 0.2]}}    municipal providers with these parts of the recipients
 *   market: {split: {parts: 12}}                 so many, in equal parts
 *   market: {externals: 5, share: 0.5, pool: {small: 16, large: 4, nonprofit: 2}}
 *   market: {externals: 5, share: 0.4, begins: 182, ask: 0.5}    firms that begin on a day, and half of those present asked
 *   market: {lov: {...}, lou: [...]}             firms that come by free choice or tenders (config_arrangement.h)
 *   market: {}                                   the municipality alone, with what a market keeps books of
 *   market: none                                 none, where what is taken over has one */
#ifndef TL_CONFIG_MARKET_H
#define TL_CONFIG_MARKET_H

#include <jansson.h>

#include "config/loaded_config.h"
#include "config/value.h"

/* Reads it, with where it came from; false with messages. */
bool tl_market_read(tl_Value market, tl_LoadedConfig *loaded);

/* As people may write it, with all that it says; only where there is one. */
json_t *tl_market_to_json(const tl_Market *market);

/* The same without what begins on a measured day. */
json_t *tl_market_start_to_json(const tl_Market *market);

bool tl_markets_equal(const tl_Market *a, const tl_Market *b);

/* Have the municipalities of both, where they are drawn, the same arrangements? */
bool tl_drawn_equal(const tl_Config *a, const tl_Config *b);

/* The first measured day on which they differ; -1: from the start, INT64_MAX: never. */
int64_t tl_markets_part(const tl_Market *a, const tl_Market *b);

/* A change that means firms alone has to wait until they begin. */
void tl_market_check_day(const tl_Config *config, const char *name, const tl_Selector *where, int64_t day,
                         tl_Place place, tl_Messages *messages);

/* Does a parameter change anything with this market? Those of a market do nothing without one, and those of firms
 * nothing in parts of one owner, and those of following up nothing where nobody does. */
bool tl_market_reads(const tl_Config *config, int parameter);

/* What contradicts it: providers without a recipient, and parameters of the market where there is none. */
void tl_market_check(const tl_LoadedConfig *loaded, tl_Messages *messages);

#endif
