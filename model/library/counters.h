/* Counters by their number in the table of the library. */
#ifndef TL_LIBRARY_COUNTERS_H
#define TL_LIBRARY_COUNTERS_H

#include "core/observation/measure.h"
#include "tillit.h"

double tl_counter_value(const tl_Counters *counters, int index);

/* from -= part */
void tl_counters_subtract(tl_Counters *from, const tl_Counters *part);

#endif
