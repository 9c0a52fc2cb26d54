/* A result file with anything in it: every reader that the command uses. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "damage.h"
#include "fuzzlib.h"
#include "config/config_read.h"
#include "config/experiment_json.h"
#include "store/hdf5_checksum.h"
#include "store/labels_compare.h"
#include "store/results_compare.h"
#include "store/results_read.h"

static char valid[PATH_MAX];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    snprintf(valid, sizeof valid, "%s", fuzz_base("result.h5"));
    return 0;
}

static void read_config(const char *path)
{
    char error[TL_FILE_ERROR_SIZE] = "";
    char *json = tl_results_read_config(path, 0, error, sizeof error);
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    fuzz_check_text(json != NULL, error);
    bool good = json != NULL && tl_config_load_resolved(path, json, &loaded, &messages);
    if (json != NULL) {
        fuzz_check(good, &messages);
    }
    if (good) {
        tl_loaded_config_free(&loaded);
    }
    free(json);
}

static void read_experiment(const char *path)
{
    static tl_Window windows[TL_MOST_WINDOWS];
    char error[TL_FILE_ERROR_SIZE] = "";
    char *json = tl_results_read_experiment(path, error, sizeof error);
    fuzz_check_text(json != NULL, error);
    if (json != NULL) {
        tl_windows_free(windows, tl_experiment_windows_of_json(json, windows));
    }
    free(json);
}

static void read_arms(const char *path)
{
    char error[TL_FILE_ERROR_SIZE] = "", *names[2];
    bool good = tl_results_read_arms(path, 2, names, error, sizeof error);
    fuzz_check_text(good, error);
    for (int i = 0; i < 2; i++) {
        free(names[i]);
    }
}

static void ignore(void *context, const tl_LabelDifference *difference)
{
    (void)context;
    (void)difference;
}

static void read_all(const char *path)
{
    char error[TL_FILE_ERROR_SIZE] = "";
    tl_Seal seal = tl_seal_check(path, error, sizeof error);
    fuzz_check_text(seal == TL_SEAL_NONE || seal == TL_SEAL_GOOD, error);
    error[0] = '\0';
    fuzz_check_text(tl_labels_compare(valid, path, &(tl_LabelRule){0}, ignore, NULL, error, sizeof error),
                    error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[PATH_MAX], error[TL_FILE_ERROR_SIZE] = "", text[256];
    int arms, replicates;
    uint64_t digest;
    tl_ResultsComparison comparison;
    snprintf(path, sizeof path, "%s", fuzz_copy("damaged.h5", valid));
    damage_file(path, bytes, size);
    fuzz_check_text(tl_results_read_shape(path, &arms, &replicates, error, sizeof error), error);
    fuzz_check_text(tl_results_read_digest(path, 0, 0, &digest, error, sizeof error), error);
    fuzz_check_text(tl_results_read_attribute(path, "commit", text, sizeof text, error, sizeof error), error);
    read_config(path);
    read_experiment(path);
    read_arms(path);
    if (size % 4 != 0) {
        return 0; /* comparing takes longer than all else together */
    }
    read_all(path);
    error[0] = '\0';
    fuzz_check_text(tl_results_compare(valid, path, 2, &comparison, error, sizeof error), error);
    return 0;
}
