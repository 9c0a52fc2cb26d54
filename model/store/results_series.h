/* Measures and counters by period in a result file: of municipalities, areas and units. */
#ifndef TL_RESULTS_SERIES_H
#define TL_RESULTS_SERIES_H

#include "core/observation/observer.h"
#include "store/results_file.h"

void tl_series_create(tl_Results *results);

/* The next period of a replicate; as the calls of store/results.h. */
bool tl_results_period(tl_Results *results, int arm, int replicate, const tl_Period *period);

void tl_series_free(tl_Series *series);

#endif
