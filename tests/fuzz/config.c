/* Any bytes as a config in YAML. */
#include "fuzzlib.h"
#include "config/config_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    bool good = tl_config_load(fuzz_write("config.yaml", bytes, size), NULL, 0, &loaded, &messages);
    fuzz_check(good, &messages);
    if (good) {
        tl_loaded_config_free(&loaded);
    }
    return 0;
}
