#include "store/stored.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_read.h"
#include "config/experiment_json.h"
#include "store/hdf5_read.h"
#include "store/results_read.h"
#include "store/sweep_differences.h"
#include "store/sweep_merged.h"
#include "system/file_kind.h"
#include "system/memory.h"

/* ---- where a sweep lies -------------------------------------------------------------------------------- */

/* The folder of DIR/parts/NAME.h5; false where the path is no part. */
static bool folder_of_part(const char *path, char folder[TL_PATH_SIZE])
{
    char parts[TL_PATH_SIZE];
    int length = snprintf(parts, sizeof parts, "%s", path);
    char *slash = strrchr(parts, '/');
    if (slash == NULL || length >= (int)sizeof parts) {
        return false;
    }
    *slash = '\0';
    char *name = strrchr(parts, '/');
    if (strcmp(name != NULL ? name + 1 : parts, "parts") != 0) {
        return false;
    }
    snprintf(folder, TL_PATH_SIZE, "%.*s", name != NULL ? (int)(name - parts) : 1,
             name != NULL ? parts : ".");
    return tl_sweep_is_there(folder);
}

bool tl_stored_is_sweep(const char *path)
{
    char folder[TL_PATH_SIZE];
    return tl_is_folder(path) || folder_of_part(path, folder) || (tl_is_hdf5(path) && tl_merged_is(path));
}

static bool open_sweep(tl_Stored *stored, tl_Messages *messages)
{
    char folder[TL_PATH_SIZE];
    bool whole = tl_is_folder(stored->path), part = !whole && folder_of_part(stored->path, folder);
    stored->kind = whole || part ? TL_STORED_FOLDER : TL_STORED_MERGED;
    bool good = whole  ? tl_sweep_open(&stored->sweep, stored->path, messages)
                : part ? tl_sweep_open(&stored->sweep, folder, messages)
                       : tl_merged_open(&stored->sweep, stored->path, messages);
    if (good) {
        tl_sweep_maker(&stored->sweep, &stored->maker);
    }
    return good;
}

/* ---- results ------------------------------------------------------------------------------------------- */

static bool fail(const tl_Stored *stored, const char *what, tl_Messages *messages)
{
    return tl_error(messages, (tl_Place){.file = "tillit"}, "%s: %s", stored->path, what);
}

/* Names that were exchanged: a config without a title is named by its municipality and regime. */
static int find_misnamed(const tl_Stored *stored, char *const *names)
{
    for (int i = 0; i < stored->arm_count; i++) {
        for (int k = 0; k < stored->arm_count; k++) {
            if (strcmp(names[i], stored->arms[i].name) != 0 && strcmp(names[i], stored->arms[k].name) == 0) {
                return i + 1;
            }
        }
    }
    return 0;
}

/* An experiment gives its arms their names. Elsewhere they are titles of configs, which the configs in the
 * file do not have, so that the file's own word is taken. */
static bool name_arms(tl_Stored *stored, char *const *names, tl_Messages *messages)
{
    bool asked = stored->experiment[0] != '\0';
    stored->misnamed = asked ? 0 : find_misnamed(stored, names);
    for (int i = 0; i < stored->arm_count; i++) {
        char *name = asked ? tl_experiment_arm_of_json(stored->experiment, i) : tl_duplicate(names[i]);
        if (name == NULL) {
            return fail(stored, "'experiment' is damaged: it does not name its arms", messages);
        }
        snprintf(stored->arms[i].name, sizeof stored->arms[i].name, "%s", name);
        free(name);
    }
    return true;
}

static bool read_windows(tl_Stored *stored, tl_Messages *messages)
{
    stored->windows = tl_allocate(TL_MOST_WINDOWS, sizeof *stored->windows);
    int count = stored->experiment[0] != '\0'
                    ? tl_experiment_windows_of_json(stored->experiment, stored->windows)
                    : 0;
    stored->window_count = count > 0 ? count : 0;
    return count >= 0 || fail(stored, "'experiment' is damaged: its windows cannot be read", messages);
}

static bool take(tl_Stored *stored, tl_ResultsRead *read, tl_Messages *messages)
{
    stored->maker = read->maker;
    stored->replicate_count = read->replicate_count;
    stored->experiment = read->experiment;
    read->experiment = NULL;
    stored->arms = tl_allocate((size_t)read->arm_count + 1, sizeof *stored->arms);
    while (stored->arm_count < read->arm_count) {
        tl_LoadedConfig *arm = &stored->arms[stored->arm_count];
        if (!tl_config_load_resolved(stored->path, read->configs[stored->arm_count], arm, messages)) {
            return false;
        }
        stored->arm_count++;
    }
    return read_windows(stored, messages) && name_arms(stored, read->names, messages);
}

static bool open_result(tl_Stored *stored, tl_Messages *messages)
{
    tl_ResultsRead read;
    char error[TL_FILE_ERROR_SIZE];
    if (!tl_results_read(&read, stored->path, error, sizeof error)) {
        return tl_error(messages, (tl_Place){.file = "tillit"}, "%s", error);
    }
    bool good = take(stored, &read, messages);
    tl_results_read_free(&read);
    return good;
}

bool tl_stored_open(tl_Stored *stored, const char *path, tl_Messages *messages)
{
    *stored = (tl_Stored){.path = path};
    if (tl_is_folder(path) ? !tl_folder_is_sweep(path, messages) : !tl_file_is_result(path, messages)) {
        return false;
    }
    if (tl_stored_is_sweep(path)) {
        return open_sweep(stored, messages);
    }
    bool good = open_result(stored, messages);
    if (!good) {
        tl_stored_free(stored);
    }
    return good;
}

void tl_stored_free(tl_Stored *stored)
{
    for (int i = 0; i < stored->arm_count; i++) {
        tl_loaded_config_free(&stored->arms[i]);
    }
    free(stored->arms);
    tl_windows_free(stored->windows, stored->window_count);
    free(stored->windows);
    free(stored->experiment);
    tl_sweep_free(&stored->sweep);
    *stored = (tl_Stored){0};
}
