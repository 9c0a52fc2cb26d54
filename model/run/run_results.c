#include "run/run_results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/day/simulation.h"
#include "system/memory.h"

/* Values of a run. */
static size_t each_of(const tl_RunResults *results)
{
    return (size_t)tl_measure_count * (size_t)results->window_count;
}

static size_t series_of(const tl_RunResults *results)
{
    return (size_t)tl_measure_count * (size_t)results->series_count * (size_t)results->period_count;
}

void tl_run_results_create(tl_RunResults *results, const tl_Plan *plan)
{
    size_t runs = (size_t)tl_plan_runs(plan);
    *results = (tl_RunResults){.replicates = (int)plan->replicates,
                               .window_count = plan->window_count,
                               .series_count = plan->series_count,
                               .period_count = plan->period_count};
    results->values = tl_allocate(runs * each_of(results), sizeof *results->values);
    results->series = tl_allocate(runs * series_of(results) + 1, sizeof *results->series);
    results->digests = tl_allocate(runs, sizeof *results->digests);
}

void tl_run_results_free(tl_RunResults *results)
{
    free(results->values);
    free(results->series);
    free(results->digests);
    *results = (tl_RunResults){.window_count = 0};
}

bool tl_run_results_take(tl_RunResults *results, const tl_RunRecord *record,
                         double *const kept[TL_KEPT_KINDS], tl_Failure *failure)
{
    if (record->status == TL_RUN_FAILED) {
        if (failure->outcome == TL_OK) {
            failure->outcome = record->outcome;
            failure->arm = (int)(record->run / results->replicates);
            failure->replicate = (int)(record->run % results->replicates);
            snprintf(failure->sentence, sizeof failure->sentence, "%s", record->reason);
        }
        return false;
    }
    size_t each = each_of(results), series = series_of(results), run = (size_t)record->run;
    memcpy(results->values + run * each, kept[TL_KEPT_WINDOWS], each * sizeof(double));
    memcpy(results->series + run * series, kept[TL_KEPT_SERIES], series * sizeof(double));
    results->digests[record->run] = record->digest;
    results->agent_days += record->agent_days;
    return true;
}

void tl_run_results_copy_arm(tl_RunResults *results, const tl_RunResults *from, int arm)
{
    size_t runs = (size_t)results->replicates, first = (size_t)arm * runs;
    size_t each = each_of(results), series = series_of(results);
    memcpy(results->values + first * each, from->values + first * each, runs * each * sizeof(double));
    memcpy(results->series + first * series, from->series + first * series, runs * series * sizeof(double));
    memcpy(results->digests + first, from->digests + first, runs * sizeof *results->digests);
}

double tl_result(const tl_RunResults *results, int arm, int replicate, int window, int measure)
{
    size_t run = (size_t)arm * (size_t)results->replicates + (size_t)replicate;
    return results->values[run * each_of(results) + (size_t)(measure * results->window_count + window)];
}

double tl_result_in_period(const tl_RunResults *results, int arm, int replicate, int series, int measure,
                           int period)
{
    size_t run = (size_t)arm * (size_t)results->replicates + (size_t)replicate;
    size_t row = (size_t)series * (size_t)tl_measure_count + (size_t)measure;
    return results->series[run * series_of(results) + row * (size_t)results->period_count + (size_t)period];
}

tl_Estimate tl_result_estimate(const tl_RunResults *results, int arm, int base, int window, int measure)
{
    return tl_result_between(results, arm, window, base, window, measure);
}

tl_Estimate tl_result_between(const tl_RunResults *results, int arm, int window, int base, int base_window,
                              int measure)
{
    double *values = tl_allocate((size_t)results->replicates, sizeof *values);
    for (int r = 0; r < results->replicates; r++) {
        values[r] = tl_result(results, arm, r, window, measure) -
                    (base >= 0 ? tl_result(results, base, r, base_window, measure) : 0.0);
    }
    tl_Estimate estimate = tl_estimate(values, results->replicates);
    free(values);
    return estimate;
}

/* ---- in memory alone ----------------------------------------------------------------------------------- */

typedef struct Taker {
    tl_RunResults *results;
    tl_Failure *failure;
    const tl_RunOptions *options;
    int64_t days; /* of all runs */
} Taker;

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    const Taker *taker = context;
    return tl_run_results_take(taker->results, record, kept, taker->failure);
}

static bool on_tick(void *context, const tl_Tally *so_far, bool last)
{
    const Taker *taker = context;
    (void)last;
    return taker->options->progress == NULL ||
           taker->options->progress(taker->options->context, so_far->days, taker->days);
}

bool tl_run_arms(const tl_Plan *plan, const int64_t *runs, int64_t count, const tl_RunOptions *options,
                 tl_RunResults *results, tl_Failure *failure)
{
    int64_t made = runs != NULL ? count : tl_plan_runs(plan);
    Taker taker = {results, failure, options, made * tl_config_total_days(plan->bases[0])};
    const tl_Sink sink = {.context = &taker, .finished = on_finished, .tick = on_tick};
    tl_Tally tally;
    *failure = (tl_Failure){.outcome = TL_OK};
    tl_run_results_create(results, plan);
    tl_Outcome outcome = tl_execute(plan, runs, count, options, &sink, &tally);
    results->seconds = tally.seconds;
    if (outcome != TL_OK && failure->outcome == TL_OK) {
        failure->outcome = outcome;
        snprintf(failure->sentence, sizeof failure->sentence, "%s", tl_outcome_sentence(outcome));
    }
    return failure->outcome == TL_OK;
}
