#include "config/config_municipality.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_find.h"
#include "config/config_values.h"
#include "config/market_read.h"
#include "system/memory.h"
#include "system/text.h"

static tl_Municipality *add_municipality(tl_LoadedConfig *loaded)
{
    tl_Config *config = &loaded->config;
    size_t count = (size_t)config->municipality_count + 1;
    config->municipalities = tl_reallocate(config->municipalities, count, sizeof *config->municipalities);
    loaded->filled = tl_reallocate(loaded->filled, count, sizeof *loaded->filled);
    loaded->filled[count - 1] = 0;
    config->municipalities[count - 1] = (tl_Municipality){.name = ""};
    config->municipality_count++;
    return &config->municipalities[count - 1];
}

static void read_name(tl_Value group, char name[TL_NAME_LENGTH])
{
    tl_Value value = tl_at(group, "name");
    if (tl_is_there(value) && tl_text(value)[0] == '\0') {
        tl_refuse(value, "municipality.name: the municipality's name is expected");
    } else if (tl_is_there(value)) {
        tl_text_copy(name, TL_NAME_LENGTH, tl_text(value));
    }
}

int32_t tl_code_of_name(const char *name)
{
    uint64_t places = TL_MOST_CODE - TL_OFFICIAL_CODES;
    return TL_OFFICIAL_CODES + 1 + (int32_t)(tl_text_hash(TL_TEXT_HASH, name) % places);
}

static void read_code(tl_Value group, int32_t *code)
{
    tl_Value value = tl_at(group, "code");
    int64_t number;
    if (tl_is_there(value) && tl_get_whole(value, "municipality.code", 1, TL_MOST_CODE, &number)) {
        *code = (int32_t)number;
    }
}

/* Reads one file into a municipality; notes which fields of the profile it gives. */
static bool read_municipality(tl_Loader *loader, const tl_Document *d, tl_Municipality *into, uint32_t *given)
{
    tl_Value top = tl_top(d), group = tl_at(top, "municipality"), invented = tl_at(top, "invented");
    if (!tl_is_group(group)) {
        return tl_refuse_file(top, "not a municipality file: the group 'municipality' is missing");
    }
    read_name(group, into->name);
    read_code(group, &into->code);
    if (tl_is_there(invented)) { /* anything else could leave it out of `all`, or in it, unnoticed */
        tl_get_choice(invented, "invented", "true|false");
    }
    loader->layer = TL_LAYER_MUNICIPALITY;
    loader->profile = &into->profile;
    loader->given = given;
    tl_parameters_read(loader, top);
    return true;
}

/* The Swedish median, which fills what a municipality lacks. */
static bool read_median(tl_Loader *loader, const char *config_path, tl_Municipality *median)
{
    char folder[TL_PATH_SIZE], path[TL_PATH_SIZE + 32];
    uint32_t given = 0;
    tl_Document d;
    *median = (tl_Municipality){.name = ""};
    tl_parameter_defaults(TL_SECTION_PROFILE, &median->profile);
    tl_config_folder(loader->files, config_path, "municipalities", folder, sizeof folder);
    snprintf(path, sizeof path, "%s/swedish-median.yaml", folder);
    if (!tl_files_have(loader->files, path)) {
        return true; /* the defaults are the median's */
    }
    tl_note_shadow(loader->files, path, "municipalities", "swedish-median", config_path, loader->messages);
    bool good = tl_document_read(&d, loader->files, path, loader->messages) &&
                read_municipality(loader, &d, median, &given);
    tl_document_free(&d);
    return good;
}

static void note_fills(tl_Loader *loader, int municipality, uint32_t given)
{
    uint32_t filled = 0;
    for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
        if ((given >> field & 1u) == 0 &&
            !tl_parameters[parameter].market) { /* of which the median has none */
            filled |= 1u << field;
            snprintf(loader->loaded->origins[parameter], TL_ORIGIN_SIZE, "filled from the Swedish median");
        }
    }
    loader->loaded->filled[municipality] = filled;
}

/* Adds the municipality of a file; `skip_invented` leaves out those that do not exist. */
static bool load_municipality(tl_Loader *loader, const char *path, const tl_Municipality *median,
                              bool skip_invented)
{
    tl_Document d;
    bool good = tl_document_read(&d, loader->files, path, loader->messages);
    if (good && !(skip_invented && tl_says(tl_at(tl_top(&d), "invented"), "true"))) {
        tl_Municipality *municipality = add_municipality(loader->loaded);
        uint32_t given = 0;
        municipality->profile = median->profile;
        good = read_municipality(loader, &d, municipality, &given);
        if (municipality->code == 0) {
            municipality->code = tl_code_of_name(municipality->name);
        }
        note_fills(loader, loader->loaded->config.municipality_count - 1, given);
    }
    tl_document_free(&d);
    return good;
}

/* No single file is the origin of these values. */
static void note_many_origins(tl_Loader *loader)
{
    for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
        if (!tl_parameters[parameter].market) { /* which few have, if any */
            snprintf(loader->loaded->origins[parameter], TL_ORIGIN_SIZE, "each municipality's file");
        }
    }
}

/* Municipalities are told apart by their names in results, and have people of their own by their codes. */
static bool last_is_alone(tl_Loader *loader, const char *path)
{
    const tl_Config *config = &loader->loaded->config;
    int count = config->municipality_count;
    for (int i = 0; i + 1 < count; i++) {
        const tl_Municipality *other = &config->municipalities[i], *last = &config->municipalities[count - 1];
        if (strcmp(other->name, last->name) == 0) {
            return tl_error(
                loader->messages, (tl_Place){.file = path},
                "municipality.name: another file of this folder has a municipality named '%s' too",
                last->name);
        }
        if (other->code == last->code) {
            return tl_error(
                loader->messages, (tl_Place){.file = path},
                "municipality.code: '%s' and '%s' of this folder have the same, %d; give one of them another",
                other->name, last->name, (int)last->code);
        }
    }
    return true;
}

static bool load_all(tl_Loader *loader, const char *config_path, const tl_Municipality *median)
{
    enum { SIZE = 2 * TL_PATH_SIZE };
    char folder[TL_PATH_SIZE],
        *path = tl_allocate(SIZE, 1); /* too much for the stack on which files are read */
    int count;
    tl_config_folder(loader->files, config_path, "municipalities", folder, sizeof folder);
    char **names = tl_files_names(loader->files, folder, &count);
    bool good = true;
    tl_note_shadows(loader->files, folder, "municipalities", names, count, config_path, loader->messages);
    for (int i = 0; good && i < count; i++) {
        snprintf(path, SIZE, "%s/%s.yaml", folder, names[i]);
        good = strcmp(names[i], "swedish-median") == 0 ||
               (load_municipality(loader, path, median, true) && last_is_alone(loader, path));
    }
    tl_files_names_free(names, count);
    free(path);
    note_many_origins(loader);
    if (good && loader->loaded->config.municipality_count == 0) {
        tl_Place place = {.file = config_path};
        tl_error(loader->messages, place, "municipality: all, but %s holds no municipality files", folder);
        good = false;
    }
    return good;
}

/* What names the municipality: the value itself or `from` of its group; false with a message. */
static bool municipality_name(const tl_Document *d, tl_Value *name)
{
    tl_Value value = tl_at(tl_top(d), "municipality");
    *name = tl_is_group(value) ? tl_at(value, "from") : value;
    if (tl_is_scalar(*name)) {
        return true;
    }
    return (tl_is_there(*name) ? tl_refuse : tl_refuse_file)(
        *name, "municipality: a name (see: tillit municipalities) or 'all' is expected");
}

/* Values that a config gives its own municipality are not meant for another. */
static bool may_be_replaced(tl_Loader *loader, const tl_Document *d)
{
    bool group = tl_is_group(tl_at(tl_top(d), "municipality"));
    if (group) {
        tl_error(loader->messages, loader->variant->municipality_place,
                 "municipality '%.60s': %.200s gives values of its own to its municipality, and only a "
                 "name can be replaced",
                 loader->variant->municipality, d->file);
    }
    return !group;
}

/* Is it the config of a municipality of one's own (tillit new-municipality)? A municipality's file has no seed. */
static bool is_own_config(const tl_Document *d)
{
    return tl_is_there(tl_at(tl_top(d), "seed"));
}

static bool load_named(tl_Loader *loader, const char *from, const char *name, tl_Place place,
                       const tl_Municipality *median)
{
    char path[TL_PATH_SIZE];
    if (strcmp(name, "all") == 0) {
        return load_all(loader, from, median);
    }
    return tl_config_find(loader->files, from, name, place, "municipalities", path, loader->messages) &&
           load_municipality(loader, path, median, false);
}

static bool is_one(tl_Value name)
{
    return !tl_says(name, "all") ||
           tl_refuse(name,
                     "municipality: one municipality is expected, by its name (see: tillit municipalities)");
}

/* What a person asked for: the name of a municipality, its file, or a config of one's own, of which the municipality that
 * it starts from is taken here, and its values later (tl_municipality_own_read). */
static bool load_asked(tl_Loader *loader, const tl_Municipality *median)
{
    const tl_Variant *variant = loader->variant;
    tl_Document d;
    tl_Value name;
    if (strcmp(variant->municipality, "all") == 0) {
        return tl_error(
            loader->messages, variant->municipality_place, "%s",
            tl_say(
                loader->messages,
                "en kommun väntas, vid namn (alla: tillit municipalities) eller som filen med dess konfiguration",
                "one municipality is expected, by its name (see: tillit municipalities) or the file of its config"));
    }
    if (!tl_text_ends(variant->municipality, ".yaml")) {
        return load_named(loader, variant->file, variant->municipality, variant->municipality_place, median);
    }
    bool good = tl_document_read(&d, loader->files, variant->municipality, loader->messages);
    if (good && is_own_config(&d)) {
        good = municipality_name(&d, &name) && is_one(name) &&
               load_named(loader, d.file, tl_text(name), tl_place(name), median);
        if (good) {
            tl_municipality_rename(loader, &d);
        }
    } else if (good) {
        good = load_municipality(loader, variant->municipality, median, false);
    }
    tl_document_free(&d);
    return good;
}

static void refuse_schedules(const tl_Document *d)
{
    static const char *const keys[] = {"timeline", "reorganise"};
    for (int i = 0; i < 2; i++) {
        tl_Value own = tl_at(tl_top(d), keys[i]);
        if (tl_is_there(own)) {
            tl_refuse_key(
                own,
                tl_say(
                    d->messages,
                    "%s: en kommun som en färdig fråga ställs om har inga egna ändringar; frågan säger vad som ändras",
                    "%s: a municipality that a preset is asked of has no changes of its own; the preset says what changes"),
                keys[i]);
        }
    }
}

void tl_municipality_own_read(tl_Loader *loader)
{
    const tl_Variant *variant = loader->variant;
    tl_Document d = {0};
    bool asked =
        variant != NULL && variant->municipality_asked && tl_text_ends(variant->municipality, ".yaml");
    if (asked && tl_document_read(&d, loader->files, variant->municipality, loader->messages) &&
        is_own_config(&d)) {
        refuse_schedules(&d);
        loader->layer = TL_LAYER_OWN;
        if (tl_is_there(tl_at(tl_top(&d), "market"))) {
            tl_market_read(tl_at(tl_top(&d), "market"), loader->loaded);
        }
        tl_parameters_read(loader, tl_top(&d));
        for (int i = 0; i < tl_parameter_count; i++) {
            loader->held[i] = loader->held[i] || loader->set_line[i] > 0;
        }
    }
    tl_document_free(&d);
}

bool tl_municipalities_read(tl_Loader *loader, const tl_Document *d)
{
    tl_Municipality median;
    const tl_Variant *variant = loader->variant;
    tl_Value name;
    if (!municipality_name(d, &name) || !read_median(loader, d->file, &median)) {
        return false;
    }
    bool good;
    if (variant != NULL && variant->municipality_asked) {
        good = load_asked(loader, &median);
    } else if (variant != NULL && variant->municipality != NULL) {
        good = may_be_replaced(loader, d) &&
               load_named(loader, variant->file, variant->municipality, variant->municipality_place, &median);
    } else {
        good = load_named(loader, d->file, tl_text(name), tl_place(name), &median);
    }
    bool one = good && loader->loaded->config.municipality_count == 1;
    loader->profile = one ? &loader->loaded->config.municipalities[0].profile : NULL;
    return good;
}

void tl_municipality_rename(tl_Loader *loader, const tl_Document *d)
{
    tl_Value group = tl_at(tl_top(d), "municipality");
    if (tl_is_group(group)) {
        read_name(group, loader->loaded->config.municipalities[0].name);
        read_code(group, &loader->loaded->config.municipalities[0].code);
    }
}
