/* Contradictions: between the values of a config, and between two configs that are to be compared. */
#ifndef TL_CONFIG_CHECK_H
#define TL_CONFIG_CHECK_H

#include "config/loaded_config.h"
#include "system/message.h"

/* Contradictions between values; messages name the places they came from. */
void tl_config_check(const tl_LoadedConfig *loaded, tl_Messages *messages);

/* Can runs of the two be compared replicate by replicate: same seed, days, recording and people? Messages
 * name what differs. */
bool tl_configs_pair(const tl_LoadedConfig *a, const tl_LoadedConfig *b, tl_Messages *messages);

#endif
