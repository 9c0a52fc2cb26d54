#include "core/steering/control.h"

#include "core/numbers/num.h"

double tl_control_tightness(const tl_Regime *regime, double relational_checks)
{
    return tl_smaller(regime->control_record_checks + relational_checks, 1.0);
}

tl_ControlRules tl_control_rules(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    return (tl_ControlRules){.record_checks = r->control_record_checks,
                             .gaming = k->effort_gaming,
                             .cut_share = (float)k->effort_cut_share,
                             .tolerance_s = (int32_t)tl_round(r->control_tolerance_min * TL_MINUTE_S),
                             .deviation_s = (int32_t)tl_round(r->control_deviation_min * TL_MINUTE_S),
                             .registration_s = (int32_t)tl_round(k->control_registration_min *
                                                                 r->control_record_checks * TL_MINUTE_S)};
}
