/* Where the reading of a config stands: what the readers of its parts share. */
#ifndef TL_CONFIG_LOADER_H
#define TL_CONFIG_LOADER_H

#include "config/config_files.h"
#include "config/loaded_config.h"
#include "config/variant.h"

/* What a layer may set. */
typedef enum tl_Layer { TL_LAYER_MUNICIPALITY, TL_LAYER_REGIME, TL_LAYER_CONFIG } tl_Layer;

typedef struct tl_Loader {
    tl_LoadedConfig *loaded;
    const tl_Files *files;
    tl_Messages *messages;
    tl_Profile *profile;              /* where municipality.* go now */
    uint32_t *given;                  /* bits of profile fields given so far */
    int set_line[tl_parameter_count]; /* in this layer; 0 not yet */
    tl_Layer layer;
    const tl_Variant *variant; /* NULL: the config as it is */
} tl_Loader;

#endif
