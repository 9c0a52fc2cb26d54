/* A run: one replicate of a config from its first day to its last. */
#ifndef TL_SIMULATION_H
#define TL_SIMULATION_H

#include "core/day/day.h"

/* Builds the population of replicate `replicate` (0, 1, ...). `kernel` as in tl_plan_kernel, NULL for the
 * best. */
tl_Outcome tl_simulation_create(tl_Simulation *simulation, const tl_Config *config, int64_t replicate,
                                int threads, const char *kernel);

/* Goes on until the last day; `observer` may be NULL. */
tl_Outcome tl_simulation_run(tl_Simulation *simulation, const tl_Observer *observer);

/* One more day (burn-in included): reorganisations due, the day itself, reports at the end of a period. */
tl_Outcome tl_simulation_step(tl_Simulation *simulation, const tl_Observer *observer);

/* A second simulation in the state of the first, between two days, which goes on under `config`: one of the
 * same municipalities, constants and days, in which nothing should have gone otherwise so far.
 * TL_OUT_OF_MEMORY leaves nothing. */
tl_Outcome tl_simulation_copy(tl_Simulation *copy, const tl_Simulation *from, const tl_Config *config);

/* A simulation with the clock, config and sizes of `like` and the state of `reports`, but with nobody in it and nothing
 * in its reports: to be filled. TL_OUT_OF_MEMORY leaves nothing. */
tl_Outcome tl_simulation_room(tl_Simulation *simulation, const tl_World *like, const tl_Reports *reports,
                              int threads, tl_PlanKernel kernel);

/* Digest of the trajectory so far: everything every unit counted on every day, real sums bit by bit. */
uint64_t tl_simulation_digest(const tl_Simulation *simulation);

void tl_simulation_free(tl_Simulation *simulation);

/* Days of the whole run, burn-in included. */
int32_t tl_config_total_days(const tl_Config *config);

#endif
