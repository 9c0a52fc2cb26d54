/* Any bytes as the table of a sweep. */
#include "config/experiment.h"
#include "config/experiment_read.h"
#include "fuzzlib.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_copy("base.yaml", fuzz_base("base.yaml"));
    fuzz_copy("table.yaml", fuzz_base("table.yaml"));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static tl_Experiment experiment;
    tl_Messages messages = {0};
    fuzz_write("rows.csv", bytes, size);
    bool good = tl_experiment_load(fuzz_path("table.yaml"), NULL, 0, &experiment, &messages);
    fuzz_check(good, &messages);
    if (good) {
        tl_experiment_free(&experiment);
    }
    return 0;
}
