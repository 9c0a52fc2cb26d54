/* What is kept of a run while it goes on, in arrays as long as the plan says. */
#ifndef TL_KEEP_H
#define TL_KEEP_H

#include "core/day/kept_state.h"
#include "run/plan.h"
#include "run/window_totals.h"

typedef struct tl_Keep {
    const tl_Plan *plan;
    tl_WindowTotals windows;
    int64_t series_reports;        /* of units that the series mean */
    int64_t agent_days;            /* of recipients and posts */
    double *values[TL_KEPT_KINDS]; /* owned, [variable][its values] */
} tl_Keep;

void tl_keep_create(tl_Keep *keep, const tl_Plan *plan);

/* Begins anew, for another run. */
void tl_keep_clear(tl_Keep *keep);

void tl_keep_period(tl_Keep *keep, const tl_Period *period);
void tl_keep_snapshot(tl_Keep *keep, const tl_Snapshot *snapshot);

/* Once the run is over: puts its windows among the values. False, with a sentence, if anything that is kept met
 * no unit. */
bool tl_keep_end(tl_Keep *keep, const tl_Config *config, char sentence[TL_FAILURE_SIZE]);

/* Where what it has kept so far stands, for whoever keeps that or fills it: as long as the plan says. */
enum { TL_KEEP_STRETCHES = 5 + TL_KEPT_KINDS };
void tl_keep_stretches(const tl_Keep *keep, tl_Stretch stretches[TL_KEEP_STRETCHES]);

void tl_keep_free(tl_Keep *keep);

#endif
