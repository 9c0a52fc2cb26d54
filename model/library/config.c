#include "library/config.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_read.h"
#include "library/messages.h"
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

static tillit_config *give(tl_LoadedConfig *loaded)
{
    tl_KeptConfig *config = tl_allocate(1, sizeof *config);
    config->loaded = *loaded;
    atomic_init(&config->users, 1);
    return tl_handle_give(TL_HANDLE_CONFIG, config);
}

tillit_config *tl_config_hand_over(const tl_LoadedConfig *loaded)
{
    tl_LoadedConfig own;
    tl_Messages messages = {0};
    bool good = tl_config_load_resolved(loaded->path, loaded->json, &own, &messages);
    tl_messages_free(&messages);
    if (!good) {
        return NULL;
    }
    tl_text_copy(own.name, sizeof own.name, loaded->name);
    return give(&own);
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

tillit_status tl_check_sets(const char *const *sets, int count)
{
    if (count < 0) {
        return TILLIT_OUT_OF_RANGE;
    }
    for (int i = 0; i < count; i++) {
        if (sets == NULL || sets[i] == NULL) {
            return TILLIT_NULL;
        }
    }
    return TILLIT_OK;
}

tl_Files tl_library_files(const char *text, const char *name, const tillit_files *files)
{
    tl_Files own = {.name = name, .text = text, .size = strlen(text)};
    if (files != NULL) {
        own.folder = files->folder;
        own.find = files->find;
        own.context = files->context;
    }
    return own;
}

typedef struct Reading {
    const char *path; /* NULL: a text */
    tl_Files files;
    const char *const *sets;
    int set_count;
    tillit_status status;
    tillit_config *config;
    tillit_messages **messages; /* NULL: nobody asks */
} Reading;

static void read(void *context)
{
    Reading *reading = context;
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    bool good =
        reading->path != NULL
            ? tl_config_load(reading->path, reading->sets, reading->set_count, &loaded, &messages)
            : tl_config_load_text(&reading->files, reading->sets, reading->set_count, &loaded, &messages);
    reading->status = good ? TILLIT_OK : messages.newer ? TILLIT_NEWER : TILLIT_INVALID;
    reading->config = good ? give(&loaded) : NULL;
    if (reading->messages != NULL) {
        *reading->messages = tl_messages_hand_over(&messages);
    }
    tl_messages_free(&messages);
}

static tillit_status finish(Reading *reading, const char *needed, tillit_config **config)
{
    tillit_status status = tl_check_sets(reading->sets, reading->set_count);
    if (reading->messages != NULL) {
        *reading->messages = NULL;
    }
    if (config != NULL) {
        *config = NULL;
    }
    if (needed == NULL || config == NULL || status != TILLIT_OK) {
        return status != TILLIT_OK ? status : TILLIT_NULL;
    }
    if (!tl_library_try(read, reading)) {
        return TILLIT_OUT_OF_MEMORY;
    }
    *config = reading->config;
    return reading->status;
}

tillit_status tillit_config_load(const char *path, const char *const *sets, int set_count,
                                 tillit_config **config, tillit_messages **messages)
{
    Reading reading = {.path = path, .sets = sets, .set_count = set_count, .messages = messages};
    return finish(&reading, path, config);
}

tillit_status tillit_config_read(const char *text, const char *name, const tillit_files *files,
                                 const char *const *sets, int set_count, tillit_config **config,
                                 tillit_messages **messages)
{
    Reading reading = {.sets = sets, .set_count = set_count, .messages = messages};
    if (text != NULL) {
        reading.files = tl_library_files(text, name != NULL ? name : "config.yaml", files);
    }
    return finish(&reading, text, config);
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
