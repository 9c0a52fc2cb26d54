/* The model's day: three phases, each a table of mechanisms in order (MODEL section 3). */
#ifndef TL_DAY_H
#define TL_DAY_H

#include "core/day/crew.h"
#include "core/day/workspace.h"

typedef enum tl_Phase {
    TL_PHASE_MORNING, /* each unit alone */
    TL_PHASE_VISITS,  /* each unit alone, after the hourly pool has been dealt */
    TL_PHASE_EVENING  /* each unit alone, after all visits: hourly staff also work in another unit than their
                         own */
} tl_Phase;

/* One line of the schedule. */
typedef struct tl_Mechanism {
    const char *name; /* file of the mechanism */
    const char *meaning;
    void (*of_unit)(tl_World *world, int32_t unit);
    void (*with_workspace)(tl_World *world, int32_t unit,
                           tl_Workspace *work); /* those that need work space */
    tl_Phase phase;
    int every; /* days: the last of each such block */
} tl_Mechanism;

extern const tl_Mechanism tl_schedule[];
extern const int tl_schedule_count;

/* Today and the days after, `days` in all (at most TL_BLOCK_DAYS), by a crew of `threads` with a workspace
 * each. Rings of units (substitutes.h) do not meet within a block: a thread takes one at a time through all
 * its days. No month may begin after the first. The world ends up on the last of them. False when memory is
 * short. */
bool tl_block(tl_World *world, tl_Workspace *workspaces, int threads, tl_Crew *crew, int32_t days);

/* Do staffing and reviews come on this day, before all else? */
bool tl_month_begins(int32_t day);

/* Is today the last of the mechanism's block of days? */
bool tl_mechanism_is_due(const tl_World *world, const tl_Mechanism *mechanism);

/* Runs one mechanism of a unit. */
void tl_mechanism_run(const tl_Mechanism *mechanism, tl_World *world, int32_t unit, tl_Workspace *work);

/* What comes before a block of days: levers, every 30 days staffing and reviews, room for all who will
 * arrive. Serial. */
bool tl_block_begin(tl_World *world, int32_t days);

#endif
