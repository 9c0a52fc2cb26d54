#include "core/steering/pilot.h"

#include "core/day/day.h"
#include "core/numbers/num.h"
#include "core/numbers/opinion.h"
#include "core/numbers/rng.h"
#include "core/world/people.h"

double tl_pilot_willingness(const tl_World *w, int32_t unit)
{
    double sum = 0.0;
    int32_t people = 0;
    for (int32_t staff = w->unit_first_staff[unit]; staff < tl_unit_staff_end(w, unit); staff++) {
        if (w->staff_id[staff] != 0) {
            const tl_StaffState *c = &w->staff_state[staff];
            tl_Opinion opinion = tl_opinion(c->good, c->bad, w->decay.opinion_prior);
            sum += (double)tl_opinion_expectation(opinion, (float)w->config->constants.opinion_propensity);
            sum += (double)c->motivation;
            people++;
        }
    }
    return people > 0 ? sum / people : 0.0;
}

/* Higher comes first. */
static double claim_of(const tl_World *w, int32_t unit)
{
    if (w->config->run.pilot_chosen == TL_PILOT_BY_WILLINGNESS) {
        return tl_pilot_willingness(w, unit);
    }
    tl_Rng rng = tl_rng(tl_mix64(w->keys.grouping ^ tl_unit_id(w, unit)));
    return tl_rng_uniform(&rng);
}

/* The unit of a range that is not yet in the pilot and has the highest claim; the first of equals. */
static int32_t next_unit(const tl_World *w, int32_t first, int32_t end)
{
    int32_t best = -1;
    for (int32_t unit = first; unit < end; unit++) {
        if (!w->unit_climate[unit].pilot && (best < 0 || claim_of(w, unit) > claim_of(w, best))) {
            best = unit;
        }
    }
    return best;
}

void tl_pilot_choose(tl_World *w)
{
    if (w->config->run.pilot_share <= 0.0) {
        return;
    }
    for (int32_t m = 0; m < w->config->municipality_count; m++) {
        int32_t first, end;
        tl_municipality_range(w, m, &first, &end);
        int64_t wanted = tl_round(w->config->run.pilot_share * (end - first));
        for (int64_t i = 0; i < wanted; i++) {
            w->unit_climate[next_unit(w, first, end)].pilot = true;
        }
    }
}
