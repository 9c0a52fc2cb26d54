/* Visits (ODD 7.7): what a planned visit becomes when the day does not follow
 * the plan. */
#ifndef TL_VISIT_H
#define TL_VISIT_H

#include "core/care/reallocation.h"

/* Times of one visit, in seconds. */
typedef struct tl_VisitTimes {
    int32_t granted_s;
    int32_t planned_s; /* what the plan reserves */
    int32_t needed_s;  /* what today's need would take */
} tl_VisitTimes;

/* The constants of mechanism 4 in seconds, once per unit and day. */
typedef struct tl_VisitRules {
    float follow_least, follow_more; /* share of the deviation of need that is followed: least + more * L */
    float knowledge, rush_floor, own_time;
    float discretion;               /* mean usable discretion of the unit: what the plan counts on */
    float moved_share, moved_scale; /* re-allocation of time (reallocation.h) */
    float slowness;                 /* of work soon after a reorganisation (optional) */
    int32_t late_s, rush_after_s, drop_after_s, overtime_s;
} tl_VisitRules;

typedef struct tl_VisitOutcome {
    int32_t start_s;     /* seconds into the slot */
    int32_t delivered_s; /* 0 if dropped */
    int32_t travel_s;
    bool late, rushed, dropped;
} tl_VisitOutcome;

tl_VisitRules tl_visit_rules(const tl_World *world, int32_t unit);

/* Loss of working speed `days` after a reorganisation: A e x exp(-x) with x = days / dip_days, largest (A) at
 * x = 1 (ODD 7.22). */
double tl_visit_dip(const tl_Constants *constants, double days);

/* Nearest whole second of a time that is never negative. */
static inline int32_t tl_whole_s(float s)
{
    return (int32_t)(s + 0.5f);
}

/* granted = base * granted level * (1 + own time); needed = granted * ratio; target = granted + follow *
 * (needed - granted) with the unit's mean discretion; planned = granted + knowledge * (target - granted). */
static inline tl_VisitTimes tl_visit_times(const tl_VisitRules *rules, int32_t base_s, float granted_level,
                                           float need_ratio)
{
    float granted = (float)base_s * granted_level * (1.0f + rules->own_time);
    float follow = rules->follow_least + rules->follow_more * rules->discretion;
    float target = granted + follow * (granted * need_ratio - granted);
    return (tl_VisitTimes){.granted_s = tl_whole_s(granted),
                           .planned_s = tl_whole_s(granted + rules->knowledge * (target - granted)),
                           .needed_s = tl_whole_s(granted * need_ratio)};
}

/* What this person aims to give: the deviation of need is followed as far as discretion goes, and time moves
 * to the salient. */
static inline int32_t tl_visit_intended_s(const tl_VisitRules *rules, const tl_VisitTimes *times,
                                          float discretion, float salience)
{
    float follow = rules->follow_least + rules->follow_more * discretion;
    float target = (float)times->granted_s + follow * (float)(times->needed_s - times->granted_s);
    return tl_whole_s(target * tl_reallocation_factor(rules->moved_share, rules->moved_scale, salience));
}

/* The visit of `intended_s` as made by someone who is free at `free_s` and `travel_s` away, planned to start
 * at `planned_start_s`. Nobody starts before the plan says. Beyond rush_after, up to (1 - rush_floor) of the
 * time is cut to catch up; beyond drop_after, or if it could not end within the slot and overtime, the visit
 * is dropped. */
static inline tl_VisitOutcome tl_visit_make(const tl_VisitRules *rules, int32_t intended_s, int32_t free_s,
                                            int32_t travel_s, int32_t planned_start_s, int32_t slot_s)
{
    int32_t arrival_s = free_s + travel_s;
    int32_t start_s = arrival_s > planned_start_s ? arrival_s : planned_start_s;
    int32_t lag_s = start_s - planned_start_s;
    tl_VisitOutcome outcome = {.start_s = start_s, .travel_s = travel_s, .delivered_s = intended_s};
    outcome.late = lag_s > rules->late_s;
    if (lag_s > rules->rush_after_s) {
        int32_t least_s = tl_whole_s((float)intended_s * rules->rush_floor);
        int32_t rushed_s = intended_s - (lag_s - rules->rush_after_s);
        outcome.delivered_s = rushed_s > least_s ? rushed_s : least_s;
        outcome.rushed = outcome.delivered_s < intended_s;
    }
    if (lag_s > rules->drop_after_s || start_s + outcome.delivered_s > slot_s + rules->overtime_s) {
        outcome = (tl_VisitOutcome){.start_s = start_s, .dropped = true};
    }
    return outcome;
}

#endif
