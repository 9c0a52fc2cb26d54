/* Measures as people read them. */
#ifndef TL_FIGURE_H
#define TL_FIGURE_H

#include <stdbool.h>

#include "config/number_text.h"

/* A measure's value or difference for a table. In Swedish as policy staff tell it, no more exact than it deserves: shares in
 * per cent, a year's cost in million kronor, a year's hours in hundreds. In English as tl_number. */
const char *tl_measure_figure(int measure, double value, tl_Language language, char *text, size_t size);

/* The unit of that; a difference of shares is one of percentage points. */
const char *tl_measure_figure_unit(int measure, bool difference, tl_Language language);

#endif
