#include "run/forecast.h"

#include <math.h>
#include <stdlib.h>

#include "config/loaded_config.h"
#include "core/day/simulation.h"
#include "run/sample.h"
#include "system/memory.h"

enum { MOST_TRIED = 12 };

/* Measured (docs/PERFORMANCE.md): the program without a world. */
static const double PROGRAM_BYTES = 11e6;

/* Threads that find work: one run has as many parts as areas. */
static double useful_threads(const tl_Plan *plan, const tl_RunOptions *options)
{
    int each, workers = tl_execute_workers(options, tl_plan_runs(plan), &each);
    double useful = workers * fmax(fmin(each, tl_areas_of(plan->bases[0])), 1.0);
    return fmax(fmin(useful, tl_run_threads(&(tl_RunOptions){.threads = 0})), 1.0);
}

/* Where room is made for newcomers, or units are cut anew, the old arena stands beside the new. There is room
 * for a quarter more recipients (regroup.c), and somewhere in a country it is filled sooner. */
static bool makes_room(const tl_Config *config)
{
    static const double FILLED = 0.15;
    double years = tl_config_total_days(config) / 365.0;
    return config->reorganisation_count > 0 || config->constants.demography_inflow_per_year * years > FILLED;
}

static int64_t largest_of(const tl_Plan *plan)
{
    tl_PointConfig *point = tl_allocate(1, sizeof *point);
    int64_t largest = 0;
    double most = -1.0;
    for (int64_t number = 0; number < tl_plan_points(plan); number++) {
        tl_plan_config(plan, number, point);
        double recipients = tl_recipients_of(&point->config);
        if (recipients > most) {
            most = recipients;
            largest = number;
        }
        tl_point_free(point);
    }
    free(point);
    return largest;
}

/* Seconds of a run of the point; what its world takes goes into `arena` if that is more. Negative without
 * memory. */
static double try_out(const tl_Plan *plan, int64_t number, const tl_RunOptions *options, int days,
                      double *arena)
{
    tl_PointConfig *point = tl_allocate(1, sizeof *point); /* too much for the stack on which it runs */
    const tl_Config *config = &point->config;
    tl_Sample sample;
    double seconds = -1.0;
    tl_plan_config(plan, number, point);
    if (tl_sample(config, options->kernel, days, &sample)) {
        *arena = fmax(*arena, sample.arena_bytes * (makes_room(config) ? 2.0 : 1.0));
        seconds = sample.setup_s + tl_config_total_days(config) * sample.day_s;
    }
    tl_point_free(point);
    free(point);
    return seconds;
}

/* Days of all runs that are left to simulate where burn-ins are shared, of those without; some threads simulate
 * a burn-in that others have. */
static double share_simulated(const tl_Plan *plan)
{
    const tl_RunSettings *run = &plan->bases[0]->run;
    double saved = 0.0;
    for (int64_t number = 0; number < tl_plan_points(plan); number++) {
        int64_t start = tl_plan_start(plan, number);
        saved += start >= 0 && start != plan->start_count + number;
    }
    return 1.0 - saved / (double)tl_plan_points(plan) * (double)run->burn_in_days /
                     (double)(run->burn_in_days + run->days);
}

bool tl_forecast(const tl_Plan *plan, const tl_RunOptions *options, int sample_days, tl_Forecast *forecast)
{
    int64_t points = tl_plan_points(plan), runs = tl_plan_runs(plan);
    double arena = 0.0, sum = 0.0;
    int each, workers = tl_execute_workers(options, runs, &each);
    *forecast = (tl_Forecast){.tried = points < MOST_TRIED ? points : MOST_TRIED};
    bool good = forecast->tried == points || try_out(plan, largest_of(plan), options, 1, &arena) >= 0.0;
    for (int64_t i = 0; good && i < forecast->tried; i++) {
        int64_t number = (2 * i + 1) * points / (2 * forecast->tried);
        double seconds = try_out(plan, number, options, sample_days, &arena);
        good = seconds >= 0.0;
        sum += seconds;
    }
    forecast->run_s = sum / (double)forecast->tried;
    double share = share_simulated(plan);
    forecast->seconds = forecast->run_s * (double)runs * share / useful_threads(plan, options);
    double worlds = share < 1.0 ? 2.0 : 1.0; /* the burnt-in one beside its copy */
    forecast->memory_bytes = PROGRAM_BYTES + workers * worlds * arena;
    return good;
}
