/* Runs of a command: arms on the same seeds, into a table of measures and perhaps a result file. */
#ifndef TL_RUNNER_H
#define TL_RUNNER_H

#include "cli/arguments.h"
#include "run/run_results.h"

/* Says what it will take, refuses what there is no room for, and, without --plan, runs all replicates of the
 * arms and writes --out. An exit code; messages are printed. Signals that ask to stop (run/stop.h) end the days
 * under way, leave no file behind and give TL_EXIT_FAILED. The results are to be freed. */
int tl_runner(const tl_Arguments *arguments, tl_LoadedConfig *const *arms, int arm_count,
              tl_RunResults *results);

/* The same of a plan of these arms with windows. `experiment_json`: what they are arms of; NULL: nothing. */
int tl_runner_plan(const tl_Arguments *arguments, tl_LoadedConfig *const *arms, const tl_Plan *plan,
                   const char *experiment_json, tl_RunResults *results);

/* Says where the results are: in --out, if that is given. */
void tl_print_out(const tl_Arguments *arguments);

/* Says why there are no results; `name` is that of the arm that failed. TL_EXIT_FAILED. */
int tl_failure_print(const tl_Failure *failure, const char *name);

#endif
