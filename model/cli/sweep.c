#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <errno.h>
#include <omp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/forecast.h"
#include "cli/progress.h"
#include "cli/sweep_lock.h"
#include "cli/sweep_pairing.h"
#include "cli/sweep_plan.h"
#include "cli/sweep_work.h"
#include "cli/trial.h"
#include "core/plan_kernel.h"
#include "io/hdf5_file.h"

enum { PART_RUNS = 1000, MOST_SHARDS = 1000000 };

static const double PART_SECONDS = 60.0;
static const size_t PART_BYTES = (size_t)64 << 20;

/* ---- which shard
 * ------------------------------------------------------------------------------------------------- */

typedef struct Shard {
    int number, count; /* 1 <= number <= count */
} Shard;

static bool read_number(const char *text, const char **end, int *number)
{
    char *stop;
    long value = strtol(text, &stop, 10);
    *end = stop;
    *number = (int)value;
    return stop != text && value >= 0 && value <= INT_MAX;
}

static bool read_shard(const char *text, Shard *shard)
{
    const char *end;
    bool good = read_number(text, &end, &shard->number) && *end == '/' &&
                read_number(end + 1, &end, &shard->count) && *end == '\0' && shard->number >= 1 &&
                shard->number <= shard->count && shard->count <= MOST_SHARDS;
    if (!good) {
        fprintf(stderr, "tillit: --shard = %s: I/N is expected, like 3/40, with 1 <= I <= N <= %d\n", text,
                MOST_SHARDS);
    }
    return good;
}

static bool environment_number(const char *name, int *number)
{
    const char *text = getenv(name), *end;
    return text != NULL && read_number(text, &end, number) && *end == '\0';
}

/* A task of a Slurm array is a shard; arrays may begin anywhere but not skip numbers. */
static bool slurm_shard(Shard *shard)
{
    int own, first, last, count;
    if (!environment_number("SLURM_ARRAY_TASK_ID", &own)) {
        return true;
    }
    if (!environment_number("SLURM_ARRAY_TASK_MIN", &first) ||
        !environment_number("SLURM_ARRAY_TASK_MAX", &last) ||
        !environment_number("SLURM_ARRAY_TASK_COUNT", &count) || last - first + 1 != count || own < first ||
        own > last) {
        fprintf(stderr,
                "tillit: SLURM_ARRAY_TASK_ID is set, but the array's numbers do not follow one another "
                "(SLURM_ARRAY_TASK_MIN, _MAX, _COUNT): say --shard I/N\n");
        return false;
    }
    *shard = (Shard){.number = own - first + 1, .count = count};
    return true;
}

static bool choose_shard(const tl_Arguments *arguments, Shard *shard)
{
    *shard = (Shard){1, 1};
    return arguments->shard != NULL ? read_shard(arguments->shard, shard) : slurm_shard(shard);
}

/* ---- the folder
 * -------------------------------------------------------------------------------------------------- */

static bool make_folder(const char *path)
{
    char partial[TL_PATH_SIZE];
    struct stat about;
    snprintf(partial, sizeof partial, "%s", path);
    for (char *slash = partial + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(partial, 0777);
        *slash = '/';
    }
    int cause = mkdir(path, 0777) == 0 ? 0 : errno;
    if ((cause == 0 || cause == EEXIST) && stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        return true;
    }
    fprintf(stderr, "tillit: %s: cannot be made a folder: %s\n", path,
            cause == EEXIST ? "there is a file of that name" : strerror(cause));
    return false;
}

static bool choose_folder(const tl_Arguments *arguments, char folder[TL_PATH_SIZE])
{
    const char *file = arguments->operands[0], *slash = strrchr(file, '/');
    const char *name = slash != NULL ? slash + 1 : file, *point = strrchr(name, '.');
    if (arguments->out != NULL && arguments->out[0] == '\0') {
        fprintf(stderr, "tillit: --out: the name of a folder is expected\n");
        return false;
    }
    if (arguments->out != NULL) {
        snprintf(folder, TL_PATH_SIZE, "%.4000s", arguments->out);
    } else {
        snprintf(folder, TL_PATH_SIZE, "results/%.*s.sweep", (int)(point != NULL ? point - name : 255), name);
    }
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        folder[--length] = '\0';
    }
    char parts[TL_PATH_SIZE + 8];
    snprintf(parts, sizeof parts, "%s/parts", folder);
    return make_folder(folder) && make_folder(parts);
}

/* What a process of this shard left half written when it was killed. */
static void remove_leftovers(const char *folder, const Shard *shard)
{
    char parts[TL_PATH_SIZE], prefix[64], path[2 * TL_PATH_SIZE];
    snprintf(parts, sizeof parts, "%.4000s/parts", folder);
    snprintf(prefix, sizeof prefix, "%d-of-%d-", shard->number, shard->count);
    DIR *entries = opendir(parts);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0 &&
            strstr(entry->d_name, ".h5.tmp.") != NULL) {
            snprintf(path, sizeof path, "%s/%s", parts, entry->d_name);
            unlink(path);
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
}

/* ---- what the folder holds, and what was asked for
 * --------------------------------------------------------------- */

static bool open_there(const char *folder, tl_Sweep *sweep)
{
    tl_Messages messages = {0};
    bool good = tl_sweep_open(sweep, folder, &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    return good;
}

/* Levers that were moved to equal cost before are not moved again. */
static void take_over_costs(tl_Experiment *e, const tl_Sweep *there)
{
    for (int arm = 0; arm < e->arm_count && arm < there->arm_count && there->rows.count > 0; arm++) {
        const tl_Base *base = &e->design->bases[e->design->base_of[arm]];
        int lever = e->arms[arm].equal_cost;
        if (lever < 0 || strcmp(e->arms[arm].name, there->arms[arm]) != 0) {
            continue;
        }
        const tl_Parameter *p = &tl_parameters[lever];
        const tl_LoadedConfig *own = &there->bases[there->base_of[arm * there->rows.count]];
        tl_parameter_set(p, &base->loaded->config.regime, tl_parameter_get(p, &own->config.regime));
        snprintf(base->loaded->origins[lever], TL_ORIGIN_SIZE, "equal cost");
        tl_config_renew_json(base->loaded);
    }
}

/* Compares what stands in the folder with what was asked for; an exit code. */
static int compare(const char *folder, const tl_Sweep *there, const tl_Sweep *asked)
{
    char *text = NULL;
    size_t size;
    FILE *lines = open_memstream(&text, &size);
    int count = lines != NULL ? tl_sweep_differences(there, asked, lines) : -1;
    if (lines != NULL) {
        fclose(lines);
    }
    if (count != 0) {
        fprintf(stderr,
                "tillit: %s holds another sweep, and is left as it is. What differs (there | asked for):\n%s"
                "tillit: choose another --out, or remove the folder\n",
                folder, text != NULL ? text : "");
    }
    free(text);
    return count == 0 ? TL_EXIT_GOOD : TL_EXIT_USAGE;
}

/* The sweep that the experiment asks for, as if it had been read from a folder. */
static bool ask(const tl_Experiment *e, const char *folder, tl_Sweep *asked)
{
    char *manifest, *table;
    tl_Messages messages = {0};
    bool good =
        tl_sweep_texts(e, &manifest, &table) && tl_sweep_read(asked, folder, manifest, table, &messages);
    tl_messages_print(&messages, stderr);
    if (!good && messages.errors == 0) {
        fprintf(stderr, "tillit: %s: not enough memory for the sweep's design\n", folder);
    }
    tl_messages_free(&messages);
    return good;
}

static bool create(const char *folder, const tl_Sweep *asked)
{
    int cause = tl_sweep_create(folder, asked->manifest, asked->table);
    if (cause != 0) {
        fprintf(stderr, "tillit: %s/sweep.json: cannot be written: %s\n", folder, strerror(cause));
    }
    return cause == 0;
}

/* Opens the folder's sweep, which is made first if there is none. An exit code. */
static int settle(const tl_Arguments *arguments, tl_Experiment *e, const char *folder, tl_Sweep *sweep)
{
    tl_Sweep asked;
    bool there = tl_sweep_is_there(folder);
    if (there && !open_there(folder, sweep)) {
        return TL_EXIT_USAGE;
    }
    if (there) {
        take_over_costs(e, sweep);
    } else {
        int code = tl_trial_equal_cost(arguments, e);
        if (code != TL_EXIT_GOOD) {
            return code;
        }
    }
    if (!ask(e, folder, &asked)) {
        tl_sweep_free(sweep);
        return TL_EXIT_USAGE;
    }
    int code = there || (create(folder, &asked) && open_there(folder, sweep)) ? TL_EXIT_GOOD : TL_EXIT_FAILED;
    if (code == TL_EXIT_GOOD) {
        code = compare(folder, sweep, &asked);
    }
    tl_sweep_free(&asked);
    if (code != TL_EXIT_GOOD) {
        tl_sweep_free(sweep);
    }
    return code;
}

/* ---- running
 * ----------------------------------------------------------------------------------------------------- */

/* Finished runs gather in `open` until it is swapped for an empty part and written. */
typedef struct Writer {
    const tl_Sweep *sweep;
    const char *folder;
    Shard shard;
    tl_PartTarget target;
    int64_t part_runs;
    pthread_mutex_t lock; /* of what workers touch: open, ended, ended_badly, no_memory */
    tl_Part open;
    int64_t ended, ended_badly; /* runs, written or not */
    int64_t done, failed;       /* written */
    bool no_memory;
    double opened_s;
    tl_Progress progress;
    char error[TL_FILE_ERROR_SIZE];
} Writer;

static void on_finished(void *context, const tl_RunRecord *record, const double *values, const double *series)
{
    Writer *w = context;
    pthread_mutex_lock(&w->lock);
    if (tl_part_add(&w->open, w->sweep, record, values, series)) {
        w->ended++;
        w->ended_badly += record->status == TL_RUN_FAILED;
    } else {
        w->no_memory = true;
    }
    pthread_mutex_unlock(&w->lock);
}

static bool is_due(const Writer *w, bool last)
{
    size_t each = sizeof(double) * (size_t)w->sweep->outcome_count *
                  (size_t)(w->sweep->window_count + (w->sweep->series ? w->sweep->period_count : 0));
    return w->open.count > 0 &&
           (last || w->open.count >= w->part_runs || (size_t)w->open.count * each >= PART_BYTES ||
            tl_now_s() - w->opened_s >= PART_SECONDS);
}

static bool write_out(Writer *w, tl_Part *part)
{
    bool good = tl_part_write(part, w->sweep, &w->target, w->error, sizeof w->error);
    for (int64_t i = 0; good && i < part->count; i++) {
        w->done += part->records[i].status == TL_RUN_DONE;
        w->failed += part->records[i].status == TL_RUN_FAILED;
    }
    tl_part_free(part);
    return good;
}

static bool on_tick(void *context, bool last)
{
    Writer *w = context;
    tl_Part part = {0};
    pthread_mutex_lock(&w->lock);
    int64_t ended = w->ended, badly = w->ended_badly;
    if (w->error[0] == '\0' && is_due(w, last)) {
        part = w->open;
        w->open = (tl_Part){0};
        w->opened_s = tl_now_s();
    }
    pthread_mutex_unlock(&w->lock);
    if (part.count > 0 && !write_out(w, &part)) {
        return false;
    }
    tl_progress_runs(&w->progress, ended, badly);
    return w->error[0] == '\0' && !w->no_memory;
}

static bool is_wanted(const tl_Index *index, int64_t run, const Shard *shard, bool failed)
{
    return run % shard->count == shard->number - 1 &&
           index->runs[run].status == (failed ? TL_RUN_FAILED : TL_RUN_MISSING);
}

static int64_t *list_wanted(const tl_Index *index, const Shard *shard, bool failed, int64_t *count)
{
    *count = 0;
    for (int64_t run = 0; run < index->run_count; run++) {
        *count += is_wanted(index, run, shard, failed);
    }
    int64_t *runs = malloc(((size_t)*count + 1) * sizeof *runs);
    for (int64_t run = 0, at = 0; runs != NULL && run < index->run_count; run++) {
        if (is_wanted(index, run, shard, failed)) {
            runs[at++] = run;
        }
    }
    return runs;
}

/* Runs of the shard in a state. */
static int64_t count_state(const tl_Index *index, const Shard *shard, tl_RunStatus status)
{
    int64_t count = 0;
    for (int64_t run = shard->number - 1; run < index->run_count; run += shard->count) {
        count += index->runs[run].status == status;
    }
    return count;
}

static void print_how_to_go_on(const tl_Arguments *arguments, const Shard *shard)
{
    fprintf(stderr, "tillit: to go on: tillit sweep %s%s%s", arguments->operands[0],
            arguments->out != NULL ? " --out " : "", arguments->out != NULL ? arguments->out : "");
    for (int i = 0; i < arguments->set_count; i++) {
        fprintf(stderr, " --set %s", arguments->sets[i]);
    }
    if (shard->count > 1) {
        fprintf(stderr, " --shard %d/%d", shard->number, shard->count);
    }
    fprintf(stderr, "\n");
}

/* Says how it ended; an exit code. */
static int report(const tl_Arguments *arguments, const Writer *w, const tl_Index *before, double seconds)
{
    const Shard *shard = &w->shard;
    int64_t own = count_state(before, shard, TL_RUN_MISSING) + count_state(before, shard, TL_RUN_DONE) +
                  count_state(before, shard, TL_RUN_FAILED);
    int64_t failed = arguments->retry_failed ? count_state(before, shard, TL_RUN_FAILED) - w->done
                                             : count_state(before, shard, TL_RUN_FAILED) + w->failed;
    int64_t done = count_state(before, shard, TL_RUN_DONE) + w->done, missing = own - done - failed;
    if (w->error[0] != '\0') {
        fprintf(stderr, "tillit: %s; the runs of this part are lost\n", w->error);
    } else if (w->no_memory) {
        fprintf(stderr, "tillit: not enough memory to hold finished runs\n");
    } else if (tl_sweep_stop_asked()) {
        fprintf(stderr, "tillit: stopped on request; every finished run is kept\n");
    }
    printf("%s: ", w->folder);
    if (shard->count > 1) {
        printf("shard %d of %d: ", shard->number, shard->count);
    }
    printf("%lld of %lld runs done, %lld failed, %lld to do; %lld now in %.1f s\n", (long long)done,
           (long long)own, (long long)failed, (long long)missing, (long long)w->done + (long long)w->failed,
           seconds);
    if (missing > 0) {
        print_how_to_go_on(arguments, shard);
    } else if (failed > 0) {
        fprintf(stderr, "tillit: why they failed: tillit status %s; to try them again: --retry-failed\n",
                w->folder);
    } else {
        printf("then: tillit merge %s\n", w->folder);
    }
    return missing > 0 || failed > 0 || w->error[0] != '\0' ? TL_EXIT_FAILED : TL_EXIT_GOOD;
}

/* What was gained by common luck and burn-ins; once all is done. */
static void print_gains(const Writer *w, const tl_BurnIns *burn_ins)
{
    tl_Index index;
    tl_Messages messages = {0};
    if (burn_ins->used > 0) {
        double each = burn_ins->seconds / (double)burn_ins->simulated;
        printf("burn-ins: %lld simulated for %lld runs, %.3g core seconds saved\n",
               (long long)burn_ins->simulated, (long long)burn_ins->used,
               each * (double)(burn_ins->used - burn_ins->simulated));
    }
    if (w->done > 0 && tl_index_read(&index, w->sweep, w->folder, &messages)) {
        if (index.done == index.run_count) {
            tl_sweep_pairing_print(w->sweep, &index);
        }
        tl_index_free(&index);
    }
    tl_messages_free(&messages);
}

static int run_wanted(const tl_Arguments *arguments, Writer *w, const tl_Index *index)
{
    tl_BurnIns burn_ins = {0};
    tl_SweepWork work = {.sweep = w->sweep,
                         .kernel = arguments->kernel,
                         .threads = arguments->threads > 0 ? arguments->threads : omp_get_num_procs(),
                         .burn_ins = &burn_ins,
                         .context = w,
                         .finished = on_finished,
                         .tick = on_tick};
    int64_t *runs = list_wanted(index, &w->shard, arguments->retry_failed, &work.count);
    work.runs = runs;
    double started_s = tl_now_s();
    w->opened_s = started_s;
    tl_progress_start(&w->progress, work.count, 0.0, arguments->quiet);
    bool good = runs != NULL && tl_sweep_work(&work);
    tl_progress_end(&w->progress);
    free(runs);
    if (!good) {
        fprintf(stderr, "tillit: not enough memory to start\n");
    }
    int code = report(arguments, w, index, tl_now_s() - started_s);
    print_gains(w, &burn_ins);
    return good ? code : TL_EXIT_FAILED;
}

static double recipients_of(const tl_Config *config)
{
    double sum = 0.0;
    for (int m = 0; m < config->municipality_count; m++) {
        sum += (double)config->municipalities[m].profile.recipients;
    }
    return sum;
}

/* Does the largest point fit into memory as often as there are threads? Otherwise says what to do. */
static bool fits(const tl_Arguments *arguments, const tl_Sweep *sweep)
{
    double most = -1.0;
    int threads = arguments->threads > 0 ? arguments->threads : omp_get_num_procs();
    tl_Forecast largest = {0.0, 0.0, 0.0};
    for (int64_t number = 0; number < tl_sweep_points(sweep); number++) {
        tl_PointConfig point;
        tl_rows_apply(&sweep->rows, number % sweep->rows.count, &sweep->bases[sweep->base_of[number]].config,
                      &point);
        double recipients = recipients_of(&point.config);
        if (recipients > most) {
            most = recipients;
            largest = tl_forecast(&point.config, threads, threads, false);
        }
    }
    return tl_forecast_fits(&largest, NULL);
}

static int run_shard(const tl_Arguments *arguments, const tl_Sweep *sweep, const char *folder, Shard shard)
{
    tl_Index index;
    tl_Messages messages = {0};
    if (!fits(arguments, sweep)) {
        return TL_EXIT_USAGE;
    }
    remove_leftovers(folder, &shard);
    bool good = tl_index_read(&index, sweep, folder, &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    if (!good) {
        return TL_EXIT_USAGE;
    }
    Writer writer = {.sweep = sweep,
                     .folder = folder,
                     .shard = shard,
                     .target = {.folder = folder, .shard = shard.number, .shards = shard.count},
                     .part_runs = arguments->part_runs > 0 ? arguments->part_runs : PART_RUNS};
    pthread_mutex_init(&writer.lock, NULL);
    int code = run_wanted(arguments, &writer, &index);
    pthread_mutex_destroy(&writer.lock);
    tl_part_free(&writer.open);
    tl_index_free(&index);
    return code;
}

/* ---- the command
 * ------------------------------------------------------------------------------------------------- */

static int sweep_into(const tl_Arguments *arguments, tl_Experiment *e, Shard shard)
{
    char folder[TL_PATH_SIZE];
    tl_Sweep sweep = {0};
    if (!choose_folder(arguments, folder) || !tl_sweep_lock(folder, shard.number, shard.count)) {
        return TL_EXIT_USAGE;
    }
    tl_sweep_listen();
    int code = settle(arguments, e, folder, &sweep);
    if (code == TL_EXIT_GOOD) {
        tl_sweep_listen(); /* equal cost has listened for itself */
        code = run_shard(arguments, &sweep, folder, shard);
        tl_sweep_free(&sweep);
    }
    return code;
}

int tl_command_sweep(const tl_Arguments *arguments)
{
    Shard shard;
    if (!choose_shard(arguments, &shard)) {
        return TL_EXIT_USAGE;
    }
    if (arguments->kernel != NULL && tl_plan_kernel(arguments->kernel) == NULL) {
        fprintf(stderr, "tillit: --kernel %s: this processor has no such kernel\n", arguments->kernel);
        return TL_EXIT_USAGE;
    }
    tl_Experiment *e = tl_trial_load(arguments);
    if (e == NULL) {
        return TL_EXIT_USAGE;
    }
    int code = arguments->plan ? tl_sweep_plan(arguments, e) : sweep_into(arguments, e, shard);
    tl_trial_free(e);
    return code;
}
