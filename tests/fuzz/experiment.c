/* Any bytes as an experiment in YAML, with a config and a table beside it. */
#include <stdlib.h>

#include "config/experiment.h"
#include "config/experiment_read.h"
#include "fuzzlib.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_copy("base.yaml", fuzz_base("base.yaml"));
    fuzz_copy("rows.csv", fuzz_base("rows.csv"));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static tl_Experiment experiment;
    tl_Messages messages = {0};
    bool good =
        tl_experiment_load(fuzz_write("experiment.yaml", bytes, size), NULL, 0, &experiment, &messages);
    fuzz_check(good, &messages);
    if (good) {
        tl_experiment_free(&experiment);
    }
    return 0;
}
