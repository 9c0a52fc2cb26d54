#include "core/visits/plan.h"

#include "core/numbers/num.h"
#include "core/unit/cost.h"
#include "core/world/people.h"
#include "core/world/shifts.h"

/* Matrices of a whole country do not fit in cache: the unit's is read in one sweep, which memory answers far
 * faster than row by row. (Prefetch instructions were tried: on some virtual machines they do nothing.) */
static void fetch_familiarity(const tl_World *w, int32_t unit)
{
    const volatile float *at = w->pair_familiarity + w->unit_first_pair[unit];
    const volatile float *end = at + (ptrdiff_t)w->unit_recipient_room[unit] * w->unit_stride[unit];
    for (; at < end; at += TL_ROW_PAD) {
        (void)*at;
    }
}

tl_Planner tl_planner(tl_World *w, int32_t unit, tl_Workspace *work, int32_t registration_s,
                      float route_factor)
{
    fetch_familiarity(w, unit);
    const tl_Regime *r = &w->unit_regime[unit];
    const tl_Constants *k = &w->config->constants;
    tl_Planner p = {.world = w,
                    .work = work,
                    .unit = unit,
                    .visit = tl_visit_rules(w, unit),
                    .bill = tl_bill_rules(w, unit),
                    .experience = tl_experience_rules(w, unit)};
    p.request = (tl_Request){.familiarity_prior = tl_lanes(w->decay.familiarity_prior),
                             .access_s = tl_lanes((float)(k->visit_access_min * TL_MINUTE_S)),
                             .travel_share = tl_lanes((float)r->plan_planned_travel_share * route_factor),
                             .continuity = tl_lanes((float)r->plan_continuity_weight),
                             .contact = tl_lanes((float)r->plan_contact_weight),
                             .competence = tl_lanes((float)r->plan_competence_weight),
                             .language = tl_lanes((float)r->plan_language_weight),
                             .travel_per_s = tl_lanes((float)(r->plan_travel_weight / TL_MINUTE_S)),
                             .load_per_s = tl_lanes((float)(r->plan_load_weight / TL_HOUR_S)),
                             .registration_s = (float)registration_s};
    return p;
}

/* Share of a shift that no visit may take. */
static float reserved_share(const tl_World *w, int32_t unit, int slot)
{
    int32_t shift_s = tl_shift_s(&w->config->constants, tl_shift_of_slot(slot));
    return (float)tl_smaller((double)tl_reserved_s(w, unit) / shift_s, 1.0);
}

/* The best of the team, else of the unit. */
static tl_Booking book(const tl_Planner *p, int32_t team)
{
    const tl_World *w = p->world;
    const int32_t *first = p->work->team_first;
    int32_t within = team - w->unit_first_team[p->unit], teams = w->unit_teams[p->unit];
    tl_PlanKernel kernel = p->work->kernel;
    tl_Booking booking = kernel(&p->work->candidates, first[within], first[within + 1], &p->request);
    if (booking.place < 0 && teams > 1) {
        booking = kernel(&p->work->candidates, 0, first[teams], &p->request);
    }
    return booking;
}

static void request_for(tl_Planner *p, int32_t recipient, int32_t planned_s)
{
    const tl_World *w = p->world;
    const int32_t *contacts = tl_contacts(w, recipient);
    p->request.familiarity = w->pair_familiarity + tl_pair_row(w, p->unit, recipient);
    p->request.x = w->recipient_x[recipient];
    p->request.y = w->recipient_y[recipient];
    p->request.planned_s = (float)planned_s;
    p->request.contacts[0] = contacts[0];
    p->request.contacts[1] = contacts[1];
    p->request.needs = w->recipient_needs[recipient];
}

/* Puts the visit in the list of the slot, and fetches the memory it will touch. */
static void note_planned(tl_Planner *p, int32_t visit, int32_t recipient, const tl_VisitTimes *times,
                         tl_Booking booking)
{
    const tl_World *w = p->world;
    tl_Workspace *work = p->work;
    int32_t duty = work->candidate_duty[booking.place], column = work->duties[duty].column;
    int64_t pair = tl_pair_row(w, p->unit, recipient) + column;
    const int32_t *contacts = p->request.contacts;
    work->booked[work->booked_count++] =
        (tl_BookedVisit){.pair = pair,
                         .times = *times,
                         .visit = visit,
                         .recipient = recipient,
                         .duty = duty,
                         .start_s = booking.start_s,
                         .has_contact = ((contacts[0] != TL_NO_COLUMN) | (contacts[1] != TL_NO_COLUMN)) != 0,
                         .by_contact = ((column == contacts[0]) | (column == contacts[1])) != 0};
    __builtin_prefetch(w->pair_memory + pair);
}

static void plan_visit(tl_Planner *p, int32_t visit, int32_t recipient)
{
    tl_World *w = p->world;
    tl_Counters *c = &w->unit_counters[p->unit];
    tl_VisitTimes times = tl_visit_times(&p->visit, w->visit_s[visit], w->recipient_granted[recipient],
                                         w->recipient_need_ratio[recipient]);
    c->visits_due++;
    c->granted_s += times.granted_s;
    c->planned_s += times.planned_s;
    c->needed_s += times.needed_s;
    request_for(p, recipient, times.planned_s);
    tl_Booking booking = book(p, w->recipient_team[recipient]);
    if (booking.place >= 0) {
        note_planned(p, visit, recipient, &times, booking);
    } else {
        c->visits_unassigned++;
        c->unassigned_s += times.planned_s;
        c->unmet_s += times.needed_s;
        tl_experience_missed(w, &p->experience, recipient);
        if (p->bill.paid) {
            tl_bill_missed(w, p->unit, &p->bill, visit, times.granted_s);
        }
    }
}

/* Lists the slot's visits that are due today, without a branch on what is nearly a coin. */
static int32_t list_due(const tl_Planner *p, int slot, int32_t visit, int32_t *count)
{
    const tl_World *w = p->world;
    int weekday = tl_weekday(w->day);
    int32_t end = w->unit_first_visit[p->unit] + w->unit_visits[p->unit];
    for (*count = 0; visit < end && w->visit_slot[visit] == slot; visit++) {
        p->work->due[*count] = visit;
        *count += w->visit_weekdays[visit] >> weekday & (w->recipient_away[w->visit_recipient[visit]] == 0);
    }
    return visit;
}

int32_t tl_plan_slot(tl_Planner *p, int slot, int32_t visit)
{
    const tl_World *w = p->world;
    const int32_t *due = p->work->due;
    int32_t slot_s = tl_slot_s(&w->config->constants, slot), count;
    int32_t next = list_due(p, slot, visit, &count);
    p->request.slot_end_s = tl_lanes((float)slot_s * (1.0f - reserved_share(w, p->unit, slot)));
    p->work->booked_count = 0;
    p->work->visits_due += count;
    for (int32_t i = 0; i < count; i++) {
        plan_visit(p, due[i], w->visit_recipient[due[i]]);
    }
    return next;
}
