/* Presets: the experiments that come with Tillit, by their names. */
#ifndef TL_PRESET_H
#define TL_PRESET_H

#include <stdbool.h>

#include "system/message.h"
#include "system/path.h"

/* The file of an experiment: `name` itself if it is a file or a path, else that of the preset of that name (tillit presets).
 * False, with the nearest names, if there is none. */
bool tl_preset_find(const char *name, char path[TL_PATH_SIZE], tl_Messages *messages);

#endif
