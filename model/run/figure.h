/* Figures as people read them. */
#ifndef TL_FIGURE_H
#define TL_FIGURE_H

#include <stddef.h>

#include "config/experiment.h"

enum { TL_FIGURE_SIZE = 40 };

/* For a table: grouped thousands, as many decimals as its size deserves; "-" for NaN. */
const char *tl_number(double value, char *text, size_t size);

/* For a page: so many decimals, thin spaces between thousands, a real minus (none before a zero), in Swedish a
 * decimal comma; a dash for NaN. */
const char *tl_decimal(double value, int decimals, tl_Language language, char *text, size_t size);

/* The same with as many decimals as show `digits` figures, five at the most, none from 1,000 on. */
const char *tl_figure(double value, int digits, tl_Language language, char *text, size_t size);

#endif
