#include "config/selector.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_find.h"
#include "config/config_values.h"
#include "system/memory.h"
#include "system/suggest.h"

/* A key of `where`, and what one of its numbers is of. */
static const struct {
    const char *key, *one;
} keys[TL_SELECTOR_KEYS] = {[TL_BY_MUNICIPALITY] = {"municipalities", "municipality"},
                            [TL_BY_PROVIDER] = {"providers", "provider"},
                            [TL_BY_AREA] = {"areas", "area"},
                            [TL_BY_UNIT] = {"units", "unit"}};

const char *tl_selector_key(tl_SelectorKey key)
{
    return keys[key].key;
}

const char *tl_unit_group_name(tl_UnitGroup group)
{
    static const char *const names[] = {
        [TL_ALL_UNITS] = "all", [TL_PILOT_UNITS] = "pilot", [TL_OTHER_UNITS] = "others"};
    return names[group];
}

bool tl_unit_group_find(const char *name, tl_UnitGroup *group)
{
    for (tl_UnitGroup own = TL_ALL_UNITS; own <= TL_OTHER_UNITS; own++) {
        if (strcmp(name, tl_unit_group_name(own)) == 0) {
            *group = own;
            return true;
        }
    }
    return false;
}

/* ---- parts --------------------------------------------------------------------------------------------- */

void tl_selector_add(tl_Selector *selector, tl_SelectorKey key, int32_t number)
{
    tl_Numbers *own = &selector->by[key];
    own->at = tl_reallocate(own->at, (size_t)own->count + 1, sizeof *own->at);
    own->at[own->count++] = number;
}

bool tl_selector_is_empty(const tl_Selector *selector)
{
    bool empty = selector->group == TL_ALL_UNITS;
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        empty = empty && selector->by[key].count == 0;
    }
    return empty;
}

tl_Selector tl_selector_copy(const tl_Selector *selector)
{
    tl_Selector copy = {.group = selector->group};
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        for (int i = 0; i < selector->by[key].count; i++) {
            tl_selector_add(&copy, (tl_SelectorKey)key, selector->by[key].at[i]);
        }
    }
    return copy;
}

static bool share_a_number(const tl_Numbers *a, const tl_Numbers *b)
{
    bool shared = a->count == 0 && b->count == 0;
    for (int i = 0; !shared && i < a->count; i++) {
        shared = tl_numbers_hold(b, a->at[i]);
    }
    return shared;
}

bool tl_selectors_overlap(const tl_Selector *a, const tl_Selector *b)
{
    bool overlap = a->group == b->group;
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        overlap = overlap && share_a_number(&a->by[key], &b->by[key]);
    }
    return overlap;
}

void tl_windows_free(tl_Window *windows, int count)
{
    for (int i = 0; i < count; i++) {
        tl_selector_free(&windows[i].where);
    }
}

/* ---- what a config has --------------------------------------------------------------------------------- */

/* The highest number that a unit of the municipalities that are meant can have of a key. */
static int64_t last_of(const tl_Selector *selector, tl_SelectorKey key, const tl_Config *config)
{
    int64_t last = key == TL_BY_MUNICIPALITY ? config->municipality_count : 1;
    const tl_Numbers *meant = &selector->by[TL_BY_MUNICIPALITY];
    for (int m = 0; m < config->municipality_count; m++) {
        const tl_Profile *profile = &config->municipalities[m].profile;
        int64_t own = key == TL_BY_AREA   ? profile->areas
                      : key == TL_BY_UNIT ? profile->recipients * (1 + config->reorganisation_count)
                                          : last;
        if ((meant->count == 0 || tl_numbers_hold(meant, m + 1)) && own > last) {
            last = own;
        }
    }
    return last;
}

static bool check_numbers(const tl_Selector *selector, tl_SelectorKey key, const char *whose,
                          const tl_Config *config, tl_Place place, tl_Messages *messages)
{
    const tl_Numbers *own = &selector->by[key];
    int64_t last = last_of(selector, key, config);
    bool good = true;
    for (int i = 0; i < own->count; i++) {
        if (own->at[i] > last) {
            tl_error(messages, place, "%s: where.%s names %s %d; the last %s %lld%s", whose, keys[key].key,
                     keys[key].one, own->at[i], key == TL_BY_UNIT ? "that there can be is" : "is",
                     (long long)last, key == TL_BY_PROVIDER ? ", the municipality's own" : "");
            good = false;
        }
    }
    return good;
}

static bool check_group(const tl_Selector *selector, const char *whose, double share, tl_Place place,
                        tl_Messages *messages)
{
    if (selector->group == TL_PILOT_UNITS && share <= 0.0) {
        tl_error(messages, place, "%s: where.pilot: pilot.share is 0, so no unit is meant", whose);
        return false;
    }
    if (selector->group == TL_OTHER_UNITS && share >= 1.0) {
        tl_error(messages, place,
                 "%s: where.pilot: others: pilot.share is 1, so all units are the pilot's and none is meant",
                 whose);
        return false;
    }
    return true;
}

bool tl_selector_check(const tl_Selector *selector, const char *whose, const tl_Config *config,
                       tl_Place place, tl_Messages *messages)
{
    bool good = check_group(selector, whose, config->run.pilot_share, place, messages);
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        good = check_numbers(selector, (tl_SelectorKey)key, whose, config, place, messages) && good;
    }
    return good;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

/* What is read, and where to. */
typedef struct Reader {
    const tl_Document *d;
    const tl_Config *config;
    tl_Selector *selector;
    tl_Messages *messages;
} Reader;

/* Is it a name, and no number? */
static bool is_name(const Reader *r, int node)
{
    const char *text = r->d->nodes[node].text;
    return r->d->nodes[node].kind == TL_SCALAR &&
           (text[strspn(text, "+-0123456789.")] != '\0' || strpbrk(text, "0123456789") == NULL);
}

static void unknown_name(const Reader *r, int node)
{
    const tl_Config *config = r->config;
    tl_Nearest nearest = tl_nearest_to(r->d->nodes[node].text);
    char others[TL_NAME_LENGTH + 60], more[24] = "";
    for (int m = 0; m < config->municipality_count; m++) {
        tl_nearest_offer(&nearest, config->municipalities[m].name);
    }
    if (config->municipality_count > 1) {
        snprintf(more, sizeof more, " and %d more", config->municipality_count - 1);
    }
    snprintf(others, sizeof others, "; the config has '%s'%s", config->municipalities[0].name, more);
    tl_error(r->messages, tl_node_place(r->d, node), "where.municipalities: there is no '%.60s' here%s",
             nearest.name, tl_did_you_mean(&nearest, others));
}

/* A municipality by its name, or as its file is called. */
static bool add_by_name(const Reader *r, int node)
{
    const tl_Config *config = r->config;
    const char *name = r->d->nodes[node].text;
    char asked[TL_NAME_LENGTH], own[TL_NAME_LENGTH];
    int found = -1;
    tl_slug(name, asked, sizeof asked);
    for (int m = 0; m < config->municipality_count; m++) {
        tl_slug(config->municipalities[m].name, own, sizeof own);
        found = strcmp(own, asked) == 0 ? m : found;
    }
    if (found >= 0) {
        tl_selector_add(r->selector, TL_BY_MUNICIPALITY, found + 1);
    } else if (config->municipality_count > 0) {
        unknown_name(r, node);
    }
    return found >= 0;
}

/* Adds the number of an entry of a list; a number given twice is more likely a slip for another one. */
static bool read_number(const Reader *r, tl_SelectorKey key, const char *what, int node)
{
    tl_Numbers *own = &r->selector->by[key];
    int64_t number;
    if (key == TL_BY_MUNICIPALITY && is_name(r, node)) {
        if (!add_by_name(r, node)) {
            return false;
        }
    } else if (!tl_whole_read(r->messages, r->d, node, what, 1, TL_MOST_NUMBER, &number)) {
        return false;
    } else {
        tl_selector_add(r->selector, key, (int32_t)number);
    }
    tl_Numbers before = {own->at, own->count - 1};
    if (tl_numbers_hold(&before, own->at[own->count - 1])) {
        tl_error(r->messages, tl_node_place(r->d, node), "%s: %s %d is given twice", what, keys[key].one,
                 own->at[own->count - 1]);
        return false;
    }
    return true;
}

static bool read_numbers(const Reader *r, tl_SelectorKey key, int list)
{
    char what[40], found[TL_ORIGIN_SIZE];
    snprintf(what, sizeof what, "where.%s", keys[key].key);
    if (r->d->nodes[list].kind != TL_SEQUENCE || r->d->nodes[list].first < 0) {
        tl_error(r->messages, tl_node_place(r->d, list),
                 "%s: a list of numbers%s is expected, like [1, 2], found %s", what,
                 key == TL_BY_MUNICIPALITY ? " or names" : "",
                 tl_node_found(r->d, list, found, sizeof found));
        return false;
    }
    bool good = true;
    for (int node = r->d->nodes[list].first; good && node >= 0; node = r->d->nodes[node].next) {
        good = read_number(r, key, what, node);
    }
    return good;
}

static bool read_pilot(const Reader *r, int node)
{
    static const char *const names[] = {[TL_PILOT_UNITS] = "true", [TL_OTHER_UNITS] = "others"};
    for (int group = TL_PILOT_UNITS; group <= TL_OTHER_UNITS; group++) {
        if (r->d->nodes[node].kind == TL_SCALAR && strcmp(r->d->nodes[node].text, names[group]) == 0) {
            r->selector->group = (tl_UnitGroup)group;
            return true;
        }
    }
    char found[TL_ORIGIN_SIZE];
    tl_error(r->messages, tl_node_place(r->d, node), "where.pilot: true or others is expected, found %s",
             tl_node_found(r->d, node, found, sizeof found));
    return false;
}

static bool read_group(const Reader *r, int group)
{
    static const char *const known[] = {"areas", "units", "pilot", "providers", "municipalities"};
    int errors = r->messages->errors, pilot = tl_node_find(r->d, group, "pilot");
    tl_keys_check(r->messages, r->d, group, known, sizeof known / sizeof known[0]);
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        int list = tl_node_find(r->d, group, keys[key].key);
        if (list >= 0) {
            read_numbers(r, (tl_SelectorKey)key, list);
        }
    }
    if (pilot >= 0) {
        read_pilot(r, pilot);
    }
    if (tl_node_find(r->d, group, "areas") >= 0 && tl_node_find(r->d, group, "units") >= 0) {
        tl_error(r->messages, tl_node_place(r->d, group),
                 "where: either areas or units is expected, found both");
    }
    return r->messages->errors == errors;
}

bool tl_selector_read(const tl_Document *d, int node, const tl_Config *config, tl_Selector *selector,
                      tl_Messages *messages)
{
    Reader reader = {.d = d, .config = config, .selector = selector, .messages = messages};
    bool good = false;
    *selector = (tl_Selector){.group = TL_ALL_UNITS};
    if (d->nodes[node].kind == TL_MAPPING && d->nodes[node].first >= 0) {
        good = read_group(&reader, node);
    } else {
        char found[TL_ORIGIN_SIZE];
        tl_error(messages, tl_node_place(d, node), TL_WHERE_EXPECTED ", found %s",
                 tl_node_found(d, node, found, sizeof found));
    }
    if (!good) {
        tl_selector_free(selector);
    }
    return good;
}
