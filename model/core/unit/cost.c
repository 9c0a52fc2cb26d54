#include "core/unit/cost.h"

#include "core/care/officers.h"
#include "core/market/collective.h"
#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/world/shifts.h"

enum { SICK_PAY_DAYS = 14 };

/* Colleagues that an employee of the unit has to agree with: the real teams, not the lever. */
static double colleagues(const tl_World *w, int32_t unit)
{
    int32_t people = tl_rows_used(w->staff_id, w->unit_first_staff[unit], tl_unit_first_hourly(w, unit));
    return tl_larger((double)people / w->unit_teams[unit] - 1.0, 0.0);
}

int32_t tl_planning_s(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    double own = k->plan_team_min +
                 (r->plan_team_planning > 0.0 ? k->plan_team_min_per_colleague * colleagues(w, unit) : 0.0);
    return (int32_t)tl_round(TL_MINUTE_S *
                             (r->plan_team_planning * own + r->plan_knowledge * k->plan_knowledge_min));
}

/* Shifts a day that the unit needs, on average over the week. */
static double daily_shifts(const tl_World *w, int32_t unit)
{
    int32_t shifts = 0;
    TL_EACH_TEAM(w, unit, team) {
        shifts += tl_weekly_shifts(w, team);
    }
    return shifts > 0 ? (double)shifts / TL_WEEK_DAYS : 1.0;
}

/* Minutes a shift of what an employee does by the month, and of what the unit does together. */
static double development_min(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    double shifts_a_month =
        (double)k->work_full_time_shifts * k->work_post_share * TL_MONTH_DAYS / TL_ROTA_DAYS;
    double own = r->steering_follow_up_min + r->steering_safety_min + r->steering_meeting_min +
                 r->steering_training_min + r->steering_dialogues / TL_YEAR_MONTHS * k->manager_dialogue_min;
    double together =
        k->steering_plan_min * r->steering_plans_kept * w->unit_recipients[unit] +
        2.0 * k->officers_meeting_min * (tl_officers_meetings(w, unit) + r->officers_nurse_meetings) +
        k->dialogue_recipient_min * r->steering_recipient_dialogues / TL_YEAR_MONTHS *
            w->unit_recipients[unit];
    return own / shifts_a_month + together / (TL_MONTH_DAYS * daily_shifts(w, unit)) + r->steering_breaks_min;
}

int32_t tl_reserved_s(const tl_World *w, int32_t unit)
{
    double minutes = w->config->constants.work_indirect_min + development_min(w, unit);
    return (int32_t)tl_round(TL_MINUTE_S * minutes) + tl_planning_s(w, unit);
}

/* Ore an hour, supplements included; agencies ask the same of everybody. */
static int64_t rate(const tl_World *w, int32_t unit, tl_Employment employment, int shift, bool extra)
{
    const tl_Constants *k = &w->config->constants;
    double sek = employment == TL_AGENCY
                     ? k->cost_agency_sek_per_h
                     : tl_unit_wage(w, unit) * (employment == TL_PERMANENT ? k->cost_permanent_sek_per_h
                                                                           : k->cost_hourly_sek_per_h);
    bool unsocial = tl_shift_is_unsocial(w->day, shift);
    double factor = 1.0 + (unsocial && employment != TL_AGENCY ? k->cost_unsocial_supplement : 0.0);
    return tl_round(sek * factor * (extra ? k->cost_extra_shift_factor : 1.0) * TL_ORE);
}

static int64_t pay(int64_t seconds, int64_t ore_per_hour)
{
    return seconds * ore_per_hour / TL_HOUR_S;
}

static void book_duty(tl_World *w, int32_t unit, const tl_Duty *duty, int32_t planning_s, int32_t reserved_s)
{
    tl_Counters *c = &w->unit_counters[unit];
    int64_t paid_s = tl_shift_s(&w->config->constants, duty->shift);
    int64_t left_s = paid_s - reserved_s - duty->admin_s; /* none where more is reserved than the shift has */
    int64_t hour = rate(w, unit, duty->employment, duty->shift, duty->extra != 0);
    int64_t planned_s = duty->employment == TL_AGENCY ? 0 : planning_s;
    int64_t care = pay(duty->care_s, hour), travel = pay(duty->travel_s, hour),
            planning = pay(planned_s, hour), control = pay(duty->admin_s, hour);
    c->paid_s += paid_s;
    c->paid_permanent_s += duty->employment == TL_PERMANENT ? paid_s : 0;
    c->paid_hourly_s += duty->employment == TL_HOURLY ? paid_s : 0;
    c->paid_agency_s += duty->employment == TL_AGENCY ? paid_s : 0;
    c->paid_extra_s += duty->extra ? paid_s : 0;
    c->care_s += duty->care_s;
    c->travel_s += duty->travel_s;
    c->planning_s += planned_s;
    c->control_s += duty->admin_s;
    c->visit_time_s += left_s > 0 ? left_s : 0;
    c->other_s += paid_s - duty->care_s - duty->travel_s - planned_s - duty->admin_s;
    c->cost_care += care;
    c->cost_travel += travel;
    c->cost_planning += planning;
    c->cost_control += control;
    c->cost_administration += pay(paid_s, hour) - care - travel - planning - control;
}

/* Sick pay for a rostered shift lost within the first 14 days. */
static void book_sickness(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    TL_EACH_PERMANENT(w, unit, staff) {
        int shift = tl_rota(w, staff)[w->day % TL_ROTA_DAYS];
        if (w->staff_sick[staff] != TL_WELL && shift != TL_OFF && w->staff_sick_days[staff] < SICK_PAY_DAYS) {
            double ore = (double)pay(tl_shift_s(k, shift), rate(w, unit, TL_PERMANENT, shift, false)) *
                         k->cost_sick_pay_share;
            w->unit_counters[unit].cost_absence += tl_round(ore);
        }
    }
}

static void book_overhead(tl_World *w, int32_t unit, int32_t visits)
{
    const tl_Constants *k = &w->config->constants;
    tl_Counters *c = &w->unit_counters[unit];
    int64_t planner_s = tl_round(visits * k->plan_planner_min_per_visit * TL_MINUTE_S *
                                 (1.0 - w->unit_regime[unit].plan_team_planning));
    c->planner_s += planner_s;
    c->cost_planning += pay(planner_s, tl_round(k->cost_planner_sek_per_h * TL_ORE));
    c->cost_management += tl_round(k->cost_manager_sek_per_month * (double)w->unit_manager_share[unit] *
                                   TL_ORE * TL_YEAR_MONTHS / TL_YEAR_DAYS);
    const tl_Regime *r = &w->unit_regime[unit];
    double meetings_h = (tl_officers_meetings(w, unit) + r->officers_nurse_meetings) * TL_YEAR_MONTHS /
                        TL_YEAR_DAYS * k->officers_meeting_min / TL_HOUR_MIN;
    int64_t officers = tl_round(meetings_h * k->cost_officer_sek_per_h * TL_ORE);
    int64_t records = tl_round((double)c->record_checks * k->cost_record_check_sek * TL_ORE);
    c->cost_administration += officers;
    c->cost_control += records;
    c->cost_purchaser += officers + records;
    if (r->resources_reform_budget > 0.0) {
        c->cost_reform += tl_round(r->resources_reform_budget * TL_ORE * TL_YEAR_MONTHS / TL_YEAR_DAYS *
                                   tl_employees(w, unit));
    }
}

void tl_cost_day(tl_World *w, int32_t unit, tl_Workspace *work)
{
    int32_t planning_s = tl_planning_s(w, unit), reserved_s = tl_reserved_s(w, unit);
    for (int32_t i = 0; i < work->duty_count; i++) {
        book_duty(w, unit, &work->duties[i], planning_s, reserved_s);
    }
    book_sickness(w, unit);
    book_overhead(w, unit, work->visits_due);
}
