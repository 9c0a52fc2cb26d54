#include "core/staff/discretion.h"

#include "core/world/each.h"
#include "core/numbers/num.h"

double tl_discretion_formal(const tl_Regime *r)
{
    return r->discretion_officer * r->discretion_provider * r->discretion_manager;
}

double tl_discretion_spread(const tl_Regime *r)
{
    return tl_larger(tl_larger(r->discretion_officer, r->discretion_provider), r->discretion_manager) -
           tl_smaller(tl_smaller(r->discretion_officer, r->discretion_provider), r->discretion_manager);
}

float tl_discretion_usable(const tl_Constants *k, const tl_Regime *regime, const tl_StaffState *c)
{
    double felt = tl_smaller(tl_discretion_formal(regime), c->permission);
    return (float)(felt * (1.0 - k->discretion_pressure_loss * c->pressure));
}

static void feel_pressure(const tl_Constants *k, const tl_StaffWeek *week, tl_StaffState *c)
{
    if (week->paid_s > 0) { /* nobody feels a load while away */
        double load = week->busy_s / (double)week->paid_s;
        double pressure = tl_clamp((load - k->pressure_from) / k->pressure_span, 0.0, 1.0);
        c->pressure += (float)(tl_week_step(k->pressure_half_life_days) * (pressure - c->pressure));
    }
}

static void feel_permission(const tl_Constants *k, const tl_Regime *r, tl_StaffState *c)
{
    double formal = tl_discretion_formal(r), felt = c->permission;
    double half_life = k->discretion_permission_half_life_days /
                       (1.0 + r->resources_reform_budget / k->discretion_reform_half_sek);
    c->permission = (float)(formal < felt ? formal : felt + tl_week_step(half_life) * (formal - felt));
}

void tl_discretion_week(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    tl_Climate *climate = &w->unit_climate[unit];
    double discretion = 0.0, pressure = 0.0;
    int32_t people = tl_employees(w, unit);
    TL_EACH_EMPLOYEE(w, unit, staff) {
        tl_StaffState *c = &w->staff_state[staff];
        feel_pressure(k, &w->staff_week[staff], c);
        feel_permission(k, &w->unit_regime[unit], c);
        discretion += tl_discretion_usable(k, &w->unit_regime[unit], c);
        pressure += c->pressure;
    }
    if (people > 0) {
        climate->discretion = (float)(discretion / people);
        climate->pressure = (float)(pressure / people);
    }
}
