/* What a run will cost, before it starts. */
#ifndef TL_FORECAST_H
#define TL_FORECAST_H

#include <stdbool.h>

#include "core/parameters/config.h"

typedef struct tl_Forecast {
    double seconds, memory_bytes, disk_bytes;
} tl_Forecast;

/* For all replicates of these configs on `threads` threads, with a result file or not: time and memory from a
 * sample of each (sample.h) that lives `sample_days`, the file's size from above. False, with a message, when
 * memory is short. */
bool tl_forecast(const tl_Config *const *arms, int arm_count, int threads, bool recorded, const char *kernel,
                 int sample_days, tl_Forecast *forecast);

/* Prints it, unless it is short. */
void tl_forecast_print(const tl_Forecast *forecast, bool always);

/* Can it run here? Otherwise says on stderr what is short, by how much, and what to do. `out` may be NULL. */
bool tl_forecast_fits(const tl_Forecast *forecast, const char *out);

#endif
