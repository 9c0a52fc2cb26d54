/* What parameters are called, and what their values mean, in tables that people read (parameter_words.def). */
#ifndef TL_PARAMETER_TEXT_H
#define TL_PARAMETER_TEXT_H

#include "config/experiment.h"

/* What a value of a parameter means, in both languages. */
typedef struct tl_Stop {
    const char *path;
    double value;
    const char *in[2];
} tl_Stop;

/* Plain words, or its path where it has none. */
const char *tl_parameter_label(int parameter, tl_Language language);

/* A sentence on what it is; in English where there is no Swedish one. */
const char *tl_parameter_meaning(int parameter, tl_Language language);

/* What else people call it, in either language, between '|'; "" where nothing is known. */
const char *tl_parameter_other_names(int parameter);

/* Its unit ("" where dimensionless). */
const char *tl_parameter_unit(int parameter, tl_Language language);

/* The named values of a parameter, from the lowest on; their number. */
int tl_parameter_stops(int parameter, const tl_Stop **stops);

/* Is it a share, or a scale from 0 to 1, which people tell in per cent, too? */
bool tl_parameter_is_share(int parameter);

#endif
