#include "core/visits/visit.h"

#include "core/numbers/num.h"

static int32_t seconds(double minutes)
{
    return (int32_t)(minutes * TL_MINUTE_S + 0.5);
}

double tl_visit_dip(const tl_Constants *k, double days)
{
    double x = days / k->reform_dip_days;
    return k->reform_dip * x * tl_exp(1.0 - x);
}

tl_VisitRules tl_visit_rules(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *regime = &w->unit_regime[unit];
    int32_t since = w->unit_reorganised[unit];
    double moved = tl_reallocation_strength(w, unit);
    /* share of a changed need that whoever plans knows by morning */
    double knowledge = regime->plan_knowledge +
                       k->plan_team_information * regime->plan_team_planning * (1.0 - regime->plan_knowledge);
    return (tl_VisitRules){.follow_least = (float)k->visit_follow_least,
                           .follow_more = (float)(k->visit_follow_need - k->visit_follow_least),
                           .discretion = w->unit_climate[unit].discretion,
                           .knowledge = (float)knowledge,
                           .own_time = (float)regime->care_own_time,
                           .moved_share = (float)moved,
                           .moved_scale = moved > 0.0 ? (float)tl_reallocation_scale(w, unit) : 1.0f,
                           .slowness = since >= 0 ? (float)tl_visit_dip(k, w->day - since) : 0.0f,
                           .rush_floor = (float)k->visit_rush_floor,
                           .late_s = seconds(k->visit_late_min),
                           .rush_after_s = seconds(k->visit_rush_after_min),
                           .drop_after_s = seconds(k->visit_drop_after_min),
                           .overtime_s = seconds(k->work_overtime_min)};
}
