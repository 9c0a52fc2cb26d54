/* Values of parameters: as text, and as the keys of a file. */
#ifndef TL_CONFIG_VALUES_H
#define TL_CONFIG_VALUES_H

#include "config/config_loader.h"
#include "config/value.h"
#include "system/suggest.h"

/* A parameter's value from text: kind, range, choice; a number may stand in quotation marks, as templates
 * write it. False with a message. */
bool tl_parameter_read(const tl_Parameter *parameter, const char *text, tl_Place place, double *value,
                       tl_Messages *messages);

/* The same from a file. */
bool tl_get_parameter(tl_Value value, const tl_Parameter *parameter, double *number);

/* "file:line" of a value, or the end of a long name. */
void tl_origin_of(tl_Value value, char origin[TL_ORIGIN_SIZE]);

/* Sets a parameter in the config being loaded. */
void tl_parameter_store(tl_Loader *loader, int parameter, double value, const char *origin);

/* The paths of all parameters, for the nearest. */
void tl_offer_parameters(tl_Nearest *nearest);

/* Complains about a path that is no parameter, with the nearest that is. */
void tl_unknown_path(tl_Messages *messages, tl_Place place, const char *path);

/* All parameters below a group. */
void tl_parameters_read(tl_Loader *loader, tl_Value group);

#endif
