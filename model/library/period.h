/* Periods as a caller and the library itself look at them. */
#ifndef TL_LIBRARY_PERIOD_H
#define TL_LIBRARY_PERIOD_H

#include "core/observation/observer.h"
#include "tillit.h"

struct tillit_period {
    tl_Period own;
};

/* May these be filled with `count` of so many values? */
tillit_status tl_check_values(const double *values, int count, int most);

/* The first measures of some days: NaN where there were none. */
void tl_measures_fill(const tl_Counters *counters, double days, double *values, int count);

#endif
