#include "plan.h"

#include "climate.h"
#include "conduct.h"
#include "continuity.h"
#include "cost.h"
#include "effort.h"
#include "opinion.h"
#include "people.h"
#include "rng.h"
#include "staffing.h"

/* ---- who is at work
 * -------------------------------------------------------------------------------------------- */

static const float TRUSTED_ABOVE = 0.5f, FULL_DELIVERY = 0.9f; /* misplaced trust, MODEL section 7 */

static void add_employee(const tl_World *w, int32_t unit, int32_t column, int32_t staff, tl_Workbench *bench)
{
    const tl_Conduct *conduct = &w->staff_conduct[staff];
    tl_Opinion seen = tl_opinion(conduct->seen_good, conduct->seen_bad, w->fading.opinion_prior);
    float expected = tl_opinion_expectation(seen, (float)w->config->constants.propensity);
    bench->duties[bench->duty_count++] =
        (tl_Duty){.discretion = conduct->discretion,
                  .cut_probability = conduct->cut_probability,
                  .check_rate = conduct->check_rate,
                  .quality = conduct->quality,
                  .trusted = expected > TRUSTED_ABOVE,
                  .under_delivers = conduct->delivery < FULL_DELIVERY,
                  .tie = tl_day_key(w->keys.tie, w->staff_id[staff], w->day),
                  .staff = staff,
                  .column = column,
                  .team = w->staff_duty_team[staff],
                  .shift = w->staff_shift[staff],
                  .skills = w->staff_skills[staff],
                  .extra = w->staff_extra[staff],
                  .employment = column < w->unit_post_room[unit] ? TL_PERMANENT : TL_HOURLY};
}

/* Agency staff are assistant nurses as often as hourly staff, and speak Swedish only. */
static uint8_t agency_skills(const tl_World *w, uint64_t who)
{
    tl_Rng rng = tl_rng(tl_day_key(w->keys.agency, who, w->day));
    return tl_rng_uniform(&rng) < w->config->constants.hourly_nurse_share ? TL_SKILL_NURSE : 0;
}

static void add_strangers(const tl_World *w, int32_t unit, int32_t team, tl_Workbench *bench)
{
    uint64_t place = (uint64_t)w->unit_area[unit] << 32 | (uint64_t)w->unit_number[unit] << 16 |
                     (uint64_t)(team - w->unit_first_team[unit]) << 8;
    for (int shift = TL_DAY_SHIFT; shift <= TL_EVENING_SHIFT; shift++) {
        int strangers = w->team_strangers[TL_SHIFTS * team + shift - TL_DAY_SHIFT];
        tl_Conduct conduct = {0};
        if (strangers > 0) {
            conduct = tl_conduct_of_stranger(w, unit);
        }
        for (int i = 0; i < strangers; i++) {
            uint64_t who = place | (uint64_t)i << 1 | (uint64_t)(shift - TL_DAY_SHIFT);
            bench->duties[bench->duty_count++] = (tl_Duty){.tie = tl_day_key(w->keys.agency, ~who, w->day),
                                                           .staff = -1,
                                                           .discretion = conduct.discretion,
                                                           .cut_probability = conduct.cut_probability,
                                                           .check_rate = conduct.check_rate,
                                                           .quality = conduct.quality,
                                                           .column = tl_stranger_column(w, unit),
                                                           .team = team,
                                                           .shift = (uint8_t)shift,
                                                           .skills = agency_skills(w, who),
                                                           .employment = TL_AGENCY};
        }
    }
}

void tl_plan_duties(tl_World *w, int32_t unit, tl_Workbench *bench)
{
    const int32_t *column_staff = w->column_staff + w->unit_first_column[unit];
    int32_t first_team = w->unit_first_team[unit];
    bench->duty_count = 0;
    for (int32_t t = 0; t < w->unit_teams[unit]; t++) {
        bench->team_first_duty[t] = bench->duty_count;
        for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
            int32_t staff = column_staff[column];
            if (staff >= 0 && w->staff_shift[staff] != TL_OFF &&
                w->staff_duty_team[staff] == first_team + t) {
                add_employee(w, unit, column, staff, bench);
            }
        }
        add_strangers(w, unit, first_team + t, bench);
    }
    bench->team_first_duty[w->unit_teams[unit]] = bench->duty_count;
}

/* ---- candidates of a slot
 * -------------------------------------------------------------------------------------- */

static bool covers(int shift, int slot)
{
    return shift == (slot == TL_EVENING ? TL_EVENING_SHIFT : TL_DAY_SHIFT);
}

static void put_candidate(tl_Workbench *bench, int32_t place, int32_t duty)
{
    const tl_Duty *d = &bench->duties[duty];
    tl_Candidates *c = &bench->candidates;
    c->column[place] = d->column;
    c->skills[place] = d->skills;
    c->x[place] = c->y[place] = 0.0f;
    c->clock_s[place] = (float)d->overrun_s;
    bench->actual_s[place] = d->overrun_s;
    bench->candidate_duty[place] = duty;
}

static void put_padding(tl_Workbench *bench, int32_t place, int32_t stranger_column)
{
    tl_Candidates *c = &bench->candidates;
    c->column[place] = stranger_column;
    c->skills[place] = 0;
    c->x[place] = c->y[place] = 0.0f;
    c->clock_s[place] = TL_FULL;
    bench->candidate_duty[place] = -1;
}

static uint64_t slot_order(const tl_Duty *duty, int slot)
{
    return tl_mix64(duty->tie + (uint64_t)slot);
}

/* Fills the candidate lists: each team's people of the slot in today's order, padded to whole vectors. */
static void line_up(const tl_World *w, int32_t unit, int slot, tl_Workbench *bench)
{
    int32_t place = 0;
    for (int32_t team = 0; team < w->unit_teams[unit]; team++) {
        int32_t first = place;
        bench->team_first[team] = first;
        for (int32_t duty = bench->team_first_duty[team]; duty < bench->team_first_duty[team + 1]; duty++) {
            if (!covers(bench->duties[duty].shift, slot)) {
                continue;
            }
            uint64_t order = slot_order(&bench->duties[duty], slot);
            int32_t at = place++;
            while (at > first && slot_order(&bench->duties[bench->candidate_duty[at - 1]], slot) > order) {
                bench->candidate_duty[at] = bench->candidate_duty[at - 1];
                at--;
            }
            bench->candidate_duty[at] = duty;
        }
        uint64_t lines = 0;
        for (int32_t i = first; i < place; i++) {
            put_candidate(bench, i, bench->candidate_duty[i]);
            lines |= 1ull << (bench->candidates.column[i] / TL_ROW_PAD % 64);
        }
        bench->team_lines[team] = lines;
        while (place % TL_LANES != 0) {
            put_padding(bench, place++, tl_stranger_column(w, unit));
        }
    }
    bench->team_first[w->unit_teams[unit]] = place;
}

/* How far each ran over the slot's end goes into the next. */
static void carry_overruns(tl_Workbench *bench, int32_t end, int32_t slot_s)
{
    for (int32_t i = 0; i < end; i++) {
        if (bench->candidate_duty[i] >= 0) {
            int32_t over_s = bench->actual_s[i] - slot_s;
            bench->duties[bench->candidate_duty[i]].overrun_s = over_s > 0 ? over_s : 0;
        }
    }
}

/* ---- visits
 * ---------------------------------------------------------------------------------------------------- */

/* What does not change between the visits of a unit's slot. */
typedef struct Slot {
    tl_World *w;
    tl_Workbench *bench;
    tl_Counters *c;
    tl_VisitRules visit;
    tl_ExperienceRules experience;
    tl_ControlRules control;
    double report_share;
    tl_Wish wish;
    float route_factor; /* travel of this way of planning over travel at its best */
    int32_t unit, slot_s;
    int32_t end; /* candidates of the unit */
} Slot;

static Slot slot_rules(tl_World *w, int32_t unit, tl_Workbench *bench)
{
    const tl_Regime *r = &w->unit_regime[unit];
    const tl_Constants *k = &w->config->constants;
    Slot s = {.w = w,
              .bench = bench,
              .c = &w->unit_counters[unit],
              .unit = unit,
              .visit = tl_visit_rules(w, unit),
              .experience = tl_experience_rules(w, unit),
              .control = tl_control_rules(w, unit),
              .report_share = tl_climate_report_share(w, unit),
              .route_factor = (float)(1.0 + k->route_loss_team * r->team_planning)};
    s.wish = (tl_Wish){.familiarity_prior = w->fading.familiarity_prior,
                       .access_s = (float)(k->access_min * 60.0),
                       .travel_share = (float)r->planned_travel_share * s.route_factor,
                       .continuity = (float)r->continuity_weight,
                       .contact = (float)r->contact_weight,
                       .competence = (float)r->competence_weight,
                       .language = (float)r->language_weight,
                       .travel_per_s = (float)(r->travel_weight / 60.0),
                       .load_per_s = (float)(r->load_weight / 3600.0)};
    return s;
}

/* Share of a shift that no visit may take. */
static float reserved_share(const tl_World *w, int32_t unit, int slot)
{
    int shift = slot == TL_EVENING ? TL_EVENING_SHIFT : TL_DAY_SHIFT;
    double reserved = (double)tl_reserved_s(w, unit) / (double)tl_shift_s(&w->config->constants, shift);
    return (float)(reserved < 1.0 ? reserved : 1.0);
}

/* Puts the visit in the queue of encounters, and asks for the memory it will touch. */
static void note_encounter(Slot *s, int32_t recipient, const tl_Duty *duty, const tl_VisitOutcome *o,
                           float noise, bool cut)
{
    tl_World *w = s->w;
    bool stranger = duty->employment == TL_AGENCY;
    int64_t pair = stranger ? -1 : tl_pair_row(w, s->unit, recipient) + duty->column;
    s->bench->encounters[s->bench->encounter_count++] =
        (tl_Encounter){.pair = pair,
                       .stranger = duty->tie,
                       .recipient = recipient,
                       .noise = noise,
                       .quality = duty->quality,
                       .discretion = duty->discretion,
                       .cut = cut,
                       .late = o->late,
                       .rushed = o->rushed,
                       .competent = (w->recipient_needs[recipient] & ~duty->skills) == 0};
    if (!stranger) {
        __builtin_prefetch(w->pair_memory + pair);
    }
}

/* What control saw of the visit, and what the one who came will hear of it. */
static void count_conduct(Slot *s, tl_Duty *duty, const tl_Conducted *v, int32_t honest_s)
{
    tl_Counters *c = s->c;
    int32_t lacking_s = honest_s - v->delivered_s;
    bool seen = v->recorded || v->called;
    duty->admin_s += v->admin_s;
    duty->visits++;
    duty->intended_s += honest_s;
    duty->checked_bad += v->detected;
    duty->checked_good += seen && !v->detected;
    duty->deviations += v->deviates;
    c->visits_cut += v->cut;
    c->visits_cut_detected += v->detected;
    c->under_delivered_s += lacking_s;
    c->under_detected_s += v->detected ? lacking_s : 0;
    c->registered_s += v->registered_s;
    c->record_checks += v->recorded;
    c->relational_checks += v->called;
    c->deviations += v->deviates;
}

static void count_visit(Slot *s, int32_t recipient, const tl_Duty *duty, const tl_VisitOutcome *o)
{
    const int32_t *contacts = s->wish.contacts;
    s->c->visits_made++;
    s->c->visits_late += o->late;
    s->c->visits_rushed += o->rushed;
    s->c->visits_with_contact += contacts[0] != TL_NO_COLUMN || contacts[1] != TL_NO_COLUMN;
    s->c->visits_by_contact += duty->column == contacts[0] || duty->column == contacts[1];
    s->c->visits_unskilled += (s->w->recipient_needs[recipient] & ~duty->skills) != 0;
}

/* The slot's visits become experience, in the order in which they were planned. */
static void remember_encounters(Slot *s)
{
    for (int32_t i = 0; i < s->bench->encounter_count; i++) {
        const tl_Encounter *e = &s->bench->encounters[i];
        bool new_face = e->pair < 0 ? tl_continuity_stranger(s->w, e->recipient, e->stranger)
                                    : tl_continuity_visit(s->w, e->recipient, e->pair);
        tl_experience(s->w, &s->experience, e, new_face, s->c);
    }
    s->bench->encounter_count = 0;
}

static void make_visit(Slot *s, int32_t visit, int32_t recipient, const tl_VisitTimes *times, int32_t place)
{
    tl_World *w = s->w;
    tl_Candidates *candidates = &s->bench->candidates;
    tl_Duty *duty = &s->bench->duties[s->bench->candidate_duty[place]];
    float dx = candidates->x[place] - s->wish.x, dy = candidates->y[place] - s->wish.y;
    float distance_s = __builtin_fabsf(dx) + __builtin_fabsf(dy) + s->wish.access_s;
    int32_t planned_start_s = (int32_t)(candidates->clock_s[place] + distance_s * s->wish.travel_share);
    int32_t travel_s = (int32_t)(distance_s * s->route_factor);
    tl_VisitTimes own = *times;
    own.target_s = tl_visit_intended_s(&s->visit, times, duty->discretion, w->recipient_salience[recipient]);
    tl_VisitOutcome o =
        tl_visit_make(&s->visit, &own, s->bench->actual_s[place], travel_s, planned_start_s, s->slot_s);
    candidates->clock_s[place] = (float)(planned_start_s + times->planned_s + s->control.registration_s);
    if (o.dropped) {
        s->c->visits_dropped++;
        s->c->dropped_s += times->planned_s;
        s->c->unmet_s += times->needed_s;
        tl_experience_missed(w, &s->experience, recipient);
        return;
    }
    candidates->x[place] = s->wish.x;
    candidates->y[place] = s->wish.y;
    tl_VisitLuck luck = tl_visit_luck(w->recipient_visit_key[recipient] + (uint64_t)w->visit_occasion[visit]);
    tl_Conducted v = tl_effort_visit(&s->control, &luck, duty->cut_probability, duty->check_rate,
                                     s->report_share, times->granted_s, o.delivered_s);
    int32_t slow_s = (int32_t)(s->visit.slowness * (float)v.delivered_s);
    s->bench->actual_s[place] = o.start_s + v.delivered_s + v.admin_s + slow_s;
    count_conduct(s, duty, &v, o.delivered_s);
    duty->care_s += v.delivered_s;
    duty->travel_s += o.travel_s;
    int32_t change_s = own.target_s - times->planned_s, unmet_s = times->needed_s - v.delivered_s;
    w->recipient_needed_s[recipient] += times->needed_s;
    w->recipient_delivered_s[recipient] += v.delivered_s;
    s->c->delivered_s += v.delivered_s;
    s->c->cut_s += own.target_s - o.delivered_s;
    s->c->extended_s += change_s > 0 ? change_s : 0;
    s->c->saved_s += change_s < 0 ? -change_s : 0;
    s->c->unmet_s += unmet_s > 0 ? unmet_s : 0;
    note_encounter(s, recipient, duty, &o, luck.noise, v.cut);
    count_visit(s, recipient, duty, &o);
}

/* The best of the team, else of the unit; -1 if nobody has time. */
static int32_t best_candidate(const Slot *s, int32_t team)
{
    const int32_t *first = s->bench->team_first;
    int32_t within = team - s->w->unit_first_team[s->unit];
    int32_t place = s->bench->kernel(&s->bench->candidates, first[within], first[within + 1], &s->wish);
    if (place < 0 && s->w->unit_teams[s->unit] > 1) {
        place = s->bench->kernel(&s->bench->candidates, 0, s->end, &s->wish);
    }
    return place;
}

static void plan_visit(Slot *s, int32_t visit)
{
    tl_World *w = s->w;
    int32_t recipient = w->visit_recipient[visit];
    tl_VisitTimes times = tl_visit_times(&s->visit, w->visit_s[visit], w->recipient_granted[recipient],
                                         w->recipient_need_ratio[recipient]);
    s->c->visits_due++;
    s->bench->visits_due++;
    s->c->granted_s += times.granted_s;
    s->c->planned_s += times.planned_s;
    s->c->needed_s += times.needed_s;
    s->wish.familiarity = w->pair_familiarity + tl_pair_row(w, s->unit, recipient);
    s->wish.x = w->recipient_x[recipient];
    s->wish.y = w->recipient_y[recipient];
    s->wish.planned_s = (float)times.planned_s;
    s->wish.contacts[0] = tl_contacts(w, recipient)[0];
    s->wish.contacts[1] = tl_contacts(w, recipient)[1];
    s->wish.needs = w->recipient_needs[recipient];
    int32_t place = best_candidate(s, w->recipient_team[recipient]);
    if (place < 0) {
        s->c->visits_unassigned++;
        s->c->unassigned_s += times.planned_s;
        s->c->unmet_s += times.needed_s;
        tl_experience_missed(w, &s->experience, recipient);
        return;
    }
    make_visit(s, visit, recipient, &times, place);
}

/* The row of a coming visit is asked for while this one is planned: matrices of a whole country do not fit in
 * cache. Only the cache lines with columns of the recipient's team are. */
static void prefetch_row(const tl_World *w, const tl_Workbench *bench, int32_t unit, int32_t visit)
{
    int32_t recipient = w->visit_recipient[visit];
    const float *row = w->pair_familiarity + tl_pair_row(w, unit, recipient);
    uint64_t lines = bench->team_lines[w->recipient_team[recipient] - w->unit_first_team[unit]];
    for (; lines != 0; lines &= lines - 1) {
        __builtin_prefetch(row + (ptrdiff_t)TL_ROW_PAD * __builtin_ctzll(lines));
    }
}

/* What is the same for all visits of one person is counted once. */
static void count_duties(tl_World *w, int32_t unit, const tl_Workbench *bench)
{
    tl_Counters *c = &w->unit_counters[unit];
    tl_Climate *climate = &w->unit_climate[unit];
    for (int32_t i = 0; i < bench->duty_count; i++) {
        const tl_Duty *duty = &bench->duties[i];
        c->visits_by_hourly += duty->employment == TL_HOURLY ? duty->visits : 0;
        c->visits_by_stranger += duty->employment == TL_AGENCY ? duty->visits : 0;
        c->visits_trusted += duty->trusted ? duty->visits : 0;
        c->visits_misplaced += duty->trusted && duty->under_delivers ? duty->visits : 0;
        c->visit_discretion += (double)duty->discretion * duty->visits;
        climate->month_visits += duty->visits;
        climate->month_cuts += duty->checked_bad;
    }
}

void tl_plan_and_visit(tl_World *w, int32_t unit, tl_Workbench *bench)
{
    enum { AHEAD = 3 };
    Slot s = slot_rules(w, unit, bench);
    bench->visits_due = 0;
    bench->encounter_count = 0;
    uint32_t today = 1u << tl_weekday(w->day);
    int32_t visit = w->unit_first_visit[unit], end = visit + w->unit_visits[unit];
    for (int slot = 0; slot < TL_SLOTS; slot++) {
        line_up(w, unit, slot, bench);
        s.end = bench->team_first[w->unit_teams[unit]];
        s.slot_s = tl_slot_s(&w->config->constants, slot);
        s.wish.slot_end_s = (float)s.slot_s * (1.0f - reserved_share(w, unit, slot));
        for (; visit < end && w->visit_slot[visit] == slot; visit++) {
            prefetch_row(w, bench, unit, visit + AHEAD < end ? visit + AHEAD : visit);
            if ((w->visit_weekdays[visit] & today) != 0 &&
                w->recipient_away[w->visit_recipient[visit]] == 0) {
                plan_visit(&s, visit);
            }
        }
        remember_encounters(&s);
        carry_overruns(bench, s.end, s.slot_s);
    }
    count_duties(w, unit, bench);
}
