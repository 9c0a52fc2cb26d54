/* Arms on the same seeds, and every measure of every run in memory. */
#ifndef TL_RUN_RESULTS_H
#define TL_RUN_RESULTS_H

#include "run/execute.h"

/* Why there are no results. */
typedef struct tl_Failure {
    tl_Outcome outcome; /* TL_OK: no run failed, the sentence says what did */
    int arm, replicate; /* of the run that failed first, from 0 */
    char sentence[512]; /* without a full stop */
} tl_Failure;

/* What came out. Arms that were not run have NULL. */
typedef struct tl_RunResults {
    double *values[TL_MOST_ARMS];        /* owned, [replicate][measure]: over the whole measured run */
    double *window_values[TL_MOST_ARMS]; /* owned: see tl_window_values */
    uint64_t *digests[TL_MOST_ARMS];     /* owned, [replicate] */
    int window_count;                    /* beside the whole run */
    int64_t agent_days;
    double seconds;
} tl_RunResults;

/* Room for a plan that tl_plan_of_arms made; free with tl_run_results_free. */
void tl_run_results_create(tl_RunResults *results, const tl_Plan *plan);

/* Takes in a run that has ended; false if it failed, and the first that did is noted in `failure`. */
bool tl_run_results_take(tl_RunResults *results, const tl_Plan *plan, const tl_RunRecord *record,
                         double *const kept[TL_KEPT_KINDS], tl_Failure *failure);

/* Makes all runs of such a plan, until one fails. False with the reason; to be freed in any case. */
bool tl_run_arms(const tl_Plan *plan, const tl_RunOptions *options, tl_RunResults *results,
                 tl_Failure *failure);

/* Measures of one window of one replicate, [tl_measure_count]; window 0 is the first beside the whole run. */
double *tl_window_values(const tl_RunResults *results, int arm, int replicate, int window);

void tl_run_results_free(tl_RunResults *results);

#endif
