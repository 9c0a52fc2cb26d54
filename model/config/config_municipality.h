/* The municipalities of a config: one, all, or a group with changes; what a row lacks comes from the median. */
#ifndef TL_CONFIG_MUNICIPALITY_H
#define TL_CONFIG_MUNICIPALITY_H

#include "config/config_loader.h"
#include "config/document.h"

/* The municipalities that a config names, into the config being loaded; false with messages. */
bool tl_municipalities_read(tl_Loader *loader, const tl_Document *document);

/* The code of a municipality that is given none, as one that is invented: above the official ones, by its name.
 * Two names may have the same: then one of them needs to be given another. */
int32_t tl_code_of_name(const char *name);

/* The levers, coefficients and figures of a config of one's own municipality, where a person asked for one: as those of the
 * config itself, before they are read. */
void tl_municipality_own_read(tl_Loader *loader);

/* The `name` and `code` in the config's own group of the municipality, if it gives them. */
void tl_municipality_rename(tl_Loader *loader, const tl_Document *document);

#endif
