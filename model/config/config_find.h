/* Names of municipalities and regimes, and the files they mean. */
#ifndef TL_CONFIG_FIND_H
#define TL_CONFIG_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "config/config_files.h"

/* The folder of municipality or regime files ("municipalities", "regimes") for a config file:
 * $TILLIT_CONFIGS, beside the config, one above it, or Tillit's own; for a finder, the kind itself. */
void tl_config_folder(const tl_Files *files, const char *config_path, const char *kind, char *folder,
                      size_t size);

/* The folder of Tillit's own municipalities and regimes. */
const char *tl_config_own_folder(const tl_Files *files);

/* Lower case ASCII: "Upplands Väsby" -> "upplands-vasby". */
void tl_slug(const char *name, char *slug, size_t size);

/* The file that `name` means: itself if it ends in .yaml (next to the config), else NAME.yaml in the folder of
 * its kind. False, with the nearest names, if there is none. */
bool tl_config_find(const tl_Files *files, const char *config_path, const char *name, tl_Place place,
                    const char *kind, char *path, tl_Messages *messages);

/* The config that an experiment in file `from` names: a file next to it ("../configs/karlstad.yaml"), or by a name without a
 * point one of Tillit's own ("median"), which is there wherever the experiment's file lies. */
bool tl_config_of_name(const tl_Files *files, const char *from, const char *name, tl_Place place, char *path,
                       tl_Messages *messages);

/* Notes, at `config_path`, that the file found for a name says something else than the one of that name that
 * comes with Tillit: both are named. */
void tl_note_shadow(const tl_Files *files, const char *path, const char *kind, const char *slug,
                    const char *config_path, tl_Messages *messages);

/* The same for all files of a folder, in one note. */
void tl_note_shadows(const tl_Files *files, const char *folder, const char *kind, char *const *names,
                     int count, const char *config_path, tl_Messages *messages);

#endif
