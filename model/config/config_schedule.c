#include "config/config_schedule.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_values.h"
#include "config/selector.h"
#include "system/memory.h"
#include "system/text.h"

enum { MOST_ENTRIES = 1000 };

/* ---- entries ------------------------------------------------------------------------------------------- */

/* What an entry must have; what it has not is said. */
static tl_Value required(tl_Value entry, const char *key)
{
    tl_Value value = tl_at(entry, key);
    if (!tl_is_there(value)) {
        tl_refuse(value, "'%s' is missing here", key);
    }
    return value;
}

static bool read_name(tl_Value entry, char name[TL_NAME_LENGTH])
{
    tl_Value value = required(entry, "name");
    return tl_is_there(value) && tl_get_name(value, "name", name);
}

/* The config with the reorganisations that this file may add, each of which can form new units. */
static tl_Config with_reorganisations(const tl_Loader *loader, tl_Value entry)
{
    tl_Config config = loader->loaded->config;
    config.reorganisation_count += tl_size(tl_at(tl_top(entry.document), "reorganise"));
    return config;
}

/* Areas can be counted once the municipality is known; without it a message says why. */
static bool read_where(tl_Loader *loader, tl_Value entry, const char *name, tl_Selector *where)
{
    tl_Value group = tl_at(entry, "where");
    *where = (tl_Selector){.group = TL_ALL_UNITS};
    if (!tl_is_there(group) || !tl_selector_read(group, &loader->loaded->config, where)) {
        return !tl_is_there(group);
    }
    tl_Config config = with_reorganisations(loader, entry);
    return config.municipality_count == 0 ||
           tl_selector_check(where, name, &config, tl_place(group), loader->messages);
}

static bool read_day(tl_Loader *loader, tl_Value entry, int64_t *day)
{
    tl_Value value = required(entry, "day");
    int64_t last = loader->loaded->config.run.days - 1;
    return tl_is_there(value) &&
           tl_get_whole(value, "day (0 is the first after the burn-in, run.days - 1 the last)", 0, last, day);
}

static tl_Value required_set(tl_Value entry)
{
    tl_Value set = required(entry, "set");
    if (tl_is_there(set) && !tl_is_group(set)) {
        tl_refuse(set, "set: levers with values are expected");
    }
    return set;
}

/* The lever a key of `set` names; -1 with a message. */
static int lever_of(tl_Loader *loader, tl_Value value, bool structural)
{
    const char *path = tl_key(value);
    int parameter = tl_parameter_find(path);
    if (parameter < 0) {
        tl_unknown_path(loader->messages, tl_key_place(value), path);
        return -1;
    }
    const tl_Parameter *p = &tl_parameters[parameter];
    if (p->section != TL_SECTION_REGIME) {
        tl_refuse_key(value, "%s is not a lever: it cannot change during a run", path);
        return -1;
    }
    if (p->structural != structural) {
        tl_refuse_key(value, "%s is %s: change it under '%s'", path,
                      p->structural ? "structural" : "not structural",
                      p->structural ? "reorganise" : "timeline");
        return -1;
    }
    return parameter;
}

/* Reads each entry of a list. */
static void read_entries(tl_Loader *loader, tl_Value list, const char *what, const int *count,
                         void (*read)(tl_Loader *, tl_Value))
{
    if (tl_is_there(list) && !tl_is_list(list)) {
        tl_refuse(list, "%s: a list of entries is expected (- {name: ..., day: ...})", what);
        return;
    }
    for (tl_Value entry = tl_first(list); tl_is_there(entry); entry = tl_next(entry)) {
        if (*count >= MOST_ENTRIES) {
            tl_refuse(entry, "more than 1,000 entries");
        } else if (!tl_is_group(entry)) {
            tl_refuse(entry, "an entry with name, day and set is expected");
        } else {
            read(loader, entry);
        }
    }
}

/* ---- timeline ------------------------------------------------------------------------------------------ */

/* Days on which a change moves its lever, as core/steering/regime.c counts them. */
static int64_t moving_days(const tl_Change *change)
{
    return change->ramp_days > 1 ? change->ramp_days : 1;
}

/* Those of the same keys that mean the same unit. A place within "everywhere" is no clash: the later in the
 * file wins there. */
static bool clashes(const tl_Config *config, const tl_Change *change)
{
    for (int i = 0; i < config->change_count; i++) {
        const tl_Change *other = &config->changes[i];
        if (other->parameter == change->parameter && other->day < change->day + moving_days(change) &&
            change->day < other->day + moving_days(other) &&
            tl_selectors_overlap(&other->where, &change->where)) {
            return true;
        }
    }
    return false;
}

static void add_change(tl_Config *config, const tl_Change *change)
{
    config->changes =
        tl_reallocate(config->changes, (size_t)config->change_count + 1, sizeof *config->changes);
    config->changes[config->change_count++] = *change;
}

static void read_change(tl_Loader *loader, tl_Value entry)
{
    tl_Change base = {.ramp_days = 0};
    tl_check_keys(entry, "name|day|set|ramp_days|where");
    bool named = read_name(entry, base.name), dated = read_day(loader, entry, &base.day);
    bool good = named && dated;
    tl_Value ramp = tl_at(entry, "ramp_days"), set = required_set(entry);
    if (tl_is_there(ramp)) {
        good = tl_get_whole(ramp, "ramp_days", 0, loader->loaded->config.run.days, &base.ramp_days) && good;
    }
    if (tl_is_there(set) && !tl_is_there(tl_first(set)) && tl_is_group(set)) {
        tl_refuse(set, "set: at least one lever is expected");
    }
    good = read_where(loader, entry, base.name, &base.where) && good;
    for (tl_Value own = tl_first(set); tl_is_group(set) && tl_is_there(own); own = tl_next(own)) {
        tl_Change change = base;
        change.parameter = lever_of(loader, own, false);
        if (change.parameter < 0 || !tl_get_parameter(own, &tl_parameters[change.parameter], &change.value) ||
            !good) {
            continue;
        }
        if (clashes(&loader->loaded->config, &change)) {
            tl_refuse_key(own, "%s already changes in the same place on these days", tl_key(own));
        } else {
            change.where = tl_selector_copy(&base.where);
            add_change(&loader->loaded->config, &change);
        }
    }
    tl_selector_free(&base.where);
}

void tl_timeline_read(tl_Loader *loader, tl_Value list)
{
    read_entries(loader, list, "timeline", &loader->loaded->config.change_count, read_change);
}

/* ---- reorganisations ----------------------------------------------------------------------------------- */

static bool read_rule(tl_Value entry, tl_GroupingRule *rule)
{
    tl_Value value = required(entry, "rule");
    int choice = tl_is_scalar(value) ? tl_choice_find(TL_RULES, tl_text(value)) : -1;
    if (tl_is_there(value) && choice < 0) {
        tl_refuse(value, "rule: one of by_area, keep_relations, at_random is expected, found %s",
                  tl_found(value).text);
    }
    *rule = choice >= 0 ? (tl_GroupingRule)choice : *rule;
    return choice >= 0;
}

static bool read_structure(tl_Loader *loader, tl_Value set, tl_Reorganisation *change)
{
    bool good = tl_is_group(set);
    for (tl_Value own = tl_first(set); tl_is_group(set) && tl_is_there(own); own = tl_next(own)) {
        int parameter = lever_of(loader, own, true);
        double value;
        if (parameter < 0 || !tl_get_parameter(own, &tl_parameters[parameter], &value)) {
            good = false;
        } else if (strcmp(tl_parameters[parameter].path, "organisation.pool_size") == 0) {
            change->pool_size = (int64_t)value;
        } else {
            change->span = (int64_t)value;
        }
    }
    return good;
}

/* Two that set one lever in one place on one day would both be paid for, and only the later would last. */
static bool reorganised_twice(const tl_Config *config, const tl_Reorganisation *change)
{
    for (int i = 0; i < config->reorganisation_count; i++) {
        const tl_Reorganisation *other = &config->reorganisations[i];
        if (other->day == change->day && tl_selectors_overlap(&other->where, &change->where) &&
            ((other->pool_size > 0 && change->pool_size > 0) || (other->span > 0 && change->span > 0))) {
            return true;
        }
    }
    return false;
}

static void read_reorganisation(tl_Loader *loader, tl_Value entry)
{
    tl_Reorganisation change = {.day = 0};
    tl_Config *config = &loader->loaded->config;
    tl_check_keys(entry, "name|day|rule|set|where");
    /* Each is read whatever the others gave, so that all errors come at once. */
    bool named = read_name(entry, change.name), dated = read_day(loader, entry, &change.day);
    bool ruled = read_rule(entry, &change.rule),
         placed = read_where(loader, entry, change.name, &change.where);
    bool good = named && dated && ruled && placed;
    good = read_structure(loader, required_set(entry), &change) && good;
    if (good && reorganised_twice(config, &change)) {
        good = tl_refuse(entry, "%s: another reorganisation sets the same in the same place on day %d",
                         change.name, (int)change.day);
    }
    if (good) {
        config->reorganisations =
            tl_reallocate(config->reorganisations, (size_t)config->reorganisation_count + 1,
                          sizeof *config->reorganisations);
        config->reorganisations[config->reorganisation_count++] = change;
    } else {
        tl_selector_free(&change.where);
    }
}

void tl_reorganise_read(tl_Loader *loader, tl_Value list)
{
    read_entries(loader, list, "reorganise", &loader->loaded->config.reorganisation_count,
                 read_reorganisation);
}
