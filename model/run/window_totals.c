#include "run/window_totals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/market/market.h"
#include "system/memory.h"

void tl_window_totals_create(tl_WindowTotals *totals, const tl_Window *windows, int count)
{
    size_t room = (size_t)count + 1;
    *totals = (tl_WindowTotals){.windows = windows,
                                .sums = tl_allocate(room, sizeof *totals->sums),
                                .days = tl_allocate(room, sizeof *totals->days),
                                .reports = tl_allocate(room, sizeof *totals->reports),
                                .count = count};
}

void tl_window_totals_clear(tl_WindowTotals *totals)
{
    memset(totals->sums, 0, (size_t)totals->count * sizeof *totals->sums);
    memset(totals->days, 0, (size_t)totals->count * sizeof *totals->days);
    memset(totals->reports, 0, (size_t)totals->count * sizeof *totals->reports);
}

void tl_window_totals_free(tl_WindowTotals *totals)
{
    free(totals->sums);
    free(totals->days);
    free(totals->reports);
    *totals = (tl_WindowTotals){.count = 0};
}

int32_t tl_period_sum(const tl_Period *period, const tl_Selector *where, tl_Counters *sum)
{
    int32_t meant = 0;
    for (int32_t i = 0; i < period->unit_count; i++) {
        const tl_UnitReport *unit = &period->units[i];
        if (tl_selector_means(where, unit->place)) {
            tl_counters_add(sum, &unit->counters);
            meant++;
        }
    }
    return meant;
}

void tl_window_totals_add(tl_WindowTotals *totals, const tl_Period *period)
{
    for (int k = 0; k < totals->count; k++) {
        const tl_Window *window = &totals->windows[k];
        if (period->first_day >= window->from && period->first_day + period->days <= window->to) {
            totals->reports[k] += tl_period_sum(period, &window->where, &totals->sums[k]);
            totals->days[k] += period->days;
        }
    }
}

double tl_window_totals_value(const tl_WindowTotals *totals, int window, int measure)
{
    return tl_measures[measure].value(&totals->sums[window], totals->days[window]);
}

/* A window that a config cannot meet belongs to another arm: where it is its own, it was refused. */
static bool is_of_another(const tl_Window *window, const tl_Config *config)
{
    tl_Messages unsaid = {0};
    bool good = tl_selector_check(&window->where, window->name, config, (tl_Place){.file = ""}, &unsaid);
    tl_messages_free(&unsaid);
    return !good;
}

/* Firms may all have ended by then: their measures are of nobody. */
static bool may_have_ended(const tl_Window *window, const tl_Config *config)
{
    return tl_market_pays(&config->market) &&
           (window->where.by[TL_BY_KIND].count > 0 || window->where.by[TL_BY_PROVIDER].count > 0);
}

bool tl_window_totals_are_met(const tl_WindowTotals *totals, const tl_Config *config,
                              char sentence[TL_FAILURE_SIZE])
{
    for (int k = 0; k < totals->count; k++) {
        const tl_Window *window = &totals->windows[k];
        if (totals->reports[k] == 0 && totals->days[k] > 0.0 && !is_of_another(window, config) &&
            !may_have_ended(window, config)) {
            snprintf(sentence, TL_FAILURE_SIZE, "window %s: 'where' means no unit that there is in its days",
                     window->name);
            return false;
        }
    }
    return true;
}

void tl_failure_sentence(const tl_Simulation *simulation, tl_Outcome outcome, char sentence[TL_FAILURE_SIZE])
{
    bool named = outcome == TL_NOBODY_MEANT && simulation->reports.unmet != NULL;
    snprintf(sentence, TL_FAILURE_SIZE, "%s%s%s", named ? simulation->reports.unmet : "", named ? ": " : "",
             tl_outcome_sentence(outcome));
}
