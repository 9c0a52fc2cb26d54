/* Resolved configs as JSON text, and back. */
#ifndef TL_CONFIG_JSON_H
#define TL_CONFIG_JSON_H

#include "config/loaded_config.h"
#include "system/message.h"

/* Owned by the caller; NULL where a name is not in UTF-8. */
char *tl_config_to_json(const tl_LoadedConfig *loaded);

/* Into a config of defaults; false with messages, which name `path`. */
bool tl_config_from_json(const char *path, const char *bytes, size_t size, tl_LoadedConfig *loaded,
                         tl_Messages *messages);

/* Writes `json` anew after a value of the config was changed. */
void tl_config_renew_json(tl_LoadedConfig *loaded);

#endif
