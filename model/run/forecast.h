/* What runs will take, before they start. */
#ifndef TL_FORECAST_H
#define TL_FORECAST_H

#include "run/execute.h"

typedef struct tl_Forecast {
    double run_s;        /* a run on one core, the mean of the points tried out */
    double seconds;      /* all runs on their threads */
    double memory_bytes; /* of the program with all that runs at once */
    int64_t tried;       /* points */
} tl_Forecast;

/* From samples (sample.h) of a dozen points and the largest, each of which lives `sample_days`. False when
 * memory is short. */
bool tl_forecast(const tl_Plan *plan, const tl_RunOptions *options, int sample_days, tl_Forecast *forecast);

#endif
