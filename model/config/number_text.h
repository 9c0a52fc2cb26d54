/* Numbers as people read them, in either language. */
#ifndef TL_NUMBER_TEXT_H
#define TL_NUMBER_TEXT_H

#include <stddef.h>

#include "config/experiment.h"

enum { TL_FIGURE_SIZE = 40 };

/* For a table: grouped thousands, as many decimals as its size deserves; "-" for NaN. */
const char *tl_number(double value, char *text, size_t size);

/* The same in either language: in Swedish with a decimal comma, thin spaces between thousands, a real minus, and a dash for
 * NaN. */
const char *tl_number_in(double value, tl_Language language, char *text, size_t size);

/* A number that somebody set: as short as it is, no more exact than `%.10g`; in English without groups, as it is written in
 * files and in --set. */
const char *tl_short_number(double value, tl_Language language, char *text, size_t size);

/* For a page: so many decimals, thin spaces between thousands, a real minus (none before a zero), in Swedish a
 * decimal comma; a dash for NaN. */
const char *tl_decimal(double value, int decimals, tl_Language language, char *text, size_t size);

/* The same with as many decimals as show `digits` figures, five at the most, none from 1,000 on. */
const char *tl_figure(double value, int digits, tl_Language language, char *text, size_t size);

#endif
