#include "config/design_read.h"

#include "config/design.h"

#include <stdlib.h>
#include <string.h>

#include "config/design_bases.h"
#include "config/experiment_claims.h"
#include "config/snapshot_variables.h"
#include "system/memory.h"
#include "system/suggest.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

static tl_Design *design_of(const Reader *r)
{
    return r->experiment->design;
}

/* ---- factors ------------------------------------------------------------------------------------------- */

/* The levels of one factor of a grid. */
typedef struct Levels {
    double *values;
    int count, node;
} Levels;

static void check_twin(const Reader *r, const tl_Factor *factor, const Levels *levels, int node)
{
    for (int i = 0, other = r->d->nodes[levels->node].first; i < levels->count - 1; i++) {
        if (levels->values[i] == levels->values[levels->count - 1]) {
            tl_error(r->messages, tl_node_place(r->d, node), "%s: '%.60s' is given twice (first at line %d)",
                     factor->name, r->d->nodes[node].text, r->d->nodes[other].line);
            return;
        }
        other = r->d->nodes[other].next;
    }
}

/* Is a list of levels rather one of numbers with decimal commas? In [0,35, 1] one comma has a space after it
 * and one between two digits has none; in [0,35] the space may be spared, if the whole numbers are levels
 * that rise or fall as levels do. Only real values have decimals. */
static bool holds_decimal_commas(const Reader *r, const tl_Factor *factor, int list)
{
    const tl_Node *nodes = r->d->nodes;
    if (factor->kind != TL_OF_PARAMETER || tl_parameters[factor->parameter].kind != TL_REAL) {
        return false;
    }
    const tl_Parameter *p = &tl_parameters[factor->parameter];
    bool joined = false, spaced = false, rises = true, falls = true, levels = true;
    double before = 0.0;
    for (int node = nodes[list].first; node >= 0; node = nodes[node].next) {
        double value = tl_is_scalar(r->d, node) ? strtod(nodes[node].text, NULL) : 0.0;
        bool first = node == nodes[list].first;
        joined = joined || nodes[node].joined;
        spaced = spaced || (!first && nodes[node].spaced);
        rises = rises && (first || value > before);
        falls = falls && (first || value < before);
        levels = levels && tl_parameter_accepts(p, value) &&
                 !(nodes[node].joined && nodes[node].text[0] == '0' && nodes[node].text[1] != '\0');
        before = value;
    }
    return joined && (spaced || !levels || !(rises || falls));
}

static void refuse_decimal_commas(const Reader *r, const tl_Factor *factor, int list)
{
    const tl_Node *nodes = r->d->nodes;
    int whole = nodes[list].first;
    while (!nodes[nodes[whole].next].joined) {
        whole = nodes[whole].next;
    }
    const char *a = nodes[whole].text, *b = nodes[nodes[whole].next].text;
    tl_error(r->messages, tl_node_place(r->d, whole),
             "%s: '%.20s,%.20s' would be two levels, %.20s and %.20s: write a number with a decimal point "
             "(%.20s.%.20s), and a space after each comma between levels",
             factor->name, a, b, a, b, a, b);
}

static void read_levels(const Reader *r, tl_Factor *factor, int list, Levels *levels)
{
    int room = 0;
    for (int node = r->d->nodes[list].first; node >= 0; node = r->d->nodes[node].next) {
        room++;
    }
    *levels = (Levels){.values = tl_allocate((size_t)room + 1, sizeof(double)), .node = list};
    if (r->d->nodes[list].kind != TL_SEQUENCE || room == 0) {
        tl_error(r->messages, tl_node_place(r->d, list), "%s: a list of values is expected", factor->name);
        return;
    }
    if (holds_decimal_commas(r, factor, list)) {
        refuse_decimal_commas(r, factor, list);
        return;
    }
    for (int node = r->d->nodes[list].first; node >= 0; node = r->d->nodes[node].next) {
        if (!tl_is_scalar(r->d, node)) {
            tl_error(r->messages, tl_node_place(r->d, node), "%s: a single value is expected", factor->name);
        } else if (tl_factor_read(factor, r->d->nodes[node].text, tl_node_place(r->d, node),
                                  &levels->values[levels->count], r->messages)) {
            levels->count++;
            check_twin(r, factor, levels, node);
        }
    }
}

/* Every combination, the last factor's values changing fastest. */
static void multiply(const Reader *r, const Levels *levels, int group)
{
    tl_Rows *rows = &design_of(r)->rows;
    double product = 1.0, values[TL_MOST_FACTORS] = {0.0};
    int at[TL_MOST_FACTORS] = {0};
    for (int i = 0; i < rows->factor_count; i++) {
        product *= levels[i].values != NULL ? levels[i].count : 0;
    }
    if (product > TL_MOST_ROWS) {
        tl_error(r->messages, tl_node_place(r->d, group),
                 "factors: %.0f combinations; at most %d can be swept", product, TL_MOST_ROWS);
        return;
    }
    for (int64_t row = 0; row < (int64_t)product; row++) {
        for (int i = 0; i < rows->factor_count; i++) {
            values[i] = levels[i].values != NULL ? levels[i].values[at[i]] : 0.0;
        }
        tl_rows_add(rows, values, 0);
        for (int i = rows->factor_count - 1; i >= 0 && ++at[i] == levels[i].count; i--) {
            at[i] = 0;
        }
    }
}

static void read_grid(const Reader *r, int group)
{
    tl_Rows *rows = &design_of(r)->rows;
    int errors = r->messages->errors;
    Levels *levels = tl_allocate(TL_MOST_FACTORS, sizeof *levels);
    if (r->d->nodes[group].kind != TL_MAPPING || r->d->nodes[group].first < 0) {
        tl_error(r->messages, tl_node_place(r->d, group),
                 "factors: a group is expected, of parameters' paths, each with a list of values");
        free(levels);
        return;
    }
    for (int node = r->d->nodes[group].first; node >= 0; node = r->d->nodes[node].next) {
        if (tl_rows_add_factor(rows, r->d->nodes[node].key, tl_node_key_place(r->d, node), r->messages)) {
            int own = rows->factor_count - 1;
            read_levels(r, &rows->factors[own], node, &levels[own]);
        }
    }
    if (r->messages->errors == errors) {
        multiply(r, levels, group);
    }
    for (int i = 0; i < rows->factor_count; i++) {
        free(levels[i].values);
    }
    free(levels);
}

static void read_rows(const Reader *r, int sweep, char *table)
{
    tl_Rows *rows = &design_of(r)->rows;
    int grid = tl_node_find(r->d, sweep, "factors"), csv = tl_node_find(r->d, sweep, "table");
    if (grid >= 0 && csv >= 0) {
        tl_error(r->messages, tl_node_place(r->d, csv), "table: either factors or a table is expected");
    } else if (csv >= 0 && !tl_is_scalar(r->d, csv)) {
        tl_error(r->messages, tl_node_place(r->d, csv), "table: the name of a file is expected");
    } else if (csv >= 0) {
        tl_path_next_to(r->d->file, r->d->nodes[csv].text, table);
        tl_rows_read(r->files, table, rows, r->messages);
    } else if (grid >= 0) {
        read_grid(r, grid);
    } else {
        tl_rows_add(rows, NULL, 0);
    }
}

/* ---- what is kept -------------------------------------------------------------------------------------- */

/* Of a group's `where`, or of itself where it has none. */
static tl_Place place_of_where(const Reader *r, int group)
{
    int where = r->d->nodes[group].kind == TL_MAPPING ? tl_node_find(r->d, group, "where") : -1;
    return tl_node_place(r->d, where >= 0 ? where : group);
}

/* `year_1: [0, 364]`, or a group of days and where. */
static void read_window(const Reader *r, int node, tl_Window *window)
{
    const char *name = r->d->nodes[node].key;
    int64_t days[2];
    *window = (tl_Window){.from = 0};
    if (r->d->nodes[node].kind == TL_MAPPING) {
        TL_CHECK_KEYS(r, node, "days", "where");
        tl_read_window(r, node, name, window);
    } else if (tl_read_span(r, node, name, days)) {
        *window = (tl_Window){.from = days[0], .to = days[1]};
        tl_text_copy(window->name, sizeof window->name, name);
    }
}

static void read_windows(const Reader *r, int group)
{
    tl_Design *design = design_of(r);
    if (r->d->nodes[group].kind != TL_MAPPING || r->d->nodes[group].first < 0) {
        tl_error(r->messages, tl_node_place(r->d, group),
                 "windows: a group is expected, like {year_1: [0, 364]}: names and [first, end] days");
        return;
    }
    design->window_count = 0;
    for (int node = r->d->nodes[group].first; node >= 0; node = r->d->nodes[node].next) {
        size_t length = strlen(r->d->nodes[node].key);
        if (design->window_count == TL_MOST_SWEEP_WINDOWS || length == 0 || length >= TL_NAME_LENGTH) {
            tl_error(r->messages, tl_node_key_place(r->d, node),
                     "windows: at most %d, each with a name of at most %d bytes", TL_MOST_SWEEP_WINDOWS,
                     TL_NAME_LENGTH - 1);
            return;
        }
        design->window_places[design->window_count] = place_of_where(r, node);
        read_window(r, node, &design->windows[design->window_count++]);
    }
}

static void unknown_variable(const Reader *r, int node)
{
    const char *text = tl_is_scalar(r->d, node) ? r->d->nodes[node].text : "";
    tl_Nearest nearest = tl_nearest_to(text);
    for (int i = 0; i < tl_snapshot_variable_count(); i++) {
        char name[TL_SNAPSHOT_NAME_SIZE];
        tl_snapshot_variable_name(i, name);
        tl_nearest_offer(&nearest, name);
    }
    tl_error(r->messages, tl_node_place(r->d, node), "snapshots: there is no variable '%.60s'%s", text,
             tl_did_you_mean(&nearest, ": docs/LAYOUT.md names them"));
}

static void add_variable(const Reader *r, int node)
{
    tl_Design *design = design_of(r);
    int variable = tl_is_scalar(r->d, node) ? tl_snapshot_variable_find(r->d->nodes[node].text) : -1;
    for (int i = 0; i < design->snapshot_count; i++) {
        if (design->snapshots[i] == variable) {
            tl_error(r->messages, tl_node_place(r->d, node), "snapshots: '%s' is given twice",
                     r->d->nodes[node].text);
            return;
        }
    }
    if (variable < 0) {
        unknown_variable(r, node);
    } else if (design->snapshot_count == TL_MOST_SNAPSHOT_VARIABLES) {
        tl_error(r->messages, tl_node_place(r->d, node), "snapshots: at most %d variables",
                 TL_MOST_SNAPSHOT_VARIABLES);
    } else {
        design->snapshots[design->snapshot_count++] = variable;
    }
}

static void read_snapshots(const Reader *r, int list)
{
    if (r->d->nodes[list].kind != TL_SEQUENCE || r->d->nodes[list].first < 0) {
        tl_error(
            r->messages, tl_node_place(r->d, list),
            "snapshots: a list of variables is expected, like [recipient_satisfaction, employee_strain]");
        return;
    }
    for (int node = r->d->nodes[list].first; node >= 0; node = r->d->nodes[node].next) {
        add_variable(r, node);
    }
    if (r->experiment->arm_count == 0) {
        return; /* no days are known */
    }
    const tl_RunSettings *run = &r->experiment->arms[0].loaded.config.run;
    if (run->record_snapshot_every_days < 1 || run->record_snapshot_every_days > run->days) {
        tl_error(r->messages, tl_node_place(r->d, list),
                 "snapshots: record.snapshot_every_days = %lld says when; from 1 to run.days = %lld is "
                 "expected",
                 (long long)run->record_snapshot_every_days, (long long)run->days);
    }
}

/* `true`, `false`, or a group that says of which units. */
static void read_series(const Reader *r, int node)
{
    tl_Design *design = design_of(r);
    const char *text = tl_is_scalar(r->d, node) ? r->d->nodes[node].text : "";
    bool group = r->d->nodes[node].kind == TL_MAPPING && tl_node_find(r->d, node, "where") >= 0;
    design->series = group || strcmp(text, "true") == 0;
    design->series_place = place_of_where(r, node);
    if (group) {
        TL_CHECK_KEYS(r, node, "where");
    }
    if (group && r->experiment->arm_count > 0) {
        tl_read_where(r, node, &design->series_where);
    } else if (!group && strcmp(text, "true") != 0 && strcmp(text, "false") != 0) {
        tl_error(r->messages, design->series_place, "series: true or false is expected, or {where: ...}");
    }
}

static void read_keep(const Reader *r, int group)
{
    if (r->d->nodes[group].kind != TL_MAPPING) {
        tl_error(r->messages, tl_node_place(r->d, group),
                 "keep: a group with windows, series, snapshots is expected");
        return;
    }
    TL_CHECK_KEYS(r, group, "windows", "series", "snapshots");
    int windows = tl_node_find(r->d, group, "windows"), series = tl_node_find(r->d, group, "series");
    if (windows >= 0 && r->experiment->arm_count > 0) { /* else no days are known */
        read_windows(r, windows);
    }
    int snapshots = tl_node_find(r->d, group, "snapshots");
    if (snapshots >= 0) {
        read_snapshots(r, snapshots);
    }
    if (series >= 0) {
        read_series(r, series);
    }
}

static bool is_set(const Reader *r, const char *path)
{
    for (int i = 0; i < r->set_count; i++) {
        size_t length = strcspn(r->sets[i], "?=");
        if (strlen(path) == length && strncmp(r->sets[i], path, length) == 0) {
            return true;
        }
    }
    return false;
}

static void read_settings(const Reader *r, int sweep)
{
    tl_Design *design = design_of(r);
    int replicates = tl_node_find(r->d, sweep, "replicates"), keep = tl_node_find(r->d, sweep, "keep");
    TL_CHECK_KEYS(r, sweep, "factors", "table", "replicates", "keep", "burn_in");
    int burn_in = tl_node_find(r->d, sweep, "burn_in");
    const char *way = tl_is_scalar(r->d, burn_in) ? r->d->nodes[burn_in].text : "";
    design->shared_burn_in = strcmp(way, "shared") == 0;
    if (burn_in >= 0 && strcmp(way, "shared") != 0 && strcmp(way, "own") != 0) {
        tl_error(r->messages, tl_node_place(r->d, burn_in), "burn_in: own or shared is expected");
    }
    if (replicates >= 0 && !is_set(r, "run.replicates")) { /* --set may overrule it */
        tl_read_whole(r, replicates, "replicates", 1, 100000, &design->replicates);
    }
    if (keep >= 0) {
        read_keep(r, keep);
    }
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static tl_Design *empty(const tl_Experiment *e)
{
    tl_Design *design = tl_allocate(1, sizeof *design);
    if (e->arm_count > 0) {
        const tl_RunSettings *run = &e->arms[0].loaded.config.run;
        design->replicates = run->replicates;
        design->windows[0] = (tl_Window){.name = "all", .from = 0, .to = run->days};
        design->window_count = 1;
    }
    return design;
}

void tl_design_read(Reader *r)
{
    char table[TL_PATH_SIZE] = "";
    int sweep = tl_node_find(r->d, 0, "sweep");
    r->experiment->design = empty(r->experiment);
    if (sweep >= 0 && r->d->nodes[sweep].kind != TL_MAPPING) {
        tl_error(r->messages, tl_node_place(r->d, sweep),
                 "sweep: a group with factors or table, replicates, keep is expected");
        return;
    }
    if (sweep >= 0) {
        read_settings(r, sweep);
        read_rows(r, sweep, table);
    } else {
        tl_rows_add(&r->experiment->design->rows, NULL, 0);
    }
    tl_design_check_sets(r);
    tl_design_check_factors(r);
    if (r->messages->errors == 0) {
        tl_design_find_bases(r);
    }
    if (r->messages->errors == 0) {
        tl_Place place = sweep >= 0 ? tl_node_key_place(r->d, sweep) : (tl_Place){.file = r->d->file};
        tl_design_check_points(r, table[0] != '\0' ? (tl_Place){.file = table} : place);
    }
}
