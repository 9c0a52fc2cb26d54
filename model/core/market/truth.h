/* What truly became of visits, summed over days and units (ODD 7.32): sums alone, so that a month of a provider is that of
 * its units to the visit. */
#ifndef TL_TRUTH_H
#define TL_TRUTH_H

#include "core/market/followed.h"
#include "core/observation/measure.h"

/* Adds a unit's day, when all that it did has been counted. */
static inline void tl_truth_day(tl_MonthTruth *month, const tl_Counters *day)
{
    month->registered_s += day->registered_s;
    month->lacking_s += day->under_delivered_s + day->padded_s + day->phantom_s;
    month->records += (int32_t)(day->visits_made + day->records_invented);
    month->misregistered += (int32_t)day->records_false;
    month->cut += (int32_t)day->visits_cut;
    month->cut_visible += (int32_t)day->cuts_visible;
    month->poor += (int32_t)day->visits_poor;
    month->missed += (int32_t)(day->visits_unassigned + day->visits_dropped);
    month->deviations += (int32_t)day->faults_known;
}

static inline void tl_truth_add(tl_MonthTruth *total, const tl_MonthTruth *part)
{
    total->registered_s += part->registered_s;
    total->lacking_s += part->lacking_s;
    total->records += part->records;
    total->misregistered += part->misregistered;
    total->cut += part->cut;
    total->cut_visible += part->cut_visible;
    total->poor += part->poor;
    total->missed += part->missed;
    total->deviations += part->deviations;
}

#endif
