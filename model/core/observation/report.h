/* What a run tells its observer: each unit's day is added to its period, and each period is handed on. */
#ifndef TL_REPORT_H
#define TL_REPORT_H

#include "core/observation/observer.h"
#include "core/world/world.h"

typedef struct tl_Reports {
    const tl_Observer *observer; /* borrowed; NULL: nobody listens */
    tl_UnitReport *units;        /* owned: room for a period's units; first those reorganised away */
    int32_t retired;             /* in use for units reorganised away in this period */
    int32_t room;
    int32_t period;    /* number of the current period */
    const char *unmet; /* borrowed from the config: which change or reorganisation TL_NOBODY_MEANT is about */
} tl_Reports;

/* Forgets what units counted during the burn-in. */
void tl_report_forget(tl_World *world);

/* Adds a unit's day to its period and to its digest, and clears it for tomorrow. */
void tl_report_day(tl_World *world, int32_t unit);

/* Keeps what a unit has counted in this period: it is about to disappear. False when memory is short. */
bool tl_report_retire(const tl_World *world, tl_Reports *reports, int32_t unit);

/* Tells the observer about the period that ends today, and opens the next. */
tl_Outcome tl_report_period(tl_World *world, tl_Reports *reports);

#endif
