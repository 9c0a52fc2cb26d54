/* Shared by the files that read configs. */
#ifndef TL_CONFIG_INTERNAL_H
#define TL_CONFIG_INTERNAL_H

#include "config/config_read.h"
#include "config/yaml_document.h"

/* What a layer may set. */
typedef enum tl_Layer { TL_LAYER_MUNICIPALITY, TL_LAYER_REGIME, TL_LAYER_CONFIG } tl_Layer;

typedef struct tl_Loader {
    tl_LoadedConfig *loaded;
    tl_Messages *messages;
    tl_Profile *profile;              /* where municipality.* go now */
    uint32_t *given;                  /* bits of profile fields given so far */
    int set_line[TL_MOST_PARAMETERS]; /* in this layer; 0 not yet */
    tl_Layer layer;
    const tl_Variant *variant; /* NULL: the config as it is */
} tl_Loader;

/* Is the text a number with a decimal comma ("0,35")? Then the comma becomes a point. */
bool tl_point_for_comma(char *text);

/* "; with a decimal point: 0.35" for such a text, "" for any other: the end of a message. */
const char *tl_comma_advice(const char *text, char *advice, size_t size);

/* A value as text into a parameter: kind, range, origin; a number may stand in quotation marks, as templates
 * write it. False with a message. */
bool tl_value_read(const tl_Parameter *parameter, const char *text, tl_Place place, double *value,
                   tl_Messages *messages);

/* Sets a parameter in the config being loaded. */
void tl_value_store(tl_Loader *loader, int parameter, double value, const char *origin);

/* Copies as much as fits, of whole UTF-8 letters. */
void tl_text_copy(char *to, size_t size, const char *from);

/* Complains about a path that is no parameter, with the nearest that is. */
void tl_unknown_path(tl_Messages *messages, tl_Place place, const char *path);

/* The file that `name` means: itself if it ends in .yaml (beside the config), else NAME.yaml in the folder of
 * its kind. False, with the nearest names, if there is none. */
bool tl_config_find(const char *config_path, const char *name, tl_Place place, const char *kind, char *path,
                    tl_Messages *messages);

/* Notes that the file found for a name says something else than the one of that name that comes with Tillit:
 * both are named. */
void tl_note_shadow(const char *path, const char *kind, const char *slug, const char *asked_by,
                    tl_Messages *messages);

/* The same for all files of a folder, in one note. */
void tl_note_shadows(const char *folder, const char *kind, char *const *names, int count,
                     const char *asked_by, tl_Messages *messages);

bool tl_name_ends(const char *text, const char *end);

/* The municipalities that a config names, into the config being loaded; false with messages. */
bool tl_municipalities_read(tl_Loader *loader, const tl_Document *document);

/* The code of a municipality that is given none, as one that is invented: above the official ones, by its name.
 * Two names may have the same: then one of them needs to be given another. */
int32_t tl_code_of_name(const char *name);

/* The `name` and `code` in the config's own group of the municipality, if it gives them. */
void tl_municipality_rename(tl_Loader *loader, const tl_Document *document);

/* All parameters below a mapping. */
void tl_parameters_read(tl_Loader *loader, const tl_Document *document, int mapping);

/* `timeline` and `reorganise` lists. */
void tl_timeline_read(tl_Loader *loader, const tl_Document *document, int list);
void tl_reorganise_read(tl_Loader *loader, const tl_Document *document, int list);

/* A whole number at a node; false with a message. */
bool tl_whole_read(tl_Loader *loader, const tl_Document *document, int node, const char *what, int64_t low,
                   int64_t high, int64_t *value);

/* Contradictions between values; messages name the places they came from. */
void tl_config_check(const tl_LoadedConfig *loaded, tl_Messages *messages);

/* Resolved config to JSON and back (config_json.c). */
char *tl_config_to_json(const tl_LoadedConfig *loaded);
bool tl_config_from_json(const char *path, const char *bytes, size_t size, tl_LoadedConfig *loaded,
                         tl_Messages *messages);

#endif
