#include "cli/stored.h"

#include <hdf5.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "io/experiment_json.h"
#include "io/file_kind.h"
#include "io/hdf5_file.h"
#include "io/results_read.h"

bool tl_is_hdf5(const char *path)
{
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    return H5Fis_hdf5(path) > 0;
}

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
        fprintf(stderr, "tillit: %s\n", error);
        return false;
    }
    tl_Messages messages = {0};
    bool good = tl_config_load_resolved(path, json, loaded, &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    free(json);
    return good;
}

static bool load_windows(const char *path, tl_Stored *stored)
{
    char error[TL_FILE_ERROR_SIZE];
    char *json = tl_results_read_experiment(path, error, sizeof error);
    if (json == NULL) {
        fprintf(stderr, "tillit: %s\n", error);
        return false;
    }
    stored->windows = calloc(TL_MOST_WINDOWS, sizeof *stored->windows);
    if (json[0] != '\0' && stored->windows != NULL) {
        stored->window_count = tl_experiment_windows_of_json(json, stored->windows);
    }
    free(json);
    if (stored->window_count < 0 || stored->windows == NULL) {
        fprintf(stderr, "tillit: %s: 'experiment' is damaged: its windows cannot be read\n", path);
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
        fprintf(stderr, "tillit: %s\n", error);
        return false;
    }
    if (arms < 1 || arms > TL_MOST_ARMS) {
        fprintf(stderr, "tillit: %s: has %d arms, where 1 to %d are expected\n", path, arms, TL_MOST_ARMS);
        return false;
    }
    stored->arms = calloc((size_t)arms + 1, sizeof *stored->arms);
    if (stored->arms == NULL) {
        fprintf(stderr, "tillit: %s: its %d configs do not fit into memory\n", path, arms);
        return false;
    }
    while (stored->arm_count < arms) {
        if (!load_arm(path, stored->arm_count, &stored->arms[stored->arm_count])) {
            tl_stored_free(stored);
            return false;
        }
        stored->arm_count++;
    }
    if (!load_windows(path, stored)) {
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
    free(stored->windows);
    *stored = (tl_Stored){0};
}
