#include "cli/runner.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/visits/plan_kernel.h"
#include "run/forecast.h"
#include "cli/progress.h"
#include "run/sample.h"
#include "run/stop.h"
#include "run/window_totals.h"
#include "store/provenance.h"
#include "store/results.h"
#include "store/results_series.h"
#include "store/results_snapshot.h"
#include "system/memory.h"
#include "system/clock.h"
#include "system/shown.h"
#include "tillit.h"

/* What all runs share; touched only under the lock. */
typedef struct Shared {
    const tl_Arguments *arguments;
    tl_LoadedConfig *const *arms;
    tl_RunResults *out;
    tl_Results *file; /* NULL: nothing is written */
    tl_Progress progress;
    tl_Outcome failure;
    char failure_sentence[TL_FAILURE_SIZE];
    int failed_arm, failed_replicate;
    int threads_each;
    omp_lock_t lock;
} Shared;

/* One replicate of one arm. */
typedef struct Job {
    Shared *shared;
    int arm, replicate;
    int32_t days_done; /* burn-in included */
    tl_Counters total;
    double days;
    tl_WindowTotals windows;
} Job;

/* ---- observing ----------------------------------------------------------------------------------------- */

static bool on_period(void *context, const tl_Period *period)
{
    Job *job = context;
    bool good = true;
    tl_period_sum(period, &(tl_Selector){.group = TL_ALL_UNITS}, &job->total);
    job->days += period->days;
    tl_window_totals_add(&job->windows, period);
    omp_set_lock(&job->shared->lock);
    if (job->shared->file != NULL) {
        good = tl_results_period(job->shared->file, job->arm, job->replicate, period);
    }
    omp_unset_lock(&job->shared->lock);
    return good;
}

static bool on_snapshot(void *context, const tl_Snapshot *snapshot)
{
    Job *job = context;
    bool good = true;
    omp_set_lock(&job->shared->lock);
    if (job->shared->file != NULL) {
        good = tl_results_snapshot(job->shared->file, job->arm, job->replicate, snapshot);
    }
    omp_unset_lock(&job->shared->lock);
    return good;
}

static bool should_stop(Shared *shared)
{
    omp_set_lock(&shared->lock);
    bool failed = shared->failure != TL_OK;
    omp_unset_lock(&shared->lock);
    return failed || tl_stop_requested();
}

static bool on_day(void *context, int32_t done, int32_t total)
{
    Job *job = context;
    (void)total;
    omp_set_lock(&job->shared->lock);
    tl_progress_days(&job->shared->progress, done - job->days_done);
    omp_unset_lock(&job->shared->lock);
    job->days_done = done;
    return !should_stop(job->shared);
}

/* ---- running ------------------------------------------------------------------------------------------- */

/* The whole measured run comes first among the windows of a file. */
static bool write_run(Job *job, const double *values, uint64_t digest)
{
    const tl_RunResults *out = job->shared->out;
    tl_Results *file = job->shared->file;
    size_t measures = tl_measure_count, windows = (size_t)out->window_count;
    double *rows = tl_allocate((windows + 1) * measures, sizeof *rows);
    memcpy(rows, values, measures * sizeof *rows);
    for (size_t k = 0; k < windows; k++) {
        memcpy(rows + (k + 1) * measures, tl_window_values(out, job->arm, job->replicate, (int)k),
               measures * sizeof *rows);
    }
    bool good = tl_results_windows(file, job->arm, job->replicate, rows) &&
                tl_results_digest(file, job->arm, job->replicate, digest);
    free(rows);
    return good;
}

static void store(Job *job, const tl_Simulation *simulation)
{
    tl_RunResults *out = job->shared->out;
    double *values = out->values[job->arm] + (size_t)job->replicate * tl_measure_count;
    for (int m = 0; m < tl_measure_count; m++) {
        values[m] = tl_measures[m].value(&job->total, job->days);
    }
    for (int k = 0; k < out->window_count; k++) {
        double *of_window = tl_window_values(out, job->arm, job->replicate, k);
        for (int m = 0; m < tl_measure_count; m++) {
            of_window[m] = tl_window_totals_value(&job->windows, k, m);
        }
    }
    uint64_t digest = tl_simulation_digest(simulation);
    out->digests[job->arm][job->replicate] = digest;
    omp_set_lock(&job->shared->lock);
    out->agent_days += job->total.recipient_days + job->total.post_days;
    if (job->shared->file != NULL && !write_run(job, values, digest)) {
        job->shared->failure = TL_STOPPED;
    }
    omp_unset_lock(&job->shared->lock);
}

/* The first failure is the one that is told. */
static void fail(const Job *job, tl_Outcome outcome, const char *sentence)
{
    Shared *shared = job->shared;
    omp_set_lock(&shared->lock);
    if (shared->failure == TL_OK) {
        shared->failure = outcome;
        shared->failed_arm = job->arm;
        shared->failed_replicate = job->replicate;
        snprintf(shared->failure_sentence, TL_FAILURE_SIZE, "%s", sentence);
    }
    omp_unset_lock(&shared->lock);
}

static void run_job(Shared *shared, int arm, int replicate)
{
    Job job = {.shared = shared, .arm = arm, .replicate = replicate};
    tl_Observer observer = {.context = &job, .period = on_period, .snapshot = on_snapshot, .day = on_day};
    tl_Simulation simulation = {0};
    const tl_Config *config = &shared->arms[arm]->config;
    char sentence[TL_FAILURE_SIZE];
    tl_window_totals_create(&job.windows, shared->out->windows, shared->out->window_count);
    tl_Outcome outcome =
        tl_simulation_create(&simulation, config, replicate, shared->threads_each, shared->arguments->kernel);
    if (outcome == TL_OK) {
        outcome = tl_simulation_run(&simulation, &observer);
    }
    if (outcome != TL_OK) {
        tl_failure_sentence(&simulation, outcome, sentence);
        fail(&job, outcome, sentence);
    } else if (!tl_window_totals_are_met(&job.windows, config, sentence)) {
        fail(&job, TL_NOBODY_MEANT, sentence);
    } else {
        store(&job, &simulation);
    }
    tl_simulation_free(&simulation);
    tl_window_totals_free(&job.windows);
}

static void run_all(Shared *shared, int arm_count, int threads)
{
    int replicates = (int)shared->arms[0]->config.run.replicates, jobs = arm_count * replicates;
    int side_by_side = jobs >= threads ? threads : 1;
    shared->threads_each = jobs >= threads ? 1 : threads;
#pragma omp parallel for schedule(dynamic) num_threads(side_by_side) if (side_by_side > 1)
    for (int job = 0; job < jobs; job++) {
        if (!should_stop(shared)) {
            run_job(shared, job % arm_count, job / arm_count);
        }
    }
}

static void allocate(tl_RunResults *out, int arm_count, int replicates)
{
    for (int arm = 0; arm < arm_count; arm++) {
        out->values[arm] = tl_allocate((size_t)replicates * tl_measure_count, sizeof(double));
        out->digests[arm] = tl_allocate((size_t)replicates, sizeof(uint64_t));
        out->window_values[arm] = tl_allocate(
            (size_t)replicates * ((size_t)out->window_count + 1) * tl_measure_count, sizeof(double));
    }
}

void tl_run_results_free(tl_RunResults *results)
{
    for (int arm = 0; arm < TL_MOST_ARMS; arm++) {
        free(results->values[arm]);
        free(results->digests[arm]);
        free(results->window_values[arm]);
    }
    memset(results, 0, sizeof *results);
}

double *tl_window_values(const tl_RunResults *results, int arm, int replicate, int window)
{
    size_t row = (size_t)replicate * (size_t)results->window_count + (size_t)window;
    return results->window_values[arm] + row * tl_measure_count;
}

/* ---- the file ------------------------------------------------------------------------------------------ */

static tl_Results *open_file(const tl_Arguments *arguments, tl_LoadedConfig *const *arms, int arm_count,
                             const tl_RunResults *results)
{
    tl_ResultsArm described[TL_MOST_ARMS];
    const char *windows[TL_MOST_WINDOWS + 1] = {"all"};
    char created[32], command[32], error[1024] = "";
    snprintf(command, sizeof command, "tillit %s", arguments->command);
    time_t now = time(NULL);
    strftime(created, sizeof created, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    for (int arm = 0; arm < arm_count; arm++) {
        described[arm] = (tl_ResultsArm){
            .name = arms[arm]->name, .config_json = arms[arm]->json, .config = &arms[arm]->config};
    }
    for (int k = 0; k < results->window_count; k++) {
        windows[k + 1] = results->windows[k].name;
    }
    tl_Provenance p = tl_provenance();
    tl_ResultsInfo info = {.arms = described,
                           .arm_count = arm_count,
                           .replicate_count = (int)arms[0]->config.run.replicates,
                           .experiment_json = results->experiment_json,
                           .windows = windows,
                           .window_count = results->window_count + 1,
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

/* Finishes or removes the file; an exit code. */
static int finish(Shared *shared)
{
    int code = TL_EXIT_GOOD;
    const char *reason = shared->file != NULL ? tl_results_error(shared->file) : "";
    if (reason[0] != '\0') {
        tl_print(stderr, "tillit: %s; nothing was written\n", reason);
        code = TL_EXIT_FAILED;
    } else if (tl_stop_requested()) {
        tl_print(stderr, "tillit: stopped on request; nothing was written\n");
        code = TL_EXIT_FAILED;
    } else if (shared->failure == TL_NOBODY_MEANT) { /* may hang on luck: on which units are the pilot's */
        tl_print(stderr, "tillit: %s, replicate %d: %s; nothing was written\n",
                 shared->arms[shared->failed_arm]->name, shared->failed_replicate + 1,
                 shared->failure_sentence);
        code = TL_EXIT_FAILED;
    } else if (shared->failure != TL_OK) {
        tl_print(stderr, "tillit: %s; nothing was written\n", shared->failure_sentence);
        code = TL_EXIT_FAILED;
    } else if (shared->file != NULL && !tl_results_close(shared->file)) {
        tl_print(stderr, "tillit: %s%s\n", tl_results_error(shared->file),
                 tl_results_are_whole(shared->file) ? "" : "; nothing was written");
        code = TL_EXIT_FAILED;
    } else {
        return code;
    }
    tl_results_abandon(shared->file);
    return code;
}

static bool check_arguments(const tl_Arguments *arguments)
{
    if (arguments->kernel != NULL && tl_plan_kernel(arguments->kernel) == NULL) {
        tl_print(stderr, "tillit: --kernel %s: one of best, base, avx2 that this processor has is expected\n",
                 arguments->kernel);
        return false;
    }
    if (arguments->out != NULL && arguments->out[0] == '\0') {
        tl_print(stderr, "tillit: --out: the name of a file is expected\n");
        return false;
    }
    return true;
}

int tl_runner(const tl_Arguments *arguments, tl_LoadedConfig *const *arms, int arm_count,
              tl_RunResults *results)
{
    const tl_Config *config = &arms[0]->config;
    int threads = arguments->threads > 0 ? arguments->threads : omp_get_num_procs();
    if (!check_arguments(arguments)) {
        return TL_EXIT_USAGE;
    }
    const tl_Config *configs[TL_MOST_ARMS];
    tl_Forecast forecast;
    for (int arm = 0; arm < arm_count; arm++) {
        configs[arm] = &arms[arm]->config;
    }
    if (!tl_forecast(configs, arm_count, threads, arguments->out != NULL, arguments->kernel,
                     arguments->plan ? TL_SAMPLE_MONTH : TL_SAMPLE_DAY, &forecast)) {
        return TL_EXIT_FAILED;
    }
    if (!arguments->quiet || arguments->plan) {
        tl_forecast_print(&forecast, arguments->plan);
    }
    if (!tl_forecast_fits(&forecast, arguments->out)) {
        return TL_EXIT_USAGE;
    }
    if (arguments->plan) {
        return TL_EXIT_GOOD;
    }
    Shared shared = {.arguments = arguments, .arms = arms, .out = results};
    tl_stop_listen(); /* before there is a file to leave behind */
    shared.file = arguments->out != NULL ? open_file(arguments, arms, arm_count, results) : NULL;
    if (arguments->out != NULL && shared.file == NULL) {
        return TL_EXIT_USAGE;
    }
    allocate(results, arm_count, (int)config->run.replicates);
    omp_init_lock(&shared.lock);
    double people = 0.0;
    for (int m = 0; m < config->municipality_count; m++) {
        people +=
            1.4 * (double)config->municipalities[m].profile.recipients; /* staff: about 0.4 per recipient */
    }
    tl_progress_start(&shared.progress,
                      (int64_t)arm_count * config->run.replicates * tl_config_total_days(config), people,
                      arguments->quiet);
    double started_s = tl_now_s();
    run_all(&shared, arm_count, threads);
    results->seconds = tl_now_s() - started_s;
    tl_progress_end(&shared.progress);
    omp_destroy_lock(&shared.lock);
    int code = finish(&shared);
    tl_stop_files_done();
    return code;
}
