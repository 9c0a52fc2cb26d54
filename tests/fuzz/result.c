/* A result file with anything in it: every reader that the command uses. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "damage.h"
#include "fuzzlib.h"
#include "config/config_read.h"
#include "config/experiment_json.h"
#include "store/files_compare.h"
#include "store/hdf5_checksum.h"
#include "store/results_read.h"

static char valid[PATH_MAX];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    snprintf(valid, sizeof valid, "%s", fuzz_base("result.h5"));
    return 0;
}

static void read_config(const char *path, const char *json)
{
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    bool good = tl_config_load_resolved(path, json, &loaded, &messages);
    fuzz_check(good, &messages);
    if (good) {
        tl_loaded_config_free(&loaded);
    }
}

static void read_result(const char *path)
{
    static tl_ResultsRead read;
    static tl_Window windows[TL_MOST_WINDOWS];
    char error[TL_FILE_ERROR_SIZE] = "";
    bool good = tl_results_read(&read, path, error, sizeof error);
    fuzz_check_text(good, error);
    if (good) {
        read_config(path, read.configs[0]);
        tl_windows_free(windows, tl_experiment_windows_of_json(read.experiment, windows));
        tl_results_read_free(&read);
    }
}

static void compare(const char *path)
{
    static tl_Comparison comparison;
    char error[TL_FILE_ERROR_SIZE] = "";
    tl_Seal seal = tl_seal_check(path, error, sizeof error);
    fuzz_check_text(seal == TL_SEAL_NONE || seal == TL_SEAL_GOOD, error);
    error[0] = '\0';
    bool good = tl_files_compare(valid, path, &(tl_CompareRule){0}, &comparison, error, sizeof error);
    fuzz_check_text(good, error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", fuzz_copy("damaged.h5", valid));
    damage_file(path, bytes, size);
    read_result(path);
    if (size % 4 == 0) { /* comparing takes longer than all else together */
        compare(path);
    }
    return 0;
}
