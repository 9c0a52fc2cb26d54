#include "core/steering/pilot.h"

#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/market/providers.h"
#include "core/unit/managers.h"
#include "core/world/people.h"

double tl_pilot_willingness(const tl_World *w, int32_t unit)
{
    double sum = 0.0;
    int32_t people = tl_employees(w, unit);
    TL_EACH_EMPLOYEE(w, unit, staff) {
        sum += tl_managers_expectation(w, &w->staff_state[staff]);
        sum += w->staff_state[staff].motivation;
    }
    return people > 0 ? sum / people : 0.0;
}

/* Higher comes first. */
static double claim_of(const tl_World *w, int32_t unit)
{
    if (w->config->run.pilot_chosen == TL_pilot_chosen_by_willingness) {
        return tl_pilot_willingness(w, unit);
    }
    tl_Rng rng = tl_rng(tl_mix64(w->keys.grouping ^ tl_unit_id(w, unit)));
    return tl_rng_uniform(&rng);
}

static bool may_take_part(const tl_World *w, int32_t unit)
{
    return w->config->run.pilot_among == TL_pilot_among_all || !tl_is_external(w, unit);
}

/* The unit of a range that is not yet in the pilot and has the highest claim; the first of equals. */
static int32_t next_unit(const tl_World *w, int32_t first, int32_t end)
{
    int32_t best = -1;
    for (int32_t unit = first; unit < end; unit++) {
        if (!w->unit_pilot[unit] && may_take_part(w, unit) &&
            (best < 0 || claim_of(w, unit) > claim_of(w, best))) {
            best = unit;
        }
    }
    return best;
}

void tl_pilot_choose(tl_World *w, int32_t municipality)
{
    int32_t first, end, units = 0;
    tl_municipality_range(w, municipality, &first, &end);
    for (int32_t unit = first; unit < end; unit++) {
        units += may_take_part(w, unit);
    }
    int64_t wanted = tl_round(w->config->run.pilot_share * units);
    for (int64_t i = 0; i < wanted; i++) {
        w->unit_pilot[next_unit(w, first, end)] = 1;
    }
}
