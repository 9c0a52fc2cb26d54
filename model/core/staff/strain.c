#include "core/staff/strain.h"

#include "core/world/each.h"
#include "core/staff/discretion.h"
#include "core/numbers/num.h"
#include "core/steering/control.h"
#include "core/unit/managers.h"

/* An exposure in standard deviations: its value under ordinary governance, and the spread (scale.*). */
#define Z(k, value, exposure) (((value) - (k)->scale_##exposure##_centre) / (k)->scale_##exposure##_spread)

double tl_strain_discretion_sd(const tl_Constants *k, double discretion)
{
    return Z(k, discretion, discretion);
}

double tl_strain_aim(const tl_World *w, int32_t unit, const tl_StaffState *c)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    const tl_Climate *climate = &w->unit_climate[unit];
    double coercion = tl_control_tightness(r, c->check_rate) * (1.0 - r->control_enabling);
    /* discretion whose purpose is unclear, and planning by those who do not know how yet */
    double unclear =
        (1.0 - climate->clarity) * (0.5 + c->discretion) + r->plan_team_planning * (1.0 - c->skill);
    double aversion = (c->averse ? 1.3 : 0.3) / (0.3 + k->motivation_averse_share);
    return c->person + k->strain_pressure * Z(k, c->pressure, pressure) -
           k->strain_discretion * Z(k, c->discretion, discretion) -
           k->strain_support * Z(k, w->unit_manager[unit].support, support) +
           k->strain_control * Z(k, coercion, control) * aversion +
           k->strain_unclear * Z(k, unclear, unclear) - k->strain_safety * Z(k, climate->safety, safety) -
           k->strain_hours * (r->organisation_hours_influence - k->scale_hours_influence - c->changed) -
           k->strain_breaks * r->steering_breaks_min / k->scale_breaks_min;
}

void tl_strain_week(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    double up = 1.0 - tl_exp(-TL_WEEK_DAYS / k->strain_up_days),
           down = 1.0 - tl_exp(-TL_WEEK_DAYS / k->strain_down_days);
    double remembered = tl_week_step(k->pressure_half_life_days);
    TL_EACH_EMPLOYEE(w, unit, staff) {
        tl_StaffState *c = &w->staff_state[staff];
        c->changed += (float)(remembered * (w->staff_week[staff].changed - (double)c->changed));
        double way = tl_strain_aim(w, unit, c) - c->strain;
        c->strain += (float)((way > 0.0 ? up : down) * way);
    }
}

void tl_strain_hazards(const tl_World *w, int32_t unit, tl_StaffState *c)
{
    const tl_Constants *k = &w->config->constants;
    double strain = c->strain, support = Z(k, w->unit_manager[unit].support, support);
    c->short_hazard = (float)tl_exp(k->sickness_strain_short * strain);
    c->long_hazard = (float)tl_exp(k->sickness_strain_long * strain - k->sickness_support_long * support);
}

double tl_strain_quit_hazard(const tl_World *w, const tl_StaffState *c, double years)
{
    const tl_Constants *k = &w->config->constants;
    double expectation = tl_managers_expectation(w, c);
    return tl_exp(k->turnover_strain * c->strain - k->turnover_trust * Z(k, expectation, expectation) +
                  k->turnover_hours * c->changed -
                  k->turnover_tenure * (tl_log(1.0 + years) - tl_log(1.0 + k->scale_tenure_years)));
}
