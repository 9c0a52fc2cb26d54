/* The command sweep: the runs of an experiment's design, or one shard of them. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/cost.h"
#include "cli/experiment_steps.h"
#include "cli/progress.h"
#include "cli/sweep_folder.h"
#include "cli/sweep_lock.h"
#include "cli/sweep_plan.h"
#include "run/execute.h"
#include "run/stop.h"
#include "store/hdf5_file.h"
#include "store/sweep_index.h"
#include "store/sweep_pairing.h"
#include "system/clock.h"
#include "system/memory.h"
#include "system/shown.h"

static const size_t PART_BYTES = (size_t)64 << 20;

/* ---- running ------------------------------------------------------------------------------------------- */

/* Finished runs gather in `open` until it is swapped for an empty part and written. */
typedef struct Writer {
    const tl_Sweep *sweep;
    const char *folder;
    const tl_Shard *shard;
    const int64_t *own; /* runs of the shard, [own_count] */
    int64_t own_count;
    tl_Index *index; /* states of runs are kept up to what was written */
    tl_PartTarget target;
    int64_t part_runs;
    pthread_mutex_t lock; /* of what workers touch: open, no_memory */
    tl_Part open;
    int64_t written;
    bool no_memory;
    double opened_s;
    tl_Progress progress;
    char error[TL_FILE_ERROR_SIZE];
} Writer;

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    Writer *w = context;
    pthread_mutex_lock(&w->lock);
    bool good = tl_part_add(&w->open, w->sweep, record, kept);
    w->no_memory = w->no_memory || !good;
    pthread_mutex_unlock(&w->lock);
    return good;
}

static bool is_due(const Writer *w, bool last)
{
    size_t each = 0;
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        each += tl_plan_values(&w->sweep->plan, kind) * sizeof(double);
    }
    return w->open.count > 0 &&
           (last || w->open.count >= w->part_runs || (size_t)w->open.count * each >= PART_BYTES ||
            tl_now_s() - w->opened_s >= TL_PART_SECONDS);
}

static bool write_out(Writer *w, tl_Part *part)
{
    bool good = tl_part_write(part, w->sweep, &w->target, w->error, sizeof w->error);
    for (int64_t i = 0; good && i < part->count; i++) {
        w->index->runs[part->records[i].run].status = (uint8_t)part->records[i].status;
        w->written++;
    }
    tl_part_free(part);
    return good;
}

static bool on_tick(void *context, const tl_Tally *so_far, bool last)
{
    Writer *w = context;
    tl_Part part = {0};
    pthread_mutex_lock(&w->lock);
    if (w->error[0] == '\0' && is_due(w, last)) {
        part = w->open;
        w->open = (tl_Part){0};
        w->opened_s = tl_now_s();
    }
    pthread_mutex_unlock(&w->lock);
    if (part.count > 0 && !write_out(w, &part)) {
        return false;
    }
    tl_progress_runs(&w->progress, so_far->runs, so_far->failed);
    return w->error[0] == '\0';
}

/* Of a list, what failed is tried again: somebody named it. */
static bool is_wanted(const tl_Arguments *arguments, uint8_t status)
{
    bool missing = status == TL_RUN_MISSING, failed = status == TL_RUN_FAILED;
    return arguments->retry_failed ? failed : missing || (failed && arguments->runs != NULL);
}

static int64_t *list_wanted(const tl_Arguments *arguments, const Writer *w, int64_t *count)
{
    int64_t *runs = tl_allocate((size_t)w->own_count + 1, sizeof *runs);
    *count = 0;
    for (int64_t i = 0; i < w->own_count; i++) {
        if (is_wanted(arguments, w->index->runs[w->own[i]].status)) {
            runs[(*count)++] = w->own[i];
        }
    }
    return runs;
}

/* Runs of the shard in a state. */
static int64_t count_state(const Writer *w, tl_RunStatus status)
{
    int64_t count = 0;
    for (int64_t i = 0; i < w->own_count; i++) {
        count += w->index->runs[w->own[i]].status == status;
    }
    return count;
}

static void print_how_to_go_on(const tl_Arguments *arguments, const tl_Shard *shard)
{
    tl_print(stderr, "tillit: ");
    tl_print_again(arguments);
    tl_print_option_again("--runs", shard->list_path);
    if (shard->count > 1) {
        tl_print(stderr, " --shard %d/%d", shard->number, shard->count);
    }
    tl_print(stderr, "\n");
}

/* Says how it ended; an exit code. */
static int report(const tl_Arguments *arguments, const Writer *w, double seconds)
{
    int64_t done = count_state(w, TL_RUN_DONE), failed = count_state(w, TL_RUN_FAILED);
    int64_t missing = w->own_count - done - failed;
    if (w->error[0] != '\0') {
        tl_print(stderr, "tillit: %s; runs that are in no part are done again\n", w->error);
    } else if (w->no_memory) {
        tl_print(stderr, "tillit: not enough memory to hold finished runs\n");
    } else if (tl_stop_requested()) {
        tl_print(stderr, "tillit: stopped on request; every finished run is kept\n");
    }
    tl_print(stdout, "%s: ", w->folder);
    tl_shard_print(w->shard, stdout);
    tl_print(stdout, "%lld of %lld runs done, %lld failed, %lld to do; %lld now in %.1f s\n", (long long)done,
             (long long)w->own_count, (long long)failed, (long long)missing, (long long)w->written, seconds);
    if (missing > 0) {
        print_how_to_go_on(arguments, w->shard);
    } else if (failed > 0) {
        tl_print(stderr, "tillit: why they failed: tillit status %s; to try them again: --retry-failed\n",
                 w->folder);
    } else {
        tl_print(stdout, "then: tillit merge %s\n", w->folder);
    }
    return missing > 0 || failed > 0 || w->no_memory || w->error[0] != '\0' ? TL_EXIT_FAILED : TL_EXIT_GOOD;
}

/* What was gained by common luck and burn-ins; once all is done. False where a part cannot be read. */
static bool print_gains(const Writer *w, const tl_Tally *tally)
{
    tl_Index index;
    tl_Messages messages = {0};
    if (tally->copies > 0) {
        double each = tally->burn_in_s / (double)tally->burn_ins;
        tl_print(stdout, "burn-ins: %lld simulated for %lld runs, %.3g core seconds saved\n",
                 (long long)tally->burn_ins, (long long)tally->copies,
                 each * (double)(tally->copies - tally->burn_ins));
    }
    if (w->written == 0) {
        return true;
    }
    bool good = tl_index_read(&index, w->sweep, w->folder, &messages);
    if (good) {
        good = index.done < index.run_count || tl_sweep_pairing_print(w->sweep, &index);
        tl_index_free(&index);
    }
    return tl_messages_tell(&messages, good);
}

static int run_wanted(const tl_Arguments *arguments, Writer *w)
{
    tl_Tally tally;
    int64_t count;
    int64_t *runs = list_wanted(arguments, w, &count);
    const tl_RunOptions options = tl_run_options(arguments);
    const tl_Sink sink = {.context = w, .finished = on_finished, .tick = on_tick};
    w->opened_s = tl_now_s();
    tl_progress_start(&w->progress, count, 0.0, arguments->quiet);
    tl_execute(&w->sweep->plan, runs, count, &options, &sink, &tally);
    tl_stop_files_done();
    tl_progress_end(&w->progress);
    free(runs);
    int code = report(arguments, w, tally.seconds);
    return print_gains(w, &tally) ? code : TL_EXIT_FAILED;
}

static int run_shard(const tl_Arguments *arguments, const tl_Sweep *sweep, const char *folder,
                     const tl_Shard *shard)
{
    tl_Index index;
    tl_Messages messages = {0};
    if (!tl_plan_fits(arguments, &sweep->plan)) {
        return TL_EXIT_USAGE;
    }
    tl_sweep_folder_clean(folder);
    bool good = tl_index_read(&index, sweep, folder, &messages);
    if (!tl_messages_tell(&messages, good)) {
        return TL_EXIT_USAGE;
    }
    Writer writer = {.sweep = sweep,
                     .folder = folder,
                     .shard = shard,
                     .index = &index,
                     .target = {.folder = folder, .shard = shard->number, .shards = shard->count},
                     .part_runs = arguments->part_runs > 0 ? arguments->part_runs : TL_PART_RUNS};
    int64_t *own = tl_shard_runs(shard, index.run_count, &writer.own_count);
    writer.own = own;
    pthread_mutex_init(&writer.lock, NULL);
    int code = run_wanted(arguments, &writer);
    pthread_mutex_destroy(&writer.lock);
    tl_part_free(&writer.open);
    free(own);
    tl_index_free(&index);
    return code;
}

/* ---- the command --------------------------------------------------------------------------------------- */

static int sweep_into(const tl_Arguments *arguments, tl_Experiment *e, const tl_Shard *shard)
{
    char folder[TL_PATH_SIZE];
    tl_Sweep sweep = {0};
    if (!tl_sweep_folder(arguments, folder) || !tl_sweep_lock(folder, shard)) {
        return TL_EXIT_USAGE;
    }
    tl_stop_listen();
    int code = tl_sweep_folder_open(arguments, e, folder, &sweep);
    if (code == TL_EXIT_GOOD) {
        code = run_shard(arguments, &sweep, folder, shard);
        tl_sweep_free(&sweep);
    }
    return code;
}

/* From the texts that a folder would hold. */
static int plan_only(const tl_Arguments *arguments, const tl_Experiment *e)
{
    tl_Sweep sweep;
    if (!tl_sweep_of(e, e->path, &sweep)) {
        return TL_EXIT_USAGE;
    }
    int code = tl_sweep_plan_print(arguments, &sweep.plan);
    tl_sweep_free(&sweep);
    return code;
}

static int plan_or_sweep(const tl_Arguments *arguments, tl_Experiment *e)
{
    tl_Shard shard;
    const tl_Design *design = e->design;
    if (arguments->plan) {
        return plan_only(arguments, e);
    }
    if (!tl_shard_choose(arguments, design->rows.count * e->arm_count * design->replicates, &shard)) {
        return TL_EXIT_USAGE;
    }
    int code = sweep_into(arguments, e, &shard);
    tl_shard_free(&shard);
    return code;
}

/* Options that would not be heeded together. */
static bool agree(const tl_Arguments *arguments)
{
    bool partial = arguments->shard != NULL || arguments->runs != NULL || arguments->retry_failed;
    if (arguments->plan && partial) {
        tl_print(stderr, "tillit: --plan is of the whole sweep: without --shard, --runs or --retry-failed\n");
        return false;
    }
    if (arguments->runs != NULL && arguments->retry_failed) {
        tl_print(stderr, "tillit: --runs tries listed runs that failed again in any case: without "
                         "--retry-failed\n");
        return false;
    }
    return true;
}

int tl_command_sweep(const tl_Arguments *arguments)
{
    if (!agree(arguments) || !tl_kernel_is_there(arguments)) {
        return TL_EXIT_USAGE;
    }
    return tl_with_trial(arguments, plan_or_sweep);
}
