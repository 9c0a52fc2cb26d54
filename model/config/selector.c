#include "config/selector.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_find.h"
#include "core/market/providers.h"
#include "system/memory.h"
#include "system/suggest.h"
#include "system/text.h"

/* A key of `where`, and what one of its numbers is of. */
static const struct {
    const char *key, *one;
} keys[TL_SELECTOR_KEYS] = {[TL_BY_MUNICIPALITY] = {"municipalities", "municipality"},
                            [TL_BY_PROVIDER] = {"providers", "provider"},
                            [TL_BY_AREA] = {"areas", "area"},
                            [TL_BY_UNIT] = {"units", "unit"},
                            [TL_BY_KIND] = {"kind", "kind"},
                            [TL_BY_OUTLYING] = {"outlying", "place"}};

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

static bool holds_all(const tl_Numbers *a, const tl_Numbers *b)
{
    bool all = true;
    for (int i = 0; all && i < b->count; i++) {
        all = tl_numbers_hold(a, b->at[i]);
    }
    return all;
}

bool tl_selectors_equal(const tl_Selector *a, const tl_Selector *b)
{
    bool equal = a->group == b->group;
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        equal = equal && holds_all(&a->by[key], &b->by[key]) && holds_all(&b->by[key], &a->by[key]);
    }
    return equal;
}

bool tl_selectors_apart(const tl_Selector *a, const tl_Selector *b)
{
    bool apart = a->group != b->group && a->group != TL_ALL_UNITS && b->group != TL_ALL_UNITS;
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        bool both = a->by[key].count > 0 && b->by[key].count > 0;
        apart = apart || (both && !share_a_number(&a->by[key], &b->by[key]));
    }
    return apart;
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
        int64_t own = key == TL_BY_AREA       ? profile->areas
                      : key == TL_BY_UNIT     ? profile->recipients * (1 + config->reorganisation_count)
                      : key == TL_BY_PROVIDER ? tl_market_may_be_active(tl_market_of(config, m))
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
                     (long long)last, key == TL_BY_PROVIDER && last == 1 ? ", the municipality's own" : "");
            good = false;
        }
    }
    return good;
}

static bool has_active(const tl_Market *market, tl_ProviderKind kind)
{
    bool has = false;
    for (int32_t number = 1; number <= tl_market_may_be_active(market); number++) {
        has = has || tl_market_kind(market, number) == kind;
    }
    return has;
}

static bool anywhere_active(const tl_Config *config, tl_ProviderKind kind)
{
    bool has = false;
    for (int m = 0; m < config->municipality_count; m++) {
        has = has || has_active(tl_market_of(config, m), kind);
    }
    return has;
}

/* Kinds of which no provider is active. */
static bool check_kinds(const tl_Selector *selector, const char *whose, const tl_Config *config,
                        tl_Place place, tl_Messages *messages)
{
    const tl_Numbers *own = &selector->by[TL_BY_KIND];
    const tl_Market *market = &config->market;
    bool any = own->count == 0;
    for (int i = 0; i < own->count; i++) {
        any = any || anywhere_active(config, (tl_ProviderKind)(own->at[i] - 1));
    }
    if (!any) {
        tl_error(messages, place,
                 tl_say(messages, "%s: where gäller företag, och %s", "%s: where means firms, and %s"), whose,
                 market->externals > 0
                     ? tl_say(messages, "ingen av de externa utförarna i 'market:' är av det slaget",
                              "none of the externals of 'market:' is of that kind")
                 : market->given
                     ? tl_say(messages, "'market:' har inga externa utförare", "'market:' has no externals")
                     : tl_say(messages, "det finns ingen 'market:' med externa utförare",
                              "there is no 'market:' with externals"));
    }
    return any;
}

static bool check_outlying(const tl_Selector *selector, const char *whose, const tl_Config *config,
                           tl_Place place, tl_Messages *messages)
{
    bool any = !tl_numbers_hold(&selector->by[TL_BY_OUTLYING], TL_OUTLYING);
    for (int m = 0; m < config->municipality_count; m++) {
        any = any || config->municipalities[m].profile.outlying_areas > 0;
    }
    if (!any) {
        tl_error(messages, place, "%s: where.outlying: municipality.outlying_areas is 0, so no unit is meant",
                 whose);
    }
    return any;
}

static bool check_group(const tl_Selector *selector, const char *whose, double share, tl_Place place,
                        tl_Messages *messages)
{
    if (selector->group == TL_PILOT_UNITS && share <= 0.0) {
        return tl_error(messages, place, "%s: where.pilot: pilot.share is 0, so no unit is meant", whose);
    }
    if (selector->group == TL_OTHER_UNITS && share >= 1.0) {
        return tl_error(
            messages, place,
            "%s: where.pilot: others: pilot.share is 1, so all units are the pilot's and none is meant",
            whose);
    }
    return true;
}

bool tl_selector_check(const tl_Selector *selector, const char *whose, const tl_Config *config,
                       tl_Place place, tl_Messages *messages)
{
    bool good = check_group(selector, whose, config->run.pilot_share, place, messages);
    good = check_kinds(selector, whose, config, place, messages) && good;
    good = check_outlying(selector, whose, config, place, messages) && good;
    for (int key = 0; key < TL_SELECTOR_DIMENSIONS; key++) {
        good = check_numbers(selector, (tl_SelectorKey)key, whose, config, place, messages) && good;
    }
    return good;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

/* Is it a name, and no number? */
static bool is_name(tl_Value value)
{
    const char *text = tl_text(value);
    return tl_is_scalar(value) &&
           (text[strspn(text, "+-0123456789.")] != '\0' || strpbrk(text, "0123456789") == NULL);
}

static bool unknown_name(tl_Value value, const tl_Config *config)
{
    tl_Nearest nearest = tl_nearest_to(tl_text(value));
    char others[TL_NAME_LENGTH + 60], more[24] = "";
    for (int m = 0; m < config->municipality_count; m++) {
        tl_nearest_offer(&nearest, config->municipalities[m].name);
    }
    if (config->municipality_count > 1) {
        snprintf(more, sizeof more, " and %d more", config->municipality_count - 1);
    }
    snprintf(others, sizeof others, "; the config has '%s'%s", config->municipalities[0].name, more);
    return tl_refuse(value, "where.municipalities: there is no '%.60s' here%s", nearest.name,
                     tl_did_you_mean(&nearest, others));
}

/* A municipality by its name, or as its file is called. */
static bool number_of_name(tl_Value value, const tl_Config *config, int64_t *number)
{
    char asked[TL_NAME_LENGTH], own[TL_NAME_LENGTH];
    *number = 0;
    tl_slug(tl_text(value), asked, sizeof asked);
    for (int m = 0; m < config->municipality_count; m++) {
        tl_slug(config->municipalities[m].name, own, sizeof own);
        *number = strcmp(own, asked) == 0 ? m + 1 : *number;
    }
    return *number > 0 || (config->municipality_count > 0 && unknown_name(value, config));
}

/* Adds the number of an entry of a list; a number given twice is more likely a slip for another one. */
static bool read_number(tl_Value value, tl_SelectorKey key, const char *what, const tl_Config *config,
                        tl_Selector *selector)
{
    int64_t number;
    bool named = key == TL_BY_MUNICIPALITY && is_name(value);
    if (!(named ? number_of_name(value, config, &number)
                : tl_get_whole(value, what, 1, TL_MOST_NUMBER, &number))) {
        return false;
    }
    if (tl_numbers_hold(&selector->by[key], (int32_t)number)) {
        return tl_refuse(value, "%s: %s %d is given twice", what, keys[key].one, (int)number);
    }
    tl_selector_add(selector, key, (int32_t)number);
    return true;
}

static bool read_numbers(tl_Value list, tl_SelectorKey key, const tl_Config *config, tl_Selector *selector)
{
    char what[40];
    snprintf(what, sizeof what, "where.%s", keys[key].key);
    if (!tl_is_list(list) || tl_is_empty(list)) {
        return tl_refuse(list, "%s: a list of numbers%s is expected, like [1, 2]%s, found %s", what,
                         key == TL_BY_MUNICIPALITY ? " or names" : "",
                         key == TL_BY_AREA ? ", or {step: 1, of: 4}" : "", tl_found(list).text);
    }
    bool good = true;
    for (tl_Value own = tl_first(list); good && tl_is_there(own); own = tl_next(own)) {
        good = read_number(own, key, what, config, selector);
    }
    return good;
}

/* How many areas each of the municipalities that are meant has; -1: not all have as many. */
static int64_t areas_of_each(const tl_Selector *selector, const tl_Config *config)
{
    const tl_Numbers *meant = &selector->by[TL_BY_MUNICIPALITY];
    int64_t areas = 0;
    for (int m = 0; m < config->municipality_count; m++) {
        int64_t own = config->municipalities[m].profile.areas;
        if (meant->count == 0 || tl_numbers_hold(meant, m + 1)) {
            areas = areas == 0 || areas == own ? own : -1;
        }
    }
    return areas;
}

/* Areas up to the end of a step: the first steps have one more where the areas cannot be shared out evenly. */
static int64_t areas_until(int64_t step, int64_t steps, int64_t areas)
{
    return (step * areas + steps - 1) / steps;
}

/* {step: 2, of: 8}. With fewer areas than steps, some steps have none: of such a step nobody is meant. */
static bool read_step(tl_Value group, const tl_Config *config, tl_Selector *selector)
{
    int64_t step, steps, areas = areas_of_each(selector, config);
    tl_check_keys(group, "step|of");
    if (!tl_get_whole(tl_at(group, "of"), "where.areas: of", 1, TL_MOST_NUMBER, &steps) ||
        !tl_get_whole(tl_at(group, "step"), "where.areas: step", 1, steps, &step)) {
        return false;
    }
    if (areas < 0) {
        return tl_refuse(group,
                         "where.areas: steps are of one number of areas, and these municipalities have "
                         "several: one of them is expected in where.municipalities");
    }
    int64_t first = areas_until(step - 1, steps, areas) + 1, last = areas_until(step, steps, areas);
    for (int64_t area = first; area <= last; area++) {
        tl_selector_add(selector, TL_BY_AREA, (int32_t)area);
    }
    if (last < first && areas > 0) {
        tl_note(
            group.document->messages, (tl_Place){.file = group.document->file},
            tl_say(group.document->messages,
                   "where.areas: det är %lld steg, och i %s finns %lld områden: några av stegen ändrar inget",
                   "where.areas: %lld steps, and %s has %lld areas: some steps change nothing"),
            (long long)steps, config->municipalities[0].name, (long long)areas);
    }
    return last >= first;
}

/* In the order of tl_ProviderKind. */
#define KINDS "municipal|small|large|nonprofit"

static void add_externals(tl_Selector *selector)
{
    for (int kind = TL_SMALL_FIRM; kind < TL_PROVIDER_KINDS; kind++) {
        tl_selector_add(selector, TL_BY_KIND, kind + 1);
    }
}

static bool read_kind(tl_Value value, tl_Selector *selector)
{
    int kind = tl_get_choice(value, "where.kind", KINDS);
    if (kind >= 0 && tl_numbers_hold(&selector->by[TL_BY_KIND], kind + 1)) {
        return tl_refuse(value, "where.kind: %s is given twice", tl_text(value));
    }
    tl_selector_add(selector, TL_BY_KIND, (kind >= 0 ? kind : 0) + 1);
    return kind >= 0;
}

/* A kind, or a list of some. */
static bool read_kinds(tl_Value value, tl_Selector *selector)
{
    bool good =
        !tl_is_empty(value) ||
        tl_refuse(value, "where.kind: one or more of municipal, small, large and nonprofit are expected");
    if (!tl_is_list(value)) {
        return read_kind(value, selector);
    }
    for (tl_Value own = tl_first(value); good && tl_is_there(own); own = tl_next(own)) {
        good = read_kind(own, selector);
    }
    return good;
}

/* `external: true` is a short form of three kinds, `municipal: true` of one. */
static void read_owner(tl_Value group, tl_Selector *selector)
{
    tl_Value kind = tl_at(group, "kind"), external = tl_at(group, "external"),
             municipal = tl_at(group, "municipal");
    if (tl_is_there(kind) + tl_is_there(external) + tl_is_there(municipal) > 1) {
        tl_refuse(group, "where: one of kind, external and municipal is expected, found several");
    } else if (tl_is_there(kind)) {
        read_kinds(kind, selector);
    } else if (tl_is_there(external) && tl_get_choice(external, "where.external", "true") >= 0) {
        add_externals(selector);
    } else if (tl_is_there(municipal) && tl_get_choice(municipal, "where.municipal", "true") >= 0) {
        tl_selector_add(selector, TL_BY_KIND, TL_MUNICIPAL + 1);
    }
}

static void read_outlying(tl_Value value, tl_Selector *selector)
{
    int choice = tl_is_there(value) ? tl_get_choice(value, "where.outlying", "true|false") : -1;
    if (choice >= 0) {
        tl_selector_add(selector, TL_BY_OUTLYING, choice == 0 ? TL_OUTLYING : TL_ORDINARY);
    }
}

/* Municipalities stand before areas, whose number they decide. False where nobody is meant, or with messages. */
static bool read_group(tl_Value group, const tl_Config *config, tl_Selector *selector)
{
    tl_Value pilot = tl_at(group, "pilot");
    bool meant = true;
    tl_check_keys(group, "areas|units|pilot|providers|municipalities|kind|external|municipal|outlying");
    read_owner(group, selector);
    read_outlying(tl_at(group, "outlying"), selector);
    for (int key = 0; key < TL_SELECTOR_DIMENSIONS; key++) {
        tl_Value own = tl_at(group, keys[key].key);
        if (key == TL_BY_AREA && tl_is_group(own)) {
            meant = read_step(own, config, selector) && meant;
        } else if (tl_is_there(own)) {
            meant = read_numbers(own, (tl_SelectorKey)key, config, selector) && meant;
        }
    }
    if (tl_is_there(pilot)) {
        int others = tl_get_choice(pilot, "where.pilot", "true|others");
        selector->group = others > 0 ? TL_OTHER_UNITS : TL_PILOT_UNITS;
    }
    if (tl_is_there(tl_at(group, "areas")) && tl_is_there(tl_at(group, "units"))) {
        meant = tl_refuse(group, "where: either areas or units is expected, found both");
    }
    return meant;
}

bool tl_selector_read(tl_Value group, const tl_Config *config, tl_Selector *selector)
{
    tl_Messages *messages = group.document->messages;
    int errors = messages->errors;
    *selector = (tl_Selector){.group = TL_ALL_UNITS};
    bool meant = tl_is_group(group) && !tl_is_empty(group)
                     ? read_group(group, config, selector)
                     : tl_refuse(group, TL_WHERE_EXPECTED ", found %s", tl_found(group).text);
    if (!meant || messages->errors > errors) {
        tl_selector_free(selector);
        return false;
    }
    return true;
}

/* ---- reading what was written ------------------------------------------------------------------------- */

/* Adds the numbers of a list; false where it is none of whole numbers from 1. */
static bool add_numbers(tl_Value list, tl_SelectorKey key, tl_Selector *selector)
{
    bool good = tl_is_list(list);
    for (tl_Value own = tl_first(list); good && tl_is_there(own); own = tl_next(own)) {
        double number;
        good = tl_value_number(own, &number) && number >= 1.0 && number <= TL_MOST_NUMBER &&
               number == (double)(int32_t)number;
        tl_selector_add(selector, key, good ? (int32_t)number : 1);
    }
    return good;
}

static bool add_kinds(tl_Value list, tl_Selector *selector)
{
    bool good = tl_is_list(list);
    for (tl_Value own = tl_first(list); good && tl_is_there(own); own = tl_next(own)) {
        int kind = tl_choice_find(KINDS, tl_text(own));
        good = kind >= 0;
        tl_selector_add(selector, TL_BY_KIND, good ? kind + 1 : 1);
    }
    return good;
}

static bool add_place(tl_Value value, tl_Selector *selector)
{
    bool outlying = tl_says(value, "true");
    tl_selector_add(selector, TL_BY_OUTLYING, outlying ? TL_OUTLYING : TL_ORDINARY);
    return outlying || tl_says(value, "false");
}

static bool read_key(tl_Value own, tl_SelectorKey key, tl_Selector *selector)
{
    return key == TL_BY_KIND       ? add_kinds(own, selector)
           : key == TL_BY_OUTLYING ? add_place(own, selector)
                                   : add_numbers(own, key, selector);
}

/* With the keys that it has, as people write them; but numbers only, lists of kinds, and no list that is empty. */
static bool read_keys(tl_Value group, tl_Selector *selector)
{
    bool good = tl_is_group(group) && !tl_is_empty(group);
    for (tl_Value own = tl_first(group); good && tl_is_there(own); own = tl_next(own)) {
        int key = 0;
        while (key < TL_SELECTOR_KEYS && strcmp(tl_key(own), keys[key].key) != 0) {
            key++;
        }
        if (key < TL_SELECTOR_KEYS) {
            good = !tl_is_empty(own) && read_key(own, (tl_SelectorKey)key, selector);
        } else {
            selector->group = tl_says(own, "others") ? TL_OTHER_UNITS : TL_PILOT_UNITS;
            good = strcmp(tl_key(own), "pilot") == 0 && (tl_says(own, "others") || tl_says(own, "true"));
        }
    }
    return good && (selector->by[TL_BY_AREA].count == 0 || selector->by[TL_BY_UNIT].count == 0);
}

/* One key at the most, of three that are all written. */
static bool read_one_key(tl_Value group, tl_Selector *selector)
{
    tl_Value pilot = tl_at(group, "pilot");
    selector->group = tl_says(pilot, "true") ? TL_PILOT_UNITS : TL_ALL_UNITS;
    return tl_size(group) == 3 && (tl_says(pilot, "true") || tl_says(pilot, "false")) &&
           add_numbers(tl_at(group, "areas"), TL_BY_AREA, selector) &&
           add_numbers(tl_at(group, "units"), TL_BY_UNIT, selector) && tl_selector_has_one_key(selector);
}

bool tl_selector_has_one_key(const tl_Selector *selector)
{
    int used = (selector->by[TL_BY_AREA].count > 0) + (selector->by[TL_BY_UNIT].count > 0) +
               (selector->group == TL_PILOT_UNITS);
    return used <= 1 && selector->group != TL_OTHER_UNITS && selector->by[TL_BY_MUNICIPALITY].count == 0 &&
           selector->by[TL_BY_PROVIDER].count == 0 && selector->by[TL_BY_KIND].count == 0 &&
           selector->by[TL_BY_OUTLYING].count == 0;
}

bool tl_selector_read_resolved(tl_Value group, tl_Selector *selector)
{
    *selector = (tl_Selector){.group = TL_ALL_UNITS};
    if (read_keys(group, selector)) {
        return true;
    }
    tl_selector_free(selector);
    if (read_one_key(group, selector)) {
        return true;
    }
    tl_selector_free(selector);
    return false;
}
