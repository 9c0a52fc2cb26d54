/* `offers:` of a market: what the purchaser asks for and may not decide (core/market/offers.h). At most eight:
 *
 *   - {name: trust, day: 364, way: requirement, set: {discretion.provider: 0.9}}   of contracts, as they begin or are renewed
 *   - {name: trust, day: 364, way: invitation, supplement: 20, set: {...}}         to firms; SEK an hour to those who take it up
 *   - {name: trust, day: 364, way: order, set: {...}}                              to the municipality's own units, on the day */
#ifndef TL_CONFIG_OFFERS_H
#define TL_CONFIG_OFFERS_H

#include <jansson.h>

#include "config/loaded_config.h"
#include "config/value.h"

/* Reads the list, where it is there; false with messages. */
bool tl_offers_read(tl_Value offers, tl_Market *market);

/* As people may write it. */
json_t *tl_offers_to_json(const tl_Market *market);

bool tl_offers_equal(const tl_Market *a, const tl_Market *b);

/* The first measured day on which they differ; INT64_MAX: never. */
int64_t tl_offers_part(const tl_Market *a, const tl_Market *b);

/* What contradicts the rest of the config: a day past the end, and nobody to ask. */
void tl_offers_check(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages);

#endif
