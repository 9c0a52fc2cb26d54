/* `lov` and `lou` of a `market:`: how firms come to be let in (core/parameters/arrangement.h).
 *
 *   lov: {opens: 0, slots: 5, ask: 0.5}          free choice of provider from a day on; without `opens` from the start
 *   lou:                                         tenders, by day
 *     - {name: first, day: 0, starts: 182, length_days: 1456, renewals: [1092], award: {quality: 1}, ask: 1,
 *        lots: [{name: north, providers: 2, areas: [1, 2, 3], share: 0.2, orientation: any}],
 *        phases: [{day: 182, share: 0.4}, {day: 546, share: 1}]}           or {when: queue, steps: [0.4, 0.7, 1]} */
#ifndef TL_ARRANGEMENT_READ_H
#define TL_ARRANGEMENT_READ_H

#include "config/value.h"
#include "core/parameters/config.h"

/* Reads both, as far as they are there; false with messages. */
bool tl_arrangement_read(tl_Value market, tl_Market *into);

#endif
