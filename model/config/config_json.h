/* Resolved configs: written as JSON, and read back. */
#ifndef TL_CONFIG_JSON_H
#define TL_CONFIG_JSON_H

#include "config/document.h"
#include "config/loaded_config.h"

/* Owned by the caller; NULL where a name is not in UTF-8. */
char *tl_config_to_json(const tl_LoadedConfig *loaded);

/* Reads a resolved config, in JSON or YAML, into a config of defaults. It has other keys than a config that
 * people write (`format` tells them apart): every parameter by its path, under run, constants, regime or its
 * municipality, and where each came from; and it names no other file. */
void tl_resolved_read(const tl_Document *document, tl_LoadedConfig *loaded);

/* Writes `json` anew after a value of the config was changed. */
void tl_config_renew_json(tl_LoadedConfig *loaded);

#endif
