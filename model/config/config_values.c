#include "config/config_values.h"

#include <stdlib.h>
#include <string.h>

#include "config/unit_text.h"
#include "system/text.h"

/* ---- one value ----------------------------------------------------------------------------------------- */

static bool read_choice(const tl_Parameter *p, const char *text, tl_Place place, double *value,
                        tl_Messages *messages)
{
    int choice = tl_choice_find(p->choices, text);
    if (choice < 0) {
        return tl_error(
            messages, place,
            tl_say(messages, "%s = '%.60s': ett av %s väntas", "%s = '%.60s': one of %s is expected"),
            p->path, text, p->choices);
    }
    *value = choice;
    return true;
}

/* " min" or "". */
static const char *unit_after(const tl_Parameter *p, const tl_Messages *messages, char *text, size_t size)
{
    const char *unit = tl_unit_text(p->unit, messages->swedish ? TL_SWEDISH : TL_ENGLISH);
    snprintf(text, size, "%s%s", unit[0] != '\0' ? " " : "", unit);
    return text;
}

bool tl_parameter_read(const tl_Parameter *p, const char *text, tl_Place place, double *value,
                       tl_Messages *messages)
{
    char advice[64], unit[64];
    if (p->kind == TL_CHOICE) {
        return read_choice(p, text, place, value, messages);
    }
    if (!tl_text_number(text, value)) {
        return tl_error(
            messages, place,
            tl_say(messages,
                   "%s = '%.60s': ett tal väntas (som 12 eller 0.5, med punkt), från %.16g till %.16g%s%s",
                   "%s = '%.60s': a number is expected (like 12 or 0.5), from %.16g to %.16g%s%s"),
            p->path, text, p->low, p->high, unit_after(p, messages, unit, sizeof unit),
            messages->swedish ? "" : tl_comma_advice(text, false, advice, sizeof advice));
    }
    if (!tl_parameter_accepts(p, *value)) {
        bool whole = p->kind == TL_INTEGER && *value >= p->low && *value <= p->high;
        return tl_error(messages, place,
                        tl_say(messages, "%s = %.60s: %s från %.16g till %.16g%s är tillåtet",
                               "%s = %.60s: %s from %.16g to %.16g%s is allowed"),
                        p->path, text,
                        whole ? tl_say(messages, "bara ett heltal", "only a whole number")
                              : tl_say(messages, "ett värde", "a value"),
                        p->low, p->high, unit_after(p, messages, unit, sizeof unit));
    }
    return true;
}

bool tl_get_parameter(tl_Value value, const tl_Parameter *p, double *number)
{
    if (!tl_is_scalar(value)) {
        return tl_refuse(value, "%s: a single value is expected, found %s", p->path, tl_found(value).text);
    }
    return tl_parameter_read(p, tl_text(value), tl_place(value), number, value.document->messages);
}

static int profile_field(int parameter)
{
    int field = 0;
    for (int i = 0; i < parameter; i++) {
        field += tl_parameters[i].section == TL_SECTION_PROFILE;
    }
    return field;
}

void tl_parameter_store(tl_Loader *loader, int parameter, double value, const char *origin)
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
    if (strncmp(path, "market.", strlen("market.")) == 0) {
        tl_error(
            messages, place,
            "'%.80s' is not a parameter: it stands in the group 'market' at the top level of a config file, and "
            "holds from the start (see: tillit explain market)",
            path);
        return;
    }
    static const char *const words[] = {"municipality", "regime", "market", "timeline",
                                        "reorganise",   "title",  "about"};
    tl_Nearest nearest = tl_nearest_to(path);
    tl_offer_parameters(&nearest);
    tl_nearest_offer_all(&nearest, words, sizeof words / sizeof words[0]);
    const char *near = tl_nearest_name(&nearest);
    if (near != NULL && strcmp(near, path) == 0) {
        tl_error(messages, place, "'%s' is not a parameter: it stands at the top level of a config file",
                 path);
        return;
    }
    nearest.swedish = messages->swedish;
    tl_error(messages, place,
             tl_say(messages, "'%.80s' finns inte att ställa in%s", "'%.80s' is not a parameter%s"), path,
             tl_did_you_mean(&nearest,
                             tl_say(messages, " (alla: tillit params --lang sv)", " (see: tillit params)")));
}

/* Is `path` a group of parameters, such as "organisation"? What is called market stands at the top level (config_market.h), and
 * its parameters are set by their whole paths. */
static bool is_group(const char *path)
{
    size_t length = strlen(path);
    for (int i = 0; i < tl_parameter_count && strcmp(path, "market") != 0; i++) {
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
    case TL_LAYER_OWN:
    case TL_LAYER_CONFIG:
    default:
        return true;
    }
}

/* "file:line", or the end of a long name, of whole letters. */
void tl_origin_of(tl_Value value, char origin[TL_ORIGIN_SIZE])
{
    const char *file = value.document->file;
    size_t length = strlen(file);
    const char *tail = length > 70 ? file + length - 70 : file;
    while (((unsigned char)*tail & 0xc0) == 0x80) {
        tail++; /* not from within a letter */
    }
    snprintf(origin, TL_ORIGIN_SIZE, "%s:%d", tail, tl_place(value).line);
}

static void read_leaf(tl_Loader *loader, tl_Value leaf, int parameter)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    char origin[TL_ORIGIN_SIZE];
    double value = 0.0;
    if (loader->layer == TL_LAYER_OWN && p->section == TL_SECTION_RUN) {
        return; /* the preset's own config says */
    }
    if (!allowed_in_layer(loader, p)) {
        tl_refuse_key(leaf, "%s does not belong in a %s file", p->path,
                      loader->layer == TL_LAYER_REGIME ? "regime" : "municipality");
    } else if (p->section == TL_SECTION_PROFILE && loader->layer == TL_LAYER_CONFIG &&
               loader->loaded->config.municipality_count > 1) {
        tl_refuse_key(leaf, "%s: with 'all' it would make every municipality alike", p->path);
    } else if (loader->set_line[parameter] > 0) {
        tl_refuse_key(leaf, "%s is given twice (first at line %d)", p->path, loader->set_line[parameter]);
    } else {
        loader->set_line[parameter] = tl_place(leaf).line;
        if (tl_get_parameter(leaf, p, &value)) {
            tl_origin_of(leaf, origin);
            tl_parameter_store(loader, parameter, value, origin);
        }
    }
}

/* What stands at a path: a parameter, or a group of them. */
static void read_path(tl_Loader *loader, tl_Value value, const char *path)
{
    int parameter = tl_parameter_find(path);
    if (parameter >= 0) {
        read_leaf(loader, value, parameter);
    } else if (!is_group(path)) {
        tl_unknown_path(loader->messages, tl_key_place(value), path);
    } else if (!tl_is_group(value)) {
        tl_refuse(value, "%s: a group of keys is expected", path);
    } else {
        for (tl_Value own = tl_first(value); tl_is_there(own); own = tl_next(own)) {
            char below[256];
            snprintf(below, sizeof below, "%s.%s", path, tl_key(own));
            read_path(loader, own, below);
        }
    }
}

/* Keys that are read elsewhere, or by people, in each layer. */
static bool is_other_key(tl_Layer layer, const char *key)
{
    static const char *const keys[] = {
        [TL_LAYER_MUNICIPALITY] = "title|about|sources|published|warnings|invented",
        [TL_LAYER_REGIME] = "title|about|sources|published|warnings|invented|timeline|reorganise",
        [TL_LAYER_OWN] = "title|about|sources|published|warnings|invented|timeline|reorganise|regime|market",
        [TL_LAYER_CONFIG] =
            "title|about|sources|published|warnings|invented|timeline|reorganise|regime|market"};
    return tl_choice_find(keys[layer], key) >= 0;
}

static void read_municipality_group(tl_Loader *loader, tl_Value group)
{
    for (tl_Value own = tl_first(group); tl_is_there(own); own = tl_next(own)) {
        char path[256];
        bool other =
            tl_choice_find(loader->layer >= TL_LAYER_OWN ? "name|code|from" : "name|code", tl_key(own)) >= 0;
        snprintf(path, sizeof path, "municipality.%s", tl_key(own));
        int parameter = other ? -1 : tl_parameter_find(path);
        if (parameter >= 0) {
            read_leaf(loader, own, parameter);
        } else if (!other) {
            tl_unknown_path(loader->messages, tl_key_place(own), path);
        }
    }
}

/* Has another municipality taken the place of the config's own, with its values? */
static bool is_replaced(const tl_Loader *loader)
{
    return loader->layer == TL_LAYER_CONFIG && loader->variant != NULL && loader->variant->municipality_asked;
}

void tl_parameters_read(tl_Loader *loader, tl_Value group)
{
    memset(loader->set_line, 0, sizeof loader->set_line);
    for (tl_Value own = tl_first(group); tl_is_there(own); own = tl_next(own)) {
        if (strcmp(tl_key(own), "municipality") == 0) {
            if (tl_is_group(own) && !is_replaced(loader)) {
                read_municipality_group(loader, own);
            } else if (loader->layer == TL_LAYER_REGIME) {
                tl_unknown_path(loader->messages, tl_key_place(own), tl_key(own));
            }
        } else if (!is_other_key(loader->layer, tl_key(own))) {
            read_path(loader, own, tl_key(own));
        }
    }
}
