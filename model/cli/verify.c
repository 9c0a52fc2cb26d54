/* The commands verify, config and diff: what a file says of how it was made, and whether that is so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/experiment_steps.h"
#include "cli/loaded.h"
#include "cli/runner.h"
#include "config/config_diff.h"
#include "config/experiment_json.h"
#include "core/observation/measure.h"
#include "run/snapshot_summary.h"
#include "run/stop.h"
#include "store/hdf5_read.h"
#include "store/sweep_remake.h"
#include "store/verify.h"
#include "system/memory.h"
#include "system/shown.h"

/* ---- saying what differs ------------------------------------------------------------------------------- */

static void print_place(const tl_Parting *p, const tl_Stored *stored)
{
    if (strcmp(p->group, "municipality") == 0 && p->arm >= 1 && p->arm <= stored->arm_count &&
        p->number <= (uint64_t)stored->arms[p->arm - 1].config.municipality_count) {
        tl_print(stdout, ", %s", stored->arms[p->arm - 1].config.municipalities[p->number - 1].name);
    } else if (p->group[0] != '\0') {
        tl_print(stdout, ", %s %llu", p->group, (unsigned long long)p->number);
    }
    if (p->arm > 0 && stored->kind == TL_STORED_RESULT) {
        tl_print(stdout, " (arm %d, replicate %d)", p->arm, p->replicate);
    }
}

/* "day 28, series_cost", "day 363, p50 of snapshot_employee_strain", "cost in window all". */
static void print_variable(const tl_Parting *p, const tl_Stored *stored)
{
    const tl_Plan *plan = &stored->sweep.plan;
    bool sweep = stored->kind == TL_STORED_MERGED;
    if (p->day < TL_UNDATED) {
        tl_print(stdout, "day %d, ", p->day);
    }
    if (sweep && strncmp(p->variable, "snapshot_", 9) == 0) {
        tl_print(stdout, "%s of ", tl_snapshot_statistics[p->place % TL_SNAPSHOT_STATISTICS]);
    }
    tl_print(stdout, "%s", p->variable);
    if (sweep && tl_measure_find(p->variable) >= 0 && p->place < (size_t)plan->window_count) {
        tl_print(stdout, " in window %s", plan->windows[p->place].name);
    }
}

static void print_parting(const tl_Parting *p, const tl_Stored *stored, const char *a, const char *b)
{
    bool digest = strcmp(p->variable, "digest") == 0;
    if (!digest || stored->kind == TL_STORED_RESULT) {
        print_variable(p, stored);
        print_place(p, stored);
        tl_print(stdout, ": ");
    }
    if (p->row_lacks) {
        tl_print(stdout, "in one file only\n");
    } else if (digest) {
        tl_print(stdout, "the digests are not the same\n");
    } else {
        tl_print(stdout, "%.17g %s, %.17g %s\n", p->a, a, p->b, b);
    }
}

/* Says in what trajectories differ, if they do. `a` and `b` say which is which. */
static void print_trajectories(const tl_Comparison *c, const tl_Stored *stored, const char *a, const char *b)
{
    if (c->differing > 0) {
        tl_print(stdout, "%d of %d variables differ (%lld of %lld values)\nfirst difference: ",
                 c->differing_variables, c->variables, (long long)c->differing, (long long)c->values);
        print_parting(&c->first, stored, a, b);
    }
    if (c->lacking[0] != '\0') {
        tl_print(stdout, "only one of them holds '%s'\n", c->lacking);
    }
}

static void print_label(const tl_LabelDifference *d, const char *a, const char *b)
{
    tl_print(stdout, "  %s%s%s: ", d->attribute, d->attribute[0] != '\0' ? " of " : "",
             d->attribute[0] != '\0' && d->object[0] == '\0' ? "the file" : d->object);
    if (strcmp(d->b, "-") == 0 || strcmp(d->a, "-") == 0) {
        tl_print(stdout, "only %s\n", strcmp(d->b, "-") == 0 ? a : b);
    } else {
        tl_print(stdout, "%s %s, %s %s\n", d->a, a, d->b, b);
    }
}

static void print_labels(const tl_Comparison *c, const char *a, const char *b)
{
    if (c->label_count > 0) {
        tl_print(stdout, "names, units and texts differ:\n");
    }
    for (int i = 0; i < c->label_count && i < TL_MOST_LABELS; i++) {
        print_label(&c->labels[i], a, b);
    }
    if (c->label_count > TL_MOST_LABELS) {
        tl_print(stdout, "  and %d more\n", c->label_count - TL_MOST_LABELS);
    }
}

/* ---- verify -------------------------------------------------------------------------------------------- */

static const char THERE[] = "in the file";

static void print_seal(const tl_Stored *stored, const tl_Verified *v)
{
    const tl_Comparison *c = &v->comparison;
    if (v->seal == TL_SEAL_BROKEN) {
        tl_print(stdout, "changed since it was written: %s\n", v->why);
    } else if (v->seal == TL_SEAL_NONE) {
        tl_print(
            stderr,
            "%s was made before files had a checksum. Not checked: who made it, when and how (version, "
            "commit, compiler, flags, command, created), and whether the configs, experiment or design in "
            "it, from which all else was made again, are the first ones\n",
            stored->path);
    }
    if (c->reworded > 0) {
        tl_print(stderr, "%s: %d description%s in other words than this program's (%s%s)%s\n", stored->path,
                 c->reworded, c->reworded > 1 ? "s" : "", c->reworded > 1 ? "the first is " : "",
                 c->first_reworded, v->seal == TL_SEAL_GOOD ? "" : ", for which no checksum vouches");
    }
}

/* Says what is wrong and what could not be checked; an exit code. `same` is what is said where nothing is. */
static int finish(const tl_Stored *stored, const tl_Verified *v, bool good, const char *same)
{
    print_seal(stored, v);
    print_labels(&v->comparison, THERE, "made again");
    if (!good || !tl_verified_is_good(v)) {
        return TL_EXIT_FAILED;
    }
    tl_print(stdout, "the same: %s, bit by bit, and every name, unit and text\n", same);
    return TL_EXIT_GOOD;
}

/* What is verified, and how it is made again. */
typedef struct Check {
    const tl_Arguments *arguments;
    tl_Stored *stored;
    int replicates;   /* of each arm of a result */
    tl_Remake remake; /* of a sweep */
    tl_Messages messages;
    tl_Verified verified;
} Check;

static bool remake_result(void *context, const char *path)
{
    const Check *c = context;
    tl_Stored *stored = c->stored;
    tl_LoadedConfig *arms[TL_MOST_ARMS];
    const tl_Config *configs[TL_MOST_ARMS];
    tl_RunResults results;
    tl_Plan plan;
    tl_Arguments own = *c->arguments;
    own.out = path;
    for (int i = 0; i < stored->arm_count; i++) {
        stored->arms[i].config.run.replicates = c->replicates;
        arms[i] = &stored->arms[i];
        configs[i] = &arms[i]->config;
    }
    tl_plan_of_arms(&plan, configs, stored->arm_count, stored->windows, stored->window_count);
    bool good = tl_runner_plan(&own, arms, &plan, stored->experiment[0] != '\0' ? stored->experiment : NULL,
                               &results) == TL_EXIT_GOOD;
    tl_plan_free(&plan);
    tl_run_results_free(&results);
    if (!good) {
        tl_print(stderr,
                 "tillit: %s: not verified: the rerun ended early and is removed (TMPDIR says where it "
                 "is made)\n",
                 stored->path);
    }
    return good;
}

static int verify_result(Check *c)
{
    char same[128];
    const tl_Stored *stored = c->stored;
    int all = stored->replicate_count, sample = c->arguments->sample;
    c->replicates = sample > 0 && sample < all ? sample : all;
    if (!tl_verify(stored, c->replicates, remake_result, c, &c->verified, &c->messages)) {
        return TL_EXIT_FAILED;
    }
    const tl_Comparison *said = &c->verified.comparison;
    tl_print(stdout, "%s: %d of %d replicates of %d arm%s run again\n", stored->path, c->replicates, all,
             stored->arm_count, stored->arm_count > 1 ? "s" : "");
    print_trajectories(said, stored, THERE, "run again");
    if (stored->misnamed > 0) {
        tl_print(stdout, "arm %d is called '%s', which is the name of another arm's config\n",
                 stored->misnamed, stored->arms[stored->misnamed - 1].name);
    }
    snprintf(same, sizeof same, "%lld values of %d variables", (long long)said->values, said->variables);
    return finish(stored, &c->verified, stored->misnamed == 0, same);
}

static bool remake_sweep(void *context, const char *path)
{
    Check *c = context;
    const tl_RunOptions options = tl_run_options(c->arguments);
    tl_Outcome outcome = tl_remake_run(&c->remake, &options);
    tl_print(stdout, "%s: %lld of %lld runs run again\n", c->stored->path, (long long)c->remake.done,
             (long long)tl_plan_runs(&c->stored->sweep.plan));
    if (outcome == TL_STOPPED) {
        tl_print(stderr, "tillit: stopped on request\n");
    }
    return outcome == TL_OK && tl_remake_write(&c->remake, path, &c->messages);
}

/* The first run that differs, and where; why it failed, if it did. */
static void print_runs(const Check *c)
{
    const tl_Comparison *said = &c->verified.comparison;
    const tl_Parting *p = &said->first;
    int64_t run = (int64_t)(p->arm - 1) * c->stored->sweep.plan.replicates + p->replicate - 1;
    if (said->differing_runs == 0) {
        return;
    }
    tl_print(stdout, "%lld of them differ. The first is run %lld (point %d, replicate %d): ",
             (long long)said->differing_runs, (long long)run + 1, p->arm, p->replicate);
    if (run == c->remake.failed) {
        tl_print(stdout, "%s\n", c->remake.reason);
    } else {
        print_parting(p, c->stored, THERE, "run again");
    }
}

static int verify_sweep(Check *c)
{
    const tl_Stored *stored = c->stored;
    if (stored->kind != TL_STORED_MERGED) {
        tl_print(stderr, "tillit: %s: a merged file is verified (tillit merge)\n", stored->path);
        return TL_EXIT_USAGE;
    }
    if (!tl_remake_start(&c->remake, &stored->sweep, stored->path, c->arguments->sample, &c->messages)) {
        return TL_EXIT_USAGE;
    }
    tl_stop_listen();
    if (!tl_verify(stored, 0, remake_sweep, c, &c->verified, &c->messages)) {
        return TL_EXIT_FAILED;
    }
    print_runs(c);
    if (c->remake.count == 0) {
        tl_print(stderr, "tillit: %s: none of these runs is done in the file\n", stored->path);
    }
    return finish(stored, &c->verified, c->remake.count > 0, "every digest and value");
}

int tl_command_verify(const tl_Arguments *arguments)
{
    tl_Stored stored;
    if (!tl_load_stored(arguments->operands[0], &stored)) {
        return TL_EXIT_USAGE;
    }
    Check *check = tl_allocate(1, sizeof *check);
    *check = (Check){.arguments = arguments, .stored = &stored};
    if (stored.kind != TL_STORED_FOLDER) {
        tl_maker_print(&stored.maker, "", stderr);
    }
    int code = stored.kind == TL_STORED_RESULT ? verify_result(check) : verify_sweep(check);
    tl_messages_tell(&check->messages, true);
    tl_remake_free(&check->remake);
    free(check);
    tl_stored_free(&stored);
    return code;
}

/* ---- config -------------------------------------------------------------------------------------------- */

/* An experiment's file, or a preset by its name. */
static bool is_experiment(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot == NULL ? strchr(path, '/') == NULL && access(path, F_OK) != 0
                       : strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0;
}

/* What an experiment's file asks, as a result file keeps it. */
static int print_experiment(const tl_Arguments *arguments, tl_Experiment *e)
{
    (void)arguments;
    tl_trial_complete_outcomes(e);
    char *json = tl_experiment_json(e);
    tl_print_lines(stdout, json);
    tl_print(stdout, "\n");
    free(json);
    return TL_EXIT_GOOD;
}

static int print_arm(const tl_Arguments *arguments, const tl_Stored *stored)
{
    int arm = arguments->arm > 0 ? arguments->arm : 1;
    if (arguments->run > 0) {
        tl_print(stderr, "tillit: --run: %s holds no sweep; --arm takes the config of an arm\n",
                 stored->path);
        return TL_EXIT_USAGE;
    }
    if (arm > stored->arm_count) {
        tl_print(stderr, "tillit: --arm = %d: %s has %d\n", arm, stored->path, stored->arm_count);
        return TL_EXIT_USAGE;
    }
    tl_print_lines(stdout, stored->arms[arm - 1].json);
    tl_print(stdout, "\n");
    return TL_EXIT_GOOD;
}

static int print_run(const tl_Arguments *arguments, const tl_Stored *stored)
{
    const tl_Plan *plan = &stored->sweep.plan;
    int64_t run = arguments->run - 1;
    if (run < 0) {
        tl_print(stderr, "tillit: %s holds a sweep: --run K says which of its runs\n", stored->path);
        return TL_EXIT_USAGE;
    }
    if (run >= tl_plan_runs(plan)) {
        tl_print(stderr, "tillit: --run = %d: %s has %lld\n", arguments->run, stored->path,
                 (long long)tl_plan_runs(plan));
        return TL_EXIT_USAGE;
    }
    char *json = tl_sweep_run_json(&stored->sweep, run);
    tl_print_lines(stdout, json);
    tl_print(stdout, "\n");
    tl_print(stderr, "run %d is point %lld, replicate %lld: the last replicate of this config\n",
             arguments->run, (long long)run / plan->replicates + 1, (long long)run % plan->replicates + 1);
    free(json);
    return TL_EXIT_GOOD;
}

int tl_command_config(const tl_Arguments *arguments)
{
    static tl_Stored stored; /* not on the stack, on which an experiment is loaded */
    const char *path = arguments->operands[0];
    if (is_experiment(path) && (arguments->arm > 0 || arguments->run > 0)) {
        tl_print(stderr, "tillit: --arm, --run: %s is no result file\n", path);
        return TL_EXIT_USAGE;
    }
    if (is_experiment(path)) {
        return tl_with_trial(arguments, print_experiment);
    }
    if (arguments->set_count > 0 || arguments->municipality != NULL) {
        tl_print(stderr, "tillit: %s: %s is as it is; --set and --municipality go with an experiment\n",
                 arguments->set_count > 0 ? "--set" : "--municipality", path);
        return TL_EXIT_USAGE;
    }
    if (!tl_load_stored(path, &stored)) {
        return TL_EXIT_USAGE;
    }
    int code =
        stored.kind == TL_STORED_RESULT ? print_arm(arguments, &stored) : print_run(arguments, &stored);
    tl_stored_free(&stored);
    return code;
}

/* ---- diff ---------------------------------------------------------------------------------------------- */

/* A result file's arms, or a config as the only arm. */
static bool load_side(const tl_Arguments *arguments, const char *path, tl_Stored *side)
{
    if (tl_stored_is_sweep(path)) {
        tl_print(
            stderr,
            "tillit: %s holds a sweep: h5diff compares two merged files; tillit config %s --run K gives a "
            "config that can be compared\n",
            path, path);
        *side = (tl_Stored){.path = path};
        return false;
    }
    if (tl_is_hdf5(path)) {
        return tl_load_stored(path, side);
    }
    *side = (tl_Stored){.path = path, .arms = tl_allocate(1, sizeof *side->arms)};
    if (!tl_load_config(arguments, path, &side->arms[0])) {
        tl_stored_free(side);
        return false;
    }
    side->arm_count = 1;
    return true;
}

static int diff_configs(const tl_Stored *a, const tl_Stored *b)
{
    int arms = a->arm_count < b->arm_count ? a->arm_count : b->arm_count, differing = 0;
    if (a->arm_count != b->arm_count) {
        tl_print(stdout, "arms: %d | %d\n", a->arm_count, b->arm_count);
        differing++;
    }
    for (int i = 0; i < arms; i++) {
        tl_print(stdout, "config of arm %d:\n", i + 1);
        int found = tl_config_diff(a->arms[i].json, b->arms[i].json, stdout);
        tl_print(stdout, found == 0 ? "  the same\n" : "");
        differing += found != 0;
    }
    return differing > 0 ? TL_EXIT_FAILED : TL_EXIT_GOOD;
}

static int diff_files(const tl_Stored *a, const tl_Stored *b)
{
    static tl_Comparison c;
    char error[TL_FILE_ERROR_SIZE];
    bool as_many = a->replicate_count == b->replicate_count;
    int replicates = a->replicate_count < b->replicate_count ? a->replicate_count : b->replicate_count;
    const tl_CompareRule rule = {.replicates = as_many ? 0 : replicates, .but_configs = true};
    if (!tl_files_compare(a->path, b->path, &rule, &c, error, sizeof error)) {
        tl_print(stderr, "tillit: %s\n", error);
        return TL_EXIT_FAILED;
    }
    print_labels(&c, "in the first", "in the second");
    tl_print(stdout, c.label_count == 0 ? "names, units and texts: the same\n" : "");
    if (!as_many) {
        tl_print(stdout, "replicates: %d | %d; the first %d are compared\n", a->replicate_count,
                 b->replicate_count, replicates);
    }
    if (c.unlike[0] != '\0') {
        tl_print(stderr, "tillit: trajectories cannot be compared: %s: %s\n", b->path, c.unlike);
        return TL_EXIT_FAILED;
    }
    tl_print(stdout, "trajectories: ");
    print_trajectories(&c, a, "in the first", "in the second");
    bool same = c.differing == 0 && c.lacking[0] == '\0';
    if (same) {
        tl_print(stdout, "the same: %lld values of %d variables, bit by bit\n", (long long)c.values,
                 c.variables);
    }
    return same && as_many && c.label_count == 0 ? TL_EXIT_GOOD : TL_EXIT_FAILED;
}

static int diff(const tl_Stored *a, const tl_Stored *b)
{
    int code = diff_configs(a, b);
    if (a->replicate_count > 0 && b->replicate_count > 0) {
        int of_files = diff_files(a, b);
        code = code != TL_EXIT_GOOD ? code : of_files;
    }
    return code;
}

int tl_command_diff(const tl_Arguments *arguments)
{
    tl_Stored sides[2];
    bool a = load_side(arguments, arguments->operands[0], &sides[0]);
    bool b = load_side(arguments, arguments->operands[1], &sides[1]);
    int code = a && b ? diff(&sides[0], &sides[1]) : TL_EXIT_USAGE;
    tl_stored_free(&sides[0]);
    tl_stored_free(&sides[1]);
    return code;
}
