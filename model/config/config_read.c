#include "config/config_read.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_check.h"
#include "config/config_drawn.h"
#include "config/config_find.h"
#include "config/config_json.h"
#include "config/config_municipality.h"
#include "config/config_regime.h"
#include "config/config_schedule.h"
#include "config/config_values.h"
#include "config/market_read.h"
#include "system/memory.h"
#include "system/text.h"

/* ---- layers -------------------------------------------------------------------------------------------- */

static void read_schedules(tl_Loader *loader, const tl_Document *d)
{
    tl_timeline_read(loader, tl_at(tl_top(d), "timeline"));
    tl_reorganise_read(loader, tl_at(tl_top(d), "reorganise"));
}

/* Reads the regime's file into `regime`; true also where none is named. */
static bool open_regime(tl_Loader *loader, const tl_Document *d, tl_Document *regime, bool *named)
{
    char path[TL_PATH_SIZE];
    tl_Value own = tl_at(tl_top(d), "regime");
    const tl_Variant *variant = loader->variant;
    bool varied = variant != NULL && variant->regime != NULL;
    *named = varied || tl_is_there(own);
    *regime = (tl_Document){0};
    if (*named && !varied && !tl_is_scalar(own)) {
        return tl_refuse(own, "regime: the name of a regime is expected");
    }
    const char *name = varied ? variant->regime : tl_text(own);
    tl_text_copy(loader->loaded->config.regime_name, TL_NAME_LENGTH, *named ? name : "defaults");
    return !*named || (tl_config_find(loader->files, varied ? variant->file : d->file, name,
                                      varied ? variant->regime_place : tl_place(own), "regimes", path,
                                      loader->messages) &&
                       tl_document_read(regime, loader->files, path, loader->messages));
}

/* What only an experiment has says more than the unknown keys that it would be read as. */
static bool is_experiment(const tl_Document *d)
{
    static const char *const keys[] = {"arms", "sweep", "claims"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        tl_Value own = tl_at(tl_top(d), keys[i]);
        if (tl_is_there(own)) {
            tl_refuse_key(own,
                          "'%s' makes this an experiment, where a config is expected: tillit %s takes it",
                          keys[i], strcmp(keys[i], "sweep") == 0 ? "sweep" : "experiment");
            return true;
        }
    }
    return false;
}

/* "path?=value", as in Make: only where an arm of an experiment does not set it itself. */
static bool yields(const char *set)
{
    const char *equals = strchr(set, '=');
    return equals != NULL && equals - set > 1 && equals[-1] == '?';
}

/* `holds`: no regime on a day moves it. */
static void apply_set(tl_Loader *loader, const char *set, tl_Place place, bool holds)
{
    char origin[TL_ORIGIN_SIZE];
    const char *equals = strchr(set, '=');
    char path[256];
    double value;
    if (equals == NULL || equals == set) {
        tl_error(loader->messages, place, "'%.80s': path=value is expected", set);
        return;
    }
    snprintf(path, sizeof path, "%.*s", (int)(equals - set) - yields(set), set);
    int parameter = tl_parameter_find(path);
    if (parameter < 0) {
        tl_unknown_path(loader->messages, place, path);
        return;
    }
    bool of_all = tl_parameters[parameter].section == TL_SECTION_PROFILE &&
                  loader->loaded->config.municipality_count > 1;
    if (of_all) {
        tl_error(loader->messages, place, "%s: with 'all' it would make every municipality alike", path);
    } else if (tl_parameter_read(&tl_parameters[parameter], equals + 1, place, &value, loader->messages)) {
        uint32_t given = 0;
        loader->held[parameter] = loader->held[parameter] || holds;
        loader->given = &given;
        snprintf(origin, sizeof origin, place.line > 0 ? "%.80s:%d" : "%.80s", place.file, place.line);
        tl_parameter_store(loader, parameter, value, origin);
        if (loader->loaded->config.municipality_count == 1) {
            loader->loaded->filled[0] &= ~given;
        }
    }
}

static void apply_yielding(tl_Loader *loader, const char *const *sets, int set_count, bool yielding)
{
    for (int i = 0; i < set_count; i++) {
        if (yields(sets[i]) == yielding) {
            apply_set(loader, sets[i], (tl_Place){.file = "--set"}, true);
        }
    }
}

/* What an arm of an experiment sets, between what yields to it and what overrules it. */
static void apply_sets(tl_Loader *loader, const char *const *sets, int set_count)
{
    const tl_Variant *variant = loader->variant;
    apply_yielding(loader, sets, set_count, true);
    for (int i = 0; variant != NULL && i < variant->set_count; i++) {
        apply_set(loader, variant->sets[i], variant->set_places[i], i < variant->common_sets);
    }
    apply_yielding(loader, sets, set_count, false);
}

/* Changes that a sweep adds, from a file that holds nothing else. */
static void read_variant_timeline(tl_Loader *loader, tl_Document *d)
{
    char path[TL_PATH_SIZE];
    const tl_Variant *variant = loader->variant;
    if (!tl_text_ends(variant->timeline, ".yaml")) {
        tl_error(loader->messages, variant->timeline_place,
                 "timeline '%.60s': none, or a file that ends in .yaml and holds timeline or reorganise, "
                 "is expected",
                 variant->timeline);
        return;
    }
    if (tl_config_find(loader->files, variant->file, variant->timeline, variant->timeline_place, "timelines",
                       path, loader->messages) &&
        tl_document_read(d, loader->files, path, loader->messages)) {
        for (tl_Value own = tl_first(tl_top(d)); tl_is_there(own); own = tl_next(own)) {
            if (tl_choice_find("timeline|reorganise|title|about", tl_key(own)) < 0) {
                tl_refuse_key(own, "unknown key '%.60s': timeline, reorganise, title or about is expected",
                              tl_key(own));
            }
        }
        read_schedules(loader, d);
    }
}

/* What an arm changes comes after all else. */
static void read_variant_changes(tl_Loader *loader)
{
    const tl_Variant *variant = loader->variant;
    for (int i = 0; variant != NULL && i < variant->change_count; i++) {
        tl_timeline_read_entry(loader, &variant->changes[i]);
    }
}

/* The levers that stand whatever the regime: the config's own, read last, and those that a sweep varies. */
static void hold_levers(tl_Loader *loader)
{
    const bool *varied = loader->variant != NULL ? loader->variant->held : NULL;
    for (int i = 0; i < tl_parameter_count; i++) {
        loader->held[i] = loader->held[i] || loader->set_line[i] > 0 || (varied != NULL && varied[i]);
    }
}

/* Who provides care: what an arm says, or else the config, or else the municipality's own config that was asked for. */
static void read_market(tl_Loader *loader, tl_Value own)
{
    const tl_Variant *variant = loader->variant;
    bool varied = variant != NULL && variant->market.document != NULL;
    if (varied || tl_is_there(own)) {
        tl_market_read(varied ? variant->market : own, loader->loaded);
    }
}

/* --set comes before the schedules, whose days are checked against the final length of the run. */
static void read_layers(tl_Loader *loader, const tl_Document *d, const char *const *sets, int set_count)
{
    tl_Document regime, timeline = {0};
    bool named;
    uint32_t given = 0;
    if (!tl_municipalities_read(loader, d)) {
        loader->profile = NULL;
    }
    tl_Profile *profile = loader->profile;
    bool has_regime = open_regime(loader, d, &regime, &named) && named;
    loader->given = &given;
    if (has_regime) {
        loader->layer = TL_LAYER_REGIME;
        tl_parameters_read(loader, tl_top(&regime));
    }
    loader->profile = profile;
    tl_municipality_own_read(loader);
    loader->layer = TL_LAYER_CONFIG;
    tl_parameters_read(loader, tl_top(d));
    hold_levers(loader);
    read_market(loader, tl_at(tl_top(d), "market"));
    if (!tl_is_there(tl_at(tl_top(d), "seed"))) {
        tl_refuse_file(tl_top(d), "'seed' is missing at top level: a runnable config has one");
    }
    if (profile != NULL) {
        loader->loaded->filled[0] &= ~given;
        if (loader->variant == NULL || !loader->variant->municipality_asked) {
            tl_municipality_rename(loader, d);
        }
    }
    apply_sets(loader, sets, set_count);
    if (has_regime) {
        read_schedules(loader, &regime);
    }
    read_schedules(loader, d);
    if (loader->variant != NULL && loader->variant->timeline != NULL) {
        read_variant_timeline(loader, &timeline);
    }
    read_variant_changes(loader);
    tl_schedule_settle(loader);
    tl_document_free(&timeline);
    tl_document_free(&regime);
}

static void start(tl_LoadedConfig *loaded, const char *path)
{
    *loaded = (tl_LoadedConfig){.origins = tl_allocate(tl_parameter_count, TL_ORIGIN_SIZE)};
    snprintf(loaded->path, sizeof loaded->path, "%s", path);
    tl_parameter_defaults(TL_SECTION_RUN, &loaded->config.run);
    tl_parameter_defaults(TL_SECTION_REGIME, &loaded->config.regime);
    tl_parameter_defaults(TL_SECTION_CONSTANTS, &loaded->config.constants);
    for (int i = 0; i < tl_parameter_count; i++) {
        snprintf(loaded->origins[i], TL_ORIGIN_SIZE, "default");
    }
}

/* The English title, if the file has one. */
static void read_title(tl_LoadedConfig *loaded, const tl_Document *d)
{
    tl_Value title = tl_at(tl_top(d), "title");
    title = tl_is_group(title) ? tl_at(title, "en") : title;
    if (tl_is_scalar(title)) {
        tl_text_copy(loaded->name, sizeof loaded->name, tl_text(title));
    }
}

static void name_it(tl_LoadedConfig *loaded)
{
    const tl_Config *config = &loaded->config;
    if (loaded->name[0] != '\0') {
        return;
    }
    if (config->municipality_count == 1) {
        snprintf(loaded->name, sizeof loaded->name, "%s, %s", config->municipalities[0].name,
                 config->regime_name);
    } else {
        snprintf(loaded->name, sizeof loaded->name, "%d municipalities, %s", config->municipality_count,
                 config->regime_name);
    }
}

bool tl_config_load(const char *path, const char *const *sets, int set_count, tl_LoadedConfig *loaded,
                    tl_Messages *messages)
{
    return tl_config_load_variant(NULL, path, NULL, sets, set_count, loaded, messages);
}

bool tl_config_load_text(const tl_Files *files, const char *const *sets, int set_count,
                         tl_LoadedConfig *loaded, tl_Messages *messages)
{
    return tl_config_load_variant(files, files->name, NULL, sets, set_count, loaded, messages);
}

/* What was read becomes a config that can be run; if it cannot, nothing is left of it. */
static bool resolve(tl_LoadedConfig *loaded, const char *path, tl_Messages *messages)
{
    if (messages->errors == 0) {
        tl_drawn_settle(loaded);
        tl_config_check(loaded, messages);
    }
    if (messages->errors == 0) {
        name_it(loaded);
        loaded->json = tl_config_to_json(loaded);
        if (loaded->json == NULL) {
            tl_error(messages, (tl_Place){.file = path},
                     "cannot be written as JSON: names are expected in UTF-8");
        }
    }
    if (messages->errors > 0 || loaded->json == NULL) {
        tl_loaded_config_free(loaded);
        return false;
    }
    return true;
}

/* A resolved config has all that it needs; only --set and what an arm sets can change it. */
static void read_resolved(tl_Loader *loader, const tl_Document *d, const char *const *sets, int set_count)
{
    tl_LoadedConfig *loaded = loader->loaded;
    tl_resolved_read(d, loaded);
    loader->profile =
        loaded->config.municipality_count == 1 ? &loaded->config.municipalities[0].profile : NULL;
    if (loader->variant != NULL && loader->variant->regime != NULL) {
        tl_error(loader->messages, loader->variant->regime_place,
                 "regime: %.200s is resolved, and no arm can give it another; name the config it came from",
                 d->file);
    }
    read_market(loader, (tl_Value){NULL, -1, -1});
    apply_sets(loader, sets, set_count);
    for (int i = 0; loader->variant != NULL && i < loader->variant->change_count; i++) {
        tl_Value regime = tl_entry_at(&loader->variant->changes[i], "regime");
        if (tl_is_there(regime)) {
            tl_refuse(
                regime,
                "regime: %.200s is resolved, and does not say which levers are its own; name the config it "
                "came from",
                d->file);
        }
    }
    tl_schedule_take(loader);
    read_variant_changes(loader);
    tl_schedule_settle(loader);
}

bool tl_config_load_variant(const tl_Files *files, const char *path, const tl_Variant *variant,
                            const char *const *sets, int set_count, tl_LoadedConfig *loaded,
                            tl_Messages *messages)
{
    tl_Document d;
    start(loaded, path);
    tl_Loader loader = {.loaded = loaded, .files = files, .messages = messages, .variant = variant};
    if (tl_document_read(&d, files, path, messages)) {
        if (tl_text_ends(path, ".json") || tl_is_there(tl_at(tl_top(&d), "format"))) {
            read_resolved(&loader, &d, sets, set_count);
        } else if (!is_experiment(&d)) {
            read_layers(&loader, &d, sets, set_count);
            read_title(loaded, &d);
        }
    }
    tl_document_free(&d);
    return resolve(loaded, path, messages);
}

bool tl_config_load_resolved(const char *path, const char *json, tl_LoadedConfig *loaded,
                             tl_Messages *messages)
{
    tl_Document d;
    start(loaded, path);
    tl_Loader loader = {.loaded = loaded, .messages = messages};
    if (tl_document_read_json(&d, path, json, strlen(json), messages)) {
        read_resolved(&loader, &d, NULL, 0);
    }
    tl_document_free(&d);
    return resolve(loaded, path, messages);
}
