#include "core/staff/effort.h"

#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/staff/strain.h"
#include "core/numbers/calendar.h"
#include "core/steering/control.h"
#include "core/unit/managers.h"

/* M* = clip(M0 + cT (E - a) - cC h ctl (1 - Ge) + cL zA - cS S + cG Ge m_rel), with h = 1 for the averse. */
static double motivation_aim(const tl_World *w, int32_t unit, const tl_StaffState *c)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    double expectation = tl_managers_expectation(w, c);
    double tightness = tl_control_tightness(r, c->check_rate);
    double aim = k->motivation_mean + k->motivation_trust * (expectation - k->opinion_propensity) -
                 k->motivation_control * (c->averse ? 1.0 : 0.0) * tightness * (1.0 - r->control_enabling) +
                 k->motivation_discretion * tl_strain_discretion_sd(k, c->discretion) -
                 k->motivation_strain * c->strain +
                 k->motivation_learning * r->control_enabling * c->check_rate;
    return tl_clamp(aim, 0.0, 1.0);
}

void tl_motivation_week(tl_World *w, int32_t unit)
{
    double step = tl_week_step(w->config->constants.motivation_half_life_days);
    TL_EACH_EMPLOYEE(w, unit, staff) {
        tl_StaffState *c = &w->staff_state[staff];
        c->motivation += (float)(step * (motivation_aim(w, unit, c) - c->motivation));
    }
}

double tl_effort_cut_probability(const tl_Constants *k, const tl_Regime *r, const tl_StaffState *c,
                                 double skimping)
{
    double opportunist = c->opportunist ? 1.0 : 0.0;
    double observed = c->check_rate + (1.0 - k->effort_gaming) * r->control_record_checks;
    double response = k->effort_others + (1.0 - k->effort_others) * opportunist;
    double logit = k->effort_base + k->effort_opportunist * opportunist + k->effort_pressure * c->pressure -
                   k->effort_motivation * (c->motivation - k->motivation_mean) -
                   k->effort_detection * tl_smaller(observed, 1.0) * response + skimping;
    return 1.0 / (1.0 + tl_exp(-logit));
}
