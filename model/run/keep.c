#include "run/keep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "run/snapshot_summary.h"
#include "system/memory.h"

void tl_keep_create(tl_Keep *keep, const tl_Plan *plan)
{
    *keep = (tl_Keep){.plan = plan};
    tl_window_totals_create(&keep->windows, plan->windows, plan->window_count);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        keep->values[kind] = tl_allocate(tl_plan_values(plan, kind) + 1, sizeof(double));
    }
}

void tl_keep_clear(tl_Keep *keep)
{
    tl_window_totals_clear(&keep->windows);
    keep->series_reports = 0;
    keep->agent_days = 0;
}

void tl_keep_free(tl_Keep *keep)
{
    tl_window_totals_free(&keep->windows);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        free(keep->values[kind]);
    }
}

/* Before its units there are, a series has no value. */
static void keep_series(tl_Keep *keep, int series, const tl_Period *period)
{
    const tl_Plan *plan = keep->plan;
    tl_Counters sum = {0};
    int32_t meant = tl_period_sum(period, &plan->series[series], &sum);
    keep->series_reports += meant;
    for (int i = 0; i < plan->outcome_count; i++) {
        ptrdiff_t own = (ptrdiff_t)series * plan->outcome_count + i;
        keep->values[TL_KEPT_SERIES][own * plan->period_count + period->index] =
            meant > 0 ? tl_measures[plan->outcomes[i]].value(&sum, period->days) : (double)NAN;
    }
}

void tl_keep_period(tl_Keep *keep, const tl_Period *period)
{
    for (int k = 0; k < keep->plan->series_count; k++) {
        keep_series(keep, k, period);
    }
    tl_window_totals_add(&keep->windows, period);
    for (int32_t i = 0; i < period->unit_count; i++) {
        const tl_Counters *counters = &period->units[i].counters;
        keep->agent_days += (int64_t)(counters->recipient_days + counters->post_days);
    }
}

void tl_keep_snapshot(tl_Keep *keep, const tl_Snapshot *snapshot)
{
    const tl_Plan *plan = keep->plan;
    ptrdiff_t number = (snapshot->day + 1) / plan->bases[0]->run.record_snapshot_every_days - 1;
    for (int i = 0; i < plan->snapshot_count; i++) {
        double *own = keep->values[TL_KEPT_SNAPSHOTS] + (ptrdiff_t)i * tl_plan_width(plan, TL_KEPT_SNAPSHOTS);
        tl_snapshot_summarise(snapshot, plan->snapshots[i], own + number * TL_SNAPSHOT_STATISTICS);
    }
}

bool tl_keep_end(tl_Keep *keep, const tl_Config *config, char sentence[TL_FAILURE_SIZE])
{
    const tl_Plan *plan = keep->plan;
    for (int i = 0; i < plan->outcome_count; i++) {
        for (int k = 0; k < plan->window_count; k++) {
            keep->values[TL_KEPT_WINDOWS][i * plan->window_count + k] =
                tl_window_totals_value(&keep->windows, k, plan->outcomes[i]);
        }
    }
    if (plan->series_count > 0 && keep->series_reports == 0) {
        snprintf(sentence, TL_FAILURE_SIZE, "series: 'where' means no unit that there is");
        return false;
    }
    return tl_window_totals_are_met(&keep->windows, config, sentence);
}
