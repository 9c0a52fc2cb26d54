#include "core/steering/reorganisation.h"

#include <stdlib.h>
#include <string.h>

#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/market/books.h"
#include "core/market/market.h"
#include "core/world/clock.h"
#include "core/world/organise.h"
#include "core/world/place.h"

/* The one-off cost is booked in the new units. */
static void book_reform(tl_World *w, const int32_t *units_before)
{
    int64_t ore = tl_round(w->config->constants.cost_reorganisation_sek_per_employee * TL_ORE);
    TL_EACH_UNIT(w, unit) {
        if (w->unit_number[unit] > units_before[tl_unit_municipality(w, unit)]) {
            w->unit_counters[unit].cost_reform += ore * tl_employees(w, unit);
        }
    }
}

static void deal_books(tl_World *w)
{
    for (int32_t m = 0; m < w->config->municipality_count; m++) {
        tl_books_deal(w, m);
    }
}

/* What is counted when the month of a unit is closed early, before its last report: complaints. */
static void report_closing(tl_World *w, int32_t unit)
{
    if (tl_has_purchaser(w->config)) {
        tl_report_day(w, unit);
    }
}

/* Those that are cut anew, and are about to disappear. */
static tl_Outcome choose_units(tl_World *w, tl_Reports *reports, const tl_Selector *where, bool *chosen)
{
    tl_Outcome outcome = TL_NOBODY_MEANT;
    TL_EACH_UNIT(w, unit) {
        chosen[unit] = tl_selector_means(where, tl_unit_place(w, unit));
        if (chosen[unit]) {
            tl_books_close(w, unit);
            report_closing(w, unit);
        }
        if (chosen[unit] && !tl_report_retire(w, reports, unit)) {
            return TL_OUT_OF_MEMORY;
        }
        outcome = chosen[unit] ? TL_OK : outcome;
    }
    return outcome;
}

static tl_Outcome carry_out(tl_World *w, tl_Reports *reports, const tl_Reorganisation *change)
{
    size_t municipalities = (size_t)w->config->municipality_count;
    bool *chosen = calloc((size_t)w->sizes.UNIT + 1, sizeof *chosen);
    int32_t *units_before = malloc(municipalities * sizeof *units_before);
    tl_Outcome outcome = TL_OUT_OF_MEMORY;
    if (chosen != NULL && units_before != NULL) {
        memcpy(units_before, w->municipality_units, municipalities * sizeof *units_before);
        outcome = choose_units(w, reports, &change->where, chosen);
    }
    if (outcome == TL_OK && !tl_organise(w, chosen, change->rule, change->pool_size, change->span)) {
        outcome = TL_OUT_OF_MEMORY;
    }
    if (outcome == TL_OK) {
        book_reform(w, units_before);
        deal_books(w);
    }
    free(chosen);
    free(units_before);
    return outcome;
}

tl_Outcome tl_reorganise(tl_World *w, tl_Reports *reports)
{
    const tl_Config *config = w->config;
    tl_Outcome outcome = TL_OK;
    for (int i = 0; outcome == TL_OK && i < config->reorganisation_count; i++) {
        if (config->reorganisations[i].day == tl_measured_day(w)) {
            reports->unmet = config->reorganisations[i].name;
            outcome = carry_out(w, reports, &config->reorganisations[i]);
        }
    }
    return outcome;
}
