/* Configs that a caller holds, and others with it. */
#ifndef TL_LIBRARY_CONFIG_H
#define TL_LIBRARY_CONFIG_H

#include <stdatomic.h>
#include <stdbool.h>

#include "config/loaded_config.h"
#include "library/handle.h"

typedef struct tl_KeptConfig {
    tl_LoadedConfig loaded;
    atomic_int users;
} tl_KeptConfig;

/* The config of a handle, with one user more. */
tillit_status tl_config_keep(const tillit_config *handle, tl_KeptConfig **config);

/* One user less: the last one frees it. NULL: nothing. */
void tl_config_leave(tl_KeptConfig *config);

/* A config of its own like another; false where that cannot be read again. Within tl_library_try. */
bool tl_config_duplicate(const tl_LoadedConfig *from, tl_LoadedConfig *copy);

/* A handle for such a one. */
tillit_status tl_config_hand_over(const tl_LoadedConfig *loaded, tillit_config **config);

#endif
