/* The engine: walks the schedule of a simulation, a block of days at a time. */
#ifndef TL_DAY_H
#define TL_DAY_H

#include "core/day/crew.h"
#include "core/day/schedule.h"

/* A run: one replicate of a config, between its first day and its last (simulation.h). */
typedef struct tl_Simulation {
    tl_World world;
    tl_Workspace *workspaces; /* owned, [threads] */
    tl_Crew *crew;            /* owned; NULL for one thread */
    tl_Reports reports;
    int threads;
} tl_Simulation;

/* Today and the days after, `days` in all (at most what tl_schedule_block says): what comes before, the sharing
 * groups' days on the simulation's threads, what comes after. `observer` may be NULL. After TL_OUT_OF_MEMORY the
 * simulation can only be freed. */
tl_Outcome tl_block_run(tl_Simulation *simulation, const tl_Observer *observer, int32_t days);

enum { TL_EVERYBODY = -1 };

/* Where a walk through the units of a sharing group (named by its first unit), or through all, comes to this unit:
 * whom it runs a step for. The unit; the area, group or municipality that begins with it; -1 for nobody. */
int32_t tl_step_index(const tl_Step *step, const tl_World *world, int32_t group, int32_t unit);

/* Runs a step for one of its scope, by index. */
tl_Outcome tl_step_run(const tl_Step *step, tl_World *world, int32_t index, tl_Workspace *work,
                       tl_Reports *reports);

#endif
