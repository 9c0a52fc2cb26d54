#include "library/period.h"

#include <math.h>

#include "library/counters.h"
#include "library/where.h"
#include "run/window_totals.h"

tillit_status tl_check_values(const double *values, int count, int most)
{
    if (count < 0 || count > most) {
        return TILLIT_OUT_OF_RANGE;
    }
    return values != NULL || count == 0 ? TILLIT_OK : TILLIT_NULL;
}

void tl_measures_fill(const tl_Counters *counters, double days, double *values, int count)
{
    for (int m = 0; m < count; m++) {
        values[m] = days > 0.0 ? tl_measures[m].value(counters, days) : NAN;
    }
}

/* ---- what a caller asks of a period -------------------------------------------------------------------------- */

int32_t tillit_period_index(const tillit_period *period)
{
    return period != NULL ? period->own.index : -1;
}

int32_t tillit_period_first_day(const tillit_period *period)
{
    return period != NULL ? period->own.first_day : -1;
}

int32_t tillit_period_days(const tillit_period *period)
{
    return period != NULL ? period->own.days : -1;
}

int32_t tillit_period_units(const tillit_period *period)
{
    return period != NULL ? period->own.unit_count : -1;
}

tillit_status tillit_period_unit(const tillit_period *period, int32_t index, tillit_where *place)
{
    if (period == NULL || place == NULL) {
        return TILLIT_NULL;
    }
    if (index < 0 || index >= period->own.unit_count) {
        return TILLIT_OUT_OF_RANGE;
    }
    *place = tl_where_of(&period->own.units[index].place);
    return TILLIT_OK;
}

/* The sum of those that are meant. */
static tillit_status sum_of(const tillit_period *period, const tillit_where *where, tl_Counters *sum)
{
    tl_Where own;
    if (period == NULL) {
        return TILLIT_NULL;
    }
    tillit_status status = tl_where_read(where, &own);
    if (status == TILLIT_OK && tl_period_sum(&period->own, &own.selector, sum) == 0) {
        status = TILLIT_NOBODY_MEANT;
    }
    return status;
}

tillit_status tillit_period_measures(const tillit_period *period, const tillit_where *where, double *values,
                                     int count)
{
    tl_Counters sum = {0};
    tillit_status status = tl_check_values(values, count, tl_measure_count);
    status = status == TILLIT_OK ? sum_of(period, where, &sum) : status;
    if (status == TILLIT_OK) {
        tl_measures_fill(&sum, period->own.days, values, count);
    }
    return status;
}

tillit_status tillit_period_counters(const tillit_period *period, const tillit_where *where, double *values,
                                     int count)
{
    tl_Counters sum = {0};
    tillit_status status = tl_check_values(values, count, tillit_counter_count());
    status = status == TILLIT_OK ? sum_of(period, where, &sum) : status;
    for (int i = 0; status == TILLIT_OK && i < count; i++) {
        values[i] = tl_counter_value(&sum, i);
    }
    return status;
}

int tillit_staff_met_bins(void)
{
    return TL_MET_BINS;
}

tillit_status tillit_period_staff_met(const tillit_period *period, const tillit_where *where,
                                      int64_t *recipients, int count)
{
    tl_Counters sum = {0};
    if (count < 0 || count > TL_MET_BINS) {
        return TILLIT_OUT_OF_RANGE;
    }
    tillit_status status = recipients == NULL ? TILLIT_NULL : sum_of(period, where, &sum);
    for (int i = 0; status == TILLIT_OK && i < count; i++) {
        recipients[i] = sum.met_histogram[i];
    }
    return status;
}
