#include "cli/sweep_stored.h"

#include <jansson.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/stored.h"
#include "cli/sweep_work.h"
#include "core/measure.h"
#include "io/provenance.h"
#include "io/sweep_merged.h"

/* ---- where a sweep lies
 * ------------------------------------------------------------------------------------------ */

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The folder of DIR/parts/NAME.h5; false where the path is no part. */
static bool folder_of_part(const char *path, char folder[TL_PATH_SIZE])
{
    char parts[TL_PATH_SIZE];
    snprintf(parts, sizeof parts, "%.4000s", path);
    char *slash = strrchr(parts, '/');
    if (slash == NULL) {
        return false;
    }
    *slash = '\0';
    char *name = strrchr(parts, '/');
    if (strcmp(name != NULL ? name + 1 : parts, "parts") != 0) {
        return false;
    }
    snprintf(folder, TL_PATH_SIZE, "%.*s", name != NULL ? (int)(name - parts) : 1,
             name != NULL ? parts : ".");
    return tl_sweep_is_there(folder);
}

bool tl_sweep_stored(const char *path)
{
    char folder[TL_PATH_SIZE];
    return is_folder(path) || folder_of_part(path, folder) || (tl_is_hdf5(path) && tl_merged_is(path));
}

static bool open_any(const char *path, tl_Sweep *sweep)
{
    char folder[TL_PATH_SIZE];
    tl_Messages messages = {0};
    bool good = is_folder(path)                ? tl_sweep_open(sweep, path, &messages)
                : folder_of_part(path, folder) ? tl_sweep_open(sweep, folder, &messages)
                                               : tl_merged_open(sweep, path, &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    return good;
}

/* ---- config
 * ------------------------------------------------------------------------------------------------------ */

int tl_sweep_config_print(const tl_Arguments *arguments)
{
    tl_Sweep sweep;
    const char *path = arguments->operands[0];
    if (arguments->run < 1) {
        fprintf(stderr, "tillit: %s holds a sweep: --run K says which of its runs\n", path);
        return TL_EXIT_USAGE;
    }
    if (!open_any(path, &sweep)) {
        return TL_EXIT_USAGE;
    }
    int64_t run = arguments->run - 1;
    bool there = run < tl_sweep_runs(&sweep);
    char *json = there ? tl_sweep_run_json(&sweep, run) : NULL;
    if (!there) {
        fprintf(stderr, "tillit: --run = %d: %s has %lld\n", arguments->run, path,
                (long long)tl_sweep_runs(&sweep));
    } else if (json == NULL) {
        fprintf(stderr, "tillit: %s: not enough memory\n", path);
    } else {
        printf("%s\n", json);
        fprintf(stderr, "run %d is point %lld, replicate %lld: the last replicate of this config\n",
                arguments->run, (long long)run / sweep.replicates + 1, (long long)run % sweep.replicates + 1);
    }
    free(json);
    tl_sweep_free(&sweep);
    return json != NULL ? TL_EXIT_GOOD : TL_EXIT_USAGE;
}

/* ---- verify
 * ------------------------------------------------------------------------------------------------------ */

/* What the file says, and the first run that said otherwise. */
typedef struct Check {
    const tl_Sweep *sweep;
    tl_MergedRuns runs;
    int64_t compared, differing, first; /* first: number of the run, -1 none */
    char where[256];                    /* what differs in it */
} Check;

static bool same_bits(double a, double b)
{
    uint64_t of_a, of_b;
    memcpy(&of_a, &a, sizeof a);
    memcpy(&of_b, &b, sizeof b);
    return of_a == of_b || (isnan(a) && isnan(b));
}

/* Finds the first value of a block [outcome][width] that differs from the file's; by column, as periods go.
 */
static bool find_difference(const Check *c, int64_t run, const double *there, const double *here, int width,
                            int *outcome, int *column)
{
    size_t runs = (size_t)tl_sweep_runs(c->sweep);
    for (*column = 0; *column < width; ++*column) {
        for (*outcome = 0; *outcome < c->sweep->outcome_count; ++*outcome) {
            size_t at = ((size_t)*outcome * runs + (size_t)run) * (size_t)width + (size_t)*column;
            if (!same_bits(there[at], here[(size_t)*outcome * (size_t)width + (size_t)*column])) {
                return true;
            }
        }
    }
    return false;
}

static double value_there(const Check *c, int64_t run, const double *there, int width, int outcome,
                          int column)
{
    size_t at = ((size_t)outcome * (size_t)tl_sweep_runs(c->sweep) + (size_t)run) * (size_t)width;
    return there[at + (size_t)column];
}

/* Does a run differ from the file, and in what first? */
static bool differs(const Check *c, const tl_RunRecord *record, const double *values, const double *series,
                    char *where, size_t size)
{
    const tl_Sweep *s = c->sweep;
    int outcome, column;
    if (s->series &&
        find_difference(c, record->run, c->runs.series, series, s->period_count, &outcome, &column)) {
        snprintf(where, size, "day %lld, series_%s: %.17g in the file, %.17g run again",
                 (long long)s->bases[0].config.run.period_days * column,
                 tl_measures[s->outcomes[outcome]].name,
                 value_there(c, record->run, c->runs.series, s->period_count, outcome, column),
                 series[outcome * s->period_count + column]);
        return true;
    }
    if (find_difference(c, record->run, c->runs.values, values, s->window_count, &outcome, &column)) {
        snprintf(where, size, "%s in window %s: %.17g in the file, %.17g run again",
                 tl_measures[s->outcomes[outcome]].name, s->windows[column].name,
                 value_there(c, record->run, c->runs.values, s->window_count, outcome, column),
                 values[outcome * s->window_count + column]);
        return true;
    }
    snprintf(where, size, "the digests are not the same");
    return c->runs.digest[record->run] != record->digest;
}

static void on_finished(void *context, const tl_RunRecord *record, const double *values, const double *series)
{
    Check *c = context;
    char where[sizeof c->where];
    bool failed = record->status != TL_RUN_DONE;
    if (failed) {
        snprintf(where, sizeof where, "%s", record->reason);
    }
    c->compared++;
    if (failed || differs(c, record, values, series, where, sizeof where)) {
        c->differing++;
        if (c->first < 0 || record->run < c->first) {
            c->first = record->run;
            memcpy(c->where, where, sizeof where);
        }
    }
}

static bool on_tick(void *context, bool last)
{
    (void)context;
    (void)last;
    return true;
}

/* Every run that is done in the file, or those of points spread evenly over the design. */
static int64_t *choose(const Check *c, int sample, int64_t *count)
{
    const tl_Sweep *s = c->sweep;
    int64_t points = tl_sweep_points(s), wanted = sample > 0 && sample < points ? sample : points;
    int64_t *runs = malloc(((size_t)(wanted * s->replicates) + 1) * sizeof *runs);
    *count = 0;
    for (int64_t i = 0; runs != NULL && i < wanted; i++) {
        int64_t point = (int64_t)((double)i * (double)points / (double)wanted);
        for (int64_t run = point * s->replicates; run < (point + 1) * s->replicates; run++) {
            if (c->runs.status[run] == TL_RUN_DONE) {
                runs[(*count)++] = run;
            }
        }
    }
    return runs;
}

/* What this program is and the one that made the sweep was not. */
static void print_provenance(const tl_Sweep *sweep)
{
    tl_Provenance p = tl_provenance();
    const char *const names[] = {"version", "model_version", "commit", "compiler", "flags"};
    const char *const here[] = {p.version, p.model_version, p.commit, p.compiler, p.flags};
    json_t *root = json_loads(sweep->manifest, 0, NULL);
    for (int i = 0; i < 5; i++) {
        const char *there = json_string_value(json_object_get(root, names[i]));
        if (there == NULL || strcmp(there, here[i]) != 0) {
            bool of_model = strcmp(names[i], "model_version") == 0;
            fprintf(stderr, "%s: %s there, %s here%s\n", names[i], there != NULL ? there : "(not said)",
                    here[i], of_model ? ": other results are to be expected" : "");
        }
    }
    json_decref(root);
}

static int report(const Check *c, const char *path, int64_t count)
{
    int64_t runs = tl_sweep_runs(c->sweep), replicates = c->sweep->replicates;
    printf("%s: %lld of %lld runs run again\n", path, (long long)c->compared, (long long)runs);
    if (c->differing > 0) {
        printf("%lld of them differ. The first is run %lld (point %lld, replicate %lld): %s\n",
               (long long)c->differing, (long long)c->first + 1, (long long)c->first / replicates + 1,
               (long long)c->first % replicates + 1, c->where);
        return TL_EXIT_FAILED;
    }
    if (c->compared < count) {
        fprintf(stderr, "tillit: stopped on request\n");
        return TL_EXIT_FAILED;
    }
    if (count == 0) {
        fprintf(stderr, "tillit: %s: none of these runs is done in the file\n", path);
        return TL_EXIT_FAILED;
    }
    printf("the same: every digest and value, bit by bit\n");
    return TL_EXIT_GOOD;
}

static int rerun(const tl_Arguments *arguments, Check *c)
{
    tl_SweepWork work = {.sweep = c->sweep,
                         .threads = arguments->threads > 0 ? arguments->threads : omp_get_num_procs(),
                         .context = c,
                         .finished = on_finished,
                         .tick = on_tick};
    int64_t *runs = choose(c, arguments->sample, &work.count);
    work.runs = runs;
    bool good = runs != NULL && tl_sweep_work(&work);
    free(runs);
    if (!good) {
        fprintf(stderr, "tillit: not enough memory to start\n");
        return TL_EXIT_FAILED;
    }
    return report(c, arguments->operands[0], work.count);
}

int tl_sweep_verify(const tl_Arguments *arguments)
{
    const char *path = arguments->operands[0];
    tl_Sweep sweep;
    tl_Messages messages = {0};
    if (is_folder(path) || !tl_merged_is(path)) {
        fprintf(stderr, "tillit: %s: a merged file is verified (tillit merge)\n", path);
        return TL_EXIT_USAGE;
    }
    if (!open_any(path, &sweep)) {
        return TL_EXIT_USAGE;
    }
    Check check = {.sweep = &sweep, .first = -1};
    int code = TL_EXIT_USAGE;
    if (tl_merged_runs(&check.runs, &sweep, path, &messages)) {
        tl_sweep_listen();
        print_provenance(&sweep);
        code = rerun(arguments, &check);
    }
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    tl_merged_runs_free(&check.runs);
    tl_sweep_free(&sweep);
    return code;
}
