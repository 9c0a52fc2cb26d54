#include "visit.h"

static int32_t seconds(double minutes)
{
    return (int32_t)(minutes * 60.0 + 0.5);
}

tl_VisitRules tl_visit_rules(const tl_Constants *k, const tl_Regime *regime)
{
    tl_VisitRules rules = {.follow_need = (float)k->follow_need,
                           .knowledge = (float)regime->knowledge,
                           .rush_floor = (float)k->rush_floor,
                           .late_s = seconds(k->late_min),
                           .rush_after_s = seconds(k->rush_after_min),
                           .drop_after_s = seconds(k->drop_after_min),
                           .overtime_s = seconds(k->overtime_min)};
    return rules;
}
