/* Running an experiment: equal cost first, then all arms on the same seeds. */
#ifndef TL_TRIAL_H
#define TL_TRIAL_H

#include "config/experiment.h"
#include "config/experiment_digest.h"
#include "cli/arguments.h"
#include "cli/runner.h"
#include "run/summary.h"
#include "run/verdict.h"

/* Loads an experiment; NULL with messages on stderr. Free with tl_trial_free. */
tl_Experiment *tl_trial_load(const tl_Arguments *arguments);
void tl_trial_free(tl_Experiment *experiment);

/* Money and posts are always shown; without a choice of outcomes, everything is. */
void tl_trial_complete_outcomes(tl_Experiment *experiment);

/* The digest of what is asked, its outcomes completed. */
void tl_trial_digest(tl_Experiment *experiment, char digest[TL_EXPERIMENT_DIGEST_SIZE]);

/* Moves the lever of each equal-cost arm until its mean cost is that of the first arm (.1 % off if it can, 1
 * % at most; eight tries on at most eight replicates), and notes the value in the arm. An exit code. */
int tl_trial_equal_cost(const tl_Arguments *arguments, tl_Experiment *experiment);

/* Runs all arms, or those `wanted` [arm_count], with the windows of the claims. An exit code. */
int tl_trial_run(const tl_Arguments *arguments, tl_Experiment *experiment, const bool *wanted,
                 tl_RunResults *results);

/* What an evaluation would conclude about a measure. */
typedef struct tl_Conclusion {
    tl_Estimate before_after, difference_in_differences, effect;
} tl_Conclusion;

tl_Conclusion tl_trial_conclusion(const tl_Experiment *experiment, const tl_RunResults *results, int measure);

/* Paired difference of a claim's outcome in its window: treatment minus control. */
tl_Estimate tl_trial_difference(const tl_Experiment *experiment, const tl_RunResults *results, int claim);

tl_Verdict tl_trial_verdict(const tl_Claim *claim, tl_Estimate difference);

/* Its verdict's name in a column as wide as the longest. */
void tl_trial_print_verdict(const tl_Claim *claim, tl_Estimate difference, tl_Language language);

#endif
