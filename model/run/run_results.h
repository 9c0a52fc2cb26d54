/* Arms on the same seeds, and every measure of every run in memory. */
#ifndef TL_RUN_RESULTS_H
#define TL_RUN_RESULTS_H

#include "run/estimate.h"
#include "run/execute.h"

/* Why there are no results. */
typedef struct tl_Failure {
    tl_Outcome outcome; /* TL_OK: no run failed, the sentence says what did */
    int arm, replicate; /* of the run that failed first, from 0 */
    char sentence[512]; /* without a full stop */
} tl_Failure;

/* What came of a plan that tl_plan_of_arms made; nothing of runs that were not made. */
typedef struct tl_RunResults {
    double *values; /* owned, [run][measure][window]: see tl_result */
    double *series; /* owned, [run][series][measure][period]: see tl_result_in_period; empty without series */
    uint64_t *digests; /* owned, [run] */
    int replicates, window_count, series_count;
    int period_count; /* recorded periods of a run */
    int64_t agent_days;
    double seconds;
} tl_RunResults;

/* Makes room for a plan's runs; free with tl_run_results_free. */
void tl_run_results_create(tl_RunResults *results, const tl_Plan *plan);

/* Takes in a run that has ended; false if it failed, and the first that did is noted in `failure`. */
bool tl_run_results_take(tl_RunResults *results, const tl_RunRecord *record,
                         double *const kept[TL_KEPT_KINDS], tl_Failure *failure);

/* Makes runs of the plan as tl_execute does, until one fails. False with the reason; to be freed in any case. */
bool tl_run_arms(const tl_Plan *plan, const int64_t *runs, int64_t count, const tl_RunOptions *options,
                 tl_RunResults *results, tl_Failure *failure);

/* What came of an arm in other results of the same plan. */
void tl_run_results_copy_arm(tl_RunResults *results, const tl_RunResults *from, int arm);

/* A measure of a replicate over a window, of which 0 is the whole measured run. */
double tl_result(const tl_RunResults *results, int arm, int replicate, int window, int measure);

/* The same in a recorded period, of a series of the plan. */
double tl_result_in_period(const tl_RunResults *results, int arm, int replicate, int series, int measure,
                           int period);

/* Over the replicates of an arm; `base` >= 0: of the paired difference from that arm. */
tl_Estimate tl_result_estimate(const tl_RunResults *results, int arm, int base, int window, int measure);

/* The same of the difference from another window, of that or of the same arm. */
tl_Estimate tl_result_between(const tl_RunResults *results, int arm, int window, int base, int base_window,
                              int measure);

void tl_run_results_free(tl_RunResults *results);

#endif
