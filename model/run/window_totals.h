/* What a run adds up over its windows while its periods are reported, for experiments and sweeps alike. */
#ifndef TL_WINDOW_TOTALS_H
#define TL_WINDOW_TOTALS_H

#include "config/selector.h"
#include "core/day/simulation.h"

enum { TL_FAILURE_SIZE = 128 };

typedef struct tl_WindowTotals {
    const tl_Window *windows; /* borrowed, [count] */
    tl_Counters *sums;        /* owned, [count] */
    double *days;             /* owned, [count] */
    int64_t *reports;         /* owned, [count]: of units that were meant */
    int count;
} tl_WindowTotals;

/* Room for the windows of a run; free with tl_window_totals_free. */
void tl_window_totals_create(tl_WindowTotals *totals, const tl_Window *windows, int count);

/* Begins anew, for another run. */
void tl_window_totals_clear(tl_WindowTotals *totals);

/* Adds a period to the windows that it lies in. */
void tl_window_totals_add(tl_WindowTotals *totals, const tl_Period *period);

/* A measure over a window so far. */
double tl_window_totals_value(const tl_WindowTotals *totals, int window, int measure);

/* Did every window meet a unit? False, with a sentence that names one, for values of nobody. What the config
 * cannot have (tl_selector_check), such as a pilot where its share is 0, is let by: it belongs to another arm. So are
 * firms that have all ended. */
bool tl_window_totals_are_met(const tl_WindowTotals *totals, const tl_Config *config,
                              char sentence[TL_FAILURE_SIZE]);

void tl_window_totals_free(tl_WindowTotals *totals);

/* Adds what the units that are meant counted in a period, unit by unit, since order decides the bits of sums of
 * real numbers. Their number. */
int32_t tl_period_sum(const tl_Period *period, const tl_Selector *where, tl_Counters *sum);

/* Why a simulation ended early, as a sentence without a full stop. */
void tl_failure_sentence(const tl_Simulation *simulation, tl_Outcome outcome, char sentence[TL_FAILURE_SIZE]);

#endif
