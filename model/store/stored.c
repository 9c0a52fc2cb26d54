#include "store/stored.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config/config_read.h"
#include "config/experiment_json.h"
#include "store/hdf5_file.h"
#include "store/results_read.h"
#include "system/file_kind.h"
#include "system/memory.h"
#include "system/shown.h"

bool tl_stored_is(const char *path)
{
    struct stat about;
    tl_Messages messages = {0};
    bool folder = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    bool good = folder ? tl_folder_is_sweep(path, &messages) : tl_file_is_result(path, &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    return good;
}

static bool load_arm(const char *path, int arm, tl_LoadedConfig *loaded)
{
    char error[TL_FILE_ERROR_SIZE];
    char *json = tl_results_read_config(path, arm, error, sizeof error);
    if (json == NULL) {
        tl_print(stderr, "tillit: %s\n", error);
        return false;
    }
    tl_Messages messages = {0};
    bool good = tl_config_load_resolved(path, json, loaded, &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    free(json);
    return good;
}

/* Names that were exchanged: a config without a title is named by its municipality and regime. */
static int find_misnamed(const tl_Stored *stored, char *const names[TL_MOST_ARMS])
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

static bool read_names(const char *path, const tl_Stored *stored, char *names[TL_MOST_ARMS])
{
    char error[TL_FILE_ERROR_SIZE];
    if (stored->experiment[0] == '\0') {
        bool good = tl_results_read_arms(path, stored->arm_count, names, error, sizeof error);
        if (!good) {
            tl_print(stderr, "tillit: %s\n", error);
        }
        return good;
    }
    for (int i = 0; i < stored->arm_count; i++) {
        names[i] = tl_experiment_arm_of_json(stored->experiment, i);
        if (names[i] == NULL) {
            tl_print(stderr, "tillit: %s: 'experiment' is damaged: it names no arm %d\n", path, i + 1);
            return false;
        }
    }
    return true;
}

/* An experiment gives its arms their names. Elsewhere they are titles of configs, which the configs in the
 * file do not have, so that the file's own word is taken. */
static bool name_arms(const char *path, tl_Stored *stored)
{
    char *names[TL_MOST_ARMS] = {NULL};
    bool good = read_names(path, stored, names);
    if (good && stored->experiment[0] == '\0') {
        stored->misnamed = find_misnamed(stored, names);
    }
    for (int i = 0; i < stored->arm_count; i++) {
        if (good) {
            snprintf(stored->arms[i].name, sizeof stored->arms[i].name, "%s", names[i]);
        }
        free(names[i]);
    }
    return good;
}

static bool load_experiment(const char *path, tl_Stored *stored)
{
    char error[TL_FILE_ERROR_SIZE];
    stored->experiment = tl_results_read_experiment(path, error, sizeof error);
    if (stored->experiment == NULL) {
        tl_print(stderr, "tillit: %s\n", error);
        return false;
    }
    stored->windows = tl_allocate(TL_MOST_WINDOWS, sizeof *stored->windows);
    if (stored->experiment[0] != '\0') {
        stored->window_count = tl_experiment_windows_of_json(stored->experiment, stored->windows);
    }
    if (stored->window_count < 0) {
        tl_print(stderr, "tillit: %s: 'experiment' is damaged: its windows cannot be read\n", path);
        return false;
    }
    return true;
}

bool tl_stored_load(const char *path, tl_Stored *stored)
{
    char error[TL_FILE_ERROR_SIZE];
    int arms;
    *stored = (tl_Stored){.path = path};
    if (!tl_results_read_shape(path, &arms, &stored->replicate_count, error, sizeof error)) {
        tl_print(stderr, "tillit: %s\n", error);
        return false;
    }
    if (arms < 1 || arms > TL_MOST_ARMS) {
        tl_print(stderr, "tillit: %s: has %d arms, where 1 to %d are expected\n", path, arms, TL_MOST_ARMS);
        return false;
    }
    stored->arms = tl_allocate((size_t)arms + 1, sizeof *stored->arms);
    while (stored->arm_count < arms) {
        if (!load_arm(path, stored->arm_count, &stored->arms[stored->arm_count])) {
            tl_stored_free(stored);
            return false;
        }
        stored->arm_count++;
    }
    if (!load_experiment(path, stored) || !name_arms(path, stored)) {
        tl_stored_free(stored);
        return false;
    }
    return true;
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
    *stored = (tl_Stored){0};
}
