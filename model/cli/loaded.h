/* Loading a config for a command: messages go to stderr. */
#ifndef TL_LOADED_H
#define TL_LOADED_H

#include <stdio.h>

#include "config/loaded_config.h"

bool tl_load_config(const char *path, const char *const *sets, int set_count, tl_LoadedConfig *loaded);

/* Says which values of a municipality were filled in (at most ten municipalities by name). */
void tl_print_fills(FILE *to, const tl_LoadedConfig *loaded);

#endif
