#include "library/config.h"

#include <stdlib.h>

#include "config/config_read.h"
#include "library/messages.h"
#include "library/reading.h"
#include "system/memory.h"
#include "system/text.h"

/* ---- who holds it ------------------------------------------------------------------------------------------ */

tillit_status tl_config_keep(const tillit_config *handle, tl_KeptConfig **config)
{
    void *object;
    tillit_status status = tl_handle_find(TL_HANDLE_CONFIG, handle, &object);
    *config = object;
    if (status == TILLIT_OK) {
        atomic_fetch_add(&(*config)->users, 1);
    }
    return status;
}

void tl_config_leave(tl_KeptConfig *config)
{
    if (config != NULL && atomic_fetch_sub(&config->users, 1) == 1) {
        tl_loaded_config_free(&config->loaded);
        free(config);
    }
}

void tillit_config_free(tillit_config *config)
{
    tl_config_leave(tl_handle_end(TL_HANDLE_CONFIG, config));
}

/* One that is loaded; NULL where it could not be. */
static tillit_config *give(tl_KeptConfig *config, bool loaded)
{
    if (!loaded) {
        free(config);
        return NULL;
    }
    atomic_init(&config->users, 1);
    return tl_handle_give(TL_HANDLE_CONFIG, config);
}

bool tl_config_duplicate(const tl_LoadedConfig *from, tl_LoadedConfig *copy)
{
    tl_Messages none = {0}; /* it is of our own making */
    bool good = tl_config_load_resolved(from->path, from->json, copy, &none);
    tl_messages_free(&none);
    if (good) {
        tl_text_copy(copy->name, sizeof copy->name, from->name);
    }
    return good;
}

typedef struct Giving {
    const tl_LoadedConfig *loaded;
    tillit_config *config;
} Giving;

static void give_copy(void *context)
{
    Giving *giving = context;
    tl_KeptConfig *copy = tl_allocate(1, sizeof *copy);
    giving->config = give(copy, tl_config_duplicate(giving->loaded, &copy->loaded));
}

tillit_status tl_config_hand_over(const tl_LoadedConfig *loaded, tillit_config **config)
{
    Giving giving = {.loaded = loaded};
    if (!tl_library_try(give_copy, &giving)) {
        return TILLIT_OUT_OF_MEMORY;
    }
    *config = giving.config;
    return giving.config != NULL ? TILLIT_OK : TILLIT_INVALID;
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

static void *load(const tl_Reading *r, tl_Messages *messages)
{
    tl_KeptConfig *config = tl_allocate(1, sizeof *config);
    tl_LoadedConfig *into = &config->loaded;
    bool good = r->path != NULL ? tl_config_load(r->path, r->sets, r->set_count, into, messages)
                                : tl_config_load_text(&r->files, r->sets, r->set_count, into, messages);
    return give(config, good);
}

static tillit_status read_it(tl_Reading reading, tillit_config **config)
{
    reading.load = load;
    tillit_status status = tl_reading_do(&reading, config != NULL);
    if (config != NULL) {
        *config = reading.handle;
    }
    return status;
}

tillit_status tillit_config_load(const char *path, const char *const *sets, int set_count,
                                 tillit_config **config, tillit_messages **messages)
{
    return read_it((tl_Reading){.path = path, .sets = sets, .set_count = set_count, .messages = messages},
                   config);
}

tillit_status tillit_config_read(const char *text, const char *name, const tillit_files *files,
                                 const char *const *sets, int set_count, tillit_config **config,
                                 tillit_messages **messages)
{
    const tl_Files from = tl_reading_files(text, name != NULL ? name : "config.yaml", files);
    return read_it((tl_Reading){.files = from, .sets = sets, .set_count = set_count, .messages = messages},
                   config);
}

/* ---- what it says ------------------------------------------------------------------------------------------ */

const char *tillit_config_name(const tillit_config *handle)
{
    const tl_KeptConfig *config = tl_handle_object(TL_HANDLE_CONFIG, handle);
    return config != NULL ? config->loaded.name : NULL;
}

const char *tillit_config_json(const tillit_config *handle)
{
    const tl_KeptConfig *config = tl_handle_object(TL_HANDLE_CONFIG, handle);
    return config != NULL ? config->loaded.json : NULL;
}

int tillit_config_municipalities(const tillit_config *handle)
{
    const tl_KeptConfig *config = tl_handle_object(TL_HANDLE_CONFIG, handle);
    return config != NULL ? config->loaded.config.municipality_count : -1;
}

const char *tillit_config_municipality(const tillit_config *handle, int index)
{
    const tl_KeptConfig *config = tl_handle_object(TL_HANDLE_CONFIG, handle);
    return config != NULL && index >= 0 && index < config->loaded.config.municipality_count
               ? config->loaded.config.municipalities[index].name
               : NULL;
}

tillit_status tillit_config_value(const tillit_config *handle, const char *path, double *value)
{
    void *object;
    tillit_status status = tl_handle_find(TL_HANDLE_CONFIG, handle, &object);
    if (status != TILLIT_OK || path == NULL || value == NULL) {
        return status != TILLIT_OK ? status : TILLIT_NULL;
    }
    const tl_Config *config = &((const tl_KeptConfig *)object)->loaded.config;
    int index = tl_parameter_find(path);
    if (index < 0) {
        return TILLIT_UNKNOWN;
    }
    const void *const sections[] = {[TL_SECTION_RUN] = &config->run,
                                    [TL_SECTION_PROFILE] = &config->municipalities[0].profile,
                                    [TL_SECTION_REGIME] = &config->regime,
                                    [TL_SECTION_CONSTANTS] = &config->constants};
    *value = tl_parameter_get(&tl_parameters[index], sections[tl_parameters[index].section]);
    return TILLIT_OK;
}
