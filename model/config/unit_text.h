/* Units as people read them. */
#ifndef TL_UNIT_TEXT_H
#define TL_UNIT_TEXT_H

#include "config/experiment.h"

/* "" where dimensionless ("1"); in English as in the tables of parameters and measures. A unit that lacks Swedish words is
 * given as it is. */
const char *tl_unit_text(const char *unit, tl_Language language);

#endif
