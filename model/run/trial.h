/* Running an experiment: equal cost first, then all arms on the same seeds. */
#ifndef TL_TRIAL_H
#define TL_TRIAL_H

#include "config/experiment.h"
#include "config/experiment_digest.h"
#include "run/course.h"
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

/* The plan of an experiment's arms with the windows of its claims, then its evaluation; where there are courses, with a
 * series of all units, then those of claims on the course of some. Free with tl_plan_free. */
void tl_trial_plan(const tl_Experiment *experiment, tl_Plan *plan);

/* Runs all arms, or those `wanted` [arm_count], in memory. False with the reason; the results are to be freed in any case. */
bool tl_trial_run(const tl_Experiment *experiment, const bool *wanted, const tl_RunOptions *options,
                  tl_RunResults *results, tl_Failure *failure);

/* What an evaluation would conclude about a measure. */
typedef struct tl_Conclusion {
    tl_Estimate before_after, difference_in_differences, effect;
} tl_Conclusion;

tl_Conclusion tl_trial_conclusion(const tl_Experiment *experiment, const tl_RunResults *results, int measure);

/* What came of a claim. */
typedef struct tl_Answer {
    tl_Estimate
        difference; /* treatment minus control (or group minus group, or the level itself), in the claim's window, dip
                           or settled level; else NaN */
    tl_CourseTime time; /* days after the change, of a claim about days; else NaN */
    tl_Verdict verdict;
} tl_Answer;

tl_Answer tl_trial_answer(const tl_Experiment *experiment, const tl_RunResults *results, int claim);

/* The first arm above that is the same to the bit in every replicate; -1: none is. */
int tl_trial_twin(const tl_RunResults *results, int arm);
/* The difference in the claim's window, whether or not it is about that. */
tl_Estimate tl_trial_difference(const tl_Experiment *experiment, const tl_RunResults *results, int claim);

/* Is a claim's outcome the same to the bit under treatment and control, in every replicate? */
bool tl_trial_is_same(const tl_Experiment *experiment, const tl_RunResults *results, int claim);

/* ---- courses ------------------------------------------------------------------------------------------- */

/* The day on which an arm parts from another, counted from the change that parts them; -1 where they do not part on a
 * measured day: there is no course. */
int64_t tl_trial_parting_day(const tl_Experiment *experiment, int arm, int base);

/* What would have been of an arm: the first arm above it that has its history, if it parts from that on a measured day.
 * -1: there is none. */
int tl_trial_base(const tl_Experiment *experiment, int arm);

/* Does any arm have one? */
bool tl_trial_has_courses(const tl_Experiment *experiment);

/* Paired differences of a measure by period, arm minus base, of all units; owned by the caller until freed. */
tl_Differences tl_trial_differences(const tl_Experiment *experiment, const tl_RunResults *results, int arm,
                                    int base, int measure);
void tl_trial_differences_free(tl_Differences *differences);

/* The course of that measure. What matters is what the experiment's claims on the measure say, the smallest of them; without
 * one, everything does. */
tl_Course tl_trial_course(const tl_Experiment *experiment, const tl_RunResults *results, int arm, int base,
                          int measure);

#endif
