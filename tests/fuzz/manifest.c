/* Any JSON as the manifest of a sweep, sealed as ours are: read, checked, and made into configs of runs. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzzlib.h"
#include "store/sweep.h"

enum { LONGEST_TABLE = 4096 };

static char table[LONGEST_TABLE];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    FILE *file = fopen(fuzz_base("sweep/design.csv"), "rb");
    if (file == NULL || fread(table, 1, sizeof table - 1, file) == 0) {
        abort();
    }
    fclose(file);
    return 0;
}

/* The manifest as text with its identity; NULL where the bytes are no JSON. */
static char *seal(const uint8_t *bytes, size_t size)
{
    char identity[TL_IDENTITY_SIZE];
    json_t *root = json_loadb((const char *)bytes, size, 0, NULL);
    char *sealed = NULL;
    if (json_is_object(root) && tl_sweep_identify(root, table, identity)) {
        json_object_set_new(root, "identity", json_string(identity));
        sealed = json_dumps(root, TL_SWEEP_DUMP);
    }
    json_decref(root);
    return sealed;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static tl_Sweep sweep;
    tl_Messages messages = {0};
    char *manifest = seal(bytes, size);
    if (manifest == NULL) {
        return 0;
    }
    bool good = tl_sweep_read(&sweep, "sweep.json", manifest, strdup(table), &messages);
    fuzz_check(good, &messages);
    if (!good) {
        return 0;
    }
    messages = (tl_Messages){0};
    for (int64_t point = 0; point < tl_plan_points(&sweep.plan); point++) {
        tl_sweep_check(&sweep, point, "sweep.json", &messages);
        free(tl_sweep_run_json(&sweep, point * sweep.plan.replicates));
    }
    fuzz_check(messages.errors == 0, &messages);
    tl_sweep_free(&sweep);
    return 0;
}
