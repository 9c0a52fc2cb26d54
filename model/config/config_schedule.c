#include "config/config_schedule.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_values.h"
#include "config/selector.h"
#include "system/memory.h"

enum { MOST_ENTRIES = 1000 };

/* ---- entries ------------------------------------------------------------------------------------------- */

static int required(tl_Loader *loader, const tl_Document *d, int entry, const char *key)
{
    int node = tl_node_find(d, entry, key);
    if (node < 0) {
        tl_error(loader->messages, tl_node_place(d, entry), "'%s' is missing here", key);
    }
    return node;
}

static bool copy_name(tl_Loader *loader, const tl_Document *d, int entry, char name[TL_NAME_LENGTH])
{
    int node = required(loader, d, entry, "name");
    if (node < 0) {
        return false;
    }
    if (d->nodes[node].kind != TL_SCALAR || d->nodes[node].text[0] == '\0' ||
        strlen(d->nodes[node].text) >= TL_NAME_LENGTH) {
        tl_error(loader->messages, tl_node_place(d, node),
                 "name: a short text is expected (at most 63 bytes)");
        return false;
    }
    strcpy(name, d->nodes[node].text);
    return true;
}

/* The config with the reorganisations that this file may add, each of which can form new units. */
static tl_Config with_reorganisations(const tl_Loader *loader, const tl_Document *d)
{
    tl_Config config = loader->loaded->config;
    int list = tl_node_find(d, 0, "reorganise");
    for (int entry = list >= 0 ? d->nodes[list].first : -1; entry >= 0; entry = d->nodes[entry].next) {
        config.reorganisation_count++;
    }
    return config;
}

/* Areas can be counted once the municipality is known; without it a message says why. */
static bool read_where(tl_Loader *loader, const tl_Document *d, int entry, const char *name,
                       tl_Selector *where)
{
    int group = tl_node_find(d, entry, "where");
    *where = (tl_Selector){.group = TL_ALL_UNITS};
    if (group < 0 || !tl_selector_read(d, group, &loader->loaded->config, where, loader->messages)) {
        return group < 0;
    }
    tl_Config config = with_reorganisations(loader, d);
    return config.municipality_count == 0 ||
           tl_selector_check(where, name, &config, tl_node_place(d, group), loader->messages);
}

static bool read_day(tl_Loader *loader, const tl_Document *d, int entry, int64_t *day)
{
    int node = required(loader, d, entry, "day");
    int64_t last = loader->loaded->config.run.days - 1;
    return node >= 0 &&
           tl_whole_read(loader->messages, d, node,
                         "day (0 is the first after the burn-in, run.days - 1 the last)", 0, last, day);
}

static int required_group(tl_Loader *loader, const tl_Document *d, int entry, const char *key)
{
    int node = required(loader, d, entry, key);
    if (node >= 0 && d->nodes[node].kind != TL_MAPPING) {
        tl_error(loader->messages, tl_node_place(d, node), "%s: levers with values are expected", key);
        return -1;
    }
    return node;
}

/* The lever a key of `set` names; -1 with a message. */
static int lever_of(tl_Loader *loader, const tl_Document *d, int node, bool structural)
{
    const char *path = d->nodes[node].key;
    int parameter = tl_parameter_find(path);
    tl_Place place = tl_node_key_place(d, node);
    if (parameter < 0) {
        tl_unknown_path(loader->messages, place, path);
        return -1;
    }
    const tl_Parameter *p = &tl_parameters[parameter];
    if (p->section != TL_SECTION_REGIME) {
        tl_error(loader->messages, place, "%s is not a lever: it cannot change during a run", path);
        return -1;
    }
    if (p->structural != structural) {
        tl_error(loader->messages, place, "%s is %s: change it under '%s'", path,
                 p->structural ? "structural" : "not structural", p->structural ? "reorganise" : "timeline");
        return -1;
    }
    return parameter;
}

static bool lever_value(tl_Loader *loader, const tl_Document *d, int node, int parameter, double *value)
{
    const tl_Node *n = &d->nodes[node];
    if (n->kind != TL_SCALAR) {
        tl_error(loader->messages, tl_node_place(d, node), "%s: a single value is expected", n->key);
        return false;
    }
    return tl_value_read(&tl_parameters[parameter], n->text, tl_node_place(d, node), value, loader->messages);
}

static bool check_list(tl_Loader *loader, const tl_Document *d, int list, const char *what)
{
    if (d->nodes[list].kind != TL_SEQUENCE) {
        tl_error(loader->messages, tl_node_place(d, list),
                 "%s: a list of entries is expected (- {name: ..., day: ...})", what);
        return false;
    }
    return true;
}

static bool check_entry(tl_Loader *loader, const tl_Document *d, int entry, int count)
{
    if (d->nodes[entry].kind != TL_MAPPING || count >= MOST_ENTRIES) {
        tl_error(loader->messages, tl_node_place(d, entry),
                 count >= MOST_ENTRIES ? "more than 1,000 entries"
                                       : "an entry with name, day and set is expected");
        return false;
    }
    return true;
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

static void read_change(tl_Loader *loader, const tl_Document *d, int entry)
{
    static const char *const keys[] = {"name", "day", "set", "ramp_days", "where"};
    tl_Change base = {.ramp_days = 0};
    tl_keys_check(loader->messages, d, entry, keys, 5);
    bool named = copy_name(loader, d, entry, base.name), dated = read_day(loader, d, entry, &base.day);
    bool good = named && dated;
    int ramp = tl_node_find(d, entry, "ramp_days"), set = required_group(loader, d, entry, "set");
    if (ramp >= 0) {
        good = tl_whole_read(loader->messages, d, ramp, "ramp_days", 0, loader->loaded->config.run.days,
                             &base.ramp_days) &&
               good;
    }
    if (set >= 0 && d->nodes[set].first < 0) {
        tl_error(loader->messages, tl_node_place(d, set), "set: at least one lever is expected");
    }
    good = read_where(loader, d, entry, base.name, &base.where) && good;
    for (int node = set >= 0 ? d->nodes[set].first : -1; node >= 0; node = d->nodes[node].next) {
        tl_Change change = base;
        change.parameter = lever_of(loader, d, node, false);
        if (change.parameter < 0 || !lever_value(loader, d, node, change.parameter, &change.value) || !good) {
            continue;
        }
        if (clashes(&loader->loaded->config, &change)) {
            tl_error(loader->messages, tl_node_key_place(d, node),
                     "%s already changes in the same place on these days", d->nodes[node].key);
        } else {
            change.where = tl_selector_copy(&base.where);
            add_change(&loader->loaded->config, &change);
        }
    }
    tl_selector_free(&base.where);
}

void tl_timeline_read(tl_Loader *loader, const tl_Document *d, int list)
{
    if (!check_list(loader, d, list, "timeline")) {
        return;
    }
    for (int entry = d->nodes[list].first; entry >= 0; entry = d->nodes[entry].next) {
        if (check_entry(loader, d, entry, loader->loaded->config.change_count)) {
            read_change(loader, d, entry);
        }
    }
}

/* ---- reorganisations ----------------------------------------------------------------------------------- */

static bool read_rule(tl_Loader *loader, const tl_Document *d, int entry, tl_GroupingRule *rule)
{
    int node = required(loader, d, entry, "rule");
    for (int i = 0; node >= 0 && d->nodes[node].kind == TL_SCALAR && i < TL_GROUPING_RULES; i++) {
        if (strcmp(d->nodes[node].text, tl_grouping_rule_name((tl_GroupingRule)i)) == 0) {
            *rule = (tl_GroupingRule)i;
            return true;
        }
    }
    if (node >= 0) {
        char text[TL_ORIGIN_SIZE];
        tl_error(loader->messages, tl_node_place(d, node),
                 "rule: one of by_area, keep_relations, at_random is expected, found %s",
                 tl_node_found(d, node, text, sizeof text));
    }
    return false;
}

static bool read_structure(tl_Loader *loader, const tl_Document *d, int set, tl_Reorganisation *change)
{
    bool good = set >= 0;
    for (int node = set >= 0 ? d->nodes[set].first : -1; node >= 0; node = d->nodes[node].next) {
        int parameter = lever_of(loader, d, node, true);
        double value;
        if (parameter < 0 || !lever_value(loader, d, node, parameter, &value)) {
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

static void read_reorganisation(tl_Loader *loader, const tl_Document *d, int entry)
{
    static const char *const keys[] = {"name", "day", "rule", "set", "where"};
    tl_Reorganisation change = {.day = 0};
    tl_Config *config = &loader->loaded->config;
    tl_keys_check(loader->messages, d, entry, keys, 5);
    /* Each is read whatever the others gave, so that all errors come at once. */
    bool named = copy_name(loader, d, entry, change.name), dated = read_day(loader, d, entry, &change.day);
    bool ruled = read_rule(loader, d, entry, &change.rule),
         placed = read_where(loader, d, entry, change.name, &change.where);
    bool good = named && dated && ruled && placed;
    int set = required_group(loader, d, entry, "set");
    good = read_structure(loader, d, set, &change) && good;
    if (good && reorganised_twice(config, &change)) {
        tl_error(loader->messages, tl_node_place(d, entry),
                 "%s: another reorganisation sets the same in the same place on day %d", change.name,
                 (int)change.day);
        good = false;
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

void tl_reorganise_read(tl_Loader *loader, const tl_Document *d, int list)
{
    if (!check_list(loader, d, list, "reorganise")) {
        return;
    }
    for (int entry = d->nodes[list].first; entry >= 0; entry = d->nodes[entry].next) {
        if (check_entry(loader, d, entry, loader->loaded->config.reorganisation_count)) {
            read_reorganisation(loader, d, entry);
        }
    }
}
