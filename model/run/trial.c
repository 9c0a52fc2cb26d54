#include "run/trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "config/config_json.h"
#include "config/equal.h"
#include "config/experiment_claims.h"
#include "config/experiment_json.h"
#include "config/measure_text.h"
#include "core/observation/measure.h"
#include "system/memory.h"

enum { EQUAL_TRIES = 8, EQUAL_REPLICATES = 8 };

static const double EQUAL_ENOUGH = 0.001, EQUAL_AT_MOST = 0.01;

void tl_trial_complete_outcomes(tl_Experiment *e)
{
    static const char *const always[] = {"cost", "full_time_posts"};
    if (e->outcome_count == 0) {
        for (int m = 0; m < tl_measure_count; m++) {
            e->outcomes[e->outcome_count++] = m;
        }
    }
    for (int i = 0; i < 2; i++) {
        bool there = false;
        for (int k = 0; k < e->outcome_count; k++) {
            there = there || e->outcomes[k] == tl_measure_find(always[i]);
        }
        if (!there && e->outcome_count < TL_MOST_OUTCOMES) {
            e->outcomes[e->outcome_count++] = tl_measure_find(always[i]);
        }
    }
}

void tl_trial_digest(tl_Experiment *e, char digest[TL_EXPERIMENT_DIGEST_SIZE])
{
    const tl_LoadedConfig *arms[TL_MOST_ARMS];
    for (int arm = 0; arm < e->arm_count; arm++) {
        arms[arm] = &e->arms[arm].loaded;
    }
    tl_trial_complete_outcomes(e);
    char *json = tl_experiment_json(e);
    tl_experiment_digest(json, arms, e->arm_count, digest); /* of our own text: not damaged */
    free(json);
}

/* ---- equal outcomes ------------------------------------------------------------------------------------ */

static double mean_of(const tl_RunResults *results, int measure)
{
    double sum = 0.0;
    for (int r = 0; r < results->replicates; r++) {
        sum += tl_result(results, 0, r, 1, measure);
    }
    return sum / results->replicates;
}

/* Mean outcome of an arm over a few replicates, on the days of `equal`; NaN when it fails. */
static double mean_outcome(const tl_Experiment *e, int arm, const tl_Equal *equal,
                           const tl_RunOptions *options, tl_Failure *failure)
{
    tl_Plan plan;
    tl_RunResults results;
    tl_Window window = {.name = "equal", .from = equal->days[0], .to = equal->days[1]};
    double mean = NAN;
    tl_plan_of_arms(&plan, (const tl_Config *[]){&e->arms[arm].loaded.config}, 1, &window, 1);
    plan.replicates = plan.replicates < EQUAL_REPLICATES ? plan.replicates : EQUAL_REPLICATES;
    if (tl_run_arms(&plan, NULL, 0, options, &results, failure)) {
        mean = mean_of(&results, equal->measure);
        if (isnan(mean) || mean == 0.0) {
            char of[128];
            snprintf(failure->sentence, sizeof failure->sentence,
                     "arm '%s': %s is %s: nothing is made equal to that", e->arms[arm].name,
                     tl_equal_text(equal, of, sizeof of), mean == 0.0 ? "0" : "not defined");
            mean = NAN;
        }
    }
    failure->arm = arm;
    tl_run_results_free(&results);
    tl_plan_free(&plan);
    return mean;
}

static void say_unequal(const tl_Arm *arm, double off, double target, tl_Failure *failure)
{
    char of[128];
    snprintf(failure->sentence, sizeof failure->sentence,
             "arm '%s': %s brings the %s no closer than %.1f %% to that of the first arm "
             "(%.*f %s)",
             arm->name, tl_parameters[arm->equal.lever].path, tl_equal_text(&arm->equal, of, sizeof of),
             100.0 * off, arm->equal.measure == tl_measure_find("cost") ? 0 : 4, target,
             tl_measure_unit(arm->equal.measure, TL_ENGLISH));
}

/* Secant steps on a lever whose outcome is monotone but lumpy (shifts are whole): the best of all tries is kept.
 */
static bool balance(tl_Experiment *e, int number, double target, const tl_RunOptions *options,
                    tl_Failure *failure)
{
    tl_Arm *arm = &e->arms[number];
    const tl_Parameter *p = &tl_parameters[arm->equal.lever];
    tl_Config *config = &arm->loaded.config;
    double x = tl_equal_value(&arm->equal, config), last_x = 0.0, last = 0.0, best_x = x, best_off = 1e9;
    for (int i = 0; i < EQUAL_TRIES && best_off >= EQUAL_ENOUGH; i++) {
        tl_equal_move(&arm->equal, x, config);
        double found = mean_outcome(e, number, &arm->equal, options, failure),
               off = fabs(found / target - 1.0);
        if (isnan(found)) {
            return false;
        }
        best_x = off < best_off ? x : best_x;
        best_off = fmin(off, best_off);
        double slope = i == 0 || x == last_x ? 0.0 : (found - last) / (x - last_x);
        double step = slope != 0.0
                          ? (target - found) / slope
                          : 0.1 * (x != 0.0 ? x : fmin(p->high, 1.0)) * (found > target ? 1.0 : -1.0);
        double longest = x > 1.0 ? 0.5 * x : 0.1;
        last_x = x;
        last = found;
        x = fmin(fmax(x + fmin(fmax(step, -longest), longest), p->low), p->high);
    }
    tl_equal_move(&arm->equal, best_x, config);
    if (best_off > EQUAL_AT_MOST) {
        say_unequal(arm, best_off, target, failure);
    }
    return best_off <= EQUAL_AT_MOST;
}

/* The resolved config of a balanced arm must say what was run. */
static void renew_json(tl_Arm *arm)
{
    if (arm->equal.moved_count == 0) {
        snprintf(arm->loaded.origins[arm->equal.lever], TL_ORIGIN_SIZE, "equal cost");
    }
    tl_config_renew_json(&arm->loaded);
}

static bool same_target(const tl_Equal *a, const tl_Equal *b)
{
    return a != NULL && a->measure == b->measure && a->days[0] == b->days[0] && a->days[1] == b->days[1];
}

bool tl_trial_equal_cost(tl_Experiment *e, const tl_RunOptions *options, tl_Failure *failure)
{
    const tl_Equal *last = NULL;
    double target = NAN;
    for (int arm = 1; arm < e->arm_count; arm++) {
        const tl_Equal *equal = &e->arms[arm].equal;
        if (equal->lever < 0) {
            continue;
        }
        if (!same_target(last, equal)) {
            target = mean_outcome(e, 0, equal, options, failure);
            last = equal;
        }
        if (isnan(target) || !balance(e, arm, target, options, failure)) {
            return false;
        }
        renew_json(&e->arms[arm]);
    }
    return true;
}

/* ---- all arms ------------------------------------------------------------------------------------------ */

bool tl_trial_run(const tl_Experiment *e, const bool *wanted, const tl_RunOptions *options,
                  tl_RunResults *results, tl_Failure *failure)
{
    tl_Plan plan;
    tl_trial_plan(e, &plan);
    int64_t *runs = tl_allocate((size_t)tl_plan_runs(&plan) + 1, sizeof *runs), count = 0;
    for (int64_t run = 0; run < tl_plan_runs(&plan); run++) {
        if (wanted == NULL || wanted[run / plan.replicates]) {
            runs[count++] = run;
        }
    }
    bool good = tl_run_arms(&plan, runs, count, options, results, failure);
    free(runs);
    tl_plan_free(&plan);
    return good;
}

void tl_trial_plan(const tl_Experiment *e, tl_Plan *plan)
{
    const tl_Config *arms[TL_MOST_ARMS];
    tl_Window windows[TL_MOST_WINDOWS];
    for (int arm = 0; arm < e->arm_count; arm++) {
        arms[arm] = &e->arms[arm].loaded.config;
    }
    tl_plan_of_arms(plan, arms, e->arm_count, windows, tl_experiment_windows(e, windows));
}

/* ---- claims -------------------------------------------------------------------------------------------- */

/* Windows of claims come after that of the whole run, in their order. */
tl_Estimate tl_trial_difference(const tl_Experiment *e, const tl_RunResults *results, int claim)
{
    const tl_Claim *c = &e->claims[claim];
    return tl_result_estimate(results, c->treatment, c->control, claim + 1, c->measure);
}

/* Those of an evaluation follow. */
tl_Conclusion tl_trial_conclusion(const tl_Experiment *e, const tl_RunResults *results, int measure)
{
    int replicates = results->replicates, arm = e->evaluation.arm, first = e->claim_count + 1;
    double *changes = tl_allocate((size_t)replicates, sizeof *changes);
    double *differences = tl_allocate((size_t)replicates, sizeof *differences);
    for (int r = 0; r < replicates; r++) {
        changes[r] = tl_result(results, arm, r, first + TL_PILOT_AFTER, measure) -
                     tl_result(results, arm, r, first + TL_PILOT_BEFORE, measure);
        double others = tl_result(results, arm, r, first + TL_OTHERS_AFTER, measure) -
                        tl_result(results, arm, r, first + TL_OTHERS_BEFORE, measure);
        differences[r] = changes[r] - others;
    }
    tl_Conclusion conclusion = {
        .before_after = tl_estimate(changes, replicates),
        .difference_in_differences = tl_estimate(differences, replicates),
        .effect = tl_result_estimate(results, arm, e->evaluation.without, first + TL_PILOT_AFTER, measure),
    };
    free(changes);
    free(differences);
    return conclusion;
}

tl_Verdict tl_trial_verdict(const tl_Claim *claim, tl_Estimate d)
{
    return tl_verdict(claim->direction, claim->smallest, d.mean, d.half_width);
}
