#include "core/staff/sickness.h"

#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"

enum { SHORT_LIMIT_DAYS = 14 };

double tl_sickness_long_survival(const tl_Constants *k, double days)
{
    double c = k->sickness_long_hazard_decline;
    double waning = c > 0.0 ? (1.0 - tl_exp(-c * days)) / c : days;
    return tl_exp(-k->sickness_long_hazard_floor * days - k->sickness_long_hazard_start * waning);
}

double tl_sickness_expected_share(const tl_Constants *k)
{
    double long_days = SHORT_LIMIT_DAYS;
    for (int day = 1; day < 3650; day++) {
        long_days += tl_sickness_long_survival(k, day);
    }
    double odds = (k->sickness_short_spells_per_year * k->sickness_short_days +
                   k->sickness_long_spells_per_year * long_days) /
                  TL_YEAR_DAYS;
    return odds / (1.0 + odds);
}

/* Daily probability that today's spell ends. */
static double return_probability(const tl_Constants *k, int kind, int32_t spell_days)
{
    if (kind == TL_SICK_SHORT) {
        return 1.0 / k->sickness_short_days;
    }
    if (spell_days < SHORT_LIMIT_DAYS) {
        return 0.0;
    }
    double age = spell_days - SHORT_LIMIT_DAYS;
    return 1.0 - tl_sickness_long_survival(k, age + 1.0) / tl_sickness_long_survival(k, age);
}

static void sickness_of(tl_World *w, int32_t staff)
{
    const tl_Constants *k = &w->config->constants;
    tl_Rng rng = tl_rng(tl_day_key(w->keys.sickness, w->staff_id[staff], w->day));
    double change = tl_rng_uniform(&rng), kind = tl_rng_uniform(&rng), at_work = tl_rng_uniform(&rng);
    if (w->staff_sick[staff] != TL_WELL) {
        w->staff_sick_days[staff]++;
        if (change < return_probability(k, w->staff_sick[staff], w->staff_sick_days[staff])) {
            w->staff_sick[staff] = TL_WELL;
            w->staff_sick_days[staff] = 0;
        }
        return; /* a new spell can begin tomorrow */
    }
    tl_StaffState *state = &w->staff_state[staff];
    double longs = k->sickness_long_spells_per_year * state->long_hazard;
    double per_year = k->sickness_short_spells_per_year * state->short_hazard + longs;
    if (change >= per_year / TL_YEAR_DAYS) {
        return;
    }
    bool is_long = kind * per_year < longs;
    if (!is_long && at_work < k->sickness_presenteeism) {
        state->strain += (float)k->sickness_presenteeism_strain; /* worked through, at a price (optional) */
        return;
    }
    w->staff_sick[staff] = is_long ? TL_SICK_LONG : TL_SICK_SHORT;
    w->staff_sick_days[staff] = 0;
}

void tl_sickness(tl_World *w, int32_t unit)
{
    TL_EACH_EMPLOYEE(w, unit, staff) {
        sickness_of(w, staff);
    }
}
