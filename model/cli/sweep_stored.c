#include "cli/sweep_stored.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/rebuilt.h"
#include "run/stop.h"
#include "store/stored.h"
#include "store/sweep_pairing.h"
#include "run/execute.h"
#include "store/hdf5_file.h"
#include "run/snapshot_summary.h"
#include "store/sweep_differences.h"
#include "store/sweep_merged.h"
#include "system/memory.h"
#include "system/shown.h"

/* ---- where a sweep lies -------------------------------------------------------------------------------- */

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The folder of DIR/parts/NAME.h5; false where the path is no part. */
static bool folder_of_part(const char *path, char folder[TL_PATH_SIZE])
{
    char parts[TL_PATH_SIZE];
    int length = snprintf(parts, sizeof parts, "%s", path);
    char *slash = strrchr(parts, '/');
    if (slash == NULL || length >= (int)sizeof parts) {
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

/* ---- config -------------------------------------------------------------------------------------------- */

int tl_sweep_config_print(const tl_Arguments *arguments)
{
    tl_Sweep sweep;
    const char *path = arguments->operands[0];
    if (arguments->run < 1) {
        tl_print(stderr, "tillit: %s holds a sweep: --run K says which of its runs\n", path);
        return TL_EXIT_USAGE;
    }
    if (!open_any(path, &sweep)) {
        return TL_EXIT_USAGE;
    }
    int64_t run = arguments->run - 1;
    bool there = run < tl_plan_runs(&sweep.plan);
    char *json = there ? tl_sweep_run_json(&sweep, run) : NULL;
    if (!there) {
        tl_print(stderr, "tillit: --run = %d: %s has %lld\n", arguments->run, path,
                 (long long)tl_plan_runs(&sweep.plan));
    } else {
        tl_print_lines(stdout, json);
        tl_print(stdout, "\n");
        tl_print(stderr, "run %d is point %lld, replicate %lld: the last replicate of this config\n",
                 arguments->run, (long long)run / sweep.plan.replicates + 1,
                 (long long)run % sweep.plan.replicates + 1);
    }
    free(json);
    tl_sweep_free(&sweep);
    return there ? TL_EXIT_GOOD : TL_EXIT_USAGE;
}

/* ---- verify -------------------------------------------------------------------------------------------- */

enum { DIFFERENCE_SIZE = 512 };

/* What the file says, and the first run that said otherwise. */
typedef struct Check {
    const tl_Sweep *sweep;
    tl_MergedRuns runs;
    int64_t compared, differing, first; /* first: number of the run, -1 none */
    char difference[DIFFERENCE_SIZE];   /* what differs in it */
} Check;

static bool same_bits(double a, double b)
{
    uint64_t of_a, of_b;
    memcpy(&of_a, &a, sizeof a);
    memcpy(&of_b, &b, sizeof b);
    return of_a == of_b || (isnan(a) && isnan(b));
}

/* The order in which kinds are looked at: what happened first in the run is told first. */
static const tl_Kept by_time[TL_KEPT_KINDS] = {TL_KEPT_SERIES, TL_KEPT_SNAPSHOTS, TL_KEPT_WINDOWS};

/* Where a value of a kind stands: in a run of its own, and in the file. */
typedef struct Spot {
    tl_Kept kind;
    int variable, column;
} Spot;

static double value_there(const Check *c, int64_t run, const Spot *spot)
{
    size_t runs = (size_t)tl_plan_runs(&c->sweep->plan),
           width = (size_t)tl_plan_width(&c->sweep->plan, spot->kind);
    return c->runs
        .kept[spot->kind][((size_t)spot->variable * runs + (size_t)run) * width + (size_t)spot->column];
}

static double value_here(const Check *c, double *const kept[TL_KEPT_KINDS], const Spot *spot)
{
    return kept[spot->kind][spot->variable * tl_plan_width(&c->sweep->plan, spot->kind) + spot->column];
}

/* Finds the first value of a kind that differs from the file's; by column, as time goes. */
static bool find_difference(const Check *c, int64_t run, double *const kept[TL_KEPT_KINDS], Spot *spot)
{
    for (spot->column = 0; spot->column < tl_plan_width(&c->sweep->plan, spot->kind); spot->column++) {
        for (spot->variable = 0; spot->variable < tl_plan_variables(&c->sweep->plan, spot->kind);
             spot->variable++) {
            if (!same_bits(value_there(c, run, spot), value_here(c, kept, spot))) {
                return true;
            }
        }
    }
    return false;
}

/* "day 28, series_cost", "day 363, p50 of snapshot_employee_strain", "cost in window all". */
static void describe(const Check *c, const Spot *spot, char *text, size_t size)
{
    const tl_Sweep *s = c->sweep;
    const tl_RunSettings *run = &s->bases[0].config.run;
    char name[TL_MERGED_NAME_SIZE];
    tl_merged_name(s, spot->kind, spot->variable, name);
    if (spot->kind == TL_KEPT_SERIES) {
        snprintf(text, size, "day %lld, %s", (long long)run->record_period_days * spot->column, name);
    } else if (spot->kind == TL_KEPT_SNAPSHOTS) {
        snprintf(text, size, "day %lld, %s of %s",
                 (long long)run->record_snapshot_every_days * (spot->column / TL_SNAPSHOT_STATISTICS + 1) - 1,
                 tl_snapshot_statistics[spot->column % TL_SNAPSHOT_STATISTICS], name);
    } else {
        snprintf(text, size, "%s in window %s", name, s->plan.windows[spot->column].name);
    }
}

/* Does a run differ from the file, and in what first? */
static bool differs(const Check *c, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS],
                    char *difference, size_t size)
{
    for (int i = 0; i < TL_KEPT_KINDS; i++) {
        Spot spot = {.kind = by_time[i]};
        if (find_difference(c, record->run, kept, &spot)) {
            char text[DIFFERENCE_SIZE / 2];
            describe(c, &spot, text, sizeof text);
            snprintf(difference, size, "%s: %.17g in the file, %.17g run again", text,
                     value_there(c, record->run, &spot), value_here(c, kept, &spot));
            return true;
        }
    }
    snprintf(difference, size, "the digests are not the same");
    return c->runs.digest[record->run] != record->digest;
}

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    Check *c = context;
    char difference[sizeof c->difference];
    bool failed = record->status != TL_RUN_DONE;
    if (failed) {
        snprintf(difference, sizeof difference, "%s", record->reason);
    }
    c->compared++;
    if (failed || differs(c, record, kept, difference, sizeof difference)) {
        c->differing++;
        if (c->first < 0 || record->run < c->first) {
            c->first = record->run;
            memcpy(c->difference, difference, sizeof difference);
        }
    }
    return true;
}

/* Every run that is done in the file, or those of points spread evenly over the design. */
static int64_t *choose(const Check *c, int sample, int64_t *count)
{
    const tl_Sweep *s = c->sweep;
    int64_t points = tl_plan_points(&s->plan), wanted = sample > 0 && sample < points ? sample : points;
    int64_t *runs = tl_allocate((size_t)(wanted * s->plan.replicates) + 1, sizeof *runs);
    *count = 0;
    for (int64_t i = 0; i < wanted; i++) {
        int64_t point = (int64_t)((double)i * (double)points / (double)wanted);
        for (int64_t run = point * s->plan.replicates; run < (point + 1) * s->plan.replicates; run++) {
            if (c->runs.status[run] == TL_RUN_DONE) {
                runs[(*count)++] = run;
            }
        }
    }
    return runs;
}

/* True if every run that was to be compared was, and is the same. */
static bool report(const Check *c, const char *path, int64_t count)
{
    int64_t runs = tl_plan_runs(&c->sweep->plan), replicates = c->sweep->plan.replicates;
    tl_print(stdout, "%s: %lld of %lld runs run again\n", path, (long long)c->compared, (long long)runs);
    if (c->differing > 0) {
        tl_print(stdout, "%lld of them differ. The first is run %lld (point %lld, replicate %lld): %s\n",
                 (long long)c->differing, (long long)c->first + 1, (long long)c->first / replicates + 1,
                 (long long)c->first % replicates + 1, c->difference);
        return false;
    }
    if (c->compared < count) {
        tl_print(stderr, "tillit: stopped on request\n");
        return false;
    }
    if (count == 0) {
        tl_print(stderr, "tillit: %s: none of these runs is done in the file\n", path);
        return false;
    }
    return true;
}

/* Writes the merged file anew from its own manifest, design and runs, and compares all of it. */
static bool is_as_rewritten(const Check *c, const char *path, bool same_program)
{
    tl_Rebuilt rebuilt;
    tl_Pairing pairing;
    tl_Messages messages = {0};
    if (!tl_rebuilt_start(&rebuilt)) {
        return false;
    }
    bool good = tl_sweep_pairing_of(c->sweep, &c->runs, &pairing, &messages) &&
                tl_merged_rewrite(rebuilt.path, c->sweep, &c->runs,
                                  pairing.pairs >= 2 ? pairing.ratios : NULL, &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    good = good && tl_rebuilt_agrees(&rebuilt, path, &(tl_LabelRule){.rewritten = true}, same_program);
    tl_rebuilt_end(&rebuilt);
    return good;
}

/* A file from elsewhere may ask for what no design would: values that contradict one another. */
static bool check_points(const Check *c, const char *path, const int64_t *runs, int64_t count)
{
    tl_Messages messages = {0};
    int64_t last = -1;
    for (int64_t i = 0; i < count && messages.errors == 0; i++) {
        int64_t point = runs[i] / c->sweep->plan.replicates;
        if (point != last) {
            tl_sweep_check(c->sweep, point, path, &messages);
        }
        last = point;
    }
    bool good = messages.errors == 0;
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    return good;
}

static int rerun(const tl_Arguments *arguments, Check *c, bool same_program)
{
    int64_t count;
    int64_t *runs = choose(c, arguments->sample, &count);
    const tl_RunOptions options = tl_run_options(arguments);
    const tl_Sink sink = {.context = c, .finished = on_finished};
    if (!check_points(c, arguments->operands[0], runs, count)) {
        free(runs);
        return TL_EXIT_USAGE;
    }
    tl_execute(&c->sweep->plan, runs, count, &options, &sink, NULL);
    free(runs);
    bool same = report(c, arguments->operands[0], count);
    if (c->compared == count) {
        same = is_as_rewritten(c, arguments->operands[0], same_program) && same;
    }
    if (same) {
        tl_print(stdout, "the same: every digest and value, bit by bit, and every name, unit and text\n");
    }
    return same ? TL_EXIT_GOOD : TL_EXIT_FAILED;
}

int tl_sweep_verify(const tl_Arguments *arguments)
{
    const char *path = arguments->operands[0];
    tl_Sweep sweep;
    tl_Messages messages = {0};
    if (is_folder(path) || !tl_merged_is(path)) {
        tl_print(stderr, "tillit: %s: a merged file is verified (tillit merge)\n", path);
        return TL_EXIT_USAGE;
    }
    if (!open_any(path, &sweep)) {
        return TL_EXIT_USAGE;
    }
    Check check = {.sweep = &sweep, .first = -1};
    int code = TL_EXIT_USAGE;
    if (tl_merged_runs(&check.runs, &sweep, path, &messages)) {
        tl_stop_listen();
        bool same_program = tl_sweep_provenance(&sweep, "", stderr) == 0;
        code = rerun(arguments, &check, same_program);
    }
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    tl_merged_runs_free(&check.runs);
    tl_sweep_free(&sweep);
    return code;
}
