/* What the units counted since the mark of a simulation: whole periods, and the one under way. */
#ifndef TL_KEPT_PERIODS_H
#define TL_KEPT_PERIODS_H

#include "core/day/simulation.h"
#include "library/period.h"

typedef struct tl_KeptPeriods {
    tl_Period *periods;    /* owned, with their units, [count] */
    tl_UnitReport *before; /* owned, [before_count]: of the mark's own period, counted before it */
    int32_t mark;          /* measured day, 0 or later */
    int32_t before_count;
    int count, room;
} tl_KeptPeriods;

/* A copy of a period that has ended. False where memory is short. */
bool tl_periods_keep(tl_KeptPeriods *kept, const tl_Period *period);

/* Forgets all that was counted until now. False, with nothing changed, where memory is short. */
bool tl_periods_mark(tl_KeptPeriods *kept, const tl_Simulation *simulation);

/* A copy of all that is kept. False, with nothing to free, where memory is short. */
bool tl_periods_copy(tl_KeptPeriods *copy, const tl_KeptPeriods *kept);

void tl_periods_free(tl_KeptPeriods *kept);

/* What the units that are meant have counted since the mark, on so many days. TILLIT_NOBODY_MEANT where there were
 * days but no such unit. */
tillit_status tl_periods_since_mark(const tl_KeptPeriods *kept, const tl_Simulation *simulation,
                                    const tl_Selector *where, tl_Counters *sum, double *days);

/* The same on measured days [from, to) of whole periods; TILLIT_OUT_OF_RANGE where they are not. */
tillit_status tl_periods_between(const tl_KeptPeriods *kept, int32_t from, int32_t to,
                                 const tl_Selector *where, tl_Counters *sum, double *days);

#endif
