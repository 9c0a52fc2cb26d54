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

static int32_t shortened(const tl_VisitRules *rules, int32_t target_s, int32_t lag_s)
{
    int32_t least_s = tl_whole_s((float)target_s * rules->rush_floor);
    int32_t wished_s = target_s - (lag_s - rules->rush_after_s);
    return wished_s > least_s ? wished_s : least_s;
}

tl_VisitOutcome tl_visit_make(const tl_VisitRules *rules, const tl_VisitTimes *times, int32_t free_s,
                              int32_t travel_s, int32_t planned_start_s, int32_t slot_s)
{
    int32_t arrival_s = free_s + travel_s;
    int32_t start_s = arrival_s > planned_start_s ? arrival_s : planned_start_s;
    int32_t lag_s = start_s - planned_start_s;
    tl_VisitOutcome outcome = {.start_s = start_s, .travel_s = travel_s, .delivered_s = times->target_s};
    outcome.late = lag_s > rules->late_s;
    if (lag_s > rules->rush_after_s) {
        outcome.delivered_s = shortened(rules, times->target_s, lag_s);
        outcome.rushed = outcome.delivered_s < times->target_s;
    }
    if (lag_s > rules->drop_after_s || start_s + outcome.delivered_s > slot_s + rules->overtime_s) {
        outcome = (tl_VisitOutcome){.start_s = start_s, .dropped = true};
    }
    return outcome;
}
