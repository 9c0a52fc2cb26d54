#include "config/config_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_drawn.h"
#include "config/config_market.h"
#include "config/config_municipality.h"
#include "config/config_schedule.h"
#include "config/market_read.h"
#include "config/selector_json.h"
#include "system/memory.h"
#include "system/text.h"

enum { DIGITS = 17, FIRST_WITH_CODES = 2 /* format of resolved configs */ };

/* ---- writing ------------------------------------------------------------------------------------------- */

static json_t *value_json(const tl_Parameter *p, double value)
{
    return p->kind == TL_REAL ? json_real(value) : json_integer((json_int_t)value);
}

/* jansson refuses a text that is not UTF-8, as a path may be. */
static json_t *origin_json(const char *origin)
{
    json_t *string = json_string(origin);
    return string != NULL ? string : json_string("(a path that is not UTF-8)");
}

/* Did a parameter that every config has come after format 2? */
static bool is_late(const tl_Parameter *p)
{
    return !p->market && p->since > TL_FORMAT_WITHOUT_MARKET;
}

static bool is_changed(const tl_Config *config, int parameter)
{
    bool changed = false;
    for (int i = 0; i < config->change_count; i++) {
        changed = changed || config->changes[i].parameter == parameter;
    }
    return changed;
}

/* Is one of them used? Without a market they are all at their defaults otherwise, and a config is what it was before
 * there were any. */
static bool uses_late(const tl_Config *config)
{
    bool uses = false;
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        const void *from = p->section == TL_SECTION_REGIME ? (const void *)&config->regime
                                                           : (const void *)&config->constants;
        uses =
            uses || (is_late(p) && (tl_parameter_get(p, from) != p->default_value || is_changed(config, i)));
    }
    return uses;
}

static int format_for(const tl_Config *config)
{
    return config->market.given || uses_late(config) ? TL_PARAMETERS_FORMAT : TL_FORMAT_WITHOUT_MARKET;
}

/* Does a config of that format hold the parameter? Those of the market only where it has one. */
static bool is_held(const tl_Config *config, const tl_Parameter *p, tl_Section section, int format)
{
    return p->section == section && (config->market.given || !p->market) &&
           (format > TL_FORMAT_WITHOUT_MARKET || !is_late(p));
}

static json_t *section_json(const tl_Config *config, tl_Section section, const void *from)
{
    json_t *object = json_object();
    int format = format_for(config);
    for (int i = 0; i < tl_parameter_count; i++) {
        if (is_held(config, &tl_parameters[i], section, format)) {
            json_object_set_new(object, tl_parameters[i].path,
                                value_json(&tl_parameters[i], tl_parameter_get(&tl_parameters[i], from)));
        }
    }
    return object;
}

static json_t *municipality_json(const tl_Config *config, const tl_Municipality *municipality,
                                 uint32_t filled)
{
    json_t *names = json_array();
    for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
        if (filled >> field & 1u) {
            json_array_append_new(names, json_string(tl_parameters[parameter].path));
        }
    }
    json_t *own =
        json_pack("{s:s, s:i, s:o, s:o}", "name", municipality->name, "code", municipality->code, "profile",
                  section_json(config, TL_SECTION_PROFILE, &municipality->profile), "filled", names);
    if (municipality->drawn != NULL) {
        json_object_set_new(own, "market", tl_drawn_to_json(municipality));
    }
    return own;
}

/* Where one key at the most is used, of the three that were the only ones once, all three are written. */
static json_t *where_json(const tl_Selector *where)
{
    if (!tl_selector_has_one_key(where)) {
        return tl_selector_to_json(where);
    }
    return json_pack("{s:o, s:o, s:b}", "areas", tl_numbers_to_json(&where->by[TL_BY_AREA]), "units",
                     tl_numbers_to_json(&where->by[TL_BY_UNIT]), "pilot", where->group == TL_PILOT_UNITS);
}

static json_t *change_json(const tl_Change *c)
{
    const tl_Parameter *p = &tl_parameters[c->parameter];
    return json_pack("{s:s, s:s, s:o, s:I, s:I, s:o}", "name", c->name, "lever", p->path, "value",
                     value_json(p, c->value), "day", (json_int_t)c->day, "ramp_days",
                     (json_int_t)c->ramp_days, "where", where_json(&c->where));
}

static json_t *reorganisation_json(const tl_Reorganisation *r)
{
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:o}", "name", r->name, "rule",
                     tl_grouping_rule_name(r->rule), "day", (json_int_t)r->day, "pool_size",
                     (json_int_t)r->pool_size, "span", (json_int_t)r->span, "where", where_json(&r->where));
}

static json_t *origins_json(const tl_LoadedConfig *loaded)
{
    json_t *object = json_object();
    for (int i = 0; i < tl_parameter_count; i++) {
        if (strcmp(loaded->origins[i], "default") != 0 &&
            is_held(&loaded->config, &tl_parameters[i], tl_parameters[i].section,
                    format_for(&loaded->config))) {
            json_object_set_new(object, tl_parameters[i].path, origin_json(loaded->origins[i]));
        }
    }
    if (loaded->config.market.given) {
        json_object_set_new(object, "market", origin_json(loaded->market_origin));
    }
    return object;
}

char *tl_config_to_json(const tl_LoadedConfig *loaded)
{
    const tl_Config *c = &loaded->config;
    json_t *municipalities = json_array(), *changes = json_array(), *reorganisations = json_array();
    for (int i = 0; i < c->municipality_count; i++) {
        json_array_append_new(municipalities, municipality_json(c, &c->municipalities[i], loaded->filled[i]));
    }
    for (int i = 0; i < c->change_count; i++) {
        json_array_append_new(changes, change_json(&c->changes[i]));
    }
    for (int i = 0; i < c->reorganisation_count; i++) {
        json_array_append_new(reorganisations, reorganisation_json(&c->reorganisations[i]));
    }
    json_t *root = json_pack("{s:i, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o}", "format", format_for(c), "run",
                             section_json(c, TL_SECTION_RUN, &c->run), "constants",
                             section_json(c, TL_SECTION_CONSTANTS, &c->constants), "regime",
                             section_json(c, TL_SECTION_REGIME, &c->regime), "regime_name", c->regime_name,
                             "municipalities", municipalities, "timeline", changes, "reorganise",
                             reorganisations, "origins", origins_json(loaded));
    if (c->market.given) {
        json_object_set_new(root, "market", tl_market_to_json(&c->market));
    }
    char *text =
        root != NULL ? json_dumps(root, JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(DIGITS)) : NULL;
    json_decref(root);
    return text;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

typedef struct Reader {
    tl_LoadedConfig *loaded;
    int format; /* of the file */
    bool lacking[tl_parameter_count];
} Reader;

/* A number for a parameter, within its range. Every parameter must be there but those that the version which
 * wrote the file did not have: what is missing otherwise is damage. */
static void read_parameter(Reader *r, tl_Value group, const tl_Parameter *p, void *into)
{
    tl_Value value = tl_at(group, p->path);
    double number;
    if (!tl_is_there(value) && tl_parameter_may_lack(p, r->format)) {
        r->lacking[p - tl_parameters] = true;
        tl_parameter_set(p, into, p->default_value);
    } else if (!tl_is_there(value)) {
        tl_refuse(value, "%s is missing: the version that wrote this had it", p->path);
    } else if (!tl_value_number(value, &number)) {
        tl_refuse(value, "%s: a number is expected", p->path);
    } else if (!tl_parameter_accepts(p, number)) {
        tl_refuse(value, "%s = %.10g: a value from %.10g to %.10g is allowed", p->path, number, p->low,
                  p->high);
    } else {
        tl_parameter_set(p, into, number);
    }
}

static void read_section(Reader *r, tl_Value group, tl_Section section, void *into)
{
    int expected = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        if (p->section == section && !is_held(&r->loaded->config, p, section, r->format)) {
            tl_parameter_set(p, into, p->default_value);
        } else if (p->section == section) {
            read_parameter(r, group, &tl_parameters[i], into);
            expected++;
        }
    }
    if (tl_size(group) > expected) {
        tl_refuse(group, "the group '%s' holds parameters this version does not know",
                  tl_section_name(section));
    }
}

static int64_t read_whole(tl_Value entry, const char *key, int64_t high)
{
    tl_Value value = tl_at(entry, key);
    double number;
    if (!tl_value_number(value, &number) || !(number >= 0.0 && number <= (double)high) ||
        number != (double)(int64_t)number) {
        tl_refuse(value, "'%s': a whole number from 0 to %lld is expected", key, (long long)high);
        return 0;
    }
    return (int64_t)number;
}

/* A list, which must be there: what is no list would be read as an empty one. */
static tl_Value list_of(tl_Value group, const char *key)
{
    tl_Value list = tl_at(group, key);
    if (!tl_is_list(list)) {
        tl_refuse(list, "'%s': a list is expected", key);
    }
    return list;
}

static void read_where(tl_Value entry, tl_Selector *where)
{
    tl_Value group = tl_at(entry, "where"), name = tl_at(entry, "name");
    if (!tl_selector_read_resolved(group, where)) {
        char found[81];
        tl_value_json(group, found, sizeof found);
        tl_refuse(group, "%.63s: " TL_WHERE_EXPECTED " with whole numbers from 1, found %s",
                  tl_is_there(name) ? tl_text(name) : "an entry without a name", found);
    }
}

static void read_municipality(Reader *r, tl_Value entry, tl_Municipality *own, uint32_t *filled)
{
    tl_get_text(tl_at(entry, "name"), "'name'", own->name, TL_NAME_LENGTH);
    own->code = r->format < FIRST_WITH_CODES ? tl_code_of_name(own->name)
                                             : (int32_t)read_whole(entry, "code", TL_MOST_CODE);
    read_section(r, tl_at(entry, "profile"), TL_SECTION_PROFILE, &own->profile);
    tl_Value paths = tl_at(entry, "filled");
    for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
        for (tl_Value path = tl_first(paths); tl_is_there(path); path = tl_next(path)) {
            *filled |= tl_says(path, tl_parameters[parameter].path) ? 1u << field : 0u;
        }
    }
    if (r->loaded->config.market.drawn) {
        tl_drawn_take(tl_at(entry, "market"), own);
    }
}

static void read_municipalities(Reader *r, tl_Value list)
{
    tl_Config *c = &r->loaded->config;
    size_t count = (size_t)tl_size(list);
    c->municipalities = tl_allocate(count + 1, sizeof *c->municipalities);
    r->loaded->filled = tl_allocate(count + 1, sizeof *r->loaded->filled);
    if (count == 0) {
        tl_refuse(list, "'municipalities': at least one is expected");
    }
    for (tl_Value entry = tl_first(list); tl_is_there(entry); entry = tl_next(entry)) {
        int own = c->municipality_count++;
        read_municipality(r, entry, &c->municipalities[own], &r->loaded->filled[own]);
    }
}

static void read_changes(Reader *r, tl_Value list)
{
    tl_Config *c = &r->loaded->config;
    c->changes = tl_allocate((size_t)tl_size(list) + 1, sizeof *c->changes);
    for (tl_Value entry = tl_first(list); tl_is_there(entry); entry = tl_next(entry)) {
        tl_Change *own = &c->changes[c->change_count++];
        tl_Value lever = tl_at(entry, "lever"), value = tl_at(entry, "value");
        own->parameter = tl_parameter_find(tl_text(lever));
        tl_get_text(tl_at(entry, "name"), "'name'", own->name, TL_NAME_LENGTH);
        own->day = read_whole(entry, "day", 10920);
        own->ramp_days = read_whole(entry, "ramp_days", 10920);
        bool given = tl_value_number(value, &own->value);
        read_where(entry, &own->where);
        if (own->parameter < 0 || tl_parameters[own->parameter].section != TL_SECTION_REGIME ||
            tl_parameters[own->parameter].structural || !given ||
            !tl_parameter_accepts(&tl_parameters[own->parameter], own->value)) {
            tl_refuse(entry, "'timeline' holds a lever or value that is not allowed");
            own->parameter = 0;
        }
    }
}

/* A lever that a reorganisation sets; 0 leaves it as it was. */
static int64_t read_size(tl_Value entry, const char *key, const char *path)
{
    const tl_Parameter *p = &tl_parameters[tl_parameter_find(path)];
    int64_t value = read_whole(entry, key, (int64_t)p->high);
    if (value != 0 && !tl_parameter_accepts(p, (double)value)) {
        tl_refuse(entry, "'%s': 0 or a value from %.10g to %.10g is expected", key, p->low, p->high);
    }
    return value;
}

static void read_reorganisations(Reader *r, tl_Value list)
{
    tl_Config *c = &r->loaded->config;
    c->reorganisations = tl_allocate((size_t)tl_size(list) + 1, sizeof *c->reorganisations);
    for (tl_Value entry = tl_first(list); tl_is_there(entry); entry = tl_next(entry)) {
        tl_Reorganisation *own = &c->reorganisations[c->reorganisation_count++];
        int rule = tl_choice_find(TL_RULES, tl_text(tl_at(entry, "rule")));
        if (rule < 0) {
            tl_refuse(entry, "'reorganise' holds an unknown rule");
        }
        own->rule = (tl_GroupingRule)(rule >= 0 ? rule : 0);
        tl_get_text(tl_at(entry, "name"), "'name'", own->name, TL_NAME_LENGTH);
        own->day = read_whole(entry, "day", 10920);
        own->pool_size = read_size(entry, "pool_size", "organisation.pool_size");
        own->span = read_size(entry, "span", "organisation.span");
        read_where(entry, &own->where);
    }
}

/* In one note: a file holds many municipalities, and each lacks the same. */
static void note_lacking(const Reader *r, const tl_Document *d)
{
    char names[1200] = "";
    size_t used = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        if (r->lacking[i] && used + strlen(tl_parameters[i].path) + 3 < sizeof names) {
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used > 0 ? ", " : "",
                                     tl_parameters[i].path);
        }
    }
    if (used > 0) {
        tl_note(d->messages, (tl_Place){.file = d->file},
                "an older version wrote this; what it did not have is at its default: %s", names);
    }
}

/* 0 with a message. */
static int format_of(tl_Value top)
{
    tl_Value value = tl_at(top, "format");
    double number;
    if (!tl_value_number(value, &number) || !(number >= 1.0 && number < 1e9) ||
        number != (double)(int)number) {
        tl_refuse(value, "not a resolved config of Tillit ('format': %d is expected)", TL_PARAMETERS_FORMAT);
        return 0;
    }
    if (number > TL_PARAMETERS_FORMAT) {
        top.document->messages->newer = true;
        tl_refuse(value, "'format': %d: a newer version wrote this; this one reads formats up to %d",
                  (int)number, TL_PARAMETERS_FORMAT);
        return 0;
    }
    return (int)number;
}

void tl_resolved_read(const tl_Document *d, tl_LoadedConfig *loaded)
{
    enum {
        KEYS = 9
    }; /* as tl_config_to_json writes; each is read below, and the market where there is one */
    tl_Value top = tl_top(d), origins = tl_at(top, "origins"), market = tl_at(top, "market");
    tl_Config *c = &loaded->config;
    Reader reader = {.loaded = loaded, .format = format_of(top)}, *r = &reader;
    if (r->format == 0) {
        return;
    }
    if (tl_size(top) != KEYS + tl_is_there(market) || !tl_is_group(origins) ||
        (tl_is_there(market) && r->format <= TL_FORMAT_WITHOUT_MARKET)) {
        tl_refuse(top, "its keys are not those that this version writes");
    }
    if (tl_is_there(market) && tl_market_read(market, loaded)) {
        tl_text_copy(loaded->market_origin, TL_ORIGIN_SIZE, tl_text(tl_at(origins, "market")));
    }
    read_section(r, tl_at(top, "run"), TL_SECTION_RUN, &c->run);
    read_section(r, tl_at(top, "constants"), TL_SECTION_CONSTANTS, &c->constants);
    read_section(r, tl_at(top, "regime"), TL_SECTION_REGIME, &c->regime);
    tl_get_text(tl_at(top, "regime_name"), "'regime_name'", c->regime_name, TL_NAME_LENGTH);
    read_municipalities(r, list_of(top, "municipalities"));
    read_changes(r, list_of(top, "timeline"));
    read_reorganisations(r, list_of(top, "reorganise"));
    for (int i = 0; i < tl_parameter_count; i++) {
        tl_Value origin = tl_at(origins, tl_parameters[i].path);
        if (tl_is_scalar(origin)) {
            snprintf(loaded->origins[i], TL_ORIGIN_SIZE, "%s", tl_text(origin));
        }
    }
    note_lacking(r, d);
}

void tl_config_renew_json(tl_LoadedConfig *loaded)
{
    free(loaded->json);
    loaded->json = tl_config_to_json(loaded);
}
