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
    int count;
} Levels;

static void check_twin(const tl_Factor *factor, const Levels *levels, tl_Value list, tl_Value level)
{
    tl_Value other = tl_first(list);
    for (int i = 0; i < levels->count - 1; i++, other = tl_next(other)) {
        if (levels->values[i] == levels->values[levels->count - 1]) {
            tl_refuse(level, "%s: '%.60s' is given twice (first at line %d)", factor->name, tl_text(level),
                      tl_place(other).line);
            return;
        }
    }
}

/* Is a list of levels rather one of numbers with decimal commas? In [0,35, 1] one comma has a space after it
 * and one between two digits has none; in [0,35] the space may be spared, if the whole numbers are levels
 * that rise or fall as levels do. Only real values have decimals. */
static bool holds_decimal_commas(const tl_Factor *factor, tl_Value list)
{
    if (factor->kind != TL_OF_PARAMETER || tl_parameters[factor->parameter].kind != TL_REAL) {
        return false;
    }
    const tl_Parameter *p = &tl_parameters[factor->parameter];
    bool joined = false, spaced = false, rises = true, falls = true, levels = true;
    double before = 0.0;
    for (tl_Value own = tl_first(list), begin = own; tl_is_there(own); own = tl_next(own)) {
        const char *text = tl_text(own);
        double value = 0.0;
        tl_text_number(text, &value);
        bool first = own.node == begin.node, joins = tl_is_joined(own);
        joined = joined || joins;
        spaced = spaced || (!first && tl_is_spaced(own));
        rises = rises && (first || value > before);
        falls = falls && (first || value < before);
        levels = levels && tl_parameter_accepts(p, value) && !(joins && text[0] == '0' && text[1] != '\0');
        before = value;
    }
    return joined && (spaced || !levels || !(rises || falls));
}

static void refuse_decimal_commas(const tl_Factor *factor, tl_Value list)
{
    tl_Value whole = tl_first(list);
    while (!tl_is_joined(tl_next(whole))) {
        whole = tl_next(whole);
    }
    const char *a = tl_text(whole), *b = tl_text(tl_next(whole));
    tl_refuse(whole,
              "%s: '%.20s,%.20s' would be two levels, %.20s and %.20s: write a number with a decimal point "
              "(%.20s.%.20s), and a space after each comma between levels",
              factor->name, a, b, a, b, a, b);
}

static void read_levels(const Reader *r, tl_Factor *factor, tl_Value list, Levels *levels)
{
    levels->values = tl_allocate((size_t)tl_size(list) + 1, sizeof(double));
    if (!tl_is_list(list) || tl_is_empty(list)) {
        tl_refuse(list, "%s: a list of values is expected", factor->name);
        return;
    }
    if (holds_decimal_commas(factor, list)) {
        refuse_decimal_commas(factor, list);
        return;
    }
    for (tl_Value own = tl_first(list); tl_is_there(own); own = tl_next(own)) {
        if (!tl_is_scalar(own)) {
            tl_refuse(own, "%s: a single value is expected", factor->name);
        } else if (tl_factor_read(factor, tl_text(own), tl_place(own), &levels->values[levels->count],
                                  r->messages)) {
            levels->count++;
            check_twin(factor, levels, list, own);
        }
    }
}

/* Every combination, the last factor's values changing fastest. */
static void multiply(const Reader *r, const Levels *levels, tl_Value group)
{
    tl_Rows *rows = &design_of(r)->rows;
    double product = 1.0, values[TL_MOST_FACTORS] = {0.0};
    int at[TL_MOST_FACTORS] = {0};
    for (int i = 0; i < rows->factor_count; i++) {
        product *= levels[i].values != NULL ? levels[i].count : 0;
    }
    if (product > TL_MOST_ROWS) {
        tl_refuse(group, "factors: %.0f combinations; at most %d can be swept", product, TL_MOST_ROWS);
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

static void read_grid(const Reader *r, tl_Value group)
{
    tl_Rows *rows = &design_of(r)->rows;
    int errors = r->messages->errors;
    if (!tl_is_group(group) || tl_is_empty(group)) {
        tl_refuse(group, "factors: a group is expected, of parameters' paths, each with a list of values");
        return;
    }
    Levels *levels = tl_allocate(TL_MOST_FACTORS, sizeof *levels);
    for (tl_Value own = tl_first(group); tl_is_there(own); own = tl_next(own)) {
        if (tl_rows_add_factor(rows, tl_key(own), tl_key_place(own), r->messages)) {
            int last = rows->factor_count - 1;
            read_levels(r, &rows->factors[last], own, &levels[last]);
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

static void read_rows(const Reader *r, tl_Value sweep, char *table)
{
    tl_Rows *rows = &design_of(r)->rows;
    tl_Value grid = tl_at(sweep, "factors"), csv = tl_at(sweep, "table");
    if (tl_is_there(grid) && tl_is_there(csv)) {
        tl_refuse(csv, "table: either factors or a table is expected");
    } else if (tl_is_there(csv) && !tl_is_scalar(csv)) {
        tl_refuse(csv, "table: the name of a file is expected");
    } else if (tl_is_there(csv)) {
        tl_path_next_to(r->d->file, tl_text(csv), table);
        tl_rows_read(r->files, table, rows, r->messages);
    } else if (tl_is_there(grid)) {
        read_grid(r, grid);
    } else {
        tl_rows_add(rows, NULL, 0);
    }
}

/* ---- what is kept -------------------------------------------------------------------------------------- */

/* Of a group's `where`, or of itself where it has none. */
static tl_Place place_of_where(tl_Value value)
{
    return tl_place(tl_is_group(value) ? tl_at(value, "where") : value);
}

/* Points may have other areas than the arms: steps of them would be others. */
static bool has_no_step(tl_Value group)
{
    tl_Value areas = tl_at(tl_at(group, "where"), "areas");
    return !tl_is_group(areas) ||
           tl_refuse(areas, "where.areas: a list of numbers is expected in what a sweep keeps, since points "
                            "may have other areas");
}

/* `year_1: [0, 364]`, or a group of days and where. */
static void read_window(const Reader *r, tl_Value value, tl_Window *window)
{
    int64_t days[2];
    *window = (tl_Window){.from = 0};
    if (tl_is_group(value)) {
        tl_check_keys(value, "days|where");
        if (has_no_step(value)) {
            tl_read_window(r, value, tl_key(value), window);
        }
    } else if (tl_read_span(r, value, tl_key(value), days)) {
        *window = (tl_Window){.from = days[0], .to = days[1]};
        tl_text_copy(window->name, sizeof window->name, tl_key(value));
    }
}

static void read_windows(const Reader *r, tl_Value group)
{
    tl_Design *design = design_of(r);
    if (!tl_is_group(group) || tl_is_empty(group)) {
        tl_refuse(group,
                  "windows: a group is expected, like {year_1: [0, 364]}: names and [first, end] days");
        return;
    }
    design->window_count = 0;
    for (tl_Value own = tl_first(group); tl_is_there(own); own = tl_next(own)) {
        size_t length = strlen(tl_key(own));
        if (design->window_count == TL_MOST_SWEEP_WINDOWS || length == 0 || length >= TL_NAME_LENGTH) {
            tl_refuse_key(own, "windows: at most %d, each with a name of at most %d bytes",
                          TL_MOST_SWEEP_WINDOWS, TL_NAME_LENGTH - 1);
            return;
        }
        design->window_places[design->window_count] = place_of_where(own);
        read_window(r, own, &design->windows[design->window_count++]);
    }
}

static void unknown_variable(tl_Value value)
{
    tl_Nearest nearest = tl_nearest_to(tl_text(value));
    for (int i = 0; i < tl_snapshot_variable_count(); i++) {
        char name[TL_SNAPSHOT_NAME_SIZE];
        tl_snapshot_variable_name(i, name);
        tl_nearest_offer(&nearest, name);
    }
    tl_refuse(value, "snapshots: there is no variable '%.60s'%s", nearest.name,
              tl_did_you_mean(&nearest, ": docs/LAYOUT.md names them"));
}

static void add_variable(const Reader *r, tl_Value value)
{
    tl_Design *design = design_of(r);
    int variable = tl_snapshot_variable_find(tl_text(value));
    for (int i = 0; i < design->snapshot_count; i++) {
        if (design->snapshots[i] == variable) {
            tl_refuse(value, "snapshots: '%s' is given twice", tl_text(value));
            return;
        }
    }
    if (variable < 0) {
        unknown_variable(value);
    } else if (design->snapshot_count == TL_MOST_SNAPSHOT_VARIABLES) {
        tl_refuse(value, "snapshots: at most %d variables", TL_MOST_SNAPSHOT_VARIABLES);
    } else {
        design->snapshots[design->snapshot_count++] = variable;
    }
}

static void read_snapshots(const Reader *r, tl_Value list)
{
    if (!tl_is_list(list) || tl_is_empty(list)) {
        tl_refuse(list, "snapshots: a list of variables is expected, like [recipient_satisfaction, "
                        "employee_strain]");
        return;
    }
    for (tl_Value own = tl_first(list); tl_is_there(own); own = tl_next(own)) {
        add_variable(r, own);
    }
    if (r->experiment->arm_count == 0) {
        return; /* no days are known */
    }
    const tl_RunSettings *run = &r->experiment->arms[0].loaded.config.run;
    if (run->record_snapshot_every_days < 1 || run->record_snapshot_every_days > run->days) {
        tl_refuse(list,
                  "snapshots: record.snapshot_every_days = %lld says when; from 1 to run.days = %lld is "
                  "expected",
                  (long long)run->record_snapshot_every_days, (long long)run->days);
    }
}

/* `true`, `false`, or a group that says of which units. */
static void read_series(const Reader *r, tl_Value value)
{
    tl_Design *design = design_of(r);
    bool group = tl_is_group(value) && tl_is_there(tl_at(value, "where"));
    design->series = group || tl_says(value, "true");
    design->series_place = place_of_where(value);
    if (group) {
        tl_check_keys(value, "where");
    }
    if (group && r->experiment->arm_count > 0 && has_no_step(value)) {
        tl_read_where(r, value, &design->series_where);
    } else if (!group && !tl_says(value, "true") && !tl_says(value, "false")) {
        tl_refuse(value, "series: true or false is expected, or {where: ...}");
    }
}

static void read_keep(const Reader *r, tl_Value group)
{
    tl_Value windows = tl_at(group, "windows"), snapshots = tl_at(group, "snapshots");
    tl_Value series = tl_at(group, "series");
    if (!tl_is_group(group)) {
        tl_refuse(group, "keep: a group with windows, series, snapshots is expected");
        return;
    }
    tl_check_keys(group, "windows|series|snapshots");
    if (tl_is_there(windows) && r->experiment->arm_count > 0) { /* else no days are known */
        read_windows(r, windows);
    }
    if (tl_is_there(snapshots)) {
        read_snapshots(r, snapshots);
    }
    if (tl_is_there(series)) {
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

static void read_settings(const Reader *r, tl_Value sweep)
{
    tl_Design *design = design_of(r);
    tl_Value replicates = tl_at(sweep, "replicates"), keep = tl_at(sweep, "keep");
    tl_Value burn_in = tl_at(sweep, "burn_in");
    tl_check_keys(sweep, "factors|table|replicates|keep|burn_in");
    design->shared_burn_in = tl_is_there(burn_in) && tl_get_choice(burn_in, "burn_in", "own|shared") == 1;
    if (tl_is_there(replicates) && !is_set(r, "run.replicates")) { /* --set may overrule it */
        tl_read_whole(replicates, "replicates", 1, 100000, &design->replicates);
    }
    if (tl_is_there(keep)) {
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
    tl_Value sweep = tl_at(tl_top(r->d), "sweep");
    r->experiment->design = empty(r->experiment);
    if (tl_is_there(sweep) && !tl_is_group(sweep)) {
        tl_refuse(sweep, "sweep: a group with factors or table, replicates, keep is expected");
        return;
    }
    if (tl_is_there(sweep)) {
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
        tl_Place place = tl_is_there(sweep) ? tl_key_place(sweep) : (tl_Place){.file = r->d->file};
        tl_design_check_points(r, table[0] != '\0' ? (tl_Place){.file = table} : place);
    }
}
