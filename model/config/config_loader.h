/* Where the reading of a config stands: what the readers of its parts share. */
#ifndef TL_CONFIG_LOADER_H
#define TL_CONFIG_LOADER_H

#include "config/config_files.h"
#include "config/loaded_config.h"
#include "config/value.h"
#include "config/variant.h"

/* What a layer may set. */
typedef enum tl_Layer { TL_LAYER_MUNICIPALITY, TL_LAYER_REGIME, TL_LAYER_CONFIG } tl_Layer;

/* A change of one lever as it was read. */
typedef struct tl_ReadChange {
    tl_Change own;
    tl_Value regime; /* that says it; not there: the entry says it itself */
    int number;      /* in the order of reading */
} tl_ReadChange;

/* What a regime on a day asks of the structure; 0: nothing. */
typedef struct tl_ReadStructure {
    tl_Reorganisation own; /* with what the entry itself sets, if it does */
    int64_t pool_size, span;
    tl_Value regime;
    bool ruled;
} tl_ReadStructure;

/* What the schedules say, until all are read (config/config_schedule.h). */
typedef struct tl_ReadSchedules {
    tl_ReadChange *changes;       /* owned, [change_count] */
    tl_ReadStructure *structures; /* owned, [structure_count] */
    int change_count, structure_count, entries;
} tl_ReadSchedules;

typedef struct tl_Loader {
    tl_LoadedConfig *loaded;
    const tl_Files *files;
    tl_Messages *messages;
    tl_Profile *profile;              /* where municipality.* go now */
    uint32_t *given;                  /* bits of profile fields given so far */
    int set_line[tl_parameter_count]; /* in this layer; 0 not yet */
    bool held
        [tl_parameter_count]; /* levers that no regime on a day moves: the config itself or --set has them */
    tl_ReadSchedules schedules;
    tl_Layer layer;
    const tl_Variant *variant; /* NULL: the config as it is */
} tl_Loader;

#endif
