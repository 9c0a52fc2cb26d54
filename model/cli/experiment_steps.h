/* What commands about an experiment share: loading it, equal cost, its runs, what is printed. Messages go to
 * stderr. */
#ifndef TL_EXPERIMENT_STEPS_H
#define TL_EXPERIMENT_STEPS_H

#include <jansson.h>

#include "cli/arguments.h"
#include "run/trial.h"

/* The experiment of the first operand; NULL if it cannot be loaded. Free with tl_trial_free. */
tl_Experiment *tl_trial_load(const tl_Arguments *arguments);
void tl_trial_free(tl_Experiment *experiment);

/* Loads it for `run`, whose exit code it gives back. */
int tl_with_trial(const tl_Arguments *arguments, int (*run)(const tl_Arguments *, tl_Experiment *));

/* Brings arms to equal cost (tl_trial_equal_cost) where any is to be, if there is room for their runs. An exit
 * code. */
int tl_equal_cost(const tl_Arguments *arguments, tl_Experiment *experiment);

/* Runs all arms with the windows of claims and evaluation (tl_runner). An exit code; the results are to be
 * freed. */
int tl_runner_experiment(const tl_Arguments *arguments, tl_Experiment *experiment, tl_RunResults *results);

/* Prints the JSON and drops it; an exit code. NaN has no number there. */
int tl_print_json(json_t *root);
json_t *tl_real_or_null(double x);

/* "to go on: tillit NAME FILE" on stderr, with --out and --set, where a command was stopped. */
void tl_print_again(const tl_Arguments *arguments);

/* An option with its value, as a shell takes it; nothing where there is no value. */
void tl_print_option_again(const char *option, const char *value);

#endif
