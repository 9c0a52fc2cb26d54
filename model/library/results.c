/* All replicates of a config or of an experiment's arms, and what follows from them. */
#include <stdlib.h>

#include "config/experiment_claims.h"
#include "core/day/simulation.h"
#include "library/config.h"
#include "library/estimates.h"
#include "library/experiment.h"
#include "library/messages.h"
#include "library/status.h"
#include "run/run_options.h"
#include "run/trial.h"
#include "system/memory.h"

typedef struct Results {
    tl_KeptExperiment *asked; /* whose texts and selections are borrowed; NULL: it was one config */
    tl_Experiment run;        /* as it was run: its arms' configs are owned */
    tl_Window windows[TL_MOST_WINDOWS];
    tl_RunResults own;
    int replicates;
} Results;

/* ---- running ------------------------------------------------------------------------------------------------- */

typedef struct Running {
    tl_KeptExperiment *experiment; /* of these, one */
    const tl_KeptConfig *config;
    tillit_on_progress on_progress; /* NULL: nobody asks */
    void *context;                  /* of on_progress */
    bool balancing;                 /* costs are made equal first */
    bool asked_to_stop;
    int64_t total; /* days of all runs */
    tl_RunOptions options;
    tillit_status status;
    tillit_results *results;
    tillit_messages **messages; /* NULL: nobody asks */
} Running;

static bool on_progress(void *context, int64_t done, int64_t total)
{
    Running *r = context;
    (void)total;
    if (r->on_progress != NULL && r->on_progress(r->context, r->balancing ? 0 : done, r->total) != 0) {
        r->asked_to_stop = true;
    }
    return !r->asked_to_stop;
}

/* An arm's config becomes one of its own: equal cost changes it. Nothing of `from` is left in it where that fails. */
static bool take_config(tl_Arm *arm, const tl_LoadedConfig *from)
{
    tl_LoadedConfig own = {0};
    bool good = tl_config_duplicate(from, &own);
    arm->loaded = good ? own : (tl_LoadedConfig){0};
    return good;
}

/* False where a config cannot be read again. */
static bool begin(const Running *running, Results *r)
{
    bool good = true;
    if (running->experiment != NULL) {
        r->asked = running->experiment;
        r->run = r->asked->own;
        atomic_fetch_add(&r->asked->users, 1);
        for (int arm = 0; arm < r->run.arm_count; arm++) {
            good = take_config(&r->run.arms[arm], &r->asked->own.arms[arm].loaded) && good;
        }
    } else {
        r->run = (tl_Experiment){.arm_count = 1, .evaluation = {.arm = -1, .without = -1}};
        good = take_config(&r->run.arms[0], &running->config->loaded);
    }
    r->replicates = (int)r->run.arms[0].loaded.config.run.replicates;
    tl_experiment_windows(&r->run, r->windows);
    return good;
}

static void destroy(Results *r)
{
    for (int arm = 0; arm < r->run.arm_count; arm++) {
        tl_loaded_config_free(&r->run.arms[arm].loaded);
    }
    tl_run_results_free(&r->own);
    tl_experiment_leave(r->asked);
    free(r);
}

static tillit_status status_of(const Running *running, const tl_Failure *failure)
{
    if (failure->outcome != TL_OK) {
        return tl_status_of(failure->outcome);
    }
    return running->asked_to_stop ? TILLIT_STOPPED : TILLIT_NO_EQUAL_COST;
}

static void explain(const Running *running, const Results *r, const tl_Failure *failure)
{
    tl_Messages messages = {0};
    if (running->messages == NULL || running->asked_to_stop) {
        return;
    }
    tl_Place place = {.file = r->run.arms[failure->arm].loaded.name};
    if (failure->outcome == TL_OK) {
        tl_error(&messages, place, "%s", failure->sentence);
    } else {
        tl_error(&messages, place, "replicate %d: %s", failure->replicate + 1, failure->sentence);
    }
    *running->messages = tl_messages_hand_over(&messages);
}

static void run(void *context)
{
    Running *running = context;
    tl_Failure failure = {.outcome = TL_OK};
    Results *r = tl_allocate(1, sizeof *r);
    if (!begin(running, r)) {
        running->status = TILLIT_INVALID;
        destroy(r);
        return;
    }
    running->total =
        (int64_t)r->run.arm_count * r->replicates * tl_config_total_days(&r->run.arms[0].loaded.config);
    running->balancing = true;
    bool good = tl_trial_equal_cost(&r->run, &running->options, &failure);
    running->balancing = false;
    good = good && tl_trial_run(&r->run, NULL, &running->options, &r->own, &failure);
    if (good) {
        running->status = TILLIT_OK;
        running->results = tl_handle_give(TL_HANDLE_RESULTS, r);
    } else {
        running->status = status_of(running, &failure);
        explain(running, r, &failure);
        destroy(r);
    }
}

static tillit_status finish(Running *running, int threads, tillit_results **results)
{
    if (threads < 0 || threads > TL_MOST_THREADS) {
        return TILLIT_OUT_OF_RANGE;
    }
    running->options = (tl_RunOptions){.threads = threads, .progress = on_progress, .context = running};
    if (!tl_library_try(run, running)) {
        return TILLIT_OUT_OF_MEMORY;
    }
    *results = running->results;
    return running->status;
}

/* Nothing is there until all is. */
static bool prepare(tillit_results **results, tillit_messages **messages)
{
    if (messages != NULL) {
        *messages = NULL;
    }
    if (results != NULL) {
        *results = NULL;
    }
    return results != NULL;
}

tillit_status tillit_experiment_run(const tillit_experiment *experiment, int threads,
                                    tillit_on_progress callback, void *context, tillit_results **results,
                                    tillit_messages **messages)
{
    Running running = {.on_progress = callback, .context = context, .messages = messages};
    if (!prepare(results, messages)) {
        return TILLIT_NULL;
    }
    tillit_status status = tl_experiment_keep(experiment, &running.experiment);
    if (status == TILLIT_OK) {
        status = finish(&running, threads, results);
        tl_experiment_leave(running.experiment);
    }
    return status;
}

tillit_status tillit_config_run(const tillit_config *config, int threads, tillit_on_progress callback,
                                void *context, tillit_results **results, tillit_messages **messages)
{
    Running running = {.on_progress = callback, .context = context, .messages = messages};
    tl_KeptConfig *kept;
    if (!prepare(results, messages)) {
        return TILLIT_NULL;
    }
    tillit_status status = tl_config_keep(config, &kept);
    if (status == TILLIT_OK) {
        running.config = kept;
        status = finish(&running, threads, results);
        tl_config_leave(kept);
    }
    return status;
}

void tillit_results_free(tillit_results *results)
{
    Results *r = tl_handle_end(TL_HANDLE_RESULTS, results);
    if (r != NULL) {
        destroy(r);
    }
}

/* ---- what came out ------------------------------------------------------------------------------------------- */

static const Results *look(const tillit_results *handle)
{
    return tl_handle_object(TL_HANDLE_RESULTS, handle);
}

/* The results of a handle, if they have that arm, window and measure; 0 where one is not asked for, since
 * all have a first. */
static tillit_status find(const tillit_results *handle, int arm, int window, int measure, const Results **r)
{
    void *object;
    tillit_status status = tl_handle_find(TL_HANDLE_RESULTS, handle, &object);
    *r = object;
    if (status != TILLIT_OK) {
        return status;
    }
    bool good = arm >= 0 && arm < (*r)->run.arm_count && window >= 0 && window < (*r)->own.window_count &&
                measure >= 0 && measure < tl_measure_count;
    return good ? TILLIT_OK : TILLIT_OUT_OF_RANGE;
}

int tillit_results_arms(const tillit_results *results)
{
    const Results *r = look(results);
    return r != NULL ? r->run.arm_count : -1;
}

int tillit_results_replicates(const tillit_results *results)
{
    const Results *r = look(results);
    return r != NULL ? r->replicates : -1;
}

int tillit_results_windows(const tillit_results *results)
{
    const Results *r = look(results);
    return r != NULL ? r->own.window_count : -1;
}

const char *tillit_results_window_name(const tillit_results *results, int window)
{
    const Results *r = look(results);
    if (r == NULL || window < 0 || window >= r->own.window_count) {
        return NULL;
    }
    return window == 0 ? "all" : r->windows[window - 1].name;
}

tillit_status tillit_results_config(const tillit_results *results, int arm, tillit_config **config)
{
    const Results *r;
    if (config == NULL) {
        return TILLIT_NULL;
    }
    *config = NULL;
    tillit_status status = find(results, arm, 0, 0, &r);
    if (status != TILLIT_OK) {
        return status;
    }
    return tl_config_hand_over(&r->run.arms[arm].loaded, config);
}

tillit_status tillit_results_digest(const tillit_results *results, int arm, int replicate, uint64_t *digest)
{
    const Results *r;
    tillit_status status = digest == NULL ? TILLIT_NULL : find(results, arm, 0, 0, &r);
    if (status != TILLIT_OK) {
        return status;
    }
    if (replicate < 0 || replicate >= r->replicates) {
        return TILLIT_OUT_OF_RANGE;
    }
    *digest = r->own.digests[(ptrdiff_t)arm * r->own.replicates + replicate];
    return TILLIT_OK;
}

tillit_status tillit_results_values(const tillit_results *results, int arm, int window, int measure,
                                    double *values, int count)
{
    const Results *r;
    tillit_status status = find(results, arm, window, measure, &r);
    if (status != TILLIT_OK) {
        return status;
    }
    if (count < 0 || count > r->replicates) {
        return TILLIT_OUT_OF_RANGE;
    }
    if (values == NULL && count > 0) {
        return TILLIT_NULL;
    }
    for (int replicate = 0; replicate < count; replicate++) {
        values[replicate] = tl_result(&r->own, arm, replicate, window, measure);
    }
    return TILLIT_OK;
}

/* ---- what follows --------------------------------------------------------------------------------------------- */

/* What is asked for, and whether there was memory to answer. */
typedef struct Asking {
    const Results *r;
    int arm, base, window, measure, claim; /* base -1: none */
    tl_Estimate estimate;
    tl_Conclusion conclusion;
    tl_Answer answer;
    tl_Course course;
} Asking;

static void compare(void *context)
{
    Asking *a = context;
    a->estimate = tl_result_estimate(&a->r->own, a->arm, a->base, a->window, a->measure);
}

static tillit_status estimate_of(const tillit_results *results, Asking asking, tillit_estimate *estimate)
{
    if (estimate == NULL) {
        return TILLIT_NULL;
    }
    tillit_status status = find(results, asking.arm, asking.window, asking.measure, &asking.r);
    status = tl_library_ask(status, compare, &asking);
    if (status == TILLIT_OK) {
        *estimate = tl_library_estimate(asking.estimate);
    }
    return status;
}

tillit_status tillit_results_mean(const tillit_results *results, int arm, int window, int measure,
                                  tillit_estimate *estimate)
{
    return estimate_of(results, (Asking){.arm = arm, .base = -1, .window = window, .measure = measure},
                       estimate);
}

tillit_status tillit_results_difference(const tillit_results *results, int arm, int base, int window,
                                        int measure, tillit_estimate *estimate)
{
    const Results *r;
    tillit_status status = estimate == NULL ? TILLIT_NULL : find(results, base, window, measure, &r);
    return status != TILLIT_OK
               ? status
               : estimate_of(results,
                             (Asking){.arm = arm, .base = base, .window = window, .measure = measure},
                             estimate);
}

static void judge(void *context)
{
    Asking *a = context;
    a->answer = tl_trial_answer(&a->r->run, &a->r->own, a->claim);
}

static tillit_status answer_of(const tillit_results *results, Asking *asking)
{
    tillit_status status = find(results, 0, 0, 0, &asking->r);
    if (status != TILLIT_OK) {
        return status;
    }
    if (asking->claim < 0 || asking->claim >= asking->r->run.claim_count) {
        return TILLIT_OUT_OF_RANGE;
    }
    return tl_library_ask(TILLIT_OK, judge, asking);
}

tillit_status tillit_results_claim(const tillit_results *results, int claim, tillit_estimate *difference,
                                   tillit_verdict *verdict)
{
    Asking asking = {.claim = claim};
    tillit_status status = answer_of(results, &asking);
    if (status == TILLIT_OK && difference != NULL) {
        *difference = tl_library_estimate(asking.answer.difference);
    }
    if (status == TILLIT_OK && verdict != NULL) {
        *verdict = (tillit_verdict)asking.answer.verdict;
    }
    return status;
}

tillit_status tillit_results_claim_days(const tillit_results *results, int claim, tillit_time *days)
{
    Asking asking = {.claim = claim};
    tillit_status status = days == NULL ? TILLIT_NULL : answer_of(results, &asking);
    if (status == TILLIT_OK && !tl_claim_is_about_days(&asking.r->run.claims[claim])) {
        status = TILLIT_UNKNOWN;
    }
    if (status == TILLIT_OK) {
        *days = tl_library_time(asking.answer.time);
    }
    return status;
}

int tillit_results_periods(const tillit_results *results)
{
    const Results *r = look(results);
    return r == NULL ? -1 : r->own.series_count > 0 ? r->own.period_count : 0;
}

static tillit_status find_course(const tillit_results *results, Asking *asking)
{
    tillit_status status = find(results, asking->arm, 0, asking->measure, &asking->r);
    if (status == TILLIT_OK) {
        status = find(results, asking->base, 0, 0, &asking->r);
    }
    if (status != TILLIT_OK) {
        return status;
    }
    const Results *r = asking->r;
    bool parts = r->own.series_count > 0 && tl_trial_parting_day(&r->run, asking->arm, asking->base) >= 0;
    return parts ? TILLIT_OK : TILLIT_UNKNOWN;
}

tillit_status tillit_results_differences(const tillit_results *results, int arm, int base, int measure,
                                         double *values, int count)
{
    Asking asking = {.arm = arm, .base = base, .measure = measure};
    tillit_status status = find_course(results, &asking);
    if (status != TILLIT_OK) {
        return status;
    }
    const tl_RunResults *own = &asking.r->own;
    if (count < 0 || count > own->replicates * own->period_count) {
        return TILLIT_OUT_OF_RANGE;
    }
    for (int i = 0; values != NULL && i < count; i++) {
        int r = i / own->period_count, p = i % own->period_count;
        values[i] = tl_result_in_period(own, arm, r, 0, measure, p) -
                    tl_result_in_period(own, base, r, 0, measure, p);
    }
    return values == NULL && count > 0 ? TILLIT_NULL : TILLIT_OK;
}

static void follow(void *context)
{
    Asking *a = context;
    a->course = tl_trial_course(&a->r->run, &a->r->own, a->arm, a->base, a->measure);
}

tillit_status tillit_results_course(const tillit_results *results, int arm, int base, int measure,
                                    tillit_course *course)
{
    Asking asking = {.arm = arm, .base = base, .measure = measure};
    if (course == NULL) {
        return TILLIT_NULL;
    }
    tillit_status status = find_course(results, &asking);
    status = tl_library_ask(status, follow, &asking);
    if (status == TILLIT_OK) {
        *course = tl_library_course(&asking.course);
    }
    return status;
}

static void evaluate(void *context)
{
    Asking *a = context;
    a->conclusion = tl_trial_conclusion(&a->r->run, &a->r->own, a->measure);
}

tillit_status tillit_results_evaluation(const tillit_results *results, int measure,
                                        tillit_evaluation *evaluation)
{
    Asking asking = {.measure = measure};
    if (evaluation == NULL) {
        return TILLIT_NULL;
    }
    tillit_status status = find(results, 0, 0, measure, &asking.r);
    if (status == TILLIT_OK && asking.r->run.evaluation.arm < 0) {
        status = TILLIT_UNKNOWN;
    }
    status = tl_library_ask(status, evaluate, &asking);
    if (status != TILLIT_OK) {
        return status;
    }
    *evaluation = (tillit_evaluation){.before_after = tl_library_estimate(asking.conclusion.before_after),
                                      .difference_in_differences =
                                          tl_library_estimate(asking.conclusion.difference_in_differences),
                                      .effect = tl_library_estimate(asking.conclusion.effect)};
    return TILLIT_OK;
}
