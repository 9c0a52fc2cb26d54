/* What parameters are called in tables that people read. */
#ifndef TL_PARAMETER_TEXT_H
#define TL_PARAMETER_TEXT_H

#include "config/experiment.h"

/* Plain words (parameter_words.def), or its path where it has none. */
const char *tl_parameter_label(int parameter, tl_Language language);

#endif
