/* A part of a sweep with anything in it, beside a sound one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "damage.h"
#include "fuzzlib.h"
#include "store/sweep_index.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    mkdir(fuzz_path("sweep"), 0700);
    mkdir(fuzz_path("sweep/parts"), 0700);
    fuzz_copy("sweep/sweep.json", fuzz_base("sweep/sweep.json"));
    fuzz_copy("sweep/design.csv", fuzz_base("sweep/design.csv"));
    fuzz_copy("sweep/parts/1-of-2-000001.h5", fuzz_base("sweep/parts/1-of-2-000001.h5"));
    return 0;
}

static void read_values(const tl_Sweep *sweep, const tl_Index *index)
{
    for (int i = 0; i < index->part_count * TL_KEPT_KINDS; i++) {
        tl_Messages messages = {0};
        tl_Kept kind = (tl_Kept)(i % TL_KEPT_KINDS);
        double *values = tl_part_values(index->paths[i / TL_KEPT_KINDS], sweep, kind, 0,
                                        tl_plan_variables(&sweep->plan, kind), &messages);
        fuzz_check(values != NULL, &messages);
        free(values);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static tl_Sweep sweep;
    static bool open;
    tl_Index index = {0};
    tl_Messages messages = {0};
    if (!open) {
        open = tl_sweep_open(&sweep, fuzz_path("sweep"), &messages);
        fuzz_check(open, &messages);
    }
    char *part = strdup(fuzz_copy("sweep/parts/2-of-2-000001.h5", fuzz_base("sweep/parts/2-of-2-000001.h5")));
    damage_file(part, bytes, size);
    free(part);
    bool good = tl_index_read(&index, &sweep, fuzz_path("sweep"), &messages);
    fuzz_check(good, &messages);
    if (good) {
        read_values(&sweep, &index);
        tl_index_free(&index);
    }
    return 0;
}
