/* Any bytes as a resolved config in JSON: what is accepted must read back as itself. */
#include <stdlib.h>
#include <string.h>

#include "fuzzlib.h"
#include "config/config_read.h"

static bool load(const char *json, tl_LoadedConfig *loaded)
{
    tl_Messages messages = {0};
    bool good = tl_config_load_resolved("stored", json, loaded, &messages);
    fuzz_check(good, &messages);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *json = malloc(size + 1);
    tl_LoadedConfig first, again;
    if (json == NULL) {
        return -1;
    }
    memcpy(json, bytes, size);
    json[size] = '\0';
    if (load(json, &first)) {
        if (!load(first.json, &again) || strcmp(first.json, again.json) != 0) {
            abort();
        }
        tl_loaded_config_free(&again);
        tl_loaded_config_free(&first);
    }
    free(json);
    return 0;
}
