#include "io/design.h"

#include <stdlib.h>
#include <string.h>

#include "io/experiment_internal.h"

typedef tl_ExperimentReader Reader;

static bool is_scalar(const Reader *r, int node)
{
    return node >= 0 && r->d->nodes[node].kind == TL_SCALAR;
}

static tl_Design *design_of(const Reader *r)
{
    return r->experiment->design;
}

/* ---- factors
 * ----------------------------------------------------------------------------------------------------- */

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

static void read_levels(const Reader *r, tl_Factor *factor, int list, Levels *levels)
{
    int room = 0;
    for (int node = r->d->nodes[list].first; node >= 0; node = r->d->nodes[node].next) {
        room++;
    }
    *levels = (Levels){.values = calloc((size_t)room + 1, sizeof(double)), .node = list};
    if (r->d->nodes[list].kind != TL_SEQUENCE || room == 0 || levels->values == NULL) {
        tl_error(r->messages, tl_node_place(r->d, list), "%s: a list of values is expected", factor->name);
        return;
    }
    for (int node = r->d->nodes[list].first; node >= 0; node = r->d->nodes[node].next) {
        if (!is_scalar(r, node)) {
            tl_error(r->messages, tl_node_place(r->d, node), "%s: a single value is expected", factor->name);
        } else if (tl_factor_read(factor, r->d->nodes[node].text, r->d->nodes[node].quoted,
                                  tl_node_place(r->d, node), &levels->values[levels->count], r->messages)) {
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
        if (!tl_rows_add(rows, values, 0)) {
            tl_error(r->messages, tl_node_place(r->d, group), "factors: not enough memory");
            return;
        }
        for (int i = rows->factor_count - 1; i >= 0 && ++at[i] == levels[i].count; i--) {
            at[i] = 0;
        }
    }
}

static void read_grid(const Reader *r, int group)
{
    tl_Rows *rows = &design_of(r)->rows;
    int errors = r->messages->errors;
    Levels *levels = calloc(TL_MOST_FACTORS, sizeof *levels);
    if (r->d->nodes[group].kind != TL_MAPPING || r->d->nodes[group].first < 0 || levels == NULL) {
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
    } else if (csv >= 0 && !is_scalar(r, csv)) {
        tl_error(r->messages, tl_node_place(r->d, csv), "table: the name of a file is expected");
    } else if (csv >= 0) {
        tl_beside(r->d->file, r->d->nodes[csv].text, table);
        tl_rows_read(table, rows, r->messages);
    } else if (grid >= 0) {
        read_grid(r, grid);
    } else if (!tl_rows_add(rows, NULL, 0)) {
        tl_error(r->messages, tl_node_place(r->d, sweep), "not enough memory");
    }
}

/* ---- what arms and --set may not say beside factors
 * -------------------------------------------------------------- */

static void check_set(const Reader *r, const char *set, tl_Place place)
{
    const tl_Rows *rows = &design_of(r)->rows;
    size_t length = strcspn(set, "=");
    for (int i = 0; i < rows->factor_count; i++) {
        if (strlen(rows->factors[i].name) == length && strncmp(rows->factors[i].name, set, length) == 0) {
            tl_error(r->messages, place, "%s is a factor of the sweep: it cannot be set as well",
                     rows->factors[i].name);
        }
    }
}

static bool has_kind(const tl_Rows *rows, tl_FactorKind kind)
{
    for (int i = 0; i < rows->factor_count; i++) {
        if (rows->factors[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static bool has_layers(const tl_Rows *rows)
{
    return has_kind(rows, TL_OF_REGIME) || has_kind(rows, TL_OF_MUNICIPALITY) ||
           has_kind(rows, TL_OF_TIMELINE);
}

static void check_arm(const Reader *r, const tl_Arm *arm, const tl_ArmSource *source)
{
    const tl_Rows *rows = &design_of(r)->rows;
    for (int i = 0; i < source->variant.set_count; i++) {
        check_set(r, source->sets[i], source->places[i]);
    }
    if (source->variant.regime != NULL && has_kind(rows, TL_OF_REGIME)) {
        tl_error(r->messages, source->variant.regime_place,
                 "arm '%s' names a regime, and regime is a factor of the sweep", arm->name);
    }
    if (has_layers(rows) && tl_name_ends(source->path, ".json")) {
        tl_error(r->messages, tl_node_place(r->d, arm->node),
                 "%.200s is resolved: its regime, municipality and timeline cannot be factors", source->path);
    }
    if (arm->equal_cost >= 0 && design_of(r)->shared_burn_in) {
        tl_error(
            r->messages, tl_node_place(r->d, arm->node),
            "arm '%s': equal_cost cannot be combined with burn_in: shared: its cost was found with a burn-in "
            "of its own",
            arm->name);
    }
    if (arm->equal_cost >= 0 && rows->factor_count > 0) {
        tl_error(
            r->messages, tl_node_place(r->d, arm->node),
            "arm '%s': equal_cost cannot be combined with factors: its lever is moved for one config, not "
            "for each row",
            arm->name);
    }
}

/* With a shared burn-in, what acts during it cannot differ between points. */
static void check_factors_move(const Reader *r)
{
    const tl_Rows *rows = &design_of(r)->rows;
    for (int i = 0; design_of(r)->shared_burn_in && i < rows->factor_count; i++) {
        const tl_Factor *factor = &rows->factors[i];
        const tl_Parameter *p = factor->parameter >= 0 ? &tl_parameters[factor->parameter] : NULL;
        bool moves =
            p == NULL || p->section == TL_SECTION_RUN || (p->section == TL_SECTION_REGIME && !p->structural);
        if (!moves) {
            tl_error(r->messages, factor->place,
                     "burn_in: shared: %s acts during the burn-in too: only levers that a timeline may move, "
                     "regime, municipality and pilot can be factors",
                     factor->name);
        }
    }
}

/* ---- bases
 * ------------------------------------------------------------------------------------------------------- */

/* Sets the regime and municipality of a row in a variant. */
static void vary(const tl_Rows *rows, int64_t row, tl_Variant *variant)
{
    for (int i = 0; i < rows->factor_count; i++) {
        const tl_Factor *factor = &rows->factors[i];
        tl_Place place = factor->place;
        place.line = rows->lines[row] > 0 ? rows->lines[row] : place.line; /* that first asks for it */
        if (factor->kind == TL_OF_REGIME) {
            variant->regime = factor->levels[(int)tl_rows_value(rows, row, i)];
            variant->regime_place = place;
        } else if (factor->kind == TL_OF_MUNICIPALITY) {
            variant->municipality = factor->levels[(int)tl_rows_value(rows, row, i)];
            variant->municipality_place = place;
        } else if (factor->kind == TL_OF_TIMELINE) {
            const char *level = factor->levels[(int)tl_rows_value(rows, row, i)];
            variant->timeline = strcmp(level, "none") != 0 ? level : NULL;
            variant->timeline_place = place;
        }
    }
}

static tl_LoadedConfig *load_base(const Reader *r, const tl_ArmSource *source, int64_t row, bool start)
{
    const tl_Rows *rows = &design_of(r)->rows;
    tl_LoadedConfig *loaded = calloc(1, sizeof *loaded);
    tl_Variant variant = source->variant;
    vary(rows, row, &variant);
    if (start) { /* the config before any arm or regime */
        variant.regime = variant.timeline = NULL;
        variant.set_count = 0;
    }
    if (loaded == NULL ||
        !tl_config_load_variant(source->path, &variant, r->sets, r->set_count, loaded, r->messages)) {
        free(loaded);
        return NULL;
    }
    return loaded;
}

/* What all runs of a sweep share, so that their windows and replicates are the same. */
static bool fits(const Reader *r, const tl_LoadedConfig *loaded)
{
    const tl_RunSettings *a = &r->experiment->arms[0].loaded.config.run, *b = &loaded->config.run;
    return a->seed == b->seed && a->days == b->days && a->burn_in_days == b->burn_in_days &&
           a->period_days == b->period_days;
}

static void drop(tl_LoadedConfig *loaded)
{
    if (loaded != NULL) {
        tl_loaded_config_free(loaded);
        free(loaded);
    }
}

/* Keeps a burn-in's config, unless there is the same already. Its number; -1 without memory. */
static int keep_start(tl_Design *design, tl_LoadedConfig *start)
{
    for (int i = 0; i < design->start_count; i++) {
        if (strcmp(design->starts[i]->json, start->json) == 0) {
            drop(start);
            return i;
        }
    }
    tl_LoadedConfig **larger =
        realloc(design->starts, (size_t)(design->start_count + 1) * sizeof *design->starts);
    if (larger == NULL) {
        drop(start);
        return -1;
    }
    design->starts = larger;
    design->starts[design->start_count] = start;
    return design->start_count++;
}

/* The burn-in that a base shares with others; -1 with a message. */
static int find_start(const Reader *r, const tl_ArmSource *source, const tl_Base *base, int64_t row)
{
    const tl_Arm *arm = &r->experiment->arms[base->arm];
    tl_LoadedConfig *start = base->loaded != NULL ? load_base(r, source, row, true) : NULL;
    if (start == NULL) {
        return -1; /* said already */
    }
    int obstacle = tl_point_obstacle(&start->config, &base->loaded->config);
    if (obstacle >= 0) {
        tl_error(
            r->messages, tl_node_place(r->d, arm->node),
            "burn_in: shared: %s of arm '%s' is not that of its config, and acts during the burn-in too: "
            "only levers that a timeline may move can differ",
            tl_parameters[obstacle].path, arm->name);
    }
    int own = keep_start(design_of(r), start);
    if (own < 0) {
        tl_error(r->messages, tl_node_place(r->d, arm->node), "sweep: not enough memory");
    }
    return own;
}

static void add_base(const Reader *r, int arm, const tl_ArmSource *source, int64_t row)
{
    tl_Design *design = design_of(r);
    int64_t combinations = tl_rows_combinations(&design->rows);
    int64_t combination = tl_rows_combination(&design->rows, row);
    int32_t *own = &design->base_of[arm * combinations + combination];
    if (*own >= 0) {
        return;
    }
    if (design->base_count == TL_MOST_BASES) {
        tl_error(r->messages, tl_node_place(r->d, 0),
                 "sweep: more than %d combinations of arm, regime and municipality", TL_MOST_BASES);
        return;
    }
    bool varied = has_layers(&design->rows);
    tl_Base *base = &design->bases[design->base_count];
    *base = (tl_Base){.arm = arm, .start = -1, .combination = combination, .borrowed = !varied};
    base->loaded = varied ? load_base(r, source, row, false) : &r->experiment->arms[arm].loaded;
    if (base->loaded != NULL && !fits(r, base->loaded)) {
        tl_error(r->messages, tl_node_place(r->d, 0),
                 "sweep: seed, days and periods differ between its configs");
    }
    if (design->shared_burn_in) {
        base->start = find_start(r, source, base, row);
    }
    *own = design->base_count++;
}

static void find_bases(const Reader *r)
{
    tl_Design *design = design_of(r);
    int64_t combinations = tl_rows_combinations(&design->rows);
    int64_t cells = combinations * r->experiment->arm_count;
    design->bases = calloc(TL_MOST_BASES, sizeof *design->bases);
    design->base_of = malloc((size_t)cells * sizeof *design->base_of);
    tl_ArmSource *source = malloc(sizeof *source);
    if (design->bases == NULL || design->base_of == NULL || source == NULL) {
        tl_error(r->messages, tl_node_place(r->d, 0), "sweep: not enough memory");
        free(source);
        return;
    }
    memset(design->base_of, -1, (size_t)cells * sizeof *design->base_of);
    for (int arm = 0; arm < r->experiment->arm_count; arm++) {
        tl_arm_source(r, r->experiment->arms[arm].node, source);
        check_arm(r, &r->experiment->arms[arm], source);
        for (int64_t row = 0; r->messages->errors == 0 && row < design->rows.count; row++) {
            add_base(r, arm, source, row);
        }
    }
    free(source);
}

/* ---- points
 * ------------------------------------------------------------------------------------------------------ */

/* "organisation.pool_size = 35, regime = detail-control": at most so much. */
static void describe_row(const tl_Rows *rows, int64_t row, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < rows->factor_count && used < size; i++) {
        char value[TL_LEVEL_SIZE];
        used += (size_t)snprintf(
            text + used, size - used, "%s%s = %s", i > 0 ? ", " : "", rows->factors[i].name,
            tl_factor_text(&rows->factors[i], tl_rows_value(rows, row, i), value, sizeof value));
    }
}

/* What a config's check said, at the place of the row. */
static void pass_on(const Reader *r, const tl_Messages *own, int64_t row, tl_Place place)
{
    const tl_Rows *rows = &design_of(r)->rows;
    char values[300];
    describe_row(rows, row, values, sizeof values);
    for (int i = 0; i < own->count; i++) {
        const char *what = strstr(own->texts[i], "error: ");
        what = what != NULL ? what + strlen("error: ") : own->texts[i];
        if (rows->lines[row] > 0) {
            tl_error(r->messages, (tl_Place){place.file, rows->lines[row], 1}, "%s", what);
        } else {
            tl_error(r->messages, place, "with %s: %s", values, what);
        }
    }
}

static void check_profile(const Reader *r, const tl_Base *base, tl_Place place)
{
    const tl_Rows *rows = &design_of(r)->rows;
    for (int i = 0; base->loaded != NULL && i < rows->factor_count; i++) {
        int parameter = rows->factors[i].parameter;
        if (parameter >= 0 && tl_parameters[parameter].section == TL_SECTION_PROFILE &&
            base->loaded->config.municipality_count != 1) {
            tl_error(r->messages, place, "%s: with 'all' it would make every municipality alike",
                     rows->factors[i].name);
        }
    }
}

/* Values that contradict one another show only where they meet. */
static void check_points(const Reader *r, tl_Place place)
{
    const tl_Design *design = design_of(r);
    int64_t combinations = tl_rows_combinations(&design->rows);
    tl_LoadedConfig *loaded = calloc(1, sizeof *loaded);
    tl_PointConfig point;
    for (int i = 0; i < design->base_count; i++) {
        check_profile(r, &design->bases[i], place);
    }
    for (int arm = 0; loaded != NULL && r->messages->errors == 0 && arm < r->experiment->arm_count; arm++) {
        int32_t last = -1;
        for (int64_t row = 0; row < design->rows.count && r->messages->errors < TL_MOST_MESSAGES; row++) {
            int32_t base = design->base_of[arm * combinations + tl_rows_combination(&design->rows, row)];
            if (base != last) {
                *loaded = *design->bases[base].loaded;
                last = base;
            }
            tl_Messages own = {0};
            tl_rows_apply(&design->rows, row, &design->bases[base].loaded->config, &point);
            int start = design->bases[base].start;
            if (start >= 0 && !tl_point_share(&point, &design->starts[start]->config)) {
                tl_error(&own, place, "not enough memory");
            }
            loaded->config = point.config;
            tl_config_check(loaded, &own);
            tl_point_free(&point);
            pass_on(r, &own, row, place);
            tl_messages_free(&own);
        }
    }
    free(loaded);
}

/* ---- what is kept
 * ------------------------------------------------------------------------------------------------ */

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
        int64_t days[2];
        if (design->window_count == TL_MOST_SWEEP_WINDOWS || r->d->nodes[node].key[0] == '\0') {
            tl_error(r->messages, tl_node_key_place(r->d, node), "windows: at most %d, each with a name",
                     TL_MOST_SWEEP_WINDOWS);
            return;
        }
        if (tl_read_span(r, node, r->d->nodes[node].key, days)) {
            tl_SweepWindow *own = &design->windows[design->window_count++];
            *own = (tl_SweepWindow){.window = {.from = days[0], .to = days[1]}};
            tl_text_copy(own->name, sizeof own->name, r->d->nodes[node].key);
        }
    }
}

static void read_keep(const Reader *r, int group)
{
    if (r->d->nodes[group].kind != TL_MAPPING) {
        tl_error(r->messages, tl_node_place(r->d, group), "keep: a group with windows, series is expected");
        return;
    }
    TL_CHECK_KEYS(r, group, "windows", "series");
    int windows = tl_node_find(r->d, group, "windows"), series = tl_node_find(r->d, group, "series");
    if (windows >= 0 && r->experiment->arm_count > 0) { /* else no days are known */
        read_windows(r, windows);
    }
    const char *text = is_scalar(r, series) ? r->d->nodes[series].text : "";
    design_of(r)->series = strcmp(text, "true") == 0;
    if (series >= 0 && strcmp(text, "true") != 0 && strcmp(text, "false") != 0) {
        tl_error(r->messages, tl_node_place(r->d, series), "series: true or false is expected");
    }
}

static bool is_set(const Reader *r, const char *path)
{
    for (int i = 0; i < r->set_count; i++) {
        size_t length = strcspn(r->sets[i], "=");
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
    const char *way = is_scalar(r, burn_in) ? r->d->nodes[burn_in].text : "";
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

/* ---- the whole
 * -------------------------------------------------------------------------------------------------- */

static tl_Design *empty(const tl_Experiment *e)
{
    tl_Design *design = calloc(1, sizeof *design);
    if (design != NULL && e->arm_count > 0) {
        const tl_RunSettings *run = &e->arms[0].loaded.config.run;
        design->replicates = run->replicates;
        design->windows[0] = (tl_SweepWindow){.name = "all", .window = {.from = 0, .to = run->days}};
        design->window_count = 1;
    }
    return design;
}

void tl_design_read(Reader *r)
{
    char table[TL_PATH_SIZE] = "";
    int sweep = tl_node_find(r->d, 0, "sweep");
    r->experiment->design = empty(r->experiment);
    if (r->experiment->design == NULL) {
        tl_error(r->messages, tl_node_place(r->d, 0), "not enough memory");
        return;
    }
    if (sweep >= 0 && r->d->nodes[sweep].kind != TL_MAPPING) {
        tl_error(r->messages, tl_node_place(r->d, sweep),
                 "sweep: a group with factors or table, replicates, keep is expected");
        return;
    }
    if (sweep >= 0) {
        read_settings(r, sweep);
        read_rows(r, sweep, table);
    } else if (!tl_rows_add(&r->experiment->design->rows, NULL, 0)) {
        tl_error(r->messages, tl_node_place(r->d, 0), "not enough memory");
    }
    for (int i = 0; i < r->set_count; i++) {
        check_set(r, r->sets[i], (tl_Place){.file = "--set"});
    }
    check_factors_move(r);
    if (r->messages->errors == 0) {
        find_bases(r);
    }
    if (r->messages->errors == 0) {
        tl_Place place = sweep >= 0 ? tl_node_key_place(r->d, sweep) : (tl_Place){.file = r->d->file};
        check_points(r, table[0] != '\0' ? (tl_Place){.file = table} : place);
    }
}

void tl_design_free(tl_Design *design)
{
    if (design == NULL) {
        return;
    }
    for (int i = 0; i < design->base_count; i++) {
        if (!design->bases[i].borrowed) {
            drop(design->bases[i].loaded);
        }
    }
    for (int i = 0; i < design->start_count; i++) {
        drop(design->starts[i]);
    }
    free(design->starts);
    free(design->bases);
    free(design->base_of);
    tl_rows_free(&design->rows);
    free(design);
}
