#include "core/visits/duties.h"

#include "core/world/each.h"
#include "core/staff/staff_state.h"
#include "core/unit/managers.h"
#include "core/numbers/rng.h"
#include "core/world/shifts.h"
#include "core/world/people.h"

/* ---- who is at work ------------------------------------------------------------------------------------ */

static const float TRUSTED_ABOVE = 0.5f, FULL_DELIVERY = 0.9f; /* misplaced trust */

static void add_employee(const tl_World *w, int32_t unit, int32_t column, int32_t staff, tl_Workspace *work)
{
    const tl_StaffState *state = &w->staff_state[staff];
    tl_Opinion employee = tl_managers_view(w, state);
    float expected = tl_opinion_expectation(employee, (float)w->config->constants.opinion_propensity);
    work->duties[work->duty_count++] =
        (tl_Duty){.discretion = state->discretion,
                  .cut_probability = state->cut_probability,
                  .check_rate = state->check_rate,
                  .quality = state->quality,
                  .trusted = expected > TRUSTED_ABOVE,
                  .under_delivers = state->delivery < FULL_DELIVERY,
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
    return tl_rng_uniform(&rng) < w->config->constants.staff_hourly_nurse_share ? TL_SKILL_NURSE : 0;
}

static void add_strangers(const tl_World *w, int32_t unit, int32_t team, tl_Workspace *work)
{
    TL_EACH_SHIFT(shift) {
        int strangers = *tl_team_strangers(w, team, shift);
        tl_StaffState state = strangers > 0 ? tl_staff_state_of_stranger(w, unit) : (tl_StaffState){0};
        for (int i = 0; i < strangers; i++) {
            uint64_t who = tl_stranger_id(w, unit, team, shift, i);
            work->duties[work->duty_count++] = (tl_Duty){.tie = tl_day_key(w->keys.agency, ~who, w->day),
                                                         .staff = -1,
                                                         .discretion = state.discretion,
                                                         .cut_probability = state.cut_probability,
                                                         .check_rate = state.check_rate,
                                                         .quality = state.quality,
                                                         .column = tl_stranger_column(w, unit),
                                                         .team = team,
                                                         .shift = (uint8_t)shift,
                                                         .skills = agency_skills(w, who),
                                                         .employment = TL_AGENCY};
        }
    }
}

void tl_duties(tl_World *w, int32_t unit, tl_Workspace *work)
{
    const int32_t *column_staff = w->column_staff + w->unit_first_column[unit];
    int32_t first_team = w->unit_first_team[unit];
    work->duty_count = 0;
    for (int32_t t = 0; t < w->unit_teams[unit]; t++) {
        work->team_first_duty[t] = work->duty_count;
        for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
            int32_t staff = column_staff[column];
            if (staff >= 0 && w->staff_shift[staff] != TL_OFF &&
                w->staff_duty_team[staff] == first_team + t) {
                add_employee(w, unit, column, staff, work);
            }
        }
        add_strangers(w, unit, first_team + t, work);
    }
    work->team_first_duty[w->unit_teams[unit]] = work->duty_count;
}

/* ---- candidates of a slot ------------------------------------------------------------------------------ */

static void put(tl_Workspace *work, int32_t place, int32_t column, int32_t skills, float clock_s,
                int32_t duty)
{
    tl_Candidates *c = &work->candidates;
    c->column[place] = column;
    c->skills[place] = skills;
    c->x[place] = c->y[place] = 0.0f;
    c->clock_s[place] = clock_s;
    work->candidate_duty[place] = duty;
}

/* A slot begins at the area's base, as soon as the last one has ended. */
static void put_candidate(tl_Workspace *work, int32_t place, int32_t duty)
{
    tl_Duty *d = &work->duties[duty];
    d->x = d->y = 0.0f;
    put(work, place, d->column, d->skills, (float)d->free_s, duty);
}

/* Lists who of a team works in the slot, and a number that decides among equals. */
static int32_t list_team(tl_Workspace *work, int32_t team, int slot)
{
    int32_t count = 0;
    for (int32_t duty = work->team_first_duty[team]; duty < work->team_first_duty[team + 1]; duty++) {
        work->slot_duty[count] = duty;
        work->slot_order[count] = (int32_t)(tl_mix64(work->duties[duty].tie + (uint64_t)slot) >> 33);
        count += work->duties[duty].shift == tl_shift_of_slot(slot);
    }
    return count;
}

/* How many of the list come before the i-th: counted, since a sort of a dozen random numbers is all wrong
 * guesses for a processor. */
static int32_t rank_of(const int32_t *order, int32_t count, int32_t i)
{
    int32_t rank = 0, own = order[i];
    for (int32_t j = 0; j < count; j++) {
        rank += (order[j] < own) | ((order[j] == own) & (j < i));
    }
    return rank;
}

void tl_duties_line_up(const tl_World *w, int32_t unit, int slot, tl_Workspace *work)
{
    int32_t place = 0;
    for (int32_t team = 0; team < w->unit_teams[unit]; team++) {
        int32_t first = place, count = list_team(work, team, slot);
        work->team_first[team] = first;
        for (int32_t i = 0; i < count; i++) {
            int32_t duty = work->slot_duty[i];
            put_candidate(work, first + rank_of(work->slot_order, count, i), duty);
        }
        place = first + count;
        while (place % TL_LANES != 0) {
            put(work, place++, tl_stranger_column(w, unit), 0, TL_FULL, -1);
        }
    }
    work->team_first[w->unit_teams[unit]] = place;
}

void tl_duties_carry_over(tl_Workspace *work, int32_t slot_s)
{
    for (int32_t i = 0; i < work->duty_count; i++) {
        int32_t over_s = work->duties[i].free_s - slot_s;
        work->duties[i].free_s = over_s > 0 ? over_s : 0;
    }
}
