/* Configs that a caller holds, and others with it. */
#ifndef TL_LIBRARY_CONFIG_H
#define TL_LIBRARY_CONFIG_H

#include <stdatomic.h>

#include "config/config_files.h"
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

/* A config of its own in the state of another, and a handle for it. Within tl_library_try. */
tillit_config *tl_config_hand_over(const tl_LoadedConfig *loaded);

/* What a caller said about files, and a text of that name. */
tl_Files tl_library_files(const char *text, const char *name, const tillit_files *files);

/* Are these [count] texts? */
tillit_status tl_check_sets(const char *const *sets, int count);

#endif
