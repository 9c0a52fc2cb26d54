#include "config/arm_source.h"

#include <stdio.h>
#include <string.h>

#include "config/config_find.h"
#include "system/suggest.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

/* ---- an arm and those that it extends -------------------------------------------------------------------- */

/* Groups that an arm is made of: those that it extends, the first of which extends none, and itself. */
typedef struct Chain {
    tl_Value arms[TL_MOST_ARMS];
    int count;
} Chain;

/* The arm of that name above another; if there is none, a message says which there are. */
static tl_Value arm_above(tl_Value arm, tl_Value name)
{
    tl_Nearest nearest = tl_nearest_to(tl_text(name));
    tl_Value own = tl_first(tl_at(tl_top(arm.document), "arms"));
    for (; tl_is_there(own) && own.node != arm.node; own = tl_next(own)) {
        if (tl_is_scalar(tl_at(own, "name"))) {
            if (strcmp(tl_text(tl_at(own, "name")), tl_text(name)) == 0) {
                return own;
            }
            tl_nearest_offer(&nearest, tl_text(tl_at(own, "name")));
        }
    }
    tl_refuse(name, "extends: the name of an arm above this one is expected, found %s%s", tl_found(name).text,
              tl_did_you_mean(&nearest, ""));
    return (tl_Value){arm.document, -1, -1};
}

/* False with a message. */
static bool find_chain(tl_Value arm, Chain *chain)
{
    tl_Value up[TL_MOST_ARMS];
    int count = 0;
    while (tl_is_there(arm) && count < TL_MOST_ARMS) {
        tl_Value extended = tl_at(arm, "extends");
        up[count++] = arm;
        arm = tl_is_there(extended) ? arm_above(arm, extended) : extended;
        if (tl_is_there(extended) && !tl_is_there(arm)) {
            return false;
        }
    }
    chain->count = count;
    for (int i = 0; i < count; i++) {
        chain->arms[i] = up[count - 1 - i];
    }
    return true;
}

static tl_Value arm_itself(const Chain *chain)
{
    return chain->arms[chain->count - 1];
}

/* What the arm, or the nearest that it extends, or the experiment says; the place of what is missing is the arm. */
static tl_Value said(const Chain *chain, const char *key, bool of_all)
{
    tl_Value missing = tl_at(arm_itself(chain), key);
    for (int i = chain->count - 1; i >= 0; i--) {
        tl_Value own = tl_at(chain->arms[i], key);
        if (tl_is_there(own)) {
            return own;
        }
    }
    tl_Value common = tl_at(tl_top(missing.document), key);
    return of_all && tl_is_there(common) ? common : missing;
}

/* ---- what an arm is loaded from -------------------------------------------------------------------------- */

/* "set: {a.b: 1}" becomes "a.b=1" with its place. */
static void read_sets(tl_Value group, tl_ArmSource *source)
{
    int *count = &source->variant.set_count;
    if (tl_is_there(group) && !tl_is_group(group)) {
        tl_refuse(group, "set: a group of parameters is expected");
        return;
    }
    for (tl_Value own = tl_first(group); tl_is_there(own); own = tl_next(own)) {
        if (!tl_is_scalar(own) || *count == TL_MOST_ARM_SETS) {
            tl_refuse(own, "set: at most %d parameters by their dotted path", TL_MOST_ARM_SETS);
            return;
        }
        int length = snprintf(source->texts[*count], TL_SET_SIZE, "%s=%s", tl_key(own), tl_text(own));
        if (length >= TL_SET_SIZE) { /* cut, it could be another number */
            tl_refuse(own, "set: %.60s: a path and a value of together fewer than %d bytes are expected",
                      tl_key(own), TL_SET_SIZE - 1);
            return;
        }
        source->sets[*count] = source->texts[*count];
        source->places[(*count)++] = tl_place(own);
    }
}

/* The config an arm starts from: its own or the experiment's. */
static bool arm_config(const Reader *r, const Chain *chain, char *path)
{
    tl_Value config = said(chain, "config", true);
    if (!tl_is_scalar(config)) {
        return tl_refuse(config, "config: the file of a runnable config is expected, here or at top level");
    }
    return tl_config_of_name(r->files, config.document->file, tl_text(config), tl_place(config), path,
                             r->messages);
}

/* Whose home care it is: as the command line says, or else the experiment, or else the config. */
static bool read_municipality(const Reader *r, tl_ArmSource *source)
{
    tl_Value own = tl_at(tl_top(r->d), "municipality");
    bool asked = r->asked != NULL && r->asked->municipality != NULL;
    if (asked) {
        source->variant.municipality = r->asked->municipality;
        source->variant.municipality_place = (tl_Place){.file = "--municipality"};
    } else if (tl_is_scalar(own) && tl_text_ends(tl_text(own), ".yaml")) {
        tl_path_next_to(r->d->file, tl_text(own), source->municipality);
        source->variant.municipality = source->municipality;
        source->variant.municipality_place = tl_place(own);
    } else if (tl_is_scalar(own)) {
        source->variant.municipality = tl_text(own);
        source->variant.municipality_place = tl_place(own);
    } else if (tl_is_there(own)) {
        return tl_refuse(own,
                         "municipality: a name (see: tillit municipalities), or a file of one, is expected");
    }
    source->variant.municipality_asked = source->variant.municipality != NULL;
    return true;
}

static void read_regime(tl_Value regime, tl_ArmSource *source)
{
    if (tl_is_there(regime)) {
        source->variant.regime = tl_text(regime);
        source->variant.regime_place = tl_place(regime);
    }
}

/* `before`: a regime, or a group with regime and set. */
static void read_history(tl_Value before, tl_ArmSource *source)
{
    if (!tl_is_group(before)) {
        read_regime(before, source);
        if (!tl_is_scalar(before) || tl_text(before)[0] == '\0') {
            tl_refuse(before,
                      "before: the name of a regime, or {regime: NAME, set: {...}}, is expected, found %s",
                      tl_found(before).text);
        }
        return;
    }
    tl_check_keys(before, "regime|set|market");
    read_regime(tl_at(before, "regime"), source);
    read_sets(tl_at(before, "set"), source);
}

/* Who provides care, in an arm's history or from its start. */
static void read_market(const Chain *chain, tl_Value before, tl_ArmSource *source)
{
    tl_Value own =
        tl_is_there(tl_at(before, "market")) ? tl_at(before, "market") : said(chain, "market", true);
    if (tl_is_there(own)) {
        source->variant.market = own;
    }
}

/* With a history, what is said of an arm itself begins on a day. */
static void refuse_settled(const Chain *chain)
{
    for (int i = 0; i < chain->count; i++) {
        tl_Value regime = tl_at(chain->arms[i], "regime"), set = tl_at(chain->arms[i], "set");
        tl_Value market = tl_at(chain->arms[i], "market");
        if (tl_is_there(market)) {
            tl_refuse_key(market,
                          "market: this arm has a history (before), in which it has to stand: before: "
                          "{regime: ..., market: {...}}, since who provides care stands from the start");
        }
        if (tl_is_there(regime)) {
            tl_refuse_key(regime,
                          "regime: this arm has a history (before), from which it changes on a day: "
                          "change: [{day: ..., regime: %.60s}] is expected",
                          tl_text(regime));
        }
        if (tl_is_there(set)) {
            tl_refuse_key(
                set, "set: this arm has a history (before): what changes on a day is expected as change: "
                     "[{day: ..., set: {...}}], and what was always so as before: {regime: ..., set: "
                     "{...}}");
        }
    }
}

/* One of an arm's changes joins those that it takes over. */
static void add_change(tl_Value group, const char *arm, tl_ArmSource *source)
{
    int *count = &source->variant.change_count;
    for (int i = 0; i < *count; i++) {
        tl_ScheduleEntry *entry = &source->changes[i];
        bool of_other = entry->parts[entry->count - 1].group != group.group;
        if (of_other && tl_is_group(group) && entry->count < TL_MOST_PARTS &&
            tl_entry_matches(entry, group)) {
            entry->parts[entry->count++] = group;
            return;
        }
    }
    if (*count == TL_MOST_ARM_CHANGES) {
        tl_refuse(group, "change: at most %d entries", TL_MOST_ARM_CHANGES);
    } else if (!tl_is_group(group)) {
        tl_refuse(group, "change: an entry with day, and regime or set, is expected");
    } else {
        source->changes[*count] = tl_entry_of(group);
        snprintf(source->changes[*count].name, TL_NAME_LENGTH, "%.50s %d", arm, *count + 1);
        ++*count;
    }
}

static void read_changes(const Chain *chain, tl_ArmSource *source)
{
    const char *name = tl_text(tl_at(arm_itself(chain), "name"));
    for (int i = 0; i < chain->count; i++) {
        tl_Value list = tl_at(chain->arms[i], "change");
        if (tl_is_there(list) && !tl_is_list(list)) {
            tl_refuse(list, "change: a list of entries is expected (- {day: ..., regime: ...})");
            continue;
        }
        if (tl_is_there(list) && !source->has_history) {
            tl_refuse_key(list,
                          "change: a history to change from is expected first (before: REGIME, here or at "
                          "top level)");
        }
        for (tl_Value own = tl_first(list); tl_is_there(own); own = tl_next(own)) {
            add_change(own, name, source);
        }
    }
    source->variant.changes = source->changes;
}

bool tl_arm_source(const Reader *r, int node, tl_ArmSource *source)
{
    tl_Value arm = {r->d, node, node};
    Chain chain = {.count = 0};
    *source =
        (tl_ArmSource){.variant = {.file = r->d->file, .sets = source->sets, .set_places = source->places}};
    if (!read_municipality(r, source) || !find_chain(arm, &chain) || !arm_config(r, &chain, source->path)) {
        return false;
    }
    tl_Value before = said(&chain, "before", true);
    source->has_history = tl_is_there(before);
    read_sets(tl_at(tl_top(r->d), "set"), source);
    source->variant.common_sets = source->variant.set_count;
    if (source->has_history) {
        read_history(before, source);
    }
    read_market(&chain, before, source);
    if (node == 0) {
        return true;
    }
    if (source->has_history) {
        refuse_settled(&chain);
    } else {
        read_regime(said(&chain, "regime", false), source);
        for (int i = 0; i < chain.count; i++) {
            read_sets(tl_at(chain.arms[i], "set"), source);
        }
    }
    read_changes(&chain, source);
    return true;
}
