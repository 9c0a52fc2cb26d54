#include "core/staff/presence.h"

#include "core/world/each.h"
#include "core/numbers/rng.h"
#include "core/world/shifts.h"

bool tl_may_work(const tl_World *w, int32_t staff, int shift)
{
    int rested = (shift != TL_DAY_SHIFT) | (w->staff_last_shift[staff] != TL_EVENING_SHIFT);
    return ((w->staff_id[staff] != 0) & (w->staff_sick[staff] == TL_WELL) &
            (w->staff_shift[staff] == TL_OFF) & (w->staff_streak[staff] < TL_MOST_DAYS_IN_A_ROW) & rested) !=
           0;
}

static void start_day(tl_World *w, int32_t staff)
{
    uint8_t yesterday = w->staff_shift[staff];
    w->staff_last_shift[staff] = yesterday;
    w->staff_streak[staff] = (uint8_t)((w->staff_streak[staff] + 1) * (yesterday != TL_OFF));
    w->staff_shift[staff] = TL_OFF;
    w->staff_extra[staff] = 0;
    w->staff_duty_team[staff] = w->staff_team[staff];
}

static void count_health(const tl_World *w, int32_t staff, tl_Counters *c)
{
    c->post_days++;
    c->vacant_days += w->staff_id[staff] == 0;
    c->sick_short_days += w->staff_sick[staff] == TL_SICK_SHORT;
    c->sick_long_days += w->staff_sick[staff] == TL_SICK_LONG;
}

static void count_organisation(tl_World *w, int32_t unit)
{
    tl_Counters *c = &w->unit_counters[unit];
    c->unit_days++;
    c->team_days += w->unit_teams[unit];
    c->head_days += tl_employees(w, unit);
}

/* What a team is missing: filled posts' shifts that are lost, and which of them were known in time to move
 * others. */
typedef struct Missing {
    int gap[TL_SHIFTS];
    int known[TL_SHIFTS];
} Missing;

static bool known_in_time(const tl_World *w, int32_t unit, int32_t staff)
{
    int32_t notice = (int32_t)w->unit_regime[unit].organisation_notice_days;
    int32_t known_days = w->staff_id[staff] == 0 ? w->day - w->staff_since[staff] : w->staff_sick_days[staff];
    return known_days >= notice;
}

/* Evenings and weekends that staff with influence over their hours have planned away. */
static bool planned_away(const tl_World *w, int32_t unit, int32_t staff, int shift)
{
    double share =
        w->config->constants.presence_preference_gaps * w->unit_regime[unit].organisation_hours_influence;
    if (share <= 0.0 || !tl_shift_is_unsocial(w->day, shift)) {
        return false;
    }
    tl_Rng rng = tl_rng(tl_day_key(w->keys.extra_shift, ~w->staff_post[staff], w->day));
    return tl_rng_uniform(&rng) < share;
}

/* The rota meets reality: rostered people who are well work; the others' shifts are lost. */
static void work_the_rota(tl_World *w, int32_t unit, int32_t staff, Missing *missing)
{
    tl_Counters *c = &w->unit_counters[unit];
    int shift = tl_rota(w, staff)[w->day % TL_ROTA_DAYS];
    if (shift == TL_OFF || planned_away(w, unit, staff, shift)) {
        return;
    }
    c->shifts_rostered += w->staff_id[staff] != 0;
    if (tl_may_work(w, staff, shift)) {
        w->staff_shift[staff] = (uint8_t)shift;
        missing->gap[shift - TL_DAY_SHIFT]--;
    } else {
        c->shifts_sick += w->staff_sick[staff] != TL_WELL;
        missing->known[shift - TL_DAY_SHIFT] += known_in_time(w, unit, staff);
    }
}

/* The off-duty colleague who is first in today's order and says yes. */
static int32_t willing_colleague(tl_World *w, int32_t team, int shift, bool known)
{
    const tl_Constants *k = &w->config->constants;
    double probability = known ? k->presence_moved_shift_probability : k->presence_extra_shift_probability;
    int32_t best = -1;
    uint64_t best_tie = UINT64_MAX;
    TL_EACH_POST_OF_TEAM(w, team, staff) {
        if (!tl_may_work(w, staff, shift)) {
            continue;
        }
        tl_Rng rng = tl_rng(tl_day_key(w->keys.extra_shift, w->staff_id[staff], w->day));
        uint64_t tie = (uint64_t)tl_rng_u32(&rng);
        if (tl_rng_uniform(&rng) < probability && tie < best_tie) {
            best = staff;
            best_tie = tie;
        }
    }
    return best;
}

static void fill_from_colleagues(tl_World *w, int32_t unit, int32_t team, int shift, Missing *missing)
{
    int index = shift - TL_DAY_SHIFT;
    while (missing->gap[index] > 0) {
        bool known = missing->known[index] > 0;
        int32_t staff = willing_colleague(w, team, shift, known);
        if (staff < 0 && !known) {
            return;
        }
        missing->known[index] -= known;
        if (staff >= 0) {
            w->staff_shift[staff] = (uint8_t)shift;
            w->staff_extra[staff] = 1;
            missing->gap[index]--;
            w->unit_counters[unit].gaps_colleague++;
        }
    }
}

static void presence_of_team(tl_World *w, int32_t unit, int32_t team)
{
    tl_Counters *c = &w->unit_counters[unit];
    Missing missing = {0};
    TL_EACH_SHIFT(shift) {
        int needed = *tl_team_needed(w, team, shift, tl_weekday(w->day));
        missing.gap[shift - TL_DAY_SHIFT] = needed;
        c->shifts_needed += needed;
    }
    TL_EACH_POST_OF_TEAM(w, team, staff) {
        count_health(w, staff, c);
        work_the_rota(w, unit, staff, &missing);
    }
    TL_EACH_SHIFT(shift) {
        int index = shift - TL_DAY_SHIFT;
        c->gaps += missing.gap[index] > 0 ? missing.gap[index] : 0;
        fill_from_colleagues(w, unit, team, shift, &missing);
        *tl_team_gap(w, team, shift) = (int16_t)(missing.gap[index] > 0 ? missing.gap[index] : 0);
        *tl_team_strangers(w, team, shift) = 0;
    }
}

/* Which hourly staff are available today, and in which order. */
static void order_hourly_staff(tl_World *w, int32_t unit)
{
    double available = w->config->constants.hourly_availability;
    TL_EACH_HOURLY(w, unit, staff) {
        tl_Rng rng = tl_rng(tl_day_key(w->keys.availability, w->staff_id[staff], w->day));
        uint64_t order = tl_rng_u32(&rng);
        w->staff_call_order[staff] = tl_rng_uniform(&rng) < available ? order : UINT64_MAX;
    }
}

void tl_presence(tl_World *w, int32_t unit)
{
    order_hourly_staff(w, unit);
    count_organisation(w, unit);
    TL_EACH_STAFF_ROW(w, unit, staff) {
        start_day(w, staff);
    }
    TL_EACH_TEAM(w, unit, team) {
        presence_of_team(w, unit, team);
    }
}
