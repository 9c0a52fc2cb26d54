/* The commands verify, config and diff: what a file says of how it was made, and whether that is so. */
#define _POSIX_C_SOURCE 200809L

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/experiment_steps.h"
#include "cli/loaded.h"
#include "cli/runner.h"
#include "cli/sweep_stored.h"
#include "config/config_diff.h"
#include "config/experiment_json.h"
#include "store/rebuilt.h"
#include "store/stored.h"
#include "store/hdf5_file.h"
#include "system/provenance.h"
#include "store/results_compare.h"
#include "store/results_read.h"
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
    if (p->arm > 0) {
        tl_print(stdout, " (arm %d, replicate %d)", p->arm, p->replicate);
    }
}

static void print_parting(const tl_Parting *p, const tl_Stored *stored, const char *a, const char *b)
{
    if (p->day == INT_MAX) {
        tl_print(stdout, "first difference: %s", p->variable);
    } else {
        tl_print(stdout, "first difference: day %d, %s", p->day, p->variable);
    }
    print_place(p, stored);
    if (p->row_lacks) {
        tl_print(stdout, ": in one file only\n");
    } else if (strcmp(p->variable, "digest") == 0) {
        tl_print(stdout, ": the digests are not the same\n");
    } else {
        tl_print(stdout, ": %.17g %s, %.17g %s\n", p->a, a, p->b, b);
    }
}

/* Says what differs, if anything does. `a` and `b` say which is which. */
static bool agrees(const tl_ResultsComparison *c, const tl_Stored *stored, const char *a, const char *b)
{
    if (c->differing > 0) {
        tl_print(stdout, "%d of %d variables differ (%lld of %lld values)\n", c->differing_variables,
                 c->variables, (long long)c->differing, (long long)c->values);
        print_parting(&c->first, stored, a, b);
    }
    if (c->lacking[0] != '\0') {
        tl_print(stdout, "only one of them holds '%s'\n", c->lacking);
    }
    return c->differing == 0 && c->lacking[0] == '\0';
}

/* ---- verify -------------------------------------------------------------------------------------------- */

/* What this program is and the one that made the file was not; true where both are of one version. */
static bool print_provenance(const char *path)
{
    tl_Provenance p = tl_provenance();
    const char *const names[] = {"version", "model_version", "commit", "compiler", "flags"};
    const char *const here[] = {p.version, p.model_version, p.commit, p.compiler, p.flags};
    bool same_program = true;
    for (int i = 0; i < 5; i++) {
        char there[1024], error[TL_FILE_ERROR_SIZE];
        if (!tl_results_read_attribute(path, names[i], there, sizeof there, error, sizeof error)) {
            tl_print(stderr, "tillit: %s (%s)\n", error, names[i]);
        } else if (strcmp(there, here[i]) != 0) {
            bool of_model = strcmp(names[i], "model_version") == 0;
            tl_print(stderr, "%s: %s there, %s here%s\n", names[i], there[0] != '\0' ? there : "(not said)",
                     here[i], of_model ? ": other results are to be expected" : "");
            same_program = same_program && i >= 3;
        }
    }
    return same_program;
}

static int rerun(const tl_Arguments *arguments, tl_Stored *stored, int replicates, const char *path)
{
    tl_LoadedConfig *arms[TL_MOST_ARMS];
    tl_RunResults results;
    tl_RunRequest request = {.arms = arms,
                             .arm_count = stored->arm_count,
                             .windows = stored->windows,
                             .window_count = stored->window_count,
                             .experiment_json = stored->experiment[0] != '\0' ? stored->experiment : NULL};
    tl_Arguments own = *arguments;
    own.out = path;
    for (int i = 0; i < stored->arm_count; i++) {
        stored->arms[i].config.run.replicates = replicates;
        arms[i] = &stored->arms[i];
    }
    int code = tl_runner(&own, &request, &results);
    tl_run_results_free(&results);
    return code;
}

/* Numbers first, then what the file says about them. */
static int compare_with_rerun(const tl_Stored *stored, int replicates, const tl_Rebuilt *rebuilt,
                              bool same_program)
{
    tl_ResultsComparison c;
    tl_LabelRule rule = {.unlike_replicates = replicates < stored->replicate_count};
    char error[TL_FILE_ERROR_SIZE];
    if (!tl_results_compare(stored->path, rebuilt->path, replicates, &c, error, sizeof error)) {
        tl_print(stderr, "tillit: %s\n", error);
        return TL_EXIT_FAILED;
    }
    tl_print(stdout, "%s: %d of %d replicates of %d arm%s run again\n", stored->path, replicates,
             stored->replicate_count, stored->arm_count, stored->arm_count > 1 ? "s" : "");
    bool same = agrees(&c, stored, "in the file", "run again");
    if (stored->misnamed > 0) {
        tl_print(stdout, "arm %d is called '%s', which is the name of another arm's config\n",
                 stored->misnamed, stored->arms[stored->misnamed - 1].name);
        same = false;
    }
    same = tl_rebuilt_agrees(rebuilt, stored->path, &rule, same_program) && same;
    if (same) {
        tl_print(stdout, "the same: %lld values of %d variables, bit by bit, and every name, unit and text\n",
                 (long long)c.values, c.variables);
    }
    return same ? TL_EXIT_GOOD : TL_EXIT_FAILED;
}

static int verify(const tl_Arguments *arguments, tl_Stored *stored)
{
    tl_Rebuilt rebuilt;
    int replicates = stored->replicate_count;
    bool same_program = print_provenance(stored->path);
    if (arguments->sample > 0 && arguments->sample < replicates) {
        replicates = arguments->sample;
    }
    if (!tl_rebuilt_start(&rebuilt)) {
        return TL_EXIT_FAILED;
    }
    int code = rerun(arguments, stored, replicates, rebuilt.path);
    if (code == TL_EXIT_GOOD) {
        code = compare_with_rerun(stored, replicates, &rebuilt, same_program);
    } else {
        tl_print(
            stderr,
            "tillit: %s: not verified: the rerun ended early and is removed (TMPDIR says where it is made)\n",
            stored->path);
    }
    tl_rebuilt_end(&rebuilt);
    return code;
}

int tl_command_verify(const tl_Arguments *arguments)
{
    tl_Stored stored;
    if (!tl_stored_is(arguments->operands[0])) {
        return TL_EXIT_USAGE;
    }
    if (tl_sweep_stored(arguments->operands[0])) {
        return tl_sweep_verify(arguments);
    }
    if (!tl_stored_load(arguments->operands[0], &stored)) {
        return TL_EXIT_USAGE;
    }
    int code = verify(arguments, &stored);
    tl_stored_free(&stored);
    return code;
}

/* ---- config -------------------------------------------------------------------------------------------- */

static bool is_yaml(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

/* What an experiment's file asks, as a result file keeps it. */
static int print_experiment(const tl_Arguments *arguments)
{
    if (arguments->arm > 0 || arguments->run > 0) {
        tl_print(stderr, "tillit: --arm, --run: %s is no result file\n", arguments->operands[0]);
        return TL_EXIT_USAGE;
    }
    tl_Experiment *e = tl_trial_load(arguments);
    if (e == NULL) {
        return TL_EXIT_USAGE;
    }
    tl_trial_complete_outcomes(e);
    char *json = tl_experiment_json(e);
    tl_print_lines(stdout, json);
    tl_print(stdout, "\n");
    free(json);
    tl_trial_free(e);
    return TL_EXIT_GOOD;
}

int tl_command_config(const tl_Arguments *arguments)
{
    tl_Stored stored;
    const char *path = arguments->operands[0];
    if (is_yaml(path)) {
        return print_experiment(arguments);
    }
    if (arguments->set_count > 0) {
        tl_print(stderr, "tillit: --set: %s is as it is; --set goes with an experiment's file\n", path);
        return TL_EXIT_USAGE;
    }
    if (!tl_stored_is(path)) {
        return TL_EXIT_USAGE;
    }
    if (tl_sweep_stored(path)) {
        return tl_sweep_config_print(arguments);
    }
    if (arguments->run > 0) {
        tl_print(stderr, "tillit: --run: %s holds no sweep; --arm takes the config of an arm\n",
                 arguments->operands[0]);
        return TL_EXIT_USAGE;
    }
    int code = TL_EXIT_USAGE, arm = arguments->arm > 0 ? arguments->arm : 1;
    if (!tl_stored_load(arguments->operands[0], &stored)) {
        return code;
    }
    if (arm <= stored.arm_count) {
        tl_print_lines(stdout, stored.arms[arm - 1].json);
        tl_print(stdout, "\n");
        code = TL_EXIT_GOOD;
    } else {
        tl_print(stderr, "tillit: --arm = %d: %s has %d\n", arm, stored.path, stored.arm_count);
    }
    tl_stored_free(&stored);
    return code;
}

/* ---- diff ---------------------------------------------------------------------------------------------- */

/* A result file's arms, or a config as the only arm. */
static bool load_side(const char *path, tl_Stored *side)
{
    if (tl_sweep_stored(path)) {
        tl_print(
            stderr,
            "tillit: %s holds a sweep: h5diff compares two merged files; tillit config %s --run K gives a "
            "config that can be compared\n",
            path, path);
        *side = (tl_Stored){.path = path};
        return false;
    }
    if (tl_is_hdf5(path)) {
        return tl_stored_load(path, side);
    }
    *side = (tl_Stored){.path = path, .arms = tl_allocate(1, sizeof *side->arms)};
    if (!tl_load_config(path, NULL, 0, &side->arms[0])) {
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

static int diff_trajectories(const tl_Stored *a, const tl_Stored *b)
{
    tl_ResultsComparison comparison;
    char error[TL_FILE_ERROR_SIZE];
    int replicates = a->replicate_count < b->replicate_count ? a->replicate_count : b->replicate_count;
    if (a->replicate_count != b->replicate_count) {
        tl_print(stdout, "replicates: %d | %d; the first %d are compared\n", a->replicate_count,
                 b->replicate_count, replicates);
    }
    if (!tl_results_compare(a->path, b->path, replicates, &comparison, error, sizeof error)) {
        tl_print(stderr, "tillit: trajectories cannot be compared: %s\n", error);
        return TL_EXIT_FAILED;
    }
    tl_print(stdout, "trajectories: ");
    bool same = agrees(&comparison, a, "in the first", "in the second");
    if (same) {
        tl_print(stdout, "the same: %lld values of %d variables, bit by bit\n", (long long)comparison.values,
                 comparison.variables);
    }
    return same && a->replicate_count == b->replicate_count ? TL_EXIT_GOOD : TL_EXIT_FAILED;
}

static int diff_labels(const tl_Stored *a, const tl_Stored *b)
{
    tl_LabelRule rule = {.unlike_replicates = a->replicate_count != b->replicate_count};
    int differing = tl_labels_print(a->path, b->path, &rule);
    if (differing == 0) {
        tl_print(stdout, "names, units and texts: the same\n");
    }
    return differing == 0 ? TL_EXIT_GOOD : TL_EXIT_FAILED;
}

static int diff(const tl_Stored *a, const tl_Stored *b)
{
    int code = diff_configs(a, b);
    if (a->replicate_count > 0 && b->replicate_count > 0) {
        int of_labels = diff_labels(a, b), of_trajectories = diff_trajectories(a, b);
        code = code != TL_EXIT_GOOD ? code : of_labels != TL_EXIT_GOOD ? of_labels : of_trajectories;
    }
    return code;
}

int tl_command_diff(const tl_Arguments *arguments)
{
    tl_Stored sides[2];
    bool a = load_side(arguments->operands[0], &sides[0]);
    bool b = load_side(arguments->operands[1], &sides[1]);
    int code = a && b ? diff(&sides[0], &sides[1]) : TL_EXIT_USAGE;
    if (a) {
        tl_stored_free(&sides[0]);
    }
    if (b) {
        tl_stored_free(&sides[1]);
    }
    return code;
}
