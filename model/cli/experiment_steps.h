/* What commands about an experiment share: loading it, equal cost, its runs, a verdict in words. Messages go to
 * stderr. */
#ifndef TL_EXPERIMENT_STEPS_H
#define TL_EXPERIMENT_STEPS_H

#include "cli/arguments.h"
#include "run/trial.h"

/* The experiment of the first operand; NULL if it cannot be loaded. Free with tl_trial_free. */
tl_Experiment *tl_trial_load(const tl_Arguments *arguments);
void tl_trial_free(tl_Experiment *experiment);

/* Brings arms to equal cost (tl_trial_equal_cost) where any is to be, if there is room for their runs. An exit
 * code. */
int tl_equal_cost(const tl_Arguments *arguments, tl_Experiment *experiment);

/* Runs all arms with the windows of claims and evaluation (tl_runner). An exit code; the results are to be
 * freed. */
int tl_runner_experiment(const tl_Arguments *arguments, tl_Experiment *experiment, tl_RunResults *results);

/* The verdict's name in a column as wide as the longest. */
void tl_print_verdict(const tl_Claim *claim, tl_Estimate difference, tl_Language language);

#endif
