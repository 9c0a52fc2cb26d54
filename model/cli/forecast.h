/* What a run will cost, before it starts. */
#ifndef TL_FORECAST_H
#define TL_FORECAST_H

#include <stdbool.h>

#include "core/config.h"

typedef struct tl_Forecast {
    double seconds, memory_bytes, disk_bytes;
} tl_Forecast;

/* For `arms` configs like this one, `threads` threads, results of `bytes_on_disk` recorded or not. From
 * figures of `make bench` on one core (model/PERFORMANCE.md); within a factor of two or three. */
tl_Forecast tl_forecast(const tl_Config *config, int arms, int threads, bool recorded);

/* Prints it, unless it is short. */
void tl_forecast_print(const tl_Forecast *forecast, bool always);

/* Can it run here? Otherwise says on stderr what is short, by how much, and what to do. `out` may be NULL. */
bool tl_forecast_fits(const tl_Forecast *forecast, const char *out);

#endif
