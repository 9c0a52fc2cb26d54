#include "config/config_schedule.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_regime.h"
#include "config/config_values.h"
#include "config/selector.h"
#include "system/text.h"

enum { MOST_ENTRIES = 1000 };

/* ---- entries ------------------------------------------------------------------------------------------- */

/* What an entry must have; what it has not is said. */
static tl_Value required(const tl_ScheduleEntry *entry, const char *key)
{
    tl_Value value = tl_entry_at(entry, key);
    if (!tl_is_there(value)) {
        tl_refuse(value, "'%s' is missing here", key);
    }
    return value;
}

static bool read_name(const tl_ScheduleEntry *entry, char name[TL_NAME_LENGTH])
{
    bool unnamed = !tl_is_there(tl_entry_at(entry, "name"));
    if (unnamed && entry->name[0] != '\0') {
        tl_text_copy(name, TL_NAME_LENGTH, entry->name);
        return true;
    }
    tl_Value value = required(entry, "name");
    return tl_is_there(value) && tl_get_name(value, "name", name);
}

/* Entries that may form units anew. */
static int count_structural(tl_Value list)
{
    int count = 0;
    for (tl_Value own = tl_first(list); tl_is_there(own); own = tl_next(own)) {
        count += tl_is_there(tl_at(own, "rule"));
    }
    return count;
}

/* The reorganisations that these files may add, each of which can form new units. */
static int may_be_added(const tl_Loader *loader, const tl_ScheduleEntry *entry)
{
    tl_Value top = tl_top(entry->parts[0].document);
    return tl_size(tl_at(top, "reorganise")) + count_structural(tl_at(top, "timeline")) +
           loader->schedules.structure_count + (loader->variant != NULL ? loader->variant->change_count : 0);
}

/* Areas can be counted once the municipality is known; without it a message says why. */
static bool read_where(tl_Loader *loader, const tl_ScheduleEntry *entry, const char *name, tl_Selector *where)
{
    tl_Value group = tl_entry_at(entry, "where");
    *where = (tl_Selector){.group = TL_ALL_UNITS};
    if (!tl_is_there(group) || !tl_selector_read(group, &loader->loaded->config, where)) {
        return !tl_is_there(group);
    }
    tl_Config *config = &loader->loaded->config;
    int added = may_be_added(loader, entry);
    config->reorganisation_count += added; /* for as long as it is asked which units there can be */
    bool good = config->municipality_count == 0 ||
                tl_selector_check(where, name, config, tl_place(group), loader->messages);
    config->reorganisation_count -= added;
    return good;
}

static bool read_day(tl_Loader *loader, const tl_ScheduleEntry *entry, int64_t *day)
{
    tl_Value value = required(entry, "day");
    int64_t last = loader->loaded->config.run.days - 1;
    return tl_is_there(value) &&
           tl_get_whole(value, "day (0 is the first after the burn-in, run.days - 1 the last)", 0, last, day);
}

static void check_set(const tl_ScheduleEntry *entry, bool may_be_empty)
{
    for (int i = 0; i < entry->count; i++) {
        tl_Value set = tl_at(entry->parts[i], "set");
        if (tl_is_there(set) && !tl_is_group(set)) {
            tl_refuse(set, "set: levers with values are expected");
        } else if (tl_is_there(set) && tl_is_empty(set) && !may_be_empty) {
            tl_refuse(set, "set: at least one lever is expected");
        }
    }
}

/* The lever a key of `set` names; -1 with a message. */
static int lever_of(tl_Loader *loader, tl_Value value)
{
    const char *path = tl_key(value);
    int parameter = tl_parameter_find(path);
    if (parameter < 0) {
        tl_unknown_path(loader->messages, tl_key_place(value), path);
        return -1;
    }
    if (tl_parameters[parameter].section != TL_SECTION_REGIME) {
        tl_refuse_key(value, "%s is not a lever: it cannot change during a run", path);
        return -1;
    }
    return parameter;
}

/* Reads each entry of a list. */
static void read_entries(tl_Loader *loader, tl_Value list, const char *what,
                         void (*read)(tl_Loader *, const tl_ScheduleEntry *))
{
    if (tl_is_there(list) && !tl_is_list(list)) {
        tl_refuse(list, "%s: a list of entries is expected (- {name: ..., day: ...})", what);
        return;
    }
    for (tl_Value group = tl_first(list); tl_is_there(group); group = tl_next(group)) {
        tl_ScheduleEntry entry = tl_entry_of(group);
        if (++loader->schedules.entries > MOST_ENTRIES) {
            tl_refuse(group, "more than 1,000 entries");
        } else if (!tl_is_group(group)) {
            tl_refuse(group, "an entry with name, day and set is expected");
        } else {
            read(loader, &entry);
        }
    }
}

static void set_structure(tl_Reorganisation *change, int parameter, int64_t value)
{
    if (strcmp(tl_parameters[parameter].path, "organisation.pool_size") == 0) {
        change->pool_size = value;
    } else {
        change->span = value;
    }
}

static bool read_rule(const tl_ScheduleEntry *entry, tl_GroupingRule *rule)
{
    tl_Value value = tl_entry_at(entry, "rule");
    int choice = tl_is_scalar(value) ? tl_choice_find(TL_RULES, tl_text(value)) : -1;
    if (tl_is_there(value) && choice < 0) {
        tl_refuse(value, "rule: one of by_area, keep_relations, at_random is expected, found %s",
                  tl_found(value).text);
    }
    *rule = choice >= 0 ? (tl_GroupingRule)choice : *rule;
    return choice >= 0;
}

/* ---- timeline ------------------------------------------------------------------------------------------ */

/* What the readers of one entry of a timeline share. */
typedef struct Reading {
    tl_Loader *loader;
    const tl_ScheduleEntry *entry;
    tl_Change change; /* its name, place, day and ramp */
    tl_ReadStructure structure;
    bool good, ruled, moves; /* moves: a lever that can go in steps */
} Reading;

static void read_ramp(Reading *r)
{
    tl_Value ramp = tl_entry_at(r->entry, "ramp_days");
    if (tl_is_there(ramp)) {
        r->good =
            tl_get_whole(ramp, "ramp_days", 0, r->loader->loaded->config.run.days, &r->change.ramp_days) &&
            r->good;
    }
}

static bool names_units(const tl_Selector *where)
{
    return where->by[TL_BY_AREA].count > 0 || where->by[TL_BY_UNIT].count > 0 ||
           where->by[TL_BY_OUTLYING].count > 0 || where->group != TL_ALL_UNITS;
}

static bool names_providers(const tl_Selector *where)
{
    return where->by[TL_BY_PROVIDER].count > 0 || where->by[TL_BY_KIND].count > 0;
}

/* Following up and choice are the municipality's, and their levers are read in one unit of the municipality, or of each
 * provider: set in some units they would change nothing, or more than is meant. */
static bool fits_where(const Reading *r, const tl_Parameter *p, tl_Value lever)
{
    const tl_Selector *where = &r->change.where;
    if ((!p->follow_up && !p->choice) || !(names_units(where) || (p->whole && names_providers(where)))) {
        return true;
    }
    return tl_refuse_key(lever,
                         p->whole
                             ? "%s is the municipality's: beside it 'where' can name municipalities alone"
                             : "%s is the municipality's, for each provider: beside it 'where' can name "
                               "municipalities and providers, and no areas, units or groups of units",
                         p->path);
}

/* One lever of `set`. */
static void read_lever(Reading *r, tl_Value lever)
{
    tl_Change change = r->change;
    change.parameter = lever_of(r->loader, lever);
    if (change.parameter < 0) {
        return;
    }
    const tl_Parameter *p = &tl_parameters[change.parameter];
    r->moves = r->moves || !p->structural;
    if (!fits_where(r, p, lever)) {
        return;
    }
    if (p->structural && !r->ruled) {
        if (!tl_is_there(tl_entry_at(r->entry, "rule"))) {
            tl_refuse_key(lever,
                          "%s is structural: here it needs a rule (rule: by_area, keep_relations or "
                          "at_random), or it changes under 'reorganise'",
                          p->path);
        }
    } else if (!tl_get_parameter(lever, p, &change.value) || !r->good) {
        return;
    } else if (p->structural) {
        set_structure(&r->structure.own, change.parameter, (int64_t)change.value);
    } else if (!tl_schedule_add(r->loader, &change, (tl_Value){lever.document, -1, -1})) {
        tl_refuse_key(lever, "%s already changes in the same place on these days", tl_key(lever));
    }
}

/* All levers but those that the entry itself sets, or that stand whatever the regime. */
static void read_regime(Reading *r, tl_Value regime)
{
    tl_Regime levers;
    if (!tl_regime_read(r->loader, regime, &levers) || !r->good) {
        return;
    }
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        if (p->section != TL_SECTION_REGIME || r->loader->held[i] || tl_entry_sets(r->entry, p->path)) {
            continue;
        }
        double value = tl_parameter_get(p, &levers);
        if (!p->structural) {
            tl_Change change = r->change;
            change.parameter = i;
            change.value = value;
            tl_schedule_add(r->loader, &change, regime);
        } else if (strcmp(p->path, "organisation.pool_size") == 0) {
            r->structure.pool_size = (int64_t)value;
        } else {
            r->structure.span = (int64_t)value;
        }
    }
    r->structure.regime = regime;
}

/* Units and teams are formed anew if the entry says so itself, or if its regime differs in them. */
static void read_structure_of(Reading *r, tl_Value regime)
{
    tl_ReadStructure *structure = &r->structure;
    bool itself = structure->own.pool_size > 0 || structure->own.span > 0;
    if (r->ruled && r->good && !itself && !tl_is_there(regime)) {
        tl_refuse(tl_entry_at(r->entry, "rule"),
                  "rule: nothing here forms units or teams anew: organisation.pool_size or organisation.span "
                  "in 'set', or a regime, is expected beside it");
    }
    if (!r->good || (!itself && !tl_is_there(regime))) {
        return;
    }
    structure->ruled = r->ruled;
    tl_text_copy(structure->own.name, TL_NAME_LENGTH, r->change.name);
    structure->own.day = r->change.day;
    structure->own.where = tl_selector_copy(&r->change.where);
    tl_schedule_add_structure(r->loader, structure);
}

/* Teams and spans are there on a day. */
static void check_ramp(Reading *r, tl_Value regime)
{
    tl_Value ramp = tl_entry_at(r->entry, "ramp_days");
    if (tl_is_there(ramp) && r->change.ramp_days > 1 && !r->moves && !tl_is_there(regime)) {
        r->good = tl_refuse(
            ramp, "ramp_days: nothing here goes in steps: units and teams are formed anew on one day");
    }
}

static void read_change(tl_Loader *loader, const tl_ScheduleEntry *entry)
{
    Reading r = {.loader = loader, .entry = entry};
    tl_Value regime = tl_entry_at(entry, "regime");
    for (int i = 0; i < entry->count; i++) {
        tl_check_keys(entry->parts[i], "name|day|regime|rule|set|ramp_days|where");
    }
    /* Each is read whatever the others gave, so that all errors come at once. */
    bool named = read_name(entry, r.change.name), dated = read_day(loader, entry, &r.change.day);
    r.good = named && dated;
    r.structure.regime = (tl_Value){entry->parts[0].document, -1, -1};
    r.ruled = read_rule(entry, &r.structure.own.rule);
    read_ramp(&r);
    check_set(entry, false);
    if (!tl_is_there(regime)) {
        required(entry, "set");
    }
    r.good = read_where(loader, entry, r.change.name, &r.change.where) && r.good;
    for (tl_Value own = tl_entry_first_set(entry); tl_is_there(own); own = tl_entry_next_set(entry, own)) {
        read_lever(&r, own);
    }
    check_ramp(&r, regime);
    if (tl_is_there(regime)) {
        read_regime(&r, regime);
    }
    read_structure_of(&r, regime);
    tl_selector_free(&r.change.where);
}

void tl_timeline_read(tl_Loader *loader, tl_Value list)
{
    read_entries(loader, list, "timeline", read_change);
}

void tl_timeline_read_entry(tl_Loader *loader, const tl_ScheduleEntry *entry)
{
    read_change(loader, entry);
}

/* ---- reorganisations ----------------------------------------------------------------------------------- */

static int structural_lever_of(tl_Loader *loader, tl_Value value)
{
    int parameter = lever_of(loader, value);
    if (parameter >= 0 && !tl_parameters[parameter].structural) {
        tl_refuse_key(value, "%s is not structural: change it under 'timeline'", tl_key(value));
        return -1;
    }
    return parameter;
}

static bool read_structure(tl_Loader *loader, tl_Value set, tl_Reorganisation *change)
{
    bool good = tl_is_group(set);
    for (tl_Value own = tl_first(set); tl_is_group(set) && tl_is_there(own); own = tl_next(own)) {
        int parameter = structural_lever_of(loader, own);
        double value;
        if (parameter < 0 || !tl_get_parameter(own, &tl_parameters[parameter], &value)) {
            good = false;
        } else {
            set_structure(change, parameter, (int64_t)value);
        }
    }
    return good;
}

static void read_reorganisation(tl_Loader *loader, const tl_ScheduleEntry *entry)
{
    tl_Reorganisation change = {.day = 0};
    tl_check_keys(entry->parts[0], "name|day|rule|set|where");
    /* Each is read whatever the others gave, so that all errors come at once. */
    bool named = read_name(entry, change.name), dated = read_day(loader, entry, &change.day);
    bool ruled = tl_is_there(required(entry, "rule")) && read_rule(entry, &change.rule),
         placed = read_where(loader, entry, change.name, &change.where);
    bool good = named && dated && ruled && placed;
    check_set(entry, true);
    good = read_structure(loader, required(entry, "set"), &change) && good;
    if (good && tl_schedule_reorganise(loader, &change)) {
        return;
    }
    if (good) {
        tl_refuse(entry->parts[0], TL_REORGANISED_TWICE, change.name, (int)change.day);
    }
    tl_selector_free(&change.where);
}

void tl_reorganise_read(tl_Loader *loader, tl_Value list)
{
    read_entries(loader, list, "reorganise", read_reorganisation);
}
