#include "config/sweep_rows.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_find.h"
#include "config/config_market.h"
#include "config/config_values.h"
#include "system/memory.h"
#include "system/suggest.h"
#include "system/text.h"

/* ---- factors ------------------------------------------------------------------------------------------- */

static void unknown_factor(tl_Messages *messages, tl_Place place, const char *name)
{
    static const char *const layers[] = {"regime", "municipality", "timeline"};
    tl_Nearest nearest = tl_nearest_to(name);
    tl_offer_parameters(&nearest);
    tl_nearest_offer_all(&nearest, layers, sizeof layers / sizeof layers[0]);
    tl_error(messages, place, "there is no factor '%.80s'%s", name,
             tl_did_you_mean(&nearest, ": a parameter's path, regime, municipality or timeline is expected"));
}

static bool may_vary(int parameter)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    return p->section != TL_SECTION_RUN || strncmp(p->path, "pilot.", 6) == 0;
}

static bool describe(tl_Factor *factor, const char *name, tl_Place place, tl_Messages *messages)
{
    *factor = (tl_Factor){.parameter = tl_parameter_find(name), .place = place};
    tl_text_copy(factor->name, sizeof factor->name, name);
    if (strcmp(name, "regime") == 0) {
        factor->kind = TL_OF_REGIME;
    } else if (strcmp(name, "municipality") == 0) {
        factor->kind = TL_OF_MUNICIPALITY;
    } else if (strcmp(name, "timeline") == 0) {
        factor->kind = TL_OF_TIMELINE;
    } else if (factor->parameter < 0) {
        unknown_factor(messages, place, name);
        return false;
    } else if (!may_vary(factor->parameter)) {
        return tl_error(messages, place,
                        "%s is the same for all runs of a sweep: set it in the config or with --set", name);
    }
    return true;
}

bool tl_rows_add_factor(tl_Rows *rows, const char *name, tl_Place place, tl_Messages *messages)
{
    for (int i = 0; i < rows->factor_count; i++) {
        if (strcmp(rows->factors[i].name, name) == 0) {
            return tl_error(messages, place, "the factor %.80s is given twice", name);
        }
    }
    if (rows->factor_count == TL_MOST_FACTORS) {
        return tl_error(messages, place, "more than %d factors", TL_MOST_FACTORS);
    }
    if (rows->factors == NULL) {
        rows->factors = tl_allocate(TL_MOST_FACTORS, sizeof *rows->factors);
    }
    if (!describe(&rows->factors[rows->factor_count], name, place, messages)) {
        return false;
    }
    rows->factor_count++;
    return true;
}

/* Do both mean the same file of a folder, as Vaxholm and vaxholm do? Paths are told apart as they stand. */
static bool same_level(const tl_Factor *factor, const char *a, const char *b)
{
    char x[TL_LEVEL_SIZE] = "", y[TL_LEVEL_SIZE] = "";
    if (factor->kind == TL_OF_TIMELINE || strpbrk(a, "./") != NULL || strpbrk(b, "./") != NULL ||
        strlen(b) >= TL_LEVEL_SIZE) {
        return strcmp(a, b) == 0;
    }
    tl_slug(a, x, sizeof x);
    tl_slug(b, y, sizeof y);
    return strcmp(x, y) == 0;
}

static bool level_of(tl_Factor *factor, const char *text, tl_Place place, double *value,
                     tl_Messages *messages)
{
    for (int i = 0; i < factor->level_count; i++) {
        if (same_level(factor, factor->levels[i], text)) {
            *value = i;
            return true;
        }
    }
    if (factor->levels == NULL) {
        factor->levels = tl_allocate(TL_MOST_LEVELS, sizeof *factor->levels);
    }
    if (text[0] == '\0' || strlen(text) >= TL_LEVEL_SIZE || strpbrk(text, "\n\r\t") != NULL ||
        factor->level_count == TL_MOST_LEVELS) {
        return tl_error(messages, place,
                        "%s = '%.60s': a name is expected, of at most %d bytes, and at most %d of them",
                        factor->name, text, TL_LEVEL_SIZE - 1, TL_MOST_LEVELS);
    }
    strcpy(factor->levels[factor->level_count], text);
    *value = factor->level_count++;
    return true;
}

bool tl_factor_read(tl_Factor *factor, const char *text, tl_Place place, double *value, tl_Messages *messages)
{
    if (factor->kind != TL_OF_PARAMETER) {
        return level_of(factor, text, place, value, messages);
    }
    return tl_parameter_read(&tl_parameters[factor->parameter], text, place, value, messages);
}

const char *tl_factor_text(const tl_Factor *factor, double value, char *text, size_t size)
{
    if (factor->kind != TL_OF_PARAMETER) {
        snprintf(text, size, "%s", factor->levels[(int)value]);
    } else if (tl_parameters[factor->parameter].kind == TL_CHOICE) {
        tl_choice_name(tl_parameters[factor->parameter].choices, (int)value, text, size);
    } else if (value == (double)(int64_t)value) {
        snprintf(text, size, "%lld", (long long)value);
    } else {
        snprintf(text, size, "%.17g", value);
    }
    return text;
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

double tl_rows_value(const tl_Rows *rows, int64_t row, int factor)
{
    return rows->values[row * rows->factor_count + factor];
}

bool tl_rows_add(tl_Rows *rows, const double *values, int line)
{
    if (rows->count >= TL_MOST_ROWS) {
        return false;
    }
    size_t width = (size_t)rows->factor_count, count = (size_t)rows->count;
    rows->values =
        tl_grow(rows->values, count, (width + 1) * sizeof *rows->values); /* without factors, too */
    rows->lines = tl_grow(rows->lines, count, sizeof *rows->lines);
    for (size_t i = 0; i < width; i++) {
        rows->values[count * width + i] = values[i] + 0.0; /* no -0, which is the same as 0 */
    }
    rows->lines[rows->count++] = line;
    return true;
}

void tl_rows_free(tl_Rows *rows)
{
    for (int i = 0; i < rows->factor_count; i++) {
        free(rows->factors[i].levels);
    }
    free(rows->factors);
    free(rows->values);
    free(rows->lines);
    free(rows->remark);
    *rows = (tl_Rows){0};
}

int64_t tl_rows_combinations(const tl_Rows *rows)
{
    int64_t count = 1;
    for (int i = 0; i < rows->factor_count; i++) {
        count *= rows->factors[i].kind != TL_OF_PARAMETER ? rows->factors[i].level_count : 1;
    }
    return count;
}

int64_t tl_rows_combination(const tl_Rows *rows, int64_t row)
{
    int64_t combination = 0;
    for (int i = 0; i < rows->factor_count; i++) {
        if (rows->factors[i].kind != TL_OF_PARAMETER) {
            combination = combination * rows->factors[i].level_count + (int64_t)tl_rows_value(rows, row, i);
        }
    }
    return combination;
}

void tl_rows_apply(const tl_Rows *rows, int64_t row, const tl_Config *base, tl_PointConfig *into)
{
    into->config = *base;
    into->changes = NULL;
    if (base->municipality_count == 1) {
        into->own = base->municipalities[0];
        into->config.municipalities = &into->own;
    }
    void *sections[] = {&into->config.run, &into->own.profile, &into->config.regime, &into->config.constants};
    for (int i = 0; i < rows->factor_count; i++) {
        if (rows->factors[i].kind == TL_OF_PARAMETER) {
            const tl_Parameter *p = &tl_parameters[rows->factors[i].parameter];
            tl_parameter_set(p, sections[p->section], tl_rows_value(rows, row, i));
        }
    }
}

/* ---- burn-ins that are shared -------------------------------------------------------------------------- */

static bool moves(const tl_Parameter *p, const tl_Config *start, const tl_Config *other)
{
    return p->section == TL_SECTION_REGIME && !p->structural &&
           tl_parameter_get(p, &start->regime) != tl_parameter_get(p, &other->regime);
}

void tl_point_share(tl_PointConfig *point, const tl_Config *start)
{
    tl_Config *config = &point->config;
    int count = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        count += moves(&tl_parameters[i], start, config);
    }
    point->changes = tl_allocate((size_t)(count + config->change_count) + 1, sizeof *point->changes);
    /* First of its day, so that what the config itself does on that day still counts. */
    count = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        if (moves(p, start, config)) {
            tl_Change *change = &point->changes[count++];
            *change = (tl_Change){.parameter = i, .value = tl_parameter_get(p, &config->regime)};
            tl_text_copy(change->name, sizeof change->name, p->path);
        }
    }
    for (int i = 0; i < config->change_count; i++) {
        point->changes[count++] = config->changes[i];
    }
    config->changes = point->changes;
    config->change_count = count;
    config->regime = start->regime;
}

void tl_point_free(tl_PointConfig *point)
{
    free(point->changes);
    point->changes = NULL;
}

/* The first parameter of these settings that differs and acts before the first measured day; -1: none. */
static int differing(const tl_Config *start, const tl_Config *other, int municipality)
{
    const void *a[] = {&start->run, &start->municipalities[municipality].profile, &start->regime,
                       &start->constants};
    const void *b[] = {&other->run, &other->municipalities[municipality].profile, &other->regime,
                       &other->constants};
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        bool later = strncmp(p->path, "pilot.", 6) == 0 || strcmp(p->path, "run.replicates") == 0 ||
                     (p->section == TL_SECTION_REGIME && !p->structural);
        if (!later && tl_parameter_get(p, a[p->section]) != tl_parameter_get(p, b[p->section])) {
            return i;
        }
    }
    return -1;
}

int tl_point_obstacle(const tl_Config *start, const tl_Config *other)
{
    int found = -1;
    if (tl_markets_part(&start->market, &other->market) < 0 || !tl_drawn_equal(start, other)) {
        return TL_MARKET_IS_OBSTACLE;
    }
    if (start->municipality_count != other->municipality_count) {
        return tl_parameter_find("municipality.recipients");
    }
    for (int m = 0; found < 0 && m < start->municipality_count; m++) {
        found = start->municipalities[m].code == other->municipalities[m].code
                    ? differing(start, other, m)
                    : tl_parameter_find("municipality.recipients");
    }
    return found;
}
