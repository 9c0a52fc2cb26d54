/* `lov` and `lou` of a `market:`: how firms come to be let in (core/parameters/arrangement.h).
 *
 *   lov: {opens: 0, slots: 5, ask: 0.5}          free choice of provider from a day on; without `opens` from the start
 *   lou:                                         tenders, by day
 *     - {name: first, day: 0, starts: 182, length_days: 1456, renewals: [1092], award: {quality: 1}, ask: 1,
 *        lots: [{name: north, providers: 2, areas: [1, 2, 3], share: 0.2, orientation: any}],
 *        phases: [{day: 182, share: 0.4}, {day: 546, share: 1}]}           or {when: queue, steps: [0.4, 0.7, 1]} */
#ifndef TL_CONFIG_ARRANGEMENT_H
#define TL_CONFIG_ARRANGEMENT_H

#include <jansson.h>

#include "config/loaded_config.h"
#include "config/value.h"

/* Reads both, as far as they are there; false with messages. */
bool tl_arrangement_read(tl_Value market, tl_Market *into);

/* Adds them to a market as people may write it, as far as there are any. */
void tl_arrangement_to_json(const tl_Market *market, json_t *into);

/* The same of what is there from the start. */
void tl_arrangement_start_to_json(const tl_Market *market, json_t *into);

bool tl_arrangements_equal(const tl_Market *a, const tl_Market *b);
bool tl_arrangements_start_equal(const tl_Market *a, const tl_Market *b);

/* The first measured day on which two arrangements differ in what they do; -1: from the start, INT64_MAX: never. */
int64_t tl_arrangements_part(const tl_Market *a, const tl_Market *b);

/* Why a parameter changes nothing with this market, since only free choice or only tenders read it; NULL: it may. */
const char *tl_arrangement_unread(const tl_Market *market, int parameter, bool swedish);

/* What contradicts them: areas that a municipality has not, days after the run, an orientation that no firm has. */
void tl_arrangement_check(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages);

#endif
