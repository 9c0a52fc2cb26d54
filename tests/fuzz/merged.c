/* A merged sweep with anything in it. */
#include <limits.h>
#include <stdio.h>

#include "damage.h"
#include "fuzzlib.h"
#include "store/hdf5_checksum.h"
#include "store/files_compare.h"
#include "store/sweep_merged.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_base("merged.h5");
    return 0;
}

static void read_all(const char *path)
{
    char valid[PATH_MAX], error[TL_FILE_ERROR_SIZE] = "";
    static tl_Comparison comparison;
    const tl_CompareRule rule = {.merged = true};
    snprintf(valid, sizeof valid, "%s", fuzz_base("merged.h5"));
    tl_Seal seal = tl_seal_check(path, error, sizeof error);
    fuzz_check_text(seal == TL_SEAL_NONE || seal == TL_SEAL_GOOD, error);
    error[0] = '\0';
    fuzz_check_text(tl_files_compare(valid, path, &rule, &comparison, error, sizeof error), error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[PATH_MAX];
    tl_Sweep sweep = {0};
    tl_MergedRuns runs = {0};
    tl_Messages messages = {0};
    snprintf(path, sizeof path, "%s", fuzz_copy("damaged.h5", fuzz_base("merged.h5")));
    damage_file(path, bytes, size);
    if (!tl_merged_is(path)) {
        return 0;
    }
    read_all(path);
    bool good = tl_merged_open(&sweep, path, &messages);
    fuzz_check(good, &messages);
    if (good) {
        messages = (tl_Messages){0};
        bool read = tl_merged_runs(&runs, &sweep, path, &messages);
        fuzz_check(read, &messages);
        tl_merged_runs_free(&runs);
        tl_sweep_free(&sweep);
    }
    return 0;
}
