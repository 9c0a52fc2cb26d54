/* Values of parameters: as text, and as the keys of a file. */
#ifndef TL_CONFIG_VALUES_H
#define TL_CONFIG_VALUES_H

#include "config/config_loader.h"
#include "config/yaml_document.h"
#include "system/suggest.h"

/* Is the text a number with a decimal comma ("0,35")? Then the comma becomes a point. */
bool tl_point_for_comma(char *text);

/* "; with a decimal point: 0.35" for such a text, "" for any other: the end of a message. */
const char *tl_comma_advice(const char *text, char *advice, size_t size);

/* A value as text into a parameter: kind, range, origin; a number may stand in quotation marks, as templates
 * write it. False with a message. */
bool tl_value_read(const tl_Parameter *parameter, const char *text, tl_Place place, double *value,
                   tl_Messages *messages);

/* A whole number at a node; false with a message. */
bool tl_whole_read(tl_Messages *messages, const tl_Document *document, int node, const char *what,
                   int64_t low, int64_t high, int64_t *value);

/* Complains about keys of a group that are not among those it knows, with the nearest that is. */
void tl_keys_check(tl_Messages *messages, const tl_Document *document, int mapping, const char *const *known,
                   size_t count);

/* Sets a parameter in the config being loaded. */
void tl_value_store(tl_Loader *loader, int parameter, double value, const char *origin);

/* The paths of all parameters, for the nearest. */
void tl_offer_parameters(tl_Nearest *nearest);

/* Complains about a path that is no parameter, with the nearest that is. */
void tl_unknown_path(tl_Messages *messages, tl_Place place, const char *path);

/* All parameters below a mapping. */
void tl_parameters_read(tl_Loader *loader, const tl_Document *document, int mapping);

#endif
