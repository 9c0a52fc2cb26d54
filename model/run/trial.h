/* Running an experiment: equal cost first, then all arms on the same seeds. */
#ifndef TL_TRIAL_H
#define TL_TRIAL_H

#include "config/experiment.h"
#include "config/experiment_digest.h"
#include "run/estimate.h"
#include "run/run_results.h"
#include "run/verdict.h"

/* Money and posts are always shown; without a choice of outcomes, everything is. */
void tl_trial_complete_outcomes(tl_Experiment *experiment);

/* The digest of what is asked, its outcomes completed. */
void tl_trial_digest(tl_Experiment *experiment, char digest[TL_EXPERIMENT_DIGEST_SIZE]);

/* Moves the lever of each arm that is to be equal until its mean outcome is that of the first arm (.1 % off if it can,
 * 1 % at most; eight tries on at most eight replicates), and notes the value in the arm. False with the reason. */
bool tl_trial_equal_cost(tl_Experiment *experiment, const tl_RunOptions *options, tl_Failure *failure);

/* The plan of an experiment's arms with the windows of its claims, then its evaluation; free with
 * tl_plan_free. */
void tl_trial_plan(const tl_Experiment *experiment, tl_Plan *plan);

/* Runs all arms, or those `wanted` [arm_count], in memory. False with the reason; the results are to be freed in any case. */
bool tl_trial_run(const tl_Experiment *experiment, const bool *wanted, const tl_RunOptions *options,
                  tl_RunResults *results, tl_Failure *failure);

/* What an evaluation would conclude about a measure. */
typedef struct tl_Conclusion {
    tl_Estimate before_after, difference_in_differences, effect;
} tl_Conclusion;

tl_Conclusion tl_trial_conclusion(const tl_Experiment *experiment, const tl_RunResults *results, int measure);

/* Paired difference of a claim's outcome in its window: treatment minus control. */
tl_Estimate tl_trial_difference(const tl_Experiment *experiment, const tl_RunResults *results, int claim);

tl_Verdict tl_trial_verdict(const tl_Claim *claim, tl_Estimate difference);

#endif
