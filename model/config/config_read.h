/* From YAML files to a resolved configuration. Layers, later ones winning: defaults, the municipality's file,
 * the regime's file, the config itself, --set. All errors are collected, with file, line, column and path.
 *
 * A config names `municipality` (a name, `all`, a file, or a group with `from` and changes), `regime` (a name
 * or a file), any parameter by its path (nested or dotted), `timeline` and `reorganise`. `title`, `about`,
 * `sources`, `published`, `warnings` and `invented` are for people and have no effect. */
#ifndef TL_CONFIG_READ_H
#define TL_CONFIG_READ_H

#include "config/config_files.h"
#include "config/loaded_config.h"
#include "config/variant.h"

/* Reads `path` (YAML, or a resolved config ending in .json) and applies `sets` ("path=value"). False with
 * messages. */
bool tl_config_load(const char *path, const char *const *sets, int set_count, tl_LoadedConfig *loaded,
                    tl_Messages *messages);

/* As tl_config_load, for a text in memory: `files` has its name, which messages call it by and which ends in
 * .json if it is a resolved config, and says where the files are that it names. */
bool tl_config_load_text(const tl_Files *files, const char *const *sets, int set_count,
                         tl_LoadedConfig *loaded, tl_Messages *messages);

/* As tl_config_load, for a variant of the config; NULL for the config itself. */
bool tl_config_load_variant(const tl_Files *files, const char *path, const tl_Variant *variant,
                            const char *const *sets, int set_count, tl_LoadedConfig *loaded,
                            tl_Messages *messages);

/* As tl_config_load, for the text of a resolved config; messages name `path`, where it was found. */
bool tl_config_load_resolved(const char *path, const char *json, tl_LoadedConfig *loaded,
                             tl_Messages *messages);

#endif
