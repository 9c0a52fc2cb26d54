#include "cli/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cli/cost.h"
#include "cli/progress.h"
#include "core/day/simulation.h"
#include "run/sample.h"
#include "run/stop.h"
#include "store/results.h"
#include "store/results_series.h"
#include "store/results_snapshot.h"
#include "system/memory.h"
#include "system/provenance.h"
#include "system/shown.h"

/* Where runs go. */
typedef struct Recorder {
    const tl_Plan *plan;
    tl_RunResults *results;
    tl_Results *file; /* NULL: nothing is written */
    tl_Failure failure;
    tl_Progress progress;
} Recorder;

/* ---- the sink ------------------------------------------------------------------------------------------ */

static int arm_of(const Recorder *r, int64_t run)
{
    return (int)(run / r->plan->replicates);
}

static int replicate_of(const Recorder *r, int64_t run)
{
    return (int)(run % r->plan->replicates);
}

static bool on_period(void *context, int64_t run, const tl_Period *period)
{
    const Recorder *r = context;
    return tl_results_period(r->file, arm_of(r, run), replicate_of(r, run), period);
}

static bool on_snapshot(void *context, int64_t run, const tl_Snapshot *snapshot)
{
    const Recorder *r = context;
    return tl_results_snapshot(r->file, arm_of(r, run), replicate_of(r, run), snapshot);
}

/* The measures of a run, one window after the other. */
static bool write_run(const Recorder *r, const tl_RunRecord *record, const double *kept)
{
    size_t measures = tl_measure_count, windows = (size_t)r->plan->window_count;
    int arm = arm_of(r, record->run), replicate = replicate_of(r, record->run);
    double *rows = tl_allocate(windows * measures, sizeof *rows);
    for (size_t i = 0; i < windows * measures; i++) {
        rows[i] = kept[i % measures * windows + i / measures];
    }
    bool good = tl_results_windows(r->file, arm, replicate, rows) &&
                tl_results_digest(r->file, arm, replicate, record->digest);
    free(rows);
    return good;
}

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    Recorder *r = context;
    return tl_run_results_take(r->results, record, kept, &r->failure) &&
           (r->file == NULL || write_run(r, record, kept[TL_KEPT_WINDOWS]));
}

static bool on_tick(void *context, const tl_Tally *so_far, bool last)
{
    Recorder *r = context;
    (void)last;
    tl_progress_days(&r->progress, so_far->days);
    return true;
}

/* ---- the file ------------------------------------------------------------------------------------------ */

static tl_Results *open_file(const tl_Arguments *arguments, tl_LoadedConfig *const *arms, const tl_Plan *plan,
                             const char *experiment_json)
{
    tl_ResultsArm described[TL_MOST_ARMS];
    const char *windows[TL_MOST_WINDOWS + 1];
    char created[32], command[32], error[1024] = "";
    snprintf(command, sizeof command, "tillit %s", arguments->command);
    time_t now = time(NULL);
    strftime(created, sizeof created, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    for (int arm = 0; arm < plan->arm_count; arm++) {
        const tl_LoadedConfig *own = arms[arm];
        described[arm] = (tl_ResultsArm){.name = own->name, .config_json = own->json, .config = &own->config};
    }
    for (int k = 0; k < plan->window_count; k++) {
        windows[k] = plan->windows[k].name;
    }
    tl_Provenance p = tl_provenance();
    tl_ResultsInfo info = {.arms = described,
                           .arm_count = plan->arm_count,
                           .replicate_count = (int)plan->replicates,
                           .experiment_json = experiment_json,
                           .windows = windows,
                           .window_count = plan->window_count,
                           .overwrite = arguments->overwrite,
                           .title = "Tillit: how municipal home care is governed",
                           .version = p.version,
                           .model_version = p.model_version,
                           .commit = p.commit,
                           .compiler = p.compiler,
                           .flags = p.flags,
                           .created = created,
                           .command = command};
    tl_Results *file = tl_results_create(arguments->out, &info, error, sizeof error);
    if (file == NULL) {
        tl_print(stderr, "tillit: %s\n", error);
    }
    return file;
}

void tl_print_out(const tl_Arguments *arguments)
{
    if (arguments->out != NULL) {
        tl_print(stdout, arguments->language == TL_SWEDISH ? "resultat: %s\n" : "results: %s\n",
                 arguments->out);
    }
}

int tl_failure_print(const tl_Failure *failure, const char *name)
{
    if (failure->outcome == TL_OK) {
        tl_print(stderr, "tillit: %s\n", failure->sentence);
    } else if (failure->outcome == TL_STOPPED || tl_stop_requested()) {
        tl_print(stderr, "tillit: stopped on request; nothing was written\n");
    } else if (failure->outcome == TL_NOBODY_MEANT) { /* may hang on luck: on which units are the pilot's */
        tl_print(stderr, "tillit: %s, replicate %d: %s; nothing was written\n", name, failure->replicate + 1,
                 failure->sentence);
    } else {
        tl_print(stderr, "tillit: %s; nothing was written\n", failure->sentence);
    }
    return TL_EXIT_FAILED;
}

/* Finishes or removes the file; an exit code. */
static int finish(Recorder *r, tl_Outcome outcome, tl_LoadedConfig *const *arms,
                  const tl_Arguments *arguments)
{
    const char *reason = r->file != NULL ? tl_results_error(r->file) : "";
    if (reason[0] != '\0') {
        tl_print(stderr, "tillit: %s; nothing was written\n", reason);
    } else if (outcome == TL_STOPPED && r->failure.outcome == TL_OK && tl_stop_is_said(arguments)) {
        /* and nothing is left to say */
    } else if (outcome != TL_OK) {
        r->failure.outcome = r->failure.outcome == TL_OK ? outcome : r->failure.outcome;
        tl_failure_print(&r->failure, arms[r->failure.arm]->name);
    } else if (r->file != NULL && !tl_results_close(r->file)) {
        const tl_Keeper *keeper = arguments->keeper;
        if (keeper != NULL) {
            keeper->keep(keeper->context, NULL, 0); /* all runs have ended: only the file is missing */
        }
        tl_print(stderr, "tillit: %s%s\n", tl_results_error(r->file),
                 tl_results_are_whole(r->file) ? "" : "; nothing was written");
    } else {
        return TL_EXIT_GOOD;
    }
    tl_results_abandon(r->file);
    return TL_EXIT_FAILED;
}

/* ---- running ------------------------------------------------------------------------------------------- */

/* The arms of a replicate one after the other, so that files and memory hold them side by side. */
static int64_t *order_of(const tl_Plan *plan)
{
    int64_t runs = tl_plan_runs(plan), *order = tl_allocate((size_t)runs + 1, sizeof *order);
    for (int64_t i = 0; i < runs; i++) {
        order[i] = i % plan->arm_count * plan->replicates + i / plan->arm_count;
    }
    return order;
}

static int record(const tl_Arguments *arguments, tl_LoadedConfig *const *arms, const tl_Plan *plan,
                  const char *experiment_json, tl_RunResults *results)
{
    Recorder recorder = {.plan = plan, .results = results};
    tl_stop_listen(); /* before there is a file to leave behind */
    recorder.file = arguments->out != NULL ? open_file(arguments, arms, plan, experiment_json) : NULL;
    if (arguments->out != NULL && recorder.file == NULL) {
        return TL_EXIT_USAGE;
    }
    const bool recorded = recorder.file != NULL;
    const tl_Sink sink = {.context = &recorder,
                          .period = recorded ? on_period : NULL,
                          .snapshot = recorded ? on_snapshot : NULL,
                          .finished = on_finished,
                          .tick = on_tick};
    const tl_RunOptions options = tl_run_options(arguments);
    int64_t *order = order_of(plan), runs = tl_plan_runs(plan);
    tl_Tally tally;
    tl_run_results_create(results, plan);
    tl_progress_start(&recorder.progress, runs * tl_config_total_days(plan->bases[0]),
                      1.4 * tl_recipients_of(plan->bases[0]), arguments->quiet); /* staff: about .4 each */
    recorder.progress.swedish = arguments->language == TL_SWEDISH;
    tl_Outcome outcome = tl_execute(plan, order, runs, &options, &sink, &tally);
    results->seconds = tally.seconds;
    tl_progress_end(&recorder.progress);
    free(order);
    int code = finish(&recorder, outcome, arms, arguments);
    tl_stop_files_done();
    return code;
}

int tl_runner_plan(const tl_Arguments *arguments, tl_LoadedConfig *const *arms, const tl_Plan *plan,
                   const char *experiment_json, tl_RunResults *results)
{
    tl_Cost cost;
    *results = (tl_RunResults){.window_count = 0};
    if (!tl_kernel_is_there(arguments)) {
        return TL_EXIT_USAGE;
    }
    if (arguments->out != NULL && arguments->out[0] == '\0') {
        tl_print(stderr, arguments->language == TL_SWEDISH
                             ? "tillit: --out: namnet på en fil väntas\n"
                             : "tillit: --out: the name of a file is expected\n");
        return TL_EXIT_USAGE;
    }
    if (!tl_cost(arguments, plan, arguments->out != NULL, &cost)) {
        return TL_EXIT_FAILED;
    }
    if (!arguments->quiet || arguments->plan) {
        tl_cost_print(&cost, arguments->plan, arguments->language);
    }
    if (!tl_cost_fits(&cost, arguments->out, arguments->language)) {
        return TL_EXIT_USAGE;
    }
    return arguments->plan ? TL_EXIT_GOOD : record(arguments, arms, plan, experiment_json, results);
}

int tl_runner(const tl_Arguments *arguments, tl_LoadedConfig *const *arms, int arm_count,
              tl_RunResults *results)
{
    const tl_Config *configs[TL_MOST_ARMS];
    tl_Plan plan;
    for (int arm = 0; arm < arm_count; arm++) {
        configs[arm] = &arms[arm]->config;
    }
    tl_plan_of_arms(&plan, configs, arm_count, NULL, 0);
    int code = tl_runner_plan(arguments, arms, &plan, NULL, results);
    tl_plan_free(&plan);
    return code;
}
