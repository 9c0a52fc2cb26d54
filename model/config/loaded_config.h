/* A config and where each of its values comes from. */
#ifndef TL_LOADED_CONFIG_H
#define TL_LOADED_CONFIG_H

#include "core/parameters/config.h"
#include "system/path.h"

enum { TL_ORIGIN_SIZE = 96 };

_Static_assert(sizeof(tl_Profile) / sizeof(double) <= 32, "filled has a bit for each field of a profile");

typedef struct tl_LoadedConfig {
    tl_Config config;
    char name[TL_PATH_SIZE]; /* for tables: the title, or "Karlstad, ordinary" */
    char path[TL_PATH_SIZE];
    char (*origins)[TL_ORIGIN_SIZE]; /* owned, [tl_parameter_count]: "default", "file:line", "--set" */
    uint32_t *filled; /* owned, [municipality_count]: bit k set: the k-th TL_PROFILE field was filled from the
                         median */
    char market_origin[TL_ORIGIN_SIZE]; /* "file:line"; "": there is no market */
    char *json;                         /* owned: the canonical resolved config */
} tl_LoadedConfig;

/* Field k of a profile, in the order of parameters.def; -1 beyond the last. */
int tl_profile_parameter(int field);

/* Was a parameter set, for the start or by a change? */
bool tl_is_set(const tl_LoadedConfig *loaded, int parameter);

/* What all runs of a sweep share, so that their windows and replicates are the same. */
bool tl_same_days(const tl_LoadedConfig *a, const tl_LoadedConfig *b);

/* Recipients and areas of all municipalities at the start. */
double tl_recipients_of(const tl_Config *config);
double tl_areas_of(const tl_Config *config);

void tl_loaded_config_free(tl_LoadedConfig *loaded);

/* The same of one that was allocated, and its memory; NULL: nothing. */
void tl_loaded_config_drop(tl_LoadedConfig *loaded);

#endif
