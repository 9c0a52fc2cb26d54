/* Runs replicates of one or more configs, in parallel, into a result file and a table of measures. */
#ifndef TL_RUNNER_H
#define TL_RUNNER_H

#include <stdint.h>

#include "config/experiment.h"
#include "config/loaded_config.h"
#include "cli/arguments.h"
#include "cli/loaded.h"

/* What came out. values[arm] is [replicate][measure] over the whole measured run; digests[arm] is
 * [replicate]. */
typedef struct tl_RunResults {
    double *values[TL_MOST_ARMS];
    uint64_t *digests[TL_MOST_ARMS];
    double *window_values[TL_MOST_ARMS]; /* see tl_window_values */
    const tl_Window *windows;            /* given: parts of the run to be measured too, borrowed */
    int window_count;
    const char *experiment_json; /* given: what the arms are arms of, borrowed; NULL: nothing */
    int64_t agent_days;
    double seconds;
} tl_RunResults;

/* Runs all replicates of the arms. Returns an exit code; messages are printed. Runs go side by side, each on
 * one thread, when there are at least as many as threads; otherwise each uses all threads. Signals that ask
 * to stop (run/stop.h) end the days under way, leave no file behind and give TL_EXIT_FAILED. */
int tl_runner(const tl_Arguments *arguments, tl_LoadedConfig *const *arms, int arm_count,
              tl_RunResults *results);

/* Measures of one window of one replicate, [tl_measure_count]. */
double *tl_window_values(const tl_RunResults *results, int arm, int replicate, int window);

void tl_run_results_free(tl_RunResults *results);

#endif
