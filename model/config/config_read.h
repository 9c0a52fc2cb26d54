/* From YAML files to a resolved configuration. Layers, later ones winning: defaults, the municipality's file,
 * the regime's file, the config itself, --set. All errors are collected, with file, line, column and path.
 *
 * A config names `municipality` (a name, `all`, a file, or a group with `from` and changes), `regime` (a name
 * or a file), any parameter by its path (nested or dotted), `timeline` and `reorganise`. `title`, `about`,
 * `sources`, `published`, `warnings` and `invented` are for people and have no effect. */
#ifndef TL_CONFIG_READ_H
#define TL_CONFIG_READ_H

#include "core/parameters/config.h"
#include "system/message.h"

enum { TL_ORIGIN_SIZE = 96, TL_MOST_PARAMETERS = 320, TL_PATH_SIZE = 4096 };

/* A config and where each of its values comes from. */
typedef struct tl_LoadedConfig {
    tl_Config config;
    char name[TL_PATH_SIZE]; /* for tables: the title, or "Karlstad, ordinary" */
    char path[TL_PATH_SIZE];
    char (*origins)[TL_ORIGIN_SIZE]; /* owned, [tl_parameter_count]: "default", "file:line", "--set" */
    uint32_t *filled; /* owned, [municipality_count]: bit k set: the k-th TL_PROFILE field was filled from the
                         median */
    char *json;       /* owned: the canonical resolved config */
} tl_LoadedConfig;

/* Reads `path` (YAML, or a resolved config ending in .json) and applies `sets` ("path=value"). False with
 * messages. */
bool tl_config_load(const char *path, const char *const *sets, int set_count, tl_LoadedConfig *loaded,
                    tl_Messages *messages);

/* What an arm of an experiment or a sweep changes in a config: regime, municipality, schedules, parameters.
 */
typedef struct tl_Variant {
    const char *file;   /* the experiment, beside or above whose folder regimes are looked for */
    const char *regime; /* NULL: the config's own */
    tl_Place regime_place;
    const char *municipality; /* NULL: the config's own */
    tl_Place municipality_place;
    const char *timeline; /* a file beside `file` whose changes come after the config's own; NULL: none */
    tl_Place timeline_place;
    const char *const *sets; /* "path=value", [set_count] */
    const tl_Place *set_places;
    int set_count;
} tl_Variant;

/* As tl_config_load, for a variant of the config; NULL for the config itself. */
bool tl_config_load_variant(const char *path, const tl_Variant *variant, const char *const *sets,
                            int set_count, tl_LoadedConfig *loaded, tl_Messages *messages);

/* As tl_config_load, for the text of a resolved config; messages name `path`, where it was found. */
bool tl_config_load_resolved(const char *path, const char *json, tl_LoadedConfig *loaded,
                             tl_Messages *messages);

/* Can runs of the two be compared replicate by replicate: same seed, days, recording and people? Messages
 * name what differs. */
bool tl_configs_pair(const tl_LoadedConfig *a, const tl_LoadedConfig *b, tl_Messages *messages);

/* Writes `json` anew after a value of the config was changed. */
void tl_config_renew_json(tl_LoadedConfig *loaded);

void tl_loaded_config_free(tl_LoadedConfig *loaded);

/* Field k of a profile, in the order of parameters.def; -1 beyond the last. */
int tl_profile_parameter(int field);

/* The folder of municipality or regime files ("municipalities", "regimes") for a config file:
 * $TILLIT_CONFIGS, beside the config, one above it, or where Tillit was built or installed. */
void tl_config_folder(const char *config_path, const char *kind, char *folder, size_t size);

/* Lower case ASCII: "Upplands Väsby" -> "upplands-vasby". */
void tl_slug(const char *name, char *slug, size_t size);

/* The slugs of a folder's YAML files, sorted; owned by the caller. */
char **tl_config_names(const char *folder, int *count);
void tl_config_names_free(char **names, int count);

#endif
