/* What measures are called, and what they say, in tables that people read (measure_words.def). */
#ifndef TL_MEASURE_TEXT_H
#define TL_MEASURE_TEXT_H

#include "config/experiment.h"

/* How a measure is told to people: a share in per cent, an index whose ends 0 and 1 have names, a ratio of which 1 has, and
 * that may be more, or an amount in its unit. */
typedef enum tl_Telling { TL_TOLD_SHARE, TL_TOLD_INDEX, TL_TOLD_RATIO, TL_TOLD_AMOUNT } tl_Telling;

/* A measure's row name and unit ("" where dimensionless): English tables use the names that configs and
 * result files do, Swedish ones plain words. */
const char *tl_measure_label(int measure, tl_Language language);
const char *tl_measure_unit(int measure, tl_Language language);

/* What else people call it, in either language, between '|'; "" if nothing. */
const char *tl_measure_other_names(int measure);

/* What it is, in a few words. */
const char *tl_measure_meaning(int measure, tl_Language language);

/* The Swedish figure beside which it is printed; "" if there is none. */
const char *tl_measure_published(int measure, tl_Language language);

tl_Telling tl_measure_telling(int measure);

/* What its lowest (0) and its highest (1) end is; "" of an amount. */
const char *tl_measure_stop(int measure, int end, tl_Language language);

#endif
