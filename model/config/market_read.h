/* `market:` of a config, of an experiment, its history or an arm: who provides care in each municipality, from the
 * start or from a day on (core/parameters/config.h, tl_Market).
 *
 *   market: {split: {parts: [0.5, 0.3, 0.2]}}    municipal providers with these parts of the recipients
 *   market: {split: {parts: 12}}                 so many, in equal parts
 *   market: {externals: 5, share: 0.5, pool: {small: 16, large: 4, nonprofit: 2}}
 *   market: {externals: 5, share: 0.4, begins: 182, ask: 0.5}    firms that begin on a day, and half of those present asked
 *   market: {lov: {...}, lou: [...]}             firms that come by free choice or tenders (arrangement_read.h)
 *   market: {}                                   the municipality alone, with what a market keeps books of
 *   market: none                                 none, where what is taken over has one */
#ifndef TL_MARKET_READ_H
#define TL_MARKET_READ_H

#include "config/loaded_config.h"
#include "config/value.h"

/* Reads it, with where it came from; none is left where it is refused: false with messages. */
bool tl_market_read(tl_Value market, tl_LoadedConfig *loaded);

#endif
