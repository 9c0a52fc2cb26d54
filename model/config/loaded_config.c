#include "config/loaded_config.h"

#include <stdlib.h>

int tl_profile_parameter(int field)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].section == TL_SECTION_PROFILE && field-- == 0) {
            return i;
        }
    }
    return -1;
}

void tl_loaded_config_free(tl_LoadedConfig *loaded)
{
    tl_config_free(&loaded->config);
    free(loaded->origins);
    free(loaded->filled);
    free(loaded->json);
    *loaded = (tl_LoadedConfig){0};
}

void tl_loaded_config_drop(tl_LoadedConfig *loaded)
{
    if (loaded != NULL) {
        tl_loaded_config_free(loaded);
        free(loaded);
    }
}
