#include "io/config_read.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/config_internal.h"
#include "io/suggest.h"

#ifndef TL_DATA_DIR
#define TL_DATA_DIR "configs"
#endif

/* ---- names and folders
 * --------------------------------------------------------------------------------------------- */

/* The two-byte UTF-8 letters of Swedish names, as ASCII; 0 for any other. */
static char plain_letter(unsigned char first, unsigned char second)
{
    static const struct {
        unsigned char second;
        char plain;
    } letters[] = {{0xa5, 'a'}, {0xa4, 'a'}, {0xb6, 'o'}, {0xa9, 'e'},
                   {0x85, 'a'}, {0x84, 'a'}, {0x96, 'o'}, {0x89, 'e'}};
    for (size_t i = 0; first == 0xc3 && i < sizeof letters / sizeof letters[0]; i++) {
        if (letters[i].second == second) {
            return letters[i].plain;
        }
    }
    return 0;
}

void tl_slug(const char *name, char *slug, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; name[i] != '\0' && used + 1 < size; i++) {
        unsigned char c = (unsigned char)name[i];
        char plain = c >= 0x80 ? plain_letter(c, (unsigned char)name[i + 1]) : 0;
        if (plain != 0) {
            slug[used++] = plain;
            i++;
        } else {
            slug[used++] = c == ' ' ? '-' : (char)tolower(c);
        }
    }
    slug[used] = '\0';
}

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The folder of a file, with its slash; "" for a bare name. */
static void folder_of(const char *path, char *folder, size_t size)
{
    const char *slash = strrchr(path, '/');
    snprintf(folder, size, "%.*s", slash != NULL ? (int)(slash - path + 1) : 0, path);
}

void tl_config_folder(const char *config_path, const char *kind, char *folder, size_t size)
{
    const char *chosen = getenv("TILLIT_CONFIGS");
    char own[TL_PATH_SIZE];
    if (chosen != NULL) {
        snprintf(folder, size, "%s/%s", chosen, kind);
        return;
    }
    folder_of(config_path, own, sizeof own);
    snprintf(folder, size, "%s%s", own, kind);
    if (!is_folder(folder)) {
        snprintf(folder, size, "%s../configs/%s", own, kind);
    }
    if (!is_folder(folder)) {
        snprintf(folder, size, "%s/%s", TL_DATA_DIR, kind);
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **tl_config_names(const char *folder, int *count)
{
    DIR *entries = opendir(folder);
    char **names = NULL;
    *count = 0;
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length < 6 || strcmp(entry->d_name + length - 5, ".yaml") != 0) {
            continue;
        }
        char **larger = realloc(names, (size_t)(*count + 1) * sizeof *larger);
        char *name = malloc(length - 4);
        if (larger == NULL || name == NULL) {
            free(name);
            names = larger != NULL ? larger : names;
            break;
        }
        names = larger;
        memcpy(name, entry->d_name, length - 5);
        name[length - 5] = '\0';
        names[(*count)++] = name;
    }
    if (entries != NULL) {
        closedir(entries);
    }
    if (*count > 0) {
        qsort(names, (size_t)*count, sizeof *names, compare_names);
    }
    return names;
}

void tl_config_names_free(char **names, int count)
{
    for (int i = 0; i < count; i++) {
        free(names[i]);
    }
    free(names);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), own = strlen(end);
    return length >= own && strcmp(text + length - own, end) == 0;
}

/* The file that `name` means: itself if it ends in .yaml (beside the config), else NAME.yaml in the folder of
 * its kind. False, with the nearest names, if there is none. */
static bool find_file(tl_Loader *loader, const char *config_path, const char *name, tl_Place place,
                      const char *kind, char *path)
{
    char folder[TL_PATH_SIZE], slug[256];
    if (ends_with(name, ".yaml")) {
        folder_of(config_path, folder, sizeof folder);
        snprintf(path, TL_PATH_SIZE, "%.2000s%.2000s", name[0] == '/' ? "" : folder, name);
        return true;
    }
    tl_config_folder(config_path, kind, folder, sizeof folder);
    tl_slug(name, slug, sizeof slug);
    snprintf(path, TL_PATH_SIZE, "%.3500s/%s.yaml", folder, slug);
    struct stat about;
    if (strchr(slug, '/') == NULL && stat(path, &about) == 0) {
        return true;
    }
    int count;
    char **names = tl_config_names(folder, &count);
    const char *near = tl_suggest(slug, (const char *const *)names, (size_t)count);
    tl_error(loader->messages, place, "there is no %s '%.60s' in %.200s%s%s%s",
             strcmp(kind, "regimes") == 0 ? "regime" : "municipality", name, folder,
             near != NULL ? "; did you mean '" : "", near != NULL ? near : "", near != NULL ? "'?" : "");
    tl_config_names_free(names, count);
    return false;
}

/* ---- municipalities
 * ------------------------------------------------------------------------------------------------ */

static bool is_invented(const tl_Document *d)
{
    int node = tl_node_find(d, 0, "invented");
    return node >= 0 && d->nodes[node].kind == TL_SCALAR && strcmp(d->nodes[node].text, "true") == 0;
}

static tl_Municipality *add_municipality(tl_LoadedConfig *loaded)
{
    tl_Config *config = &loaded->config;
    size_t count = (size_t)config->municipality_count + 1;
    tl_Municipality *larger = realloc(config->municipalities, count * sizeof *larger);
    if (larger != NULL) {
        config->municipalities = larger;
    }
    uint32_t *filled = realloc(loaded->filled, count * sizeof *filled);
    if (filled != NULL) {
        loaded->filled = filled;
    }
    if (larger == NULL || filled == NULL) {
        return NULL;
    }
    filled[count - 1] = 0;
    larger[count - 1] = (tl_Municipality){.name = ""};
    config->municipality_count++;
    return &larger[count - 1];
}

static void read_name(const tl_Loader *loader, const tl_Document *d, int group, char name[TL_NAME_LENGTH])
{
    int node = tl_node_find(d, group, "name");
    if (node < 0) {
        return;
    }
    if (d->nodes[node].kind != TL_SCALAR || d->nodes[node].text[0] == '\0') {
        tl_error(loader->messages, tl_node_place(d, node),
                 "municipality.name: the municipality's name is expected");
        return;
    }
    tl_text_copy(name, TL_NAME_LENGTH, d->nodes[node].text);
}

/* Anything but true or false could leave a municipality out of `all`, or in it, unnoticed. */
static void check_invented(const tl_Loader *loader, const tl_Document *d)
{
    int node = tl_node_find(d, 0, "invented");
    const char *text = node >= 0 && d->nodes[node].kind == TL_SCALAR ? d->nodes[node].text : "";
    if (node >= 0 && strcmp(text, "true") != 0 && strcmp(text, "false") != 0) {
        tl_error(loader->messages, tl_node_place(d, node), "invented: true or false is expected");
    }
}

/* Reads one file into a profile; notes which fields it gives. */
static bool read_profile(tl_Loader *loader, const tl_Document *d, tl_Profile *profile, uint32_t *given,
                         char *name)
{
    int group = tl_node_find(d, 0, "municipality");
    if (group < 0 || d->nodes[group].kind != TL_MAPPING) {
        tl_Place place = {.file = d->file};
        tl_error(loader->messages, place, "not a municipality file: the group 'municipality' is missing");
        return false;
    }
    read_name(loader, d, group, name);
    check_invented(loader, d);
    loader->layer = TL_LAYER_MUNICIPALITY;
    loader->profile = profile;
    loader->given = given;
    tl_parameters_read(loader, d, 0);
    return true;
}

/* The Swedish median, which fills what a municipality lacks. */
static bool read_median(tl_Loader *loader, const char *config_path, tl_Profile *median)
{
    char folder[TL_PATH_SIZE], path[TL_PATH_SIZE + 32], name[TL_NAME_LENGTH];
    struct stat about;
    uint32_t given = 0;
    tl_Document d;
    tl_parameter_defaults(TL_SECTION_PROFILE, median);
    tl_config_folder(config_path, "municipalities", folder, sizeof folder);
    snprintf(path, sizeof path, "%s/swedish-median.yaml", folder);
    if (stat(path, &about) != 0) {
        return true; /* the defaults are the median's */
    }
    bool good =
        tl_document_read(&d, path, loader->messages) && read_profile(loader, &d, median, &given, name);
    tl_document_free(&d);
    return good;
}

static void note_fills(tl_Loader *loader, int municipality, uint32_t given)
{
    uint32_t filled = 0;
    for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
        if ((given >> field & 1u) == 0) {
            filled |= 1u << field;
            snprintf(loader->loaded->origins[parameter], TL_ORIGIN_SIZE, "filled from the Swedish median");
        }
    }
    loader->loaded->filled[municipality] = filled;
}

/* Adds the municipality of a file; `skip_invented` leaves out those that do not exist. */
static bool load_municipality(tl_Loader *loader, const char *path, const tl_Profile *median,
                              bool skip_invented)
{
    tl_Document d;
    bool good = tl_document_read(&d, path, loader->messages);
    if (good && !(skip_invented && is_invented(&d))) {
        tl_Municipality *municipality = add_municipality(loader->loaded);
        uint32_t given = 0;
        good = municipality != NULL;
        if (good) {
            municipality->profile = *median;
            good = read_profile(loader, &d, &municipality->profile, &given, municipality->name);
            note_fills(loader, loader->loaded->config.municipality_count - 1, given);
        }
    }
    tl_document_free(&d);
    return good;
}

/* No single file is the origin of these values. */
static void note_many_origins(tl_Loader *loader)
{
    for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
        snprintf(loader->loaded->origins[parameter], TL_ORIGIN_SIZE, "each municipality's file");
    }
}

static bool load_all(tl_Loader *loader, const char *config_path, const tl_Profile *median)
{
    char folder[TL_PATH_SIZE], path[2 * TL_PATH_SIZE];
    int count;
    tl_config_folder(config_path, "municipalities", folder, sizeof folder);
    char **names = tl_config_names(folder, &count);
    bool good = true;
    for (int i = 0; good && i < count; i++) {
        snprintf(path, sizeof path, "%s/%s.yaml", folder, names[i]);
        good = strcmp(names[i], "swedish-median") == 0 || load_municipality(loader, path, median, true);
    }
    tl_config_names_free(names, count);
    note_many_origins(loader);
    if (good && loader->loaded->config.municipality_count == 0) {
        tl_Place place = {.file = config_path};
        tl_error(loader->messages, place, "municipality: all, but %s holds no municipality files", folder);
        good = false;
    }
    return good;
}

/* The scalar that names the municipality: the value itself or `from` of its group; -1 with a message. */
static int municipality_name(tl_Loader *loader, const tl_Document *d)
{
    int node = tl_node_find(d, 0, "municipality");
    if (node >= 0 && d->nodes[node].kind == TL_MAPPING) {
        node = tl_node_find(d, node, "from");
    }
    if (node < 0 || d->nodes[node].kind != TL_SCALAR) {
        tl_Place place = {.file = d->file};
        tl_error(loader->messages, node >= 0 ? tl_node_place(d, node) : place,
                 "municipality: a name (see: tillit municipalities) or 'all' is expected");
        return -1;
    }
    return node;
}

static bool load_municipalities(tl_Loader *loader, const tl_Document *d)
{
    tl_Profile median;
    char path[TL_PATH_SIZE];
    int node = municipality_name(loader, d);
    if (node < 0 || !read_median(loader, d->file, &median)) {
        return false;
    }
    bool all = strcmp(d->nodes[node].text, "all") == 0;
    bool good = all ? load_all(loader, d->file, &median)
                    : find_file(loader, d->file, d->nodes[node].text, tl_node_place(d, node),
                                "municipalities", path) &&
                          load_municipality(loader, path, &median, false);
    bool one = good && loader->loaded->config.municipality_count == 1;
    loader->profile = one ? &loader->loaded->config.municipalities[0].profile : NULL;
    return good;
}

/* ---- layers
 * -------------------------------------------------------------------------------------------------------- */

static void read_schedules(tl_Loader *loader, const tl_Document *d)
{
    int timeline = tl_node_find(d, 0, "timeline"), reorganise = tl_node_find(d, 0, "reorganise");
    if (timeline >= 0) {
        tl_timeline_read(loader, d, timeline);
    }
    if (reorganise >= 0) {
        tl_reorganise_read(loader, d, reorganise);
    }
}

/* Reads the regime's file into `regime`; true also where none is named. */
static bool open_regime(tl_Loader *loader, const tl_Document *d, tl_Document *regime, bool *named)
{
    char path[TL_PATH_SIZE];
    int node = tl_node_find(d, 0, "regime");
    const tl_Variant *variant = loader->variant;
    *named = node >= 0;
    *regime = (tl_Document){0};
    if (variant != NULL && variant->regime != NULL) {
        *named = true;
        tl_text_copy(loader->loaded->config.regime_name, TL_NAME_LENGTH, variant->regime);
        return find_file(loader, variant->file, variant->regime, variant->regime_place, "regimes", path) &&
               tl_document_read(regime, path, loader->messages);
    }
    snprintf(loader->loaded->config.regime_name, TL_NAME_LENGTH, "defaults");
    if (node < 0) {
        return true;
    }
    if (d->nodes[node].kind != TL_SCALAR) {
        tl_error(loader->messages, tl_node_place(d, node), "regime: the name of a regime is expected");
        return false;
    }
    tl_text_copy(loader->loaded->config.regime_name, TL_NAME_LENGTH, d->nodes[node].text);
    return find_file(loader, d->file, d->nodes[node].text, tl_node_place(d, node), "regimes", path) &&
           tl_document_read(regime, path, loader->messages);
}

/* `name` in the config's own group of the municipality. */
static void read_own_name(tl_Loader *loader, const tl_Document *d)
{
    int group = tl_node_find(d, 0, "municipality");
    if (group >= 0 && d->nodes[group].kind == TL_MAPPING) {
        read_name(loader, d, group, loader->loaded->config.municipalities[0].name);
    }
}

static void require_seed(tl_Loader *loader, const tl_Document *d)
{
    if (tl_node_find(d, 0, "seed") < 0) {
        tl_Place place = {.file = d->file};
        tl_error(loader->messages, place, "'seed' is missing at top level: a runnable config has one");
    }
}

static void apply_set(tl_Loader *loader, const char *set, tl_Place place)
{
    char origin[TL_ORIGIN_SIZE];
    const char *equals = strchr(set, '=');
    char path[256];
    double value;
    if (equals == NULL || equals == set) {
        tl_error(loader->messages, place, "'%.80s': path=value is expected", set);
        return;
    }
    snprintf(path, sizeof path, "%.*s", (int)(equals - set), set);
    int parameter = tl_parameter_find(path);
    if (parameter < 0) {
        tl_unknown_path(loader->messages, place, path);
        return;
    }
    bool of_all = tl_parameters[parameter].section == TL_SECTION_PROFILE &&
                  loader->loaded->config.municipality_count > 1;
    if (of_all) {
        tl_error(loader->messages, place, "%s: with 'all' it would make every municipality alike", path);
    } else if (tl_value_read(&tl_parameters[parameter], equals + 1, false, place, &value, loader->messages)) {
        uint32_t given = 0;
        loader->given = &given;
        snprintf(origin, sizeof origin, place.line > 0 ? "%.80s:%d" : "%.80s", place.file, place.line);
        tl_value_store(loader, parameter, value, origin);
        if (loader->loaded->config.municipality_count == 1) {
            loader->loaded->filled[0] &= ~given;
        }
    }
}

static void apply_sets(tl_Loader *loader, const char *const *sets, int set_count)
{
    for (int i = 0; i < set_count; i++) {
        apply_set(loader, sets[i], (tl_Place){.file = "--set"});
    }
}

/* What an arm of an experiment sets; --set, which comes after, may overrule it. */
static void apply_variant(tl_Loader *loader)
{
    for (int i = 0; loader->variant != NULL && i < loader->variant->set_count; i++) {
        apply_set(loader, loader->variant->sets[i], loader->variant->set_places[i]);
    }
}

/* --set comes before the schedules, whose days are checked against the final length of the run. */
static void read_layers(tl_Loader *loader, const tl_Document *d, const char *const *sets, int set_count)
{
    tl_Document regime;
    bool named;
    uint32_t given = 0;
    if (!load_municipalities(loader, d)) {
        loader->profile = NULL;
    }
    tl_Profile *profile = loader->profile;
    bool has_regime = open_regime(loader, d, &regime, &named) && named;
    loader->given = &given;
    if (has_regime) {
        loader->layer = TL_LAYER_REGIME;
        tl_parameters_read(loader, &regime, 0);
    }
    loader->layer = TL_LAYER_CONFIG;
    loader->profile = profile;
    tl_parameters_read(loader, d, 0);
    require_seed(loader, d);
    if (profile != NULL) {
        loader->loaded->filled[0] &= ~given;
        read_own_name(loader, d);
    }
    apply_variant(loader);
    apply_sets(loader, sets, set_count);
    if (has_regime) {
        read_schedules(loader, &regime);
    }
    read_schedules(loader, d);
    tl_document_free(&regime);
}

/* Sorted by insertion: what happens on one day keeps its order, the later in the file winning. */
static void sort_schedules(tl_Config *config)
{
    for (int i = 1; i < config->change_count; i++) {
        tl_Change own = config->changes[i];
        int at = i;
        for (; at > 0 && config->changes[at - 1].day > own.day; at--) {
            config->changes[at] = config->changes[at - 1];
        }
        config->changes[at] = own;
    }
    for (int i = 1; i < config->reorganisation_count; i++) {
        tl_Reorganisation own = config->reorganisations[i];
        int at = i;
        for (; at > 0 && config->reorganisations[at - 1].day > own.day; at--) {
            config->reorganisations[at] = config->reorganisations[at - 1];
        }
        config->reorganisations[at] = own;
    }
}

static bool start(tl_LoadedConfig *loaded, const char *path)
{
    *loaded = (tl_LoadedConfig){.origins = calloc((size_t)tl_parameter_count, TL_ORIGIN_SIZE)};
    snprintf(loaded->path, sizeof loaded->path, "%s", path);
    tl_parameter_defaults(TL_SECTION_RUN, &loaded->config.run);
    tl_parameter_defaults(TL_SECTION_REGIME, &loaded->config.regime);
    tl_parameter_defaults(TL_SECTION_CONSTANTS, &loaded->config.constants);
    for (int i = 0; loaded->origins != NULL && i < tl_parameter_count; i++) {
        snprintf(loaded->origins[i], TL_ORIGIN_SIZE, "default");
    }
    return loaded->origins != NULL;
}

/* The English title, if the file has one. */
static void read_title(tl_LoadedConfig *loaded, const tl_Document *d)
{
    int title = tl_node_find(d, 0, "title");
    int english = title >= 0 && d->nodes[title].kind == TL_MAPPING ? tl_node_find(d, title, "en") : title;
    if (english >= 0 && d->nodes[english].kind == TL_SCALAR) {
        tl_text_copy(loaded->name, sizeof loaded->name, d->nodes[english].text);
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
    return tl_config_load_variant(path, NULL, sets, set_count, loaded, messages);
}

/* What was read becomes a config that can be run; if it cannot, nothing is left of it. */
static bool settle(tl_LoadedConfig *loaded, const char *path, tl_Messages *messages)
{
    if (messages->errors == 0) {
        sort_schedules(&loaded->config);
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

static void read_json_file(const char *path, tl_LoadedConfig *loaded, tl_Messages *messages)
{
    char *bytes;
    size_t size;
    if (tl_file_bytes(path, &bytes, &size, messages)) {
        tl_config_from_json(path, bytes, size, loaded, messages);
        free(bytes);
    }
}

bool tl_config_load_variant(const char *path, const tl_Variant *variant, const char *const *sets,
                            int set_count, tl_LoadedConfig *loaded, tl_Messages *messages)
{
    if (!start(loaded, path)) {
        tl_error(messages, (tl_Place){.file = path}, "not enough memory");
        return false;
    }
    tl_Loader loader = {.loaded = loaded, .messages = messages, .variant = variant};
    if (ends_with(path, ".json")) {
        read_json_file(path, loaded, messages);
        loader.profile =
            loaded->config.municipality_count == 1 ? &loaded->config.municipalities[0].profile : NULL;
        apply_sets(&loader, sets, set_count);
    } else {
        tl_Document d;
        if (tl_document_read(&d, path, messages)) {
            read_layers(&loader, &d, sets, set_count);
            read_title(loaded, &d);
        }
        tl_document_free(&d);
    }
    return settle(loaded, path, messages);
}

bool tl_config_load_resolved(const char *path, const char *json, tl_LoadedConfig *loaded,
                             tl_Messages *messages)
{
    if (!start(loaded, path)) {
        tl_error(messages, (tl_Place){.file = path}, "not enough memory");
        return false;
    }
    tl_config_from_json(path, json, strlen(json), loaded, messages);
    return settle(loaded, path, messages);
}

bool tl_config_renew_json(tl_LoadedConfig *loaded)
{
    free(loaded->json);
    loaded->json = tl_config_to_json(loaded);
    return loaded->json != NULL;
}

void tl_loaded_config_free(tl_LoadedConfig *loaded)
{
    tl_config_free(&loaded->config);
    free(loaded->origins);
    free(loaded->filled);
    free(loaded->json);
    *loaded = (tl_LoadedConfig){0};
}
