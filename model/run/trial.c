#include "run/trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_json.h"
#include "config/equal.h"
#include "config/experiment_claims.h"
#include "config/experiment_json.h"
#include "config/measure_better.h"
#include "config/parting.h"
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

/* Is a claim about the course of some units alone? */
static bool has_series(const tl_Claim *claim)
{
    return claim->course != TL_NO_COURSE && !tl_selector_is_empty(&claim->window.where);
}

void tl_trial_plan(const tl_Experiment *e, tl_Plan *plan)
{
    const tl_Config *arms[TL_MOST_ARMS];
    tl_Window windows[TL_MOST_WINDOWS];
    for (int arm = 0; arm < e->arm_count; arm++) {
        arms[arm] = &e->arms[arm].loaded.config;
    }
    tl_plan_of_arms(plan, arms, e->arm_count, windows, tl_experiment_windows(e, windows));
    bool asked = false;
    for (int claim = 0; claim < e->claim_count; claim++) {
        asked = asked || e->claims[claim].course != TL_NO_COURSE;
    }
    if (asked || tl_trial_has_courses(e)) {
        tl_plan_add_series(plan, &(tl_Selector){.group = TL_ALL_UNITS});
        for (int claim = 0; claim < e->claim_count; claim++) {
            if (has_series(&e->claims[claim])) {
                tl_plan_add_series(plan, &e->claims[claim].window.where);
            }
        }
    }
}

/* ---- courses ------------------------------------------------------------------------------------------- */

int64_t tl_trial_parting_day(const tl_Experiment *e, int arm, int base)
{
    const tl_Config *config = &e->arms[arm].loaded.config;
    int64_t day = tl_parting_day(config, &e->arms[base].loaded.config);
    return day < config->run.days ? day : -1;
}

int tl_trial_base(const tl_Experiment *e, int arm)
{
    int base = 0;
    const tl_Config *own = &e->arms[arm].loaded.config;
    while (base < arm && tl_parting_day(own, &e->arms[base].loaded.config) < 0) {
        base++;
    }
    return base < arm && tl_trial_parting_day(e, arm, base) >= 0 ? base : -1;
}

bool tl_trial_has_courses(const tl_Experiment *e)
{
    bool any = false;
    for (int arm = 1; arm < e->arm_count && !any; arm++) {
        any = tl_trial_base(e, arm) >= 0;
    }
    return any;
}

/* Periods of the run are filled into `first_day` and `days`. */
static void fill_periods(const tl_RunSettings *run, int count, int64_t *first_day, int64_t *days)
{
    for (int p = 0; p < count; p++) {
        first_day[p] = p * run->record_period_days;
        int64_t left = run->days - first_day[p];
        days[p] = left < run->record_period_days ? left : run->record_period_days;
    }
}

/* Where equal cost has made arms differ from the start, nothing comes after the change. */
static tl_Differences differences_of(const tl_Experiment *e, const tl_RunResults *results, int arm, int base,
                                     int measure, int series)
{
    int periods = results->period_count, replicates = results->replicates;
    double *values = tl_allocate((size_t)periods * (size_t)replicates + 1, sizeof *values);
    int64_t *first_day = tl_allocate(2 * (size_t)periods + 1, sizeof *first_day);
    fill_periods(&e->arms[arm].loaded.config.run, periods, first_day, first_day + periods);
    for (int r = 0; r < replicates; r++) {
        for (int p = 0; p < periods; p++) {
            values[r * periods + p] = tl_result_in_period(results, arm, r, series, measure, p) -
                                      tl_result_in_period(results, base, r, series, measure, p);
        }
    }
    int64_t day = tl_trial_parting_day(e, arm, base);
    return (tl_Differences){.values = values,
                            .first_day = first_day,
                            .days = first_day + periods,
                            .replicates = replicates,
                            .periods = periods,
                            .change_day = day >= 0 ? day : INT64_MAX};
}

tl_Differences tl_trial_differences(const tl_Experiment *e, const tl_RunResults *results, int arm, int base,
                                    int measure)
{
    return differences_of(e, results, arm, base, measure, 0);
}

void tl_trial_differences_free(tl_Differences *differences)
{
    free((void *)(uintptr_t)differences->values);
    free((void *)(uintptr_t)differences->first_day);
    *differences = (tl_Differences){.periods = 0};
}

/* A difference of what matters, by the claims on a measure. */
static double smallest_of(const tl_Experiment *e, int measure)
{
    double smallest = INFINITY;
    for (int claim = 0; claim < e->claim_count; claim++) {
        const tl_Claim *c = &e->claims[claim];
        if (c->measure == measure && !tl_claim_is_about_days(c) && c->form != TL_CLAIM_ON_LEVEL) {
            smallest = fmin(smallest, c->smallest);
        }
    }
    return isinf(smallest) ? 0.0 : smallest;
}

static tl_Course course_of(const tl_Experiment *e, const tl_RunResults *results, int arm, int base,
                           int measure, int series)
{
    tl_Differences differences = differences_of(e, results, arm, base, measure, series);
    tl_Course course = tl_course(&differences, tl_measure_better(measure), smallest_of(e, measure));
    tl_trial_differences_free(&differences);
    return course;
}

tl_Course tl_trial_course(const tl_Experiment *e, const tl_RunResults *results, int arm, int base,
                          int measure)
{
    return course_of(e, results, arm, base, measure, 0);
}

/* ---- claims -------------------------------------------------------------------------------------------- */

static tl_Verdict verdict_on(const tl_Claim *c, const tl_Answer *answer)
{
    tl_Estimate own = answer->difference;
    if (c->form == TL_CLAIM_ON_LEVEL) {
        return tl_verdict_on_level(c->direction, c->smallest, own.mean, own.half_width);
    }
    return tl_claim_is_about_days(c)
               ? tl_verdict_on_days(c->direction, c->smallest, answer->time.low, answer->time.high)
               : tl_verdict(c->direction, c->smallest, own.mean, own.half_width);
}

static tl_Answer answer_of_course(const tl_Claim *c, const tl_Course *course)
{
    const tl_CourseTime times[] = {[TL_COURSE_DIP_DAYS] = course->dip_days,
                                   [TL_COURSE_PASSED] = course->passed,
                                   [TL_COURSE_HALF_WAY] = course->half_way};
    tl_Answer answer = {.difference = {.mean = NAN, .half_width = NAN},
                        .time = {.day = NAN, .low = NAN, .high = NAN}};
    if (tl_claim_is_about_days(c)) {
        answer.time = times[c->course];
    } else {
        answer.difference = c->course == TL_COURSE_DIP ? course->dip : course->level;
    }
    return answer;
}

/* Series of claims on some units come after that of all, in their order. */
static int series_of(const tl_Experiment *e, int claim)
{
    int series = 0;
    for (int i = 0; i <= claim && has_series(&e->claims[claim]); i++) {
        series += has_series(&e->claims[i]);
    }
    return series;
}

/* Windows of claims come after that of the whole run, in their order; those of second groups after the evaluation's. */
static int window_against(const tl_Experiment *e, int claim)
{
    int window = claim + 1;
    if (e->claims[claim].form == TL_CLAIM_ON_GROUPS) {
        window = e->claim_count + 1 + (e->evaluation.arm >= 0 ? (int)TL_EVALUATION_WINDOWS : 0);
        for (int i = 0; i < claim; i++) {
            window += e->claims[i].form == TL_CLAIM_ON_GROUPS;
        }
    }
    return window;
}

tl_Estimate tl_trial_difference(const tl_Experiment *e, const tl_RunResults *results, int claim)
{
    const tl_Claim *c = &e->claims[claim];
    int control = c->form == TL_CLAIM_ON_LEVEL ? -1 : c->control;
    return tl_result_between(results, c->treatment, claim + 1, control, window_against(e, claim), c->measure);
}

tl_Answer tl_trial_answer(const tl_Experiment *e, const tl_RunResults *results, int claim)
{
    const tl_Claim *c = &e->claims[claim];
    tl_Answer answer = {.time = {.day = NAN, .low = NAN, .high = NAN}};
    if (c->course == TL_NO_COURSE) {
        answer.difference = tl_trial_difference(e, results, claim);
    } else {
        tl_Course course = course_of(e, results, c->treatment, c->control, c->measure, series_of(e, claim));
        answer = answer_of_course(c, &course);
    }
    answer.verdict = verdict_on(c, &answer);
    return answer;
}

bool tl_trial_is_same(const tl_Experiment *e, const tl_RunResults *results, int claim)
{
    const tl_Claim *c = &e->claims[claim];
    bool same = c->form != TL_CLAIM_ON_LEVEL;
    for (int r = 0; same && r < results->replicates; r++) {
        same = tl_result(results, c->treatment, r, claim + 1, c->measure) ==
               tl_result(results, c->control, r, window_against(e, claim), c->measure);
    }
    return same;
}

int tl_trial_twin(const tl_RunResults *results, int arm)
{
    const uint64_t *own = &results->digests[(ptrdiff_t)arm * results->replicates];
    for (int other = 0; other < arm; other++) {
        if (memcmp(own, &results->digests[(ptrdiff_t)other * results->replicates],
                   (size_t)results->replicates * sizeof *own) == 0) {
            return other;
        }
    }
    return -1;
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
