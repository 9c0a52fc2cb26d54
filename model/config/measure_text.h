/* What measures are called in tables that people read. */
#ifndef TL_MEASURE_TEXT_H
#define TL_MEASURE_TEXT_H

#include "config/experiment.h"

/* A measure's row name and unit ("" where dimensionless): English tables use the names that configs and
 * result files do, Swedish ones plain words. */
const char *tl_measure_label(int measure, tl_Language language);
const char *tl_measure_unit(int measure, tl_Language language);

#endif
