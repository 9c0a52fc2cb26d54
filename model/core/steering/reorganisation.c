#include "core/steering/reorganisation.h"

#include <stdlib.h>
#include <string.h>

#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/steering/regime.h"
#include "core/world/clock.h"
#include "core/world/organise.h"

/* The one-off cost is booked in the new units. */
static void book_reform(tl_World *w, const int32_t *units_before)
{
    int64_t ore = tl_round(w->config->constants.cost_reorganisation_sek_per_employee * 100.0);
    TL_EACH_UNIT(w, unit) {
        if (w->unit_number[unit] > units_before[tl_unit_municipality(w, unit)]) {
            w->unit_counters[unit].cost_reform += ore * tl_employees(w, unit);
        }
    }
}

/* Those that are cut anew, and are about to disappear. */
static bool choose_units(const tl_World *w, tl_Reports *reports, const tl_Where *where, bool *chosen)
{
    bool room = true;
    for (int32_t unit = 0; room && unit < (int32_t)w->sizes.UNIT; unit++) {
        chosen[unit] = tl_where_applies(w, where, unit);
        room = !chosen[unit] || tl_report_retire(w, reports, unit);
    }
    return room;
}

static bool carry_out(tl_World *w, tl_Reports *reports, const tl_Reorganisation *change)
{
    size_t municipalities = (size_t)w->config->municipality_count;
    bool *chosen = calloc((size_t)w->sizes.UNIT + 1, sizeof *chosen);
    int32_t *units_before = malloc(municipalities * sizeof *units_before);
    bool done = chosen != NULL && units_before != NULL;
    if (done) {
        memcpy(units_before, w->municipality_units, municipalities * sizeof *units_before);
        done = choose_units(w, reports, &change->where, chosen) &&
               tl_organise(w, chosen, change->rule, change->pool_size, change->span);
    }
    if (done) {
        book_reform(w, units_before);
    }
    free(chosen);
    free(units_before);
    return done;
}

tl_Outcome tl_reorganise(tl_World *w, tl_Reports *reports)
{
    const tl_Config *config = w->config;
    for (int i = 0; i < config->reorganisation_count; i++) {
        if (config->reorganisations[i].day == tl_measured_day(w) &&
            !carry_out(w, reports, &config->reorganisations[i])) {
            return TL_OUT_OF_MEMORY;
        }
    }
    return TL_OK;
}
