/* The model's day: three phases, each a table of mechanisms in order (MODEL section 3). */
#ifndef TL_DAY_H
#define TL_DAY_H

#include "workbench.h"

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
    void (*at_bench)(tl_World *world, int32_t unit, tl_Workbench *bench); /* those that need work space */
    tl_Phase phase;
    int every; /* days: the last of each such stretch */
} tl_Mechanism;

extern const tl_Mechanism tl_schedule[];
extern const int tl_schedule_count;

/* One whole day on `threads` threads with a bench each. The caller advances world->day. False when memory is
 * short. */
bool tl_day(tl_World *world, tl_Workbench *benches, int threads);

/* Is today the last of the mechanism's stretch of days? */
bool tl_mechanism_is_due(const tl_World *world, const tl_Mechanism *mechanism);

/* Runs one mechanism of a unit. */
void tl_mechanism_run(const tl_Mechanism *mechanism, tl_World *world, int32_t unit, tl_Workbench *bench);

/* What comes before the phases: levers, new recipients, every 30 days staffing and reviews. Serial. */
bool tl_day_begin(tl_World *world);

/* Phase B for every municipality. */
void tl_day_substitutes(tl_World *world, int threads);

/* First and end unit of a municipality. */
void tl_municipality_range(const tl_World *world, int32_t municipality, int32_t *first, int32_t *end);

#endif
