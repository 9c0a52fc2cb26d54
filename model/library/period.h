/* Periods as a caller and the library itself look at them. */
#ifndef TL_LIBRARY_PERIOD_H
#define TL_LIBRARY_PERIOD_H

#include "config/selector.h"
#include "core/observation/observer.h"
#include "tillit.h"

struct tillit_period {
    tl_Period own;
};

/* A caller's selection, with room for its numbers. */
typedef struct tl_Where {
    tl_Selector selector;
    int32_t numbers[TL_SELECTOR_KEYS];
} tl_Where;

/* TILLIT_OUT_OF_RANGE where a number is none; NULL means every unit. Not to be moved. */
tillit_status tl_where_read(const tillit_where *where, tl_Where *own);

/* May these be filled with `count` of so many values? */
tillit_status tl_check_values(const double *values, int count, int most);

/* The first measures of some days: NaN where there were none. */
void tl_measures_fill(const tl_Counters *counters, double days, double *values, int count);

#endif
