#include "run/trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "config/config_json.h"
#include "config/experiment_claims.h"
#include "config/experiment_json.h"
#include "core/observation/measure.h"
#include "system/memory.h"

enum { EQUAL_COST_TRIES = 8, EQUAL_COST_REPLICATES = 8 };

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

/* ---- equal cost ---------------------------------------------------------------------------------------- */

static double mean_of(const tl_RunResults *results, int measure)
{
    double sum = 0.0;
    for (int r = 0; r < results->replicates; r++) {
        sum += tl_result(results, 0, r, 0, measure);
    }
    return sum / results->replicates;
}

/* Mean cost of an arm over a few replicates; NaN when it fails. */
static double mean_cost(const tl_Experiment *e, int arm, int64_t replicates, const tl_RunOptions *options,
                        tl_Failure *failure)
{
    tl_Plan plan;
    tl_RunResults results;
    double cost = NAN;
    tl_plan_of_arms(&plan, (const tl_Config *[]){&e->arms[arm].loaded.config}, 1, NULL, 0);
    plan.replicates = replicates;
    if (tl_run_arms(&plan, NULL, 0, options, &results, failure)) {
        cost = mean_of(&results, tl_measure_find("cost"));
    }
    failure->arm = arm;
    tl_run_results_free(&results);
    tl_plan_free(&plan);
    return cost;
}

/* Secant steps on a lever whose cost is monotone but lumpy (shifts are whole): the best of all tries is kept.
 */
static bool balance(tl_Experiment *e, int number, double target, int64_t replicates,
                    const tl_RunOptions *options, tl_Failure *failure)
{
    tl_Arm *arm = &e->arms[number];
    const tl_Parameter *p = &tl_parameters[arm->equal_cost];
    tl_Regime *regime = &arm->loaded.config.regime;
    double x = tl_parameter_get(p, regime), last_x = 0.0, last_cost = 0.0, best_x = x, best_off = 1e9;
    for (int i = 0; i < EQUAL_COST_TRIES && best_off >= EQUAL_ENOUGH; i++) {
        tl_parameter_set(p, regime, x);
        double cost = mean_cost(e, number, replicates, options, failure), off = fabs(cost / target - 1.0);
        if (isnan(cost)) {
            return false;
        }
        best_x = off < best_off ? x : best_x;
        best_off = fmin(off, best_off);
        double slope = i == 0 || x == last_x ? 0.0 : (cost - last_cost) / (x - last_x);
        double step = slope != 0.0 ? (target - cost) / slope : 0.1 * x * (cost > target ? 1.0 : -1.0);
        last_x = x;
        last_cost = cost;
        x = fmin(fmax(x + fmin(fmax(step, -0.1), 0.1), p->low), p->high);
    }
    tl_parameter_set(p, regime, best_x);
    if (best_off > EQUAL_AT_MOST) {
        snprintf(failure->sentence, sizeof failure->sentence,
                 "arm '%s': %s brings the cost no closer than %.1f %% to that of the first arm "
                 "(%.0f SEK a year)",
                 arm->name, p->path, 100.0 * best_off, target);
    }
    return best_off <= EQUAL_AT_MOST;
}

/* The resolved config of a balanced arm must say what was run. */
static void renew_json(tl_LoadedConfig *loaded, int parameter)
{
    snprintf(loaded->origins[parameter], TL_ORIGIN_SIZE, "equal cost");
    tl_config_renew_json(loaded);
}

bool tl_trial_equal_cost(tl_Experiment *e, const tl_RunOptions *options, tl_Failure *failure)
{
    double target = 0.0;
    for (int arm = 1; arm < e->arm_count; arm++) {
        if (e->arms[arm].equal_cost < 0) {
            continue;
        }
        int64_t own = e->arms[0].loaded.config.run.replicates;
        int64_t replicates = own < EQUAL_COST_REPLICATES ? own : EQUAL_COST_REPLICATES;
        target = target > 0.0 ? target : mean_cost(e, 0, replicates, options, failure);
        if (isnan(target) || !balance(e, arm, target, replicates, options, failure)) {
            return false;
        }
        renew_json(&e->arms[arm].loaded, e->arms[arm].equal_cost);
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

bool tl_trial_is_same(const tl_Experiment *e, const tl_RunResults *results, int claim)
{
    const tl_Claim *c = &e->claims[claim];
    bool same = true;
    for (int r = 0; r < results->replicates; r++) {
        same = same && tl_result(results, c->treatment, r, claim + 1, c->measure) ==
                           tl_result(results, c->control, r, claim + 1, c->measure);
    }
    return same;
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
