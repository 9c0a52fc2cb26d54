#include "core/unit/climate.h"

#include "core/care/officers.h"
#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/staff/discretion.h"
#include "core/numbers/opinion.h"
#include "core/steering/control.h"
#include "core/unit/managers.h"

static double saturating(const tl_Constants *k, double minutes)
{
    return minutes / (minutes + k->climate_half_min);
}

double tl_climate_clarity_aim(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    return tl_clamp(k->climate_clarity_base +
                        k->climate_clarity_follow_up * saturating(k, r->steering_follow_up_min) -
                        k->climate_clarity_spread * tl_discretion_spread(r),
                    0.0, 1.0);
}

double tl_climate_safety_aim(const tl_World *w, int32_t unit, double expectation, double support)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    double blame = tl_control_tightness(r, r->control_relational_checks) * (1.0 - r->control_enabling);
    return tl_clamp(k->climate_safety_base + k->climate_safety_trust * expectation +
                        k->climate_safety_support * support - k->climate_safety_blame * blame +
                        k->climate_safety_work * saturating(k, r->steering_safety_min),
                    0.0, 1.0);
}

double tl_climate_report_share(const tl_World *w, int32_t unit)
{
    double least = w->config->constants.climate_report_least;
    return least + (1.0 - least) * w->unit_climate[unit].safety;
}

static double mean_expectation(const tl_World *w, int32_t unit)
{
    double sum = 0.0;
    int32_t people = tl_employees(w, unit);
    TL_EACH_EMPLOYEE(w, unit, staff) {
        sum += tl_managers_expectation(w, &w->staff_state[staff]);
    }
    return people > 0 ? sum / people : w->config->constants.opinion_propensity;
}

tl_Climate tl_climate_start(const tl_World *w, int32_t unit)
{
    double propensity = w->config->constants.opinion_propensity;
    double support = w->unit_manager[unit].support;
    return (tl_Climate){.clarity = (float)tl_climate_clarity_aim(w, unit),
                        .safety = (float)tl_climate_safety_aim(w, unit, propensity, support)};
}

void tl_climate_week(tl_World *w, int32_t unit)
{
    tl_Climate *climate = &w->unit_climate[unit];
    const tl_Manager *manager = &w->unit_manager[unit];
    tl_Counters *c = &w->unit_counters[unit];
    double step = tl_week_step(w->config->constants.climate_half_life_days);
    double safety = tl_climate_safety_aim(w, unit, mean_expectation(w, unit), manager->support);
    climate->clarity += (float)(step * (tl_climate_clarity_aim(w, unit) - climate->clarity));
    climate->safety += (float)(step * (safety - climate->safety));
    tl_Opinion officer = tl_officers_opinion(w, unit);
    c->unit_weeks++;
    c->officer_trust += officer.trust;
    c->officer_distrust += officer.distrust;
    c->clarity_sum += climate->clarity;
    c->safety_sum += climate->safety;
    c->manager_load_sum += manager->load;
    c->support_sum += manager->support;
}
