#include "run/run_results.h"

#include <stdio.h>
#include <stdlib.h>

#include "system/memory.h"

void tl_run_results_create(tl_RunResults *results, const tl_Plan *plan)
{
    size_t replicates = (size_t)plan->replicates, measures = tl_measure_count;
    *results = (tl_RunResults){.window_count = plan->window_count - 1};
    for (int arm = 0; arm < plan->arm_count; arm++) {
        results->values[arm] = tl_allocate(replicates * measures, sizeof(double));
        results->window_values[arm] =
            tl_allocate(replicates * (size_t)plan->window_count * measures, sizeof(double));
        results->digests[arm] = tl_allocate(replicates, sizeof(uint64_t));
    }
}

void tl_run_results_free(tl_RunResults *results)
{
    for (int arm = 0; arm < TL_MOST_ARMS; arm++) {
        free(results->values[arm]);
        free(results->window_values[arm]);
        free(results->digests[arm]);
    }
    *results = (tl_RunResults){.window_count = 0};
}

double *tl_window_values(const tl_RunResults *results, int arm, int replicate, int window)
{
    size_t row = (size_t)replicate * (size_t)results->window_count + (size_t)window;
    return results->window_values[arm] + row * tl_measure_count;
}

bool tl_run_results_take(tl_RunResults *results, const tl_Plan *plan, const tl_RunRecord *record,
                         double *const kept[TL_KEPT_KINDS], tl_Failure *failure)
{
    int arm = (int)(record->run / plan->replicates), replicate = (int)(record->run % plan->replicates);
    if (record->status == TL_RUN_FAILED) {
        if (failure->outcome == TL_OK) {
            *failure = (tl_Failure){.outcome = record->outcome, .arm = arm, .replicate = replicate};
            snprintf(failure->sentence, sizeof failure->sentence, "%s", record->reason);
        }
        return false;
    }
    for (int m = 0; m < tl_measure_count; m++) {
        const double *own = kept[TL_KEPT_WINDOWS] + (ptrdiff_t)m * plan->window_count;
        results->values[arm][(ptrdiff_t)replicate * tl_measure_count + m] = own[0];
        for (int k = 0; k < results->window_count; k++) {
            tl_window_values(results, arm, replicate, k)[m] = own[k + 1];
        }
    }
    results->digests[arm][replicate] = record->digest;
    results->agent_days += record->agent_days;
    return true;
}

/* ---- in memory alone ----------------------------------------------------------------------------------- */

typedef struct Taker {
    const tl_Plan *plan;
    tl_RunResults *results;
    tl_Failure *failure;
    const tl_RunOptions *options;
} Taker;

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    const Taker *taker = context;
    return tl_run_results_take(taker->results, taker->plan, record, kept, taker->failure);
}

static bool on_tick(void *context, const tl_Tally *so_far, bool last)
{
    const Taker *taker = context;
    int64_t days = tl_config_total_days(taker->plan->bases[0]) * tl_plan_runs(taker->plan);
    (void)last;
    return taker->options->progress == NULL ||
           taker->options->progress(taker->options->context, so_far->days, days);
}

bool tl_run_arms(const tl_Plan *plan, const tl_RunOptions *options, tl_RunResults *results,
                 tl_Failure *failure)
{
    Taker taker = {plan, results, failure, options};
    const tl_Sink sink = {.context = &taker, .finished = on_finished, .tick = on_tick};
    tl_Tally tally;
    *failure = (tl_Failure){.outcome = TL_OK};
    tl_run_results_create(results, plan);
    tl_Outcome outcome = tl_execute(plan, NULL, 0, options, &sink, &tally);
    results->seconds = tally.seconds;
    if (outcome != TL_OK && failure->outcome == TL_OK) {
        failure->outcome = outcome;
        snprintf(failure->sentence, sizeof failure->sentence, "%s", tl_outcome_sentence(outcome));
    }
    return failure->outcome == TL_OK;
}
