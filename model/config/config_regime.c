#include "config/config_regime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_find.h"
#include "config/config_values.h"
#include "config/selector.h"
#include "system/memory.h"
#include "system/text.h"

/* ---- the levers of a regime ------------------------------------------------------------------------------ */

/* Its own changes would have no day to begin on. */
static bool has_schedules(const tl_Document *d, tl_Value name)
{
    bool any = tl_is_there(tl_at(tl_top(d), "timeline")) || tl_is_there(tl_at(tl_top(d), "reorganise"));
    if (any) {
        tl_refuse(name,
                  "regime: '%.60s' has changes of its own (timeline or reorganise), and can only stand "
                  "from the start",
                  tl_text(name));
    }
    return any;
}

static bool read_levers(const tl_Loader *loader, const tl_Document *d, tl_Regime *regime)
{
    tl_LoadedConfig *own = tl_allocate(1, sizeof *own);
    tl_Loader *reader = tl_allocate(1, sizeof *reader);
    int errors = loader->messages->errors;
    own->origins = tl_allocate(tl_parameter_count, TL_ORIGIN_SIZE);
    *reader = (tl_Loader){
        .loaded = own, .files = loader->files, .messages = loader->messages, .layer = TL_LAYER_REGIME};
    tl_parameter_defaults(TL_SECTION_REGIME, &own->config.regime);
    tl_parameters_read(reader, tl_top(d));
    *regime = own->config.regime;
    free(reader);
    tl_loaded_config_drop(own);
    return loader->messages->errors == errors;
}

bool tl_regime_read(const tl_Loader *loader, tl_Value name, tl_Regime *regime)
{
    char path[TL_PATH_SIZE];
    tl_Document d = {0};
    if (!tl_is_scalar(name) || tl_text(name)[0] == '\0') {
        return tl_refuse(name, "regime: the name of a regime is expected, found %s", tl_found(name).text);
    }
    bool good = tl_config_find(loader->files, name.document->file, tl_text(name), tl_place(name), "regimes",
                               path, loader->messages) &&
                tl_document_read(&d, loader->files, path, loader->messages) && !has_schedules(&d, name) &&
                read_levers(loader, &d, regime);
    tl_document_free(&d);
    return good;
}

/* ---- what is read, in the order of its days -------------------------------------------------------------- */

/* Days on which a change moves its lever, as core/steering/regime.c counts them. */
static int64_t moving_days(const tl_Change *change)
{
    return change->ramp_days > 1 ? change->ramp_days : 1;
}

/* Those of the same keys that mean the same unit. A place within "everywhere" is no clash: the later in the
 * file wins there. */
static bool clash(const tl_Change *a, const tl_Change *b)
{
    return a->parameter == b->parameter && a->day < b->day + moving_days(b) &&
           b->day < a->day + moving_days(a) && tl_selectors_overlap(&a->where, &b->where);
}

bool tl_schedule_add(tl_Loader *loader, const tl_Change *change, tl_Value regime)
{
    tl_ReadSchedules *s = &loader->schedules;
    for (int i = 0; i < s->change_count && !tl_is_there(regime); i++) {
        if (!tl_is_there(s->changes[i].regime) && clash(&s->changes[i].own, change)) {
            return false;
        }
    }
    s->changes = tl_reallocate(s->changes, (size_t)s->change_count + 1, sizeof *s->changes);
    tl_ReadChange *kept = &s->changes[s->change_count];
    *kept = (tl_ReadChange){.own = *change, .regime = regime, .number = s->change_count++};
    kept->own.where = tl_selector_copy(&change->where);
    return true;
}

void tl_schedule_add_structure(tl_Loader *loader, const tl_ReadStructure *structure)
{
    tl_ReadSchedules *s = &loader->schedules;
    s->structures = tl_reallocate(s->structures, (size_t)s->structure_count + 1, sizeof *s->structures);
    int at = s->structure_count++;
    for (; at > 0 && s->structures[at - 1].own.day > structure->own.day; at--) {
        s->structures[at] = s->structures[at - 1];
    }
    s->structures[at] = *structure;
}

/* Two that set one lever in one place on one day would both be paid for, and only the later would last. */
static bool reorganised_twice(const tl_ReadSchedules *s, const tl_Reorganisation *change)
{
    for (int i = 0; i < s->structure_count; i++) {
        const tl_Reorganisation *other = &s->structures[i].own;
        if (other != change && other->day == change->day &&
            tl_selectors_overlap(&other->where, &change->where) &&
            ((other->pool_size > 0 && change->pool_size > 0) || (other->span > 0 && change->span > 0))) {
            return true;
        }
    }
    return false;
}

bool tl_schedule_reorganise(tl_Loader *loader, const tl_Reorganisation *change)
{
    if (reorganised_twice(&loader->schedules, change)) {
        return false;
    }
    tl_ReadStructure structure = {.own = *change, .ruled = true};
    structure.regime = (tl_Value){NULL, -1, -1};
    tl_schedule_add_structure(loader, &structure);
    return true;
}

static int by_day(const void *left, const void *right)
{
    const tl_ReadChange *a = left, *b = right;
    int order = (a->own.day > b->own.day) - (a->own.day < b->own.day);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static void sort_changes(const tl_ReadSchedules *s)
{
    if (s->change_count > 0) {
        qsort(s->changes, (size_t)s->change_count, sizeof *s->changes, by_day);
    }
}

/* ---- changes that change nothing ------------------------------------------------------------------------- */

/* For each change, the next of the same lever; -1: there is none. */
static int *chain_levers(const tl_Config *config)
{
    int *next = tl_allocate((size_t)config->change_count + 1, sizeof *next), last[tl_parameter_count];
    memset(last, -1, sizeof last);
    for (int i = config->change_count - 1; i >= 0; i--) {
        next[i] = last[config->changes[i].parameter];
        last[config->changes[i].parameter] = i;
    }
    return next;
}

void tl_changes_idle(const tl_Config *config, bool *idle)
{
    bool moved[tl_parameter_count] = {false};
    int *next = chain_levers(config);
    for (int i = 0; i < config->change_count; i++) {
        const tl_Change *own = &config->changes[i];
        bool alone = next[i] < 0 || config->changes[next[i]].day > own->day;
        double start = tl_parameter_get(&tl_parameters[own->parameter], &config->regime);
        idle[i] = own->value == start && !moved[own->parameter] && alone;
        moved[own->parameter] = moved[own->parameter] || !idle[i];
    }
    free(next);
}

/* ---- changes --------------------------------------------------------------------------------------------- */

static void keep_changes(tl_Loader *loader)
{
    const tl_ReadSchedules *s = &loader->schedules;
    tl_Config *config = &loader->loaded->config;
    config->changes = tl_reallocate(config->changes, (size_t)s->change_count + 1, sizeof *config->changes);
    for (int i = 0; i < s->change_count; i++) {
        config->changes[i] = s->changes[i].own;
    }
    config->change_count = s->change_count;
}

/* Drops what a regime leaves as it is. */
static void drop_idle(tl_Loader *loader)
{
    tl_ReadSchedules *s = &loader->schedules;
    bool *idle = tl_allocate((size_t)s->change_count + 1, sizeof *idle);
    int kept = 0;
    tl_changes_idle(&loader->loaded->config, idle);
    for (int i = 0; i < s->change_count; i++) {
        if (idle[i] && tl_is_there(s->changes[i].regime)) {
            tl_selector_free(&s->changes[i].own.where);
        } else {
            s->changes[kept++] = s->changes[i];
        }
    }
    s->change_count = kept;
    free(idle);
}

static bool same_value(tl_Value a, tl_Value b)
{
    return a.document == b.document && a.node == b.node;
}

/* Does a regime's change meet one that counts for more: an entry's own, or that of another regime? Of two regimes
 * the later says so. */
static bool may_meet(const tl_ReadChange *own, const tl_ReadChange *other)
{
    return tl_is_there(own->regime) && !same_value(own->regime, other->regime) &&
           (other->number < own->number || !tl_is_there(other->regime));
}

/* Marks those that do. */
static void find_meeting(const tl_Loader *loader, bool *meets)
{
    const tl_ReadChange *all = loader->schedules.changes;
    int *next = chain_levers(&loader->loaded->config);
    for (int i = 0; i < loader->schedules.change_count; i++) {
        for (int k = next[i]; k >= 0; k = next[k]) {
            if (clash(&all[i].own, &all[k].own)) {
                meets[i] = meets[i] || may_meet(&all[i], &all[k]);
                meets[k] = meets[k] || may_meet(&all[k], &all[i]);
            }
        }
    }
    free(next);
}

/* A message an entry. */
static void refuse_meeting(tl_Loader *loader)
{
    const tl_ReadSchedules *s = &loader->schedules;
    bool *meets = tl_allocate((size_t)s->change_count + 1, sizeof *meets);
    find_meeting(loader, meets);
    for (int first = 0, end; first < s->change_count; first = end) {
        int meeting = -1, more = 0;
        for (end = first;
             end < s->change_count && same_value(s->changes[end].regime, s->changes[first].regime); end++) {
            meeting = meets[end] && meeting < 0 ? end : meeting;
            more += meets[end];
        }
        if (meeting >= 0) {
            tl_Value regime = s->changes[meeting].regime;
            char others[40] = "";
            if (more > 1) {
                snprintf(others, sizeof others, " (and %d more)", more - 1);
            }
            tl_refuse(regime,
                      "regime '%.60s' moves %s%s, and another entry does so in the same place on these "
                      "days: one entry of a day with 'regime' and 'set' is expected",
                      tl_text(regime), tl_parameters[s->changes[meeting].own.parameter].path, others);
        }
    }
    free(meets);
}

/* ---- structure ------------------------------------------------------------------------------------------- */

/* What a structural lever is on a day in a place; 0: not the same everywhere there. */
static int64_t standing(const tl_Loader *loader, int structure, bool span)
{
    const tl_ReadSchedules *s = &loader->schedules;
    const tl_Regime *regime = &loader->loaded->config.regime;
    const tl_Selector *where = &s->structures[structure].own.where;
    int64_t value = span ? regime->organisation_span : regime->organisation_pool_size;
    for (int i = 0; i < structure; i++) {
        const tl_Reorganisation *other = &s->structures[i].own;
        int64_t own = span ? other->span : other->pool_size;
        if (own == 0) {
            continue;
        }
        if (tl_selector_is_empty(&other->where) || tl_selectors_equal(&other->where, where)) {
            value = own;
        } else if (own != value && !tl_selectors_apart(&other->where, where)) {
            value = 0;
        }
    }
    return value;
}

/* "organisation.span is 42 and 25 in it" */
static void say_difference(char *text, size_t size, const char *path, int64_t stands, int64_t wanted)
{
    if (wanted > 0 && stands != wanted) {
        char now[40];
        snprintf(now, sizeof now, stands > 0 ? "%lld" : "not one value", (long long)stands);
        tl_text_add(text, size, "%s%s is %s there and %lld in the regime", text[0] != '\0' ? ", " : "", path,
                    now, (long long)wanted);
    }
}

/* What the regime asks for becomes what the reorganisation sets, where that differs. */
static void settle_structure(tl_Loader *loader, int number)
{
    tl_ReadStructure *structure = &loader->schedules.structures[number];
    char differing[240] = "";
    int64_t pool_size = standing(loader, number, false), span = standing(loader, number, true);
    say_difference(differing, sizeof differing, "organisation.pool_size", pool_size, structure->pool_size);
    say_difference(differing, sizeof differing, "organisation.span", span, structure->span);
    if (differing[0] == '\0') {
        return;
    }
    if (!structure->ruled) {
        tl_refuse(structure->regime,
                  "regime '%.60s': %s: units and teams are formed anew by a rule, and none is given (rule: "
                  "by_area, keep_relations or at_random), or 'set' keeps what is there",
                  tl_text(structure->regime), differing);
        return;
    }
    if (structure->pool_size > 0 && structure->pool_size != pool_size) {
        structure->own.pool_size = structure->pool_size;
    }
    if (structure->span > 0 && structure->span != span) {
        structure->own.span = structure->span;
    }
    if (reorganised_twice(&loader->schedules, &structure->own)) {
        tl_refuse(structure->regime, TL_REORGANISED_TWICE, structure->own.name, (int)structure->own.day);
    }
}

/* Is it a reorganisation, and not a regime that leaves the structure as it is? `reorganise` may ask for one that
 * sets nothing. */
static bool reorganises(const tl_ReadStructure *structure)
{
    return structure->own.pool_size > 0 || structure->own.span > 0 || structure->regime.document == NULL;
}

static void keep_reorganisations(tl_Loader *loader)
{
    tl_ReadSchedules *s = &loader->schedules;
    tl_Config *config = &loader->loaded->config;
    config->reorganisations = tl_reallocate(config->reorganisations, (size_t)s->structure_count + 1,
                                            sizeof *config->reorganisations);
    for (int i = 0; i < s->structure_count; i++) {
        settle_structure(loader, i);
        if (reorganises(&s->structures[i])) {
            config->reorganisations[config->reorganisation_count++] = s->structures[i].own;
        } else {
            tl_selector_free(&s->structures[i].own.where);
        }
    }
}

/* ---- all ------------------------------------------------------------------------------------------------- */

void tl_schedule_take(tl_Loader *loader)
{
    tl_ReadSchedules *s = &loader->schedules;
    tl_Config *config = &loader->loaded->config;
    s->change_count = config->change_count;
    s->changes = tl_allocate((size_t)s->change_count + 1, sizeof *s->changes);
    for (int i = 0; i < s->change_count; i++) {
        s->changes[i] = (tl_ReadChange){.own = config->changes[i], .regime = {NULL, -1, -1}, .number = i};
    }
    for (int i = 0; i < config->reorganisation_count; i++) {
        tl_schedule_add_structure(
            loader,
            &(tl_ReadStructure){.own = config->reorganisations[i], .regime = {NULL, -1, -1}, .ruled = true});
    }
    config->change_count = config->reorganisation_count = 0;
}

void tl_schedule_settle(tl_Loader *loader)
{
    sort_changes(&loader->schedules);
    keep_changes(loader);
    drop_idle(loader);
    keep_changes(loader);
    refuse_meeting(loader);
    keep_reorganisations(loader);
    free(loader->schedules.changes);
    free(loader->schedules.structures);
    loader->schedules = (tl_ReadSchedules){.entries = 0};
}
