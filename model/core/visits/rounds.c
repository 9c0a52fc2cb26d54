#include "core/visits/rounds.h"

#include "core/unit/climate.h"
#include "core/care/continuity.h"
#include "core/unit/cost.h"
#include "core/visits/duties.h"
#include "core/world/people.h"
#include "core/visits/plan.h"
#include "core/world/shifts.h"
#include "core/steering/control.h"
#include "core/market/bill.h"

/* What does not change between the visits of a unit's day. */
typedef struct Rounds {
    tl_Planner planner;
    tl_ControlRules control;
    double report_share;
    float route_factor; /* travel of this way of planning over travel at its best */
} Rounds;

static Rounds rounds_of(tl_World *w, int32_t unit, tl_Workspace *work)
{
    const tl_Regime *r = &w->unit_regime[unit];
    Rounds rounds = {.control = tl_control_rules(w, unit),
                     .report_share = tl_climate_report_share(w, unit),
                     .route_factor =
                         (float)(1.0 + w->config->constants.plan_route_loss_team * r->plan_team_planning)};
    rounds.planner = tl_planner(w, unit, work, rounds.control.registration_s, rounds.route_factor);
    return rounds;
}

/* What control saw of the visit, and what the one who came will hear of it. */
static void count_checked(tl_Counters *c, tl_Duty *duty, const tl_CheckedVisit *v, int32_t honest_s)
{
    int32_t lacking_s = honest_s - v->delivered_s;
    bool checked = v->record_check || v->relational_check;
    duty->visits++;
    duty->admin_s += v->admin_s;
    duty->care_s += v->delivered_s;
    duty->intended_s += honest_s;
    duty->checked_bad += v->detected;
    duty->checked_good += checked && !v->detected;
    duty->deviations += v->deviates;
    c->visits_cut += v->cut;
    c->visits_cut_detected += v->detected;
    c->under_delivered_s += lacking_s;
    c->under_detected_s += v->detected ? lacking_s : 0;
    c->registered_s += v->registered_s;
    c->record_checks += v->record_check;
    c->relational_checks += v->relational_check;
    c->deviations += v->deviates;
    c->faults_known += v->deviates | v->detected;
}

/* Where the minutes went, from what was intended to what was delivered. */
static void count_time(tl_World *w, tl_Counters *c, const tl_BookedVisit *p, int32_t intended_s,
                       int32_t honest_s, int32_t delivered_s)
{
    int32_t change_s = intended_s - p->times.planned_s, unmet_s = p->times.needed_s - delivered_s;
    w->recipient_needed_s[p->recipient] += p->times.needed_s;
    w->recipient_delivered_s[p->recipient] += delivered_s;
    c->delivered_s += delivered_s;
    c->cut_s += intended_s - honest_s;
    c->extended_s += change_s & ~(change_s >> 31); /* the positive part, without a branch on a coin */
    c->saved_s += -change_s & ~(-change_s >> 31);
    c->unmet_s += unmet_s & ~(unmet_s >> 31);
}

static void feel_visit(const Rounds *rounds, const tl_BookedVisit *p, const tl_Duty *duty,
                       const tl_VisitOutcome *o, float noise, bool cut)
{
    tl_World *w = rounds->planner.world;
    tl_Counters *c = &w->unit_counters[rounds->planner.unit];
    bool known = duty->employment != TL_AGENCY;
    int language = w->recipient_needs[p->recipient] & ~TL_SKILL_NURSE;
    bool competent = (w->recipient_needs[p->recipient] & ~duty->skills) == 0;
    tl_Encounter e = {.pair = known ? p->pair : -1,
                      .recipient = p->recipient,
                      .noise = noise,
                      .quality = duty->quality,
                      .discretion = duty->discretion,
                      .circumstances = (uint8_t)(TL_LATE * o->late | TL_RUSHED * o->rushed |
                                                 TL_COMPETENT * competent | TL_CUT * cut)};
    bool new_face = known ? tl_continuity_visit(w, p->recipient, p->pair)
                          : tl_continuity_stranger(w, p->recipient, duty->tie);
    c->visits_made++;
    c->visits_late += o->late;
    c->visits_rushed += o->rushed;
    c->visits_with_contact += p->has_contact;
    c->visits_by_contact += p->by_contact;
    c->visits_unskilled += !competent;
    c->visits_language += language != 0;
    c->visits_language_met += language != 0 && (language & ~duty->skills) == 0;
    tl_experience(w, &rounds->planner.experience, &e, new_face, c);
}

static void drop_visit(const Rounds *rounds, const tl_BookedVisit *p)
{
    tl_World *w = rounds->planner.world;
    tl_Counters *c = &w->unit_counters[rounds->planner.unit];
    c->visits_dropped++;
    c->dropped_s += p->times.planned_s;
    c->unmet_s += p->times.needed_s;
    tl_experience_missed(w, &rounds->planner.experience, p->recipient);
}

static int32_t travel_s(const Rounds *rounds, const tl_Duty *duty, float x, float y)
{
    float distance_s = __builtin_fabsf(duty->x - x) + __builtin_fabsf(duty->y - y);
    return (int32_t)((distance_s + rounds->planner.request.access_s.of[0]) * rounds->route_factor);
}

static void make_visit(const Rounds *rounds, tl_BookedVisit *p, int32_t slot_s)
{
    tl_World *w = rounds->planner.world;
    const tl_VisitRules *rules = &rounds->planner.visit;
    tl_Duty *duty = &rounds->planner.work->duties[p->duty];
    float x = w->recipient_x[p->recipient], y = w->recipient_y[p->recipient];
    int32_t intended_s =
        tl_visit_intended_s(rules, &p->times, duty->discretion, w->recipient_salience[p->recipient]);
    if (rounds->planner.bill.fills) {
        intended_s = tl_filled_s(intended_s, p->times.granted_s, rounds->planner.bill.fill);
    }
    tl_VisitOutcome o =
        tl_visit_make(rules, intended_s, duty->free_s, travel_s(rounds, duty, x, y), p->start_s, slot_s);
    if (o.dropped) {
        drop_visit(rounds, p);
        return;
    }
    tl_VisitLuck luck =
        tl_visit_luck(w->recipient_visit_key[p->recipient] + (uint64_t)w->visit_occasion[p->visit]);
    tl_CheckedVisit v = tl_check_visit(&rounds->control, &luck, duty->cut_probability, duty->check_rate,
                                       rounds->report_share, p->times.granted_s, o.delivered_s);
    tl_Counters *c = &w->unit_counters[rounds->planner.unit];
    duty->x = x;
    duty->y = y;
    duty->free_s = o.start_s + v.delivered_s + v.admin_s + (int32_t)(rules->slowness * (float)v.delivered_s);
    duty->travel_s += o.travel_s;
    count_checked(c, duty, &v, o.delivered_s);
    count_time(w, c, p, intended_s, o.delivered_s, v.delivered_s);
    feel_visit(rounds, p, duty, &o, luck.noise, v.cut);
    p->registered_s = v.registered_s;
    p->delivered_s = v.delivered_s;
    p->made = true;
    p->cut = v.cut;
}

/* What is the same for all visits of one person is counted once. */
static void count_duties(tl_World *w, int32_t unit, const tl_Workspace *work)
{
    tl_Counters *c = &w->unit_counters[unit];
    tl_Officer *officer = &w->unit_officer[unit];
    for (int32_t i = 0; i < work->duty_count; i++) {
        const tl_Duty *duty = &work->duties[i];
        c->visits_by_hourly += duty->employment == TL_HOURLY ? duty->visits : 0;
        c->visits_by_stranger += duty->employment == TL_AGENCY ? duty->visits : 0;
        c->visits_trusted += duty->trusted ? duty->visits : 0;
        c->visits_misplaced += duty->trusted && duty->under_delivers ? duty->visits : 0;
        c->visit_discretion += (double)duty->discretion * duty->visits;
        officer->month_visits += duty->visits;
        officer->month_cuts += duty->checked_bad;
    }
}

void tl_rounds(tl_World *w, int32_t unit, tl_Workspace *work)
{
    Rounds rounds = rounds_of(w, unit, work);
    int32_t visit = w->unit_first_visit[unit];
    work->visits_due = 0;
    for (int slot = 0; slot < TL_SLOTS; slot++) {
        int32_t slot_s = tl_slot_s(&w->config->constants, slot);
        tl_duties_line_up(w, unit, slot, work);
        visit = tl_plan_slot(&rounds.planner, slot, visit);
        for (int32_t i = 0; i < work->booked_count; i++) {
            make_visit(&rounds, &work->booked[i], slot_s);
        }
        if (rounds.planner.bill.paid) {
            tl_bill_slot(w, unit, &rounds.planner.bill, work);
        }
        tl_duties_carry_over(work, slot_s);
    }
    count_duties(w, unit, work);
}
