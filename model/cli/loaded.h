/* Loading what a command is given: messages go to stderr. */
#ifndef TL_LOADED_H
#define TL_LOADED_H

#include <stdio.h>

#include "cli/arguments.h"
#include "config/experiment.h"
#include "store/stored.h"

/* With what --set says. */
bool tl_load_config(const tl_Arguments *arguments, const char *path, tl_LoadedConfig *loaded);

/* A result file, merged sweep or folder of a sweep. */
bool tl_load_stored(const char *path, tl_Stored *stored);

/* Says which values of a municipality were filled in (at most ten municipalities by name). */
void tl_print_fills(FILE *to, const tl_LoadedConfig *loaded, tl_Language language);

#endif
