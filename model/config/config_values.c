#include "config/config_values.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "system/text.h"

/* ---- one value ----------------------------------------------------------------------------------------- */

static const char *digits(const char *text)
{
    while (isdigit((unsigned char)*text)) {
        text++;
    }
    return text;
}

/* Strict: 12, -0.5, 1e-3. No leading zeros, commas, hexadecimal, nan or trailing text. */
static bool is_number(const char *text)
{
    if (*text == '-' || *text == '+') {
        text++;
    }
    const char *whole = text;
    text = digits(text);
    if (text == whole || (*whole == '0' && text - whole > 1)) {
        return false;
    }
    if (*text == '.') {
        const char *fraction = ++text;
        text = digits(text);
        if (text == fraction) {
            return false;
        }
    }
    if (*text == 'e' || *text == 'E') {
        text += text[1] == '-' || text[1] == '+' ? 2 : 1;
        const char *exponent = text;
        text = digits(text);
        if (text == exponent) {
            return false;
        }
    }
    return *text == '\0';
}

bool tl_point_for_comma(char *text)
{
    char *comma = strchr(text, ',');
    if (comma == NULL) {
        return false;
    }
    *comma = '.';
    bool good = is_number(text);
    *comma = good ? '.' : ',';
    return good;
}

const char *tl_comma_advice(const char *text, char *advice, size_t size)
{
    char number[32];
    snprintf(number, sizeof number, "%s", text);
    advice[0] = '\0';
    if (strlen(text) < sizeof number && tl_point_for_comma(number)) {
        snprintf(advice, size, "; with a decimal point: %s", number);
    }
    return advice;
}

static bool read_choice(const tl_Parameter *p, const char *text, tl_Place place, double *value,
                        tl_Messages *messages)
{
    int choice = tl_choice_find(p->choices, text);
    if (choice < 0) {
        tl_error(messages, place, "%s = '%.60s': one of %s is expected", p->path, text, p->choices);
        return false;
    }
    *value = choice;
    return true;
}

bool tl_value_read(const tl_Parameter *p, const char *text, tl_Place place, double *value,
                   tl_Messages *messages)
{
    if (p->kind == TL_CHOICE) {
        return read_choice(p, text, place, value, messages);
    }
    if (!is_number(text)) {
        char advice[64];
        tl_error(messages, place,
                 "%s = '%.60s': a number is expected (like 12 or 0.5), from %.16g to %.16g%s%s%s", p->path,
                 text, p->low, p->high, strcmp(p->unit, "1") == 0 ? "" : " ",
                 strcmp(p->unit, "1") == 0 ? "" : p->unit, tl_comma_advice(text, advice, sizeof advice));
        return false;
    }
    *value = strtod(text, NULL);
    if (!tl_parameter_accepts(p, *value)) {
        bool whole = p->kind == TL_INTEGER && *value >= p->low && *value <= p->high;
        tl_error(messages, place, "%s = %.60s: %s from %.16g to %.16g%s%s is allowed", p->path, text,
                 whole ? "only a whole number" : "a value", p->low, p->high,
                 strcmp(p->unit, "1") == 0 ? "" : " ", strcmp(p->unit, "1") == 0 ? "" : p->unit);
        return false;
    }
    return true;
}

static int profile_field(int parameter)
{
    int field = 0;
    for (int i = 0; i < parameter; i++) {
        field += tl_parameters[i].section == TL_SECTION_PROFILE;
    }
    return field;
}

void tl_value_store(tl_Loader *loader, int parameter, double value, const char *origin)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    tl_Config *config = &loader->loaded->config;
    void *sections[] = {[TL_SECTION_RUN] = &config->run,
                        [TL_SECTION_PROFILE] = loader->profile,
                        [TL_SECTION_REGIME] = &config->regime,
                        [TL_SECTION_CONSTANTS] = &config->constants};
    if (p->section == TL_SECTION_PROFILE) {
        if (loader->profile == NULL) {
            return;
        }
        *loader->given |= 1u << profile_field(parameter);
    }
    tl_parameter_set(p, sections[p->section], value);
    snprintf(loader->loaded->origins[parameter], TL_ORIGIN_SIZE, "%s", origin);
}

/* ---- paths --------------------------------------------------------------------------------------------- */

void tl_offer_parameters(tl_Nearest *nearest)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        tl_nearest_offer(nearest, tl_parameters[i].path);
    }
}

void tl_unknown_path(tl_Messages *messages, tl_Place place, const char *path)
{
    static const char *const words[] = {"municipality", "regime", "timeline", "reorganise", "title", "about"};
    tl_Nearest nearest = tl_nearest_to(path);
    tl_offer_parameters(&nearest);
    tl_nearest_offer_all(&nearest, words, sizeof words / sizeof words[0]);
    const char *near = tl_nearest_name(&nearest);
    if (near != NULL && strcmp(near, path) == 0) {
        tl_error(messages, place, "'%s' is not a parameter: it stands at the top level of a config file",
                 path);
        return;
    }
    tl_error(messages, place, "'%.80s' is not a parameter%s", path,
             tl_did_you_mean(&nearest, " (see: tillit params)"));
}

/* Is `path` a group of parameters, such as "organisation"? */
static bool is_group(const char *path)
{
    size_t length = strlen(path);
    for (int i = 0; i < tl_parameter_count; i++) {
        if (strncmp(tl_parameters[i].path, path, length) == 0 && tl_parameters[i].path[length] == '.') {
            return true;
        }
    }
    return false;
}

static bool allowed_in_layer(const tl_Loader *loader, const tl_Parameter *p)
{
    switch (loader->layer) {
    case TL_LAYER_MUNICIPALITY:
        return p->section == TL_SECTION_PROFILE;
    case TL_LAYER_REGIME:
        return p->section == TL_SECTION_REGIME;
    case TL_LAYER_CONFIG:
    default:
        return true;
    }
}

static void read_leaf(tl_Loader *loader, const tl_Document *d, int node, int parameter)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    tl_Place place = tl_node_place(d, node);
    char text[TL_ORIGIN_SIZE];
    double value;
    if (!allowed_in_layer(loader, p)) {
        tl_error(loader->messages, tl_node_key_place(d, node), "%s does not belong in a %s file", p->path,
                 loader->layer == TL_LAYER_REGIME ? "regime" : "municipality");
        return;
    }
    if (p->section == TL_SECTION_PROFILE && loader->layer == TL_LAYER_CONFIG &&
        loader->loaded->config.municipality_count > 1) {
        tl_error(loader->messages, tl_node_key_place(d, node),
                 "%s: with 'all' it would make every municipality alike", p->path);
        return;
    }
    if (loader->set_line[parameter] > 0) {
        tl_error(loader->messages, tl_node_key_place(d, node), "%s is given twice (first at line %d)",
                 p->path, loader->set_line[parameter]);
        return;
    }
    loader->set_line[parameter] = place.line;
    if (d->nodes[node].kind != TL_SCALAR) {
        tl_error(loader->messages, place, "%s: a single value is expected, found %s", p->path,
                 tl_node_found(d, node, text, sizeof text));
        return;
    }
    if (tl_value_read(p, d->nodes[node].text, place, &value, loader->messages)) {
        size_t length = strlen(d->file);
        const char *tail = length > 70 ? d->file + length - 70 : d->file;
        while (((unsigned char)*tail & 0xc0) == 0x80) {
            tail++; /* not from within a letter */
        }
        snprintf(text, sizeof text, "%s:%d", tail, place.line);
        tl_value_store(loader, parameter, value, text);
    }
}

static void read_below(tl_Loader *loader, const tl_Document *d, int mapping, const char *prefix)
{
    for (int node = d->nodes[mapping].first; node >= 0; node = d->nodes[node].next) {
        char path[256];
        snprintf(path, sizeof path, "%s%s%s", prefix, prefix[0] != '\0' ? "." : "", d->nodes[node].key);
        int parameter = tl_parameter_find(path);
        if (parameter >= 0) {
            read_leaf(loader, d, node, parameter);
        } else if (is_group(path)) {
            if (d->nodes[node].kind == TL_MAPPING) {
                read_below(loader, d, node, path);
            } else {
                tl_error(loader->messages, tl_node_place(d, node), "%s: a group of keys is expected", path);
            }
        } else {
            tl_unknown_path(loader->messages, tl_node_key_place(d, node), path);
        }
    }
}

/* Keys that are read elsewhere, or by people: those at first in every layer, then those of regime and config.
 */
static bool is_other_key(tl_Layer layer, const char *key)
{
    static const char *const keys[] = {"title",    "about",    "sources",    "published", "warnings",
                                       "invented", "timeline", "reorganise", "regime"};
    static const size_t known[] = {[TL_LAYER_MUNICIPALITY] = 6, [TL_LAYER_REGIME] = 8, [TL_LAYER_CONFIG] = 9};
    _Static_assert(sizeof keys / sizeof keys[0] == 9, "a config's file may hold all keys");
    for (size_t i = 0; i < known[layer]; i++) {
        if (strcmp(keys[i], key) == 0) {
            return true;
        }
    }
    return false;
}

static void read_municipality_group(tl_Loader *loader, const tl_Document *d, int group)
{
    for (int node = d->nodes[group].first; node >= 0; node = d->nodes[node].next) {
        char path[256];
        const char *key = d->nodes[node].key;
        if (strcmp(key, "name") == 0 || strcmp(key, "code") == 0 ||
            (strcmp(key, "from") == 0 && loader->layer == TL_LAYER_CONFIG)) {
            continue;
        }
        snprintf(path, sizeof path, "municipality.%s", key);
        int parameter = tl_parameter_find(path);
        if (parameter >= 0) {
            read_leaf(loader, d, node, parameter);
        } else {
            tl_unknown_path(loader->messages, tl_node_key_place(d, node), path);
        }
    }
}

void tl_parameters_read(tl_Loader *loader, const tl_Document *d, int mapping)
{
    memset(loader->set_line, 0, sizeof loader->set_line);
    for (int node = d->nodes[mapping].first; node >= 0; node = d->nodes[node].next) {
        const char *key = d->nodes[node].key;
        if (strcmp(key, "municipality") == 0) {
            if (d->nodes[node].kind == TL_MAPPING) {
                read_municipality_group(loader, d, node);
            } else if (loader->layer == TL_LAYER_REGIME) {
                tl_unknown_path(loader->messages, tl_node_key_place(d, node), key);
            }
        } else if (!is_other_key(loader->layer, key)) {
            int parameter = tl_parameter_find(key);
            if (parameter >= 0) {
                read_leaf(loader, d, node, parameter);
            } else if (is_group(key) && d->nodes[node].kind == TL_MAPPING) {
                read_below(loader, d, node, key);
            } else if (is_group(key)) {
                tl_error(loader->messages, tl_node_place(d, node), "%s: a group of keys is expected", key);
            } else {
                tl_unknown_path(loader->messages, tl_node_key_place(d, node), key);
            }
        }
    }
}

void tl_keys_check(tl_Messages *messages, const tl_Document *d, int mapping, const char *const *known,
                   size_t count)
{
    for (int node = d->nodes[mapping].first; node >= 0; node = d->nodes[node].next) {
        const char *key = d->nodes[node].key;
        bool found = false;
        for (size_t i = 0; i < count; i++) {
            found = found || strcmp(key, known[i]) == 0;
        }
        if (!found) {
            tl_Nearest nearest = tl_nearest_to(key);
            tl_nearest_offer_all(&nearest, known, count);
            tl_error(messages, tl_node_key_place(d, node), "unknown key '%.60s'%s", key,
                     tl_did_you_mean(&nearest, ""));
        }
    }
}

bool tl_whole_read(tl_Messages *messages, const tl_Document *d, int node, const char *what, int64_t low,
                   int64_t high, int64_t *value)
{
    char text[TL_ORIGIN_SIZE];
    const tl_Node *n = &d->nodes[node];
    double number = n->kind == TL_SCALAR && is_number(n->text) ? strtod(n->text, NULL) : -1e300;
    if (!(number >= (double)low && number <= (double)high) || number != (double)(int64_t)number) {
        tl_error(messages, tl_node_place(d, node),
                 "%s: a whole number from %lld to %lld is expected, found %s", what, (long long)low,
                 (long long)high, tl_node_found(d, node, text, sizeof text));
        return false;
    }
    *value = (int64_t)number;
    return true;
}
