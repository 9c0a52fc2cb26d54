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

/* An arm on its way. */
typedef struct Balance {
    tl_Arm *arm;
    double target, x, last_x, last, best_x, best_off;
    int number, tries;
} Balance;

static bool is_done(const Balance *b)
{
    return b->tries == EQUAL_TRIES || b->best_off < EQUAL_ENOUGH;
}

static double mean_of(const tl_RunResults *results, int arm, int window, int measure)
{
    double sum = 0.0;
    for (int r = 0; r < results->replicates; r++) {
        sum += tl_result(results, arm, r, window, measure);
    }
    return sum / results->replicates;
}

/* Where its outcome came to lie, and the lever's next value: secant steps, since the outcome is monotone, but lumpy
 * (shifts are whole), so that the best of all tries is kept. */
static void step(Balance *b, double found)
{
    const tl_Parameter *p = &tl_parameters[b->arm->equal.lever];
    double x = b->x, off = fabs(found / b->target - 1.0);
    b->best_x = off < b->best_off ? x : b->best_x;
    b->best_off = fmin(off, b->best_off);
    double slope = b->tries == 0 || x == b->last_x ? 0.0 : (found - b->last) / (x - b->last_x);
    double step = slope != 0.0 ? (b->target - found) / slope
                               : 0.1 * (x != 0.0 ? x : fmin(p->high, 1.0)) * (found > b->target ? 1.0 : -1.0);
    double longest = x > 1.0 ? 0.5 * x : 0.1;
    b->last_x = x;
    b->last = found;
    b->x = fmin(fmax(x + fmin(fmax(step, -longest), longest), p->low), p->high);
    b->tries++;
}

/* False with the reason where no outcome can be brought to it. */
static bool is_usable(const tl_Arm *arm, const tl_Arm *whose, double mean, tl_Failure *failure)
{
    char of[128];
    if (!isnan(mean) && mean != 0.0) {
        return true;
    }
    snprintf(failure->sentence, sizeof failure->sentence,
             "arm '%s': %s cannot be made equal: in arm '%s' it is %s", arm->name,
             tl_equal_text(&arm->equal, of, sizeof of), whose->name, mean == 0.0 ? "0" : "not defined");
    return false;
}

/* What came of a round: `first`: its first arm is the one that all are compared with. */
static bool take(const tl_Experiment *e, Balance *const *under_way, int count, const tl_RunResults *results,
                 bool first, tl_Failure *failure)
{
    for (int i = 0; i < count; i++) {
        Balance *b = under_way[i];
        int measure = b->arm->equal.measure;
        b->target = first ? mean_of(results, 0, i + 1, measure) : b->target;
        double found = mean_of(results, i + first, i + 1, measure);
        if (!is_usable(b->arm, &e->arms[0], b->target, failure) ||
            (isnan(found) && !is_usable(b->arm, b->arm, found, failure))) {
            return false;
        }
        step(b, found);
    }
    return true;
}

/* Runs all arms under way at their lever's value, side by side, since they may share a burn-in. */
static bool try_all(const tl_Experiment *e, Balance *const *under_way, int count, bool first,
                    const tl_RunOptions *options, tl_Failure *failure)
{
    const tl_Config *configs[TL_MOST_ARMS];
    tl_Window windows[TL_MOST_ARMS];
    tl_RunResults results;
    tl_Plan plan;
    configs[0] = &e->arms[0].loaded.config;
    for (int i = 0; i < count; i++) {
        const tl_Equal *equal = &under_way[i]->arm->equal;
        tl_equal_move(equal, under_way[i]->x, &under_way[i]->arm->loaded.config);
        configs[i + first] = &under_way[i]->arm->loaded.config;
        windows[i] = (tl_Window){.name = "equal", .from = equal->days[0], .to = equal->days[1]};
    }
    tl_plan_of_arms(&plan, configs, count + first, windows, count);
    plan.replicates = plan.replicates < EQUAL_REPLICATES ? plan.replicates : EQUAL_REPLICATES;
    bool good = tl_run_arms(&plan, NULL, 0, options, &results, failure);
    if (!good) {
        failure->arm = first && failure->arm == 0 ? 0 : under_way[failure->arm - first]->number;
    }
    good = good && take(e, under_way, count, &results, first, failure);
    tl_run_results_free(&results);
    tl_plan_free(&plan);
    return good;
}

/* Every round, those that are not there yet. */
static bool balance(const tl_Experiment *e, Balance *all, int count, const tl_RunOptions *options,
                    tl_Failure *failure)
{
    Balance *under_way[TL_MOST_ARMS];
    bool good = true;
    for (int round = 0, open = count; good && open > 0; round++) {
        open = 0;
        for (int i = 0; i < count; i++) {
            if (!is_done(&all[i])) {
                under_way[open++] = &all[i];
            }
        }
        good = open == 0 || try_all(e, under_way, open, round == 0, options, failure);
    }
    return good;
}

static void say_unequal(const Balance *b, tl_Failure *failure)
{
    char of[128];
    const tl_Equal *equal = &b->arm->equal;
    failure->arm = b->number;
    snprintf(failure->sentence, sizeof failure->sentence,
             "arm '%s': %s brings the %s no closer than %.1f %% to that of the first arm "
             "(%.*f %s)",
             b->arm->name, tl_parameters[equal->lever].path, tl_equal_text(equal, of, sizeof of),
             100.0 * b->best_off, equal->measure == tl_measure_find("cost") ? 0 : 4, b->target,
             tl_measure_unit(equal->measure, TL_ENGLISH));
}

/* The resolved config of a balanced arm must say what was run. */
static void renew_json(tl_Arm *arm)
{
    if (arm->equal.moved_count == 0) {
        snprintf(arm->loaded.origins[arm->equal.lever], TL_ORIGIN_SIZE, "equal cost");
    }
    tl_config_renew_json(&arm->loaded);
}

bool tl_trial_equal_cost(tl_Experiment *e, const tl_RunOptions *options, tl_Failure *failure)
{
    Balance all[TL_MOST_ARMS];
    int count = 0;
    for (int number = 1; number < e->arm_count; number++) {
        tl_Arm *arm = &e->arms[number];
        if (arm->equal.lever >= 0) {
            double x = tl_equal_value(&arm->equal, &arm->loaded.config);
            all[count++] = (Balance){.arm = arm, .number = number, .x = x, .best_x = x, .best_off = 1e9};
        }
    }
    bool good = balance(e, all, count, options, failure);
    for (int i = 0; good && i < count; i++) {
        tl_equal_move(&all[i].arm->equal, all[i].best_x, &all[i].arm->loaded.config);
        renew_json(all[i].arm);
        good = all[i].best_off <= EQUAL_AT_MOST;
        if (!good) {
            say_unequal(&all[i], failure);
        }
    }
    return good;
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
