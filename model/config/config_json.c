#include "config/config_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_municipality.h"
#include "config/selector_json.h"
#include "system/memory.h"

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

static json_t *section_json(tl_Section section, const void *from)
{
    json_t *object = json_object();
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].section == section) {
            json_object_set_new(object, tl_parameters[i].path,
                                value_json(&tl_parameters[i], tl_parameter_get(&tl_parameters[i], from)));
        }
    }
    return object;
}

static json_t *municipality_json(const tl_Municipality *municipality, uint32_t filled)
{
    json_t *names = json_array();
    for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
        if (filled >> field & 1u) {
            json_array_append_new(names, json_string(tl_parameters[parameter].path));
        }
    }
    return json_pack("{s:s, s:i, s:o, s:o}", "name", municipality->name, "code", municipality->code,
                     "profile", section_json(TL_SECTION_PROFILE, &municipality->profile), "filled", names);
}

/* Where one key at the most is used, of the three that were the only ones once, all three are written. */
static bool has_one_key(const tl_Selector *where)
{
    int used = (where->by[TL_BY_AREA].count > 0) + (where->by[TL_BY_UNIT].count > 0) +
               (where->group == TL_PILOT_UNITS);
    return used <= 1 && where->group != TL_OTHER_UNITS && where->by[TL_BY_MUNICIPALITY].count == 0 &&
           where->by[TL_BY_PROVIDER].count == 0;
}

static json_t *where_json(const tl_Selector *where)
{
    if (!has_one_key(where)) {
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
        if (strcmp(loaded->origins[i], "default") != 0) {
            json_object_set_new(object, tl_parameters[i].path, origin_json(loaded->origins[i]));
        }
    }
    return object;
}

char *tl_config_to_json(const tl_LoadedConfig *loaded)
{
    const tl_Config *c = &loaded->config;
    json_t *municipalities = json_array(), *changes = json_array(), *reorganisations = json_array();
    for (int i = 0; i < c->municipality_count; i++) {
        json_array_append_new(municipalities, municipality_json(&c->municipalities[i], loaded->filled[i]));
    }
    for (int i = 0; i < c->change_count; i++) {
        json_array_append_new(changes, change_json(&c->changes[i]));
    }
    for (int i = 0; i < c->reorganisation_count; i++) {
        json_array_append_new(reorganisations, reorganisation_json(&c->reorganisations[i]));
    }
    json_t *root = json_pack("{s:i, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o}", "format", TL_PARAMETERS_FORMAT,
                             "run", section_json(TL_SECTION_RUN, &c->run), "constants",
                             section_json(TL_SECTION_CONSTANTS, &c->constants), "regime",
                             section_json(TL_SECTION_REGIME, &c->regime), "regime_name", c->regime_name,
                             "municipalities", municipalities, "timeline", changes, "reorganise",
                             reorganisations, "origins", origins_json(loaded));
    char *text =
        root != NULL ? json_dumps(root, JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(DIGITS)) : NULL;
    json_decref(root);
    return text;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

typedef struct Reader {
    tl_LoadedConfig *loaded;
    tl_Messages *messages;
    tl_Place place;
    int format; /* of the file */
    bool lacking[tl_parameter_count];
} Reader;

/* A number for a parameter, within its range. Every parameter must be there but those that the version which
 * wrote the file did not have: what is missing otherwise is damage. */
static void read_parameter(Reader *r, const json_t *object, const tl_Parameter *p, void *into)
{
    const json_t *node = json_object_get(object, p->path);
    if (node == NULL && tl_parameter_may_lack(p, r->format)) {
        r->lacking[p - tl_parameters] = true;
        tl_parameter_set(p, into, p->default_value);
        return;
    }
    if (node == NULL) {
        tl_error(r->messages, r->place, "%s is missing: the version that wrote this had it", p->path);
        return;
    }
    if (!json_is_number(node)) {
        tl_error(r->messages, r->place, "%s: a number is expected", p->path);
        return;
    }
    double value = json_number_value(node);
    if (!tl_parameter_accepts(p, value)) {
        tl_error(r->messages, r->place, "%s = %.10g: a value from %.10g to %.10g is allowed", p->path, value,
                 p->low, p->high);
        return;
    }
    tl_parameter_set(p, into, value);
}

static void read_section(Reader *r, const json_t *object, tl_Section section, void *into)
{
    size_t expected = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].section == section) {
            read_parameter(r, object, &tl_parameters[i], into);
            expected++;
        }
    }
    if (json_object_size(object) > expected) {
        tl_error(r->messages, r->place, "the group '%s' holds parameters this version does not know",
                 tl_section_name(section));
    }
}

static void read_text(Reader *r, const json_t *object, const char *key, char text[TL_NAME_LENGTH])
{
    const char *value = json_string_value(json_object_get(object, key));
    if (value == NULL || strlen(value) >= TL_NAME_LENGTH) {
        tl_error(r->messages, r->place, "'%s': a text of at most 63 bytes is expected", key);
        return;
    }
    strcpy(text, value);
}

static int64_t read_whole(Reader *r, const json_t *object, const char *key, int64_t high)
{
    const json_t *node = json_object_get(object, key);
    int64_t value = json_integer_value(node);
    if (!json_is_integer(node) || value < 0 || value > high) {
        tl_error(r->messages, r->place, "'%s': a whole number from 0 to %lld is expected", key,
                 (long long)high);
        return 0;
    }
    return value;
}

/* A list, which must be there: what is no list would be read as an empty one. */
static size_t list_size(Reader *r, const json_t *list, const char *key)
{
    if (!json_is_array(list)) {
        tl_error(r->messages, r->place, "'%s': a list is expected", key);
        return 0;
    }
    return json_array_size(list);
}

static void unknown_where(Reader *r, const json_t *entry, const json_t *group)
{
    const char *name = json_string_value(json_object_get(entry, "name"));
    char *found = json_dumps(group, JSON_ENCODE_ANY | JSON_COMPACT);
    tl_error(r->messages, r->place, "%.63s: " TL_WHERE_EXPECTED " with whole numbers from 1, found %.80s",
             name != NULL ? name : "an entry without a name", found != NULL ? found : "nothing");
    free(found);
}

/* Either form of where_json. */
static void read_where(Reader *r, const json_t *entry, tl_Selector *where)
{
    const json_t *group = json_object_get(entry, "where"), *pilot = json_object_get(group, "pilot");
    const json_t *areas = json_object_get(group, "areas"), *units = json_object_get(group, "units");
    if (tl_selector_from_json(group, where)) {
        return;
    }
    where->group = json_is_true(pilot) ? TL_PILOT_UNITS : TL_ALL_UNITS;
    if (json_object_size(group) != 3 || !json_is_boolean(pilot) ||
        !tl_numbers_from_json(areas, TL_BY_AREA, where) || !tl_numbers_from_json(units, TL_BY_UNIT, where) ||
        !has_one_key(where)) {
        unknown_where(r, entry, group);
    }
}

static void read_municipalities(Reader *r, const json_t *array)
{
    tl_Config *c = &r->loaded->config;
    size_t count = list_size(r, array, "municipalities");
    c->municipalities = tl_allocate(count + 1, sizeof *c->municipalities);
    r->loaded->filled = tl_allocate(count + 1, sizeof *r->loaded->filled);
    if (count == 0) {
        tl_error(r->messages, r->place, "'municipalities': at least one is expected");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *entry = json_array_get(array, i), *filled = json_object_get(entry, "filled");
        tl_Municipality *own = &c->municipalities[c->municipality_count++];
        read_text(r, entry, "name", own->name);
        own->code = r->format < FIRST_WITH_CODES ? tl_code_of_name(own->name)
                                                 : (int32_t)read_whole(r, entry, "code", TL_MOST_CODE);
        read_section(r, json_object_get(entry, "profile"), TL_SECTION_PROFILE, &own->profile);
        for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
            for (size_t k = 0; k < json_array_size(filled); k++) {
                const char *path = json_string_value(json_array_get(filled, k));
                if (path != NULL && strcmp(path, tl_parameters[parameter].path) == 0) {
                    r->loaded->filled[i] |= 1u << field;
                }
            }
        }
    }
}

static void read_changes(Reader *r, const json_t *array)
{
    tl_Config *c = &r->loaded->config;
    size_t count = list_size(r, array, "timeline");
    c->changes = tl_allocate(count + 1, sizeof *c->changes);
    for (size_t i = 0; i < count; i++) {
        const json_t *entry = json_array_get(array, i);
        const char *path = json_string_value(json_object_get(entry, "lever"));
        tl_Change *own = &c->changes[c->change_count++];
        own->parameter = path != NULL ? tl_parameter_find(path) : -1;
        read_text(r, entry, "name", own->name);
        own->day = read_whole(r, entry, "day", 10920);
        own->ramp_days = read_whole(r, entry, "ramp_days", 10920);
        own->value = json_number_value(json_object_get(entry, "value"));
        read_where(r, entry, &own->where);
        if (own->parameter < 0 || tl_parameters[own->parameter].section != TL_SECTION_REGIME ||
            tl_parameters[own->parameter].structural || !json_is_number(json_object_get(entry, "value")) ||
            !tl_parameter_accepts(&tl_parameters[own->parameter], own->value)) {
            tl_error(r->messages, r->place, "'timeline' holds a lever or value that is not allowed");
            own->parameter = 0;
        }
    }
}

/* A lever that a reorganisation sets; 0 leaves it as it was. */
static int64_t read_size(Reader *r, const json_t *entry, const char *key, const char *path)
{
    const tl_Parameter *p = &tl_parameters[tl_parameter_find(path)];
    int64_t value = read_whole(r, entry, key, (int64_t)p->high);
    if (value != 0 && !tl_parameter_accepts(p, (double)value)) {
        tl_error(r->messages, r->place, "'%s': 0 or a value from %.10g to %.10g is expected", key, p->low,
                 p->high);
    }
    return value;
}

static void read_reorganisations(Reader *r, const json_t *array)
{
    tl_Config *c = &r->loaded->config;
    size_t count = list_size(r, array, "reorganise");
    c->reorganisations = tl_allocate(count + 1, sizeof *c->reorganisations);
    for (size_t i = 0; i < count; i++) {
        const json_t *entry = json_array_get(array, i);
        const char *rule = json_string_value(json_object_get(entry, "rule"));
        tl_Reorganisation *own = &c->reorganisations[c->reorganisation_count++];
        bool known = false;
        for (int k = 0; rule != NULL && k < TL_GROUPING_RULES; k++) {
            if (strcmp(rule, tl_grouping_rule_name((tl_GroupingRule)k)) == 0) {
                own->rule = (tl_GroupingRule)k;
                known = true;
            }
        }
        if (!known) {
            tl_error(r->messages, r->place, "'reorganise' holds an unknown rule");
        }
        read_text(r, entry, "name", own->name);
        own->day = read_whole(r, entry, "day", 10920);
        own->pool_size = read_size(r, entry, "pool_size", "organisation.pool_size");
        own->span = read_size(r, entry, "span", "organisation.span");
        read_where(r, entry, &own->where);
    }
}

/* In one note: a file holds many municipalities, and each lacks the same. */
static void note_lacking(const Reader *r)
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
        tl_note(r->messages, r->place,
                "an older version wrote this; what it did not have is at its default: %s", names);
    }
}

static bool check_format(Reader *r, const json_t *root)
{
    const json_t *format = json_object_get(root, "format");
    json_int_t number = json_integer_value(format);
    if (!json_is_integer(format) || number < 1) {
        tl_error(r->messages, r->place, "not a resolved config of Tillit ('format': %d is expected)",
                 TL_PARAMETERS_FORMAT);
    } else if (number > TL_PARAMETERS_FORMAT) {
        r->messages->newer = true;
        tl_error(r->messages, r->place,
                 "'format': %lld: a newer version wrote this; this one reads formats up to %d",
                 (long long)number, TL_PARAMETERS_FORMAT);
    }
    r->format = number >= 1 && number <= TL_PARAMETERS_FORMAT ? (int)number : 0;
    return r->format > 0;
}

static void read_root(Reader *r, const json_t *root)
{
    enum { KEYS = 9 }; /* as tl_config_to_json writes; each is read below */
    tl_Config *c = &r->loaded->config;
    if (!check_format(r, root)) {
        return;
    }
    if (json_object_size(root) != KEYS || !json_is_object(json_object_get(root, "origins"))) {
        tl_error(r->messages, r->place, "its keys are not those that this version writes");
    }
    read_section(r, json_object_get(root, "run"), TL_SECTION_RUN, &c->run);
    read_section(r, json_object_get(root, "constants"), TL_SECTION_CONSTANTS, &c->constants);
    read_section(r, json_object_get(root, "regime"), TL_SECTION_REGIME, &c->regime);
    read_text(r, root, "regime_name", c->regime_name);
    read_municipalities(r, json_object_get(root, "municipalities"));
    read_changes(r, json_object_get(root, "timeline"));
    read_reorganisations(r, json_object_get(root, "reorganise"));
    const json_t *origins = json_object_get(root, "origins");
    for (int i = 0; i < tl_parameter_count; i++) {
        const char *origin = json_string_value(json_object_get(origins, tl_parameters[i].path));
        if (origin != NULL) {
            snprintf(r->loaded->origins[i], TL_ORIGIN_SIZE, "%s", origin);
        }
    }
    note_lacking(r);
}

bool tl_config_from_json(const char *path, const char *bytes, size_t size, tl_LoadedConfig *loaded,
                         tl_Messages *messages)
{
    json_error_t error;
    int errors = messages->errors;
    json_t *root = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
    Reader reader = {.loaded = loaded, .messages = messages, .place = {.file = path}};
    if (root == NULL) {
        tl_Place place = {path, error.line > 0 ? error.line : 0, error.column > 0 ? error.column : 1};
        tl_error(messages, place, "not JSON that can be read: %s", error.text);
    } else {
        read_root(&reader, root);
    }
    json_decref(root);
    return messages->errors == errors;
}

void tl_config_renew_json(tl_LoadedConfig *loaded)
{
    free(loaded->json);
    loaded->json = tl_config_to_json(loaded);
}
