#include "config/design_bases.h"

#include <stdlib.h>
#include <string.h>

#include "config/arm_source.h"
#include "config/config_check.h"
#include "config/config_read.h"
#include "config/design.h"
#include "config/market_unread.h"
#include "system/memory.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

static tl_Design *design_of(const Reader *r)
{
    return r->experiment->design;
}

static tl_Place place_of(const Reader *r, int node)
{
    return tl_place((tl_Value){r->d, node, node});
}

/* ---- what arms and --set may not say beside factors ---------------------------------------------------- */

static void check_set(const Reader *r, const char *set, tl_Place place)
{
    const tl_Rows *rows = &design_of(r)->rows;
    size_t length = strcspn(set, "?=");
    for (int i = 0; i < rows->factor_count; i++) {
        if (strlen(rows->factors[i].name) == length && strncmp(rows->factors[i].name, set, length) == 0) {
            tl_error(r->messages, place, "%s is a factor of the sweep: it cannot be set as well",
                     rows->factors[i].name);
        }
    }
}

void tl_design_check_sets(const Reader *r)
{
    for (int i = 0; i < r->set_count; i++) {
        check_set(r, r->sets[i], (tl_Place){.file = "--set"});
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

/* What an arm changes on a day is no more open than what it sets. */
static void check_changes(const Reader *r, const tl_ArmSource *source)
{
    for (int i = 0; i < source->variant.change_count; i++) {
        const tl_ScheduleEntry *entry = &source->changes[i];
        for (tl_Value own = tl_entry_first_set(entry); tl_is_there(own);
             own = tl_entry_next_set(entry, own)) {
            check_set(r, tl_key(own), tl_key_place(own));
        }
    }
}

static void check_arm(const Reader *r, const tl_Arm *arm, const tl_ArmSource *source)
{
    const tl_Rows *rows = &design_of(r)->rows;
    for (int i = 0; i < source->variant.set_count; i++) {
        check_set(r, source->sets[i], source->places[i]);
    }
    check_changes(r, source);
    if (source->variant.regime != NULL && has_kind(rows, TL_OF_REGIME)) {
        tl_error(r->messages, source->variant.regime_place,
                 "arm '%s' names a regime, and regime is a factor of the sweep", arm->name);
    }
    if (has_layers(rows) && tl_text_ends(source->path, ".json")) {
        tl_error(r->messages, place_of(r, arm->node),
                 "%.200s is resolved: its regime, municipality and timeline cannot be factors", source->path);
    }
    if (arm->equal.lever >= 0 && design_of(r)->shared_burn_in) {
        tl_error(r->messages, place_of(r, arm->node),
                 "arm '%s': %s cannot be combined with burn_in: shared: its lever was found with a "
                 "burn-in of its own",
                 arm->name, arm->equal.key);
    }
    if (arm->equal.lever >= 0 && rows->factor_count > 0) {
        tl_error(r->messages, place_of(r, arm->node),
                 "arm '%s': %s cannot be combined with factors: its lever is moved for one config, not "
                 "for each row",
                 arm->name, arm->equal.key);
    }
}

void tl_design_check_factors(const Reader *r)
{
    const tl_Rows *rows = &design_of(r)->rows;
    for (int i = 0; design_of(r)->shared_burn_in && i < rows->factor_count; i++) {
        const tl_Factor *factor = &rows->factors[i];
        const tl_Parameter *p = factor->parameter >= 0 ? &tl_parameters[factor->parameter] : NULL;
        bool moves =
            p == NULL || p->section == TL_SECTION_RUN || (p->section == TL_SECTION_REGIME && !p->structural);
        if (!moves) {
            tl_error(r->messages, factor->place,
                     "burn_in: shared: %s acts during the burn-in too: only levers that a timeline may "
                     "move, regime, municipality and pilot can be factors",
                     factor->name);
        }
    }
}

/* ---- bases --------------------------------------------------------------------------------------------- */

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

/* Levers that the rows set stand over what a regime on a day says, as --set does. */
static void find_held(const tl_Rows *rows, bool *held)
{
    for (int i = 0; i < rows->factor_count; i++) {
        if (rows->factors[i].kind == TL_OF_PARAMETER) {
            held[rows->factors[i].parameter] = true;
        }
    }
}

/* The config before any arm or regime, or what arms with a history have in common with it. */
static void go_back(const tl_ArmSource *source, tl_Variant *variant)
{
    variant->timeline = NULL;
    variant->change_count = 0;
    if (!source->has_history) {
        variant->regime = NULL;
        variant->set_count = variant->common_sets;
    }
}

static tl_LoadedConfig *load_base(const Reader *r, const tl_ArmSource *source, int64_t row, bool start)
{
    const tl_Rows *rows = &design_of(r)->rows;
    tl_LoadedConfig *loaded = tl_allocate(1, sizeof *loaded);
    tl_Variant variant = source->variant;
    bool held[tl_parameter_count] = {false};
    find_held(rows, held);
    variant.held = held;
    vary(rows, row, &variant);
    if (start) {
        go_back(source, &variant);
    }
    if (!tl_config_load_variant(r->files, source->path, &variant, r->sets, r->set_count, loaded,
                                r->messages)) {
        free(loaded);
        return NULL;
    }
    return loaded;
}

/* Keeps a burn-in's config, unless there is the same already. Its number. */
static int keep_start(tl_Design *design, tl_LoadedConfig *start)
{
    for (int i = 0; i < design->start_count; i++) {
        if (strcmp(design->starts[i]->json, start->json) == 0) {
            tl_loaded_config_drop(start);
            return i;
        }
    }
    design->starts = tl_reallocate(design->starts, (size_t)design->start_count + 1, sizeof *design->starts);
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
            r->messages, place_of(r, arm->node),
            "burn_in: shared: %s of arm '%s' is not that of its config, and acts during the burn-in too: "
            "only levers that a timeline may move can differ",
            obstacle == TL_MARKET_IS_OBSTACLE ? "market" : tl_parameters[obstacle].path, arm->name);
    }
    return keep_start(design_of(r), start);
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
        tl_error(r->messages, place_of(r, 0),
                 "sweep: more than %d combinations of arm, regime and municipality", TL_MOST_BASES);
        return;
    }
    const tl_Arm *of = &r->experiment->arms[arm];
    bool varied =
        has_layers(&design->rows) || (design->rows.factor_count > 0 && of->loaded.config.change_count > 0);
    tl_Base *base = &design->bases[design->base_count];
    *base = (tl_Base){.arm = arm, .start = -1, .combination = combination, .borrowed = !varied};
    base->loaded = varied ? load_base(r, source, row, false) : &r->experiment->arms[arm].loaded;
    if (base->loaded != NULL && !tl_same_days(&r->experiment->arms[0].loaded, base->loaded)) {
        tl_error(r->messages, place_of(r, 0), "sweep: seed, days and periods differ between its configs");
    }
    if (design->shared_burn_in) {
        base->start = find_start(r, source, base, row);
    }
    *own = design->base_count++;
}

void tl_design_find_bases(const Reader *r)
{
    tl_Design *design = design_of(r);
    int64_t combinations = tl_rows_combinations(&design->rows);
    int64_t cells = combinations * r->experiment->arm_count;
    if (cells > TL_MOST_COMBINATIONS) {
        tl_error(r->messages, place_of(r, 0),
                 "sweep: %lld combinations of arm, regime, municipality and timeline; at most %d can be "
                 "told apart",
                 (long long)cells, TL_MOST_COMBINATIONS);
        return;
    }
    design->bases = tl_allocate(TL_MOST_BASES, sizeof *design->bases);
    design->base_of = tl_allocate((size_t)cells, sizeof *design->base_of);
    tl_ArmSource *source = tl_allocate(1, sizeof *source);
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

/* ---- points -------------------------------------------------------------------------------------------- */

/* "organisation.pool_size = 35, regime = detail-control": at most so much. */
static void describe_row(const tl_Rows *rows, int64_t row, char *text, size_t size)
{
    text[0] = '\0';
    for (int i = 0; i < rows->factor_count; i++) {
        char value[TL_LEVEL_SIZE];
        tl_text_add(text, size, "%s%s = %s", i > 0 ? ", " : "", rows->factors[i].name,
                    tl_factor_text(&rows->factors[i], tl_rows_value(rows, row, i), value, sizeof value));
    }
}

/* What a config's check said, at the place of the row, or with the values of its factors. */
static void pass_on(const Reader *r, const tl_Messages *own, int64_t row, tl_Place place)
{
    const tl_Rows *rows = &design_of(r)->rows;
    char where[300] = "";
    if (rows->lines[row] > 0) {
        place = (tl_Place){place.file, rows->lines[row], 1};
    } else if (rows->factor_count > 0) {
        tl_text_copy(where, sizeof where, "with ");
        describe_row(rows, row, where + strlen(where), sizeof where - strlen(where));
    }
    tl_messages_pass_on(r->messages, own, place, where);
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

/* A run has one municipality, whose number is 1 whichever it is: a name would mean another in each. */
static void check_municipality_meant(const Reader *r)
{
    const tl_Design *design = design_of(r);
    bool varies = false;
    for (int i = 0; i < design->rows.factor_count; i++) {
        varies = varies || design->rows.factors[i].kind == TL_OF_MUNICIPALITY;
    }
    for (int k = 0; varies && k <= design->window_count; k++) {
        bool series = k == design->window_count;
        const tl_Selector *where = series ? &design->series_where : &design->windows[k].where;
        if (where->by[TL_BY_MUNICIPALITY].count > 0) {
            tl_error(r->messages, series ? design->series_place : design->window_places[k],
                     "%s: where.municipalities is not expected where municipality is a factor: each run has "
                     "one, the point's own",
                     series ? "series" : design->windows[k].name);
        }
    }
}

/* Is it read where another factor says so: who follows up? */
static bool is_switched(const tl_Design *design, int parameter)
{
    int form = tl_parameter_find("purchaser.form");
    bool varied = false;
    for (int i = 0; i < design->rows.factor_count; i++) {
        varied = varied || design->rows.factors[i].parameter == form;
    }
    return varied && (tl_parameters[parameter].follow_up ||
                      strcmp(tl_parameters[parameter].path, "provider.found_chance") == 0);
}

/* A factor that only a market reads is varied in vain where no arm has such a market; in an arm without, which others
 * are compared with, it does nothing. */
static void check_factors_read(const Reader *r, tl_Place place)
{
    const tl_Design *design = design_of(r);
    for (int i = 0; r->messages->errors == 0 && i < design->rows.factor_count; i++) {
        int parameter = design->rows.factors[i].parameter;
        bool read = parameter < 0 || is_switched(design, parameter);
        for (int k = 0; !read && k < design->base_count; k++) {
            read = tl_market_reads(&design->bases[k].loaded->config, parameter);
        }
        if (!read) {
            tl_error(
                r->messages, place,
                "sweep: %s changes nothing in any arm: it is read where there is a market that has firms "
                "(market: {externals: 5, share: 0.5}, say)%s",
                design->rows.factors[i].name,
                tl_parameters[parameter].choice      ? ", and people who choose (market: lov)"
                : tl_parameters[parameter].follow_up ? ", and purchaser.form = contract_managers"
                                                     : "");
        }
    }
}

/* What is kept of a point needs the units that it looks at. `place` is that of the table, if there is one. */
static void check_kept(const Reader *r, const tl_Config *config, int64_t row, tl_Place place)
{
    const tl_Design *design = design_of(r);
    for (int k = 0; k <= design->window_count; k++) {
        bool series = k == design->window_count;
        const tl_Selector *where = series ? &design->series_where : &design->windows[k].where;
        tl_Place own_place = series ? design->series_place : design->window_places[k];
        tl_Messages own = {0};
        tl_selector_check(where, series ? "series" : design->windows[k].name, config, (tl_Place){.file = ""},
                          &own);
        pass_on(r, &own, row, design->rows.lines[row] > 0 ? place : own_place);
        tl_messages_free(&own);
    }
}

void tl_design_check_points(const Reader *r, tl_Place place)
{
    const tl_Design *design = design_of(r);
    int64_t combinations = tl_rows_combinations(&design->rows);
    tl_LoadedConfig *loaded = tl_allocate(1, sizeof *loaded);
    tl_PointConfig point;
    for (int i = 0; i < design->base_count; i++) {
        check_profile(r, &design->bases[i], place);
    }
    check_municipality_meant(r);
    check_factors_read(r, place);
    for (int arm = 0; r->messages->errors == 0 && arm < r->experiment->arm_count; arm++) {
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
            if (start >= 0) {
                tl_point_share(&point, &design->starts[start]->config);
            }
            loaded->config = point.config;
            tl_config_check(loaded, &own);
            pass_on(r, &own, row, place);
            check_kept(r, &point.config, row, place);
            tl_point_free(&point);
            tl_messages_free(&own);
        }
    }
    free(loaded);
}
