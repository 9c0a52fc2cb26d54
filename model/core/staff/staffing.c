#include "core/staff/staffing.h"

#include <string.h>

#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/world/people.h"
#include "core/world/regroup.h"
#include "core/numbers/rng.h"
#include "core/staff/strain.h"
#include "core/world/shifts.h"
#include "core/staff/staff_state.h"
#include "core/market/collective.h"
#include "core/market/staffing.h"

enum { ROTA_WEEKS = TL_ROTA_DAYS / TL_WEEK_DAYS };
_Static_assert(TL_ROTA_DAYS % (2 * TL_WEEK_DAYS) == 0,
               "every second weekend, and weekdays stay as the rota repeats");

static const double SMALL_POST = 0.75;

/* ---- how many ------------------------------------------------------------------------------------------ */

double tl_posts_needed(const tl_World *world, const tl_Regime *regime, double weekly_shifts)
{
    double worked =
        (double)world->config->constants.work_full_time_shifts / ROTA_WEEKS * (1.0 - world->absence);
    return (1.0 - regime->organisation_hourly_share) * weekly_shifts / worked;
}

int32_t tl_posts_at_first(const tl_World *world, const tl_Regime *regime, double week_s, double least)
{
    const tl_Constants *k = &world->config->constants;
    double shifts = week_s * (1.0 + regime->care_own_time) / regime->resources_client_time_share /
                    tl_shift_s(k, TL_DAY_SHIFT);
    double posts = tl_posts_needed(world, regime, shifts) / k->work_post_share;
    return (int32_t)tl_clamp((double)tl_round(posts), least, 1e6);
}

int32_t tl_hourlies_needed(const tl_World *world, const tl_Regime *regime, int32_t posts)
{
    double odds = regime->organisation_hourly_share / (1.0 - regime->organisation_hourly_share);
    return (int32_t)tl_round(posts * odds * world->config->constants.hourly_heads_ratio);
}

/* Granted seconds of a team's visits by shift and weekday. */
typedef struct Granted {
    int64_t s[TL_SHIFTS][TL_WEEK_DAYS];
} Granted;

static Granted granted_of(const tl_World *w, int32_t unit, int32_t team)
{
    Granted granted = {0};
    TL_EACH_VISIT(w, unit, visit) {
        int32_t recipient = w->visit_recipient[visit];
        int64_t seconds = tl_round(w->visit_s[visit] * (double)w->recipient_granted[recipient]);
        int shift = tl_shift_of_slot(w->visit_slot[visit]);
        for (int weekday = 0; w->recipient_team[recipient] == team && weekday < TL_WEEK_DAYS; weekday++) {
            granted.s[shift - TL_DAY_SHIFT][weekday] += (w->visit_weekdays[visit] >> weekday & 1) * seconds;
        }
    }
    return granted;
}

void tl_shifts_needed(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    TL_EACH_TEAM(w, unit, team) {
        Granted granted = granted_of(w, unit, team);
        for (int i = 0; i < TL_SHIFTS * TL_WEEK_DAYS; i++) {
            int shift = TL_DAY_SHIFT + i / TL_WEEK_DAYS, weekday = i % TL_WEEK_DAYS;
            int64_t granted_s = granted.s[shift - TL_DAY_SHIFT][weekday];
            int64_t shifts = tl_round((double)granted_s * (1.0 + r->care_own_time) /
                                      tl_booked_client_time(w, unit) / tl_shift_s(k, shift));
            *tl_team_needed(w, team, shift, weekday) = (int16_t)(shifts == 0 && granted_s > 0 ? 1 : shifts);
        }
    }
}

/* ---- posts --------------------------------------------------------------------------------------------- */

/* Full time or three quarters, in the proportion that gives the mean post. */
static float post_share(const tl_World *w, uint64_t post)
{
    double mean = w->config->constants.work_post_share;
    if (mean <= SMALL_POST) {
        return (float)mean;
    }
    tl_Rng rng = tl_rng(tl_mix64(w->keys.employee ^ ~post));
    return tl_rng_uniform(&rng) < (mean - SMALL_POST) / (1.0 - SMALL_POST) ? 1.0f : (float)SMALL_POST;
}

/* The municipality's own posts are numbered by area, so that they are the same whoever else there is. */
static uint64_t next_post(tl_World *w, int32_t unit, bool hourly)
{
    int32_t area = w->unit_area[unit], provider = w->unit_provider[unit], place = tl_area_place(w, area);
    if (w->provider_number[provider] == 1) {
        int32_t number = hourly ? ++w->area_hourlies[area] : ++w->area_posts[area];
        return tl_post_id(place, w->area_number[area], number, hourly);
    }
    int32_t number = hourly ? ++w->provider_hourlies[provider] : ++w->provider_posts[provider];
    return tl_others_post_id(place, w->provider_number[provider], number, hourly);
}

void tl_post_open(tl_World *w, int32_t staff, int32_t team, bool hourly)
{
    w->staff_post[staff] = next_post(w, w->staff_unit[staff], hourly);
    w->staff_id[staff] = 0;
    w->staff_generation[staff] = 0;
    w->staff_team[staff] = hourly ? -1 : team;
    w->staff_share[staff] = hourly ? 0.0f : post_share(w, w->staff_post[staff]);
    w->staff_since[staff] = w->day;
    memset(tl_rota(w, staff), TL_OFF, TL_ROTA_DAYS);
}

static void post_close(tl_World *w, int32_t staff)
{
    int32_t unit = w->staff_unit[staff];
    tl_world_clear_rows(w, staff, 1, TL_PER_STAFF);
    w->staff_unit[staff] = unit;
    w->staff_team[staff] = -1;
}

/* ---- rota ---------------------------------------------------------------------------------------------- */

/* Rostered shifts of a team by day of the rota, to be compared with what is needed. */
typedef struct Coverage {
    int16_t rostered[TL_SHIFTS][TL_ROTA_DAYS];
} Coverage;

static int missing(const tl_World *w, int32_t team, const Coverage *coverage, int shift, int day)
{
    return *tl_team_needed(w, team, shift, tl_weekday(day)) - coverage->rostered[shift - TL_DAY_SHIFT][day];
}

/* Days in a row that are worked from the day that is `step` away on, in that direction. */
static int days_worked(const uint8_t *rota, int day, int step)
{
    int days = 0;
    while (days < TL_MOST_DAYS_IN_A_ROW && rota[(day + (days + 1) * step) % TL_ROTA_DAYS] != TL_OFF) {
        days++;
    }
    return days;
}

/* May this post work `shift` on `day`, given the rest of its rota? */
static bool rota_allows(const uint8_t *rota, int day, int shift)
{
    const int on = 1, back = TL_ROTA_DAYS - 1; /* the rota is a circle */
    if (rota[day] != TL_OFF ||
        (shift == TL_DAY_SHIFT && rota[(day + back) % TL_ROTA_DAYS] == TL_EVENING_SHIFT) ||
        (shift == TL_EVENING_SHIFT && rota[(day + on) % TL_ROTA_DAYS] == TL_DAY_SHIFT)) {
        return false;
    }
    return 1 + days_worked(rota, day, on) + days_worked(rota, day, back) <= TL_MOST_DAYS_IN_A_ROW;
}

static void roster(uint8_t *rota, Coverage *coverage, int day, int shift)
{
    rota[day] = (uint8_t)shift;
    coverage->rostered[shift - TL_DAY_SHIFT][day]++;
}

/* Adds the allowed shift that most is missing on a weekday; false where none is allowed. */
static bool roster_best_weekday(const tl_World *w, int32_t team, uint8_t *rota, Coverage *coverage, int start)
{
    int best_day = -1, best_shift = 0, best_missing = -1000000;
    for (int i = 0; i < TL_ROTA_DAYS; i++) {
        int day = (start + i) % TL_ROTA_DAYS;
        for (int shift = TL_DAY_SHIFT; tl_weekday(day) < TL_SATURDAY && shift <= TL_EVENING_SHIFT; shift++) {
            int lack = missing(w, team, coverage, shift, day);
            if (lack > best_missing && rota_allows(rota, day, shift)) {
                best_day = day;
                best_shift = shift;
                best_missing = lack;
            }
        }
    }
    if (best_day >= 0) {
        roster(rota, coverage, best_day, best_shift);
    }
    return best_day >= 0;
}

static int weekend_shift(const tl_World *w, int32_t team, const Coverage *coverage, int saturday)
{
    return missing(w, team, coverage, TL_DAY_SHIFT, saturday) >=
                   missing(w, team, coverage, TL_EVENING_SHIFT, saturday)
               ? TL_DAY_SHIFT
               : TL_EVENING_SHIFT;
}

static void rota_of_post(tl_World *w, int32_t team, int32_t staff, Coverage *coverage)
{
    uint8_t *rota = tl_rota(w, staff);
    int64_t shifts = tl_round(w->staff_share[staff] * (double)w->config->constants.work_full_time_shifts);
    int number = (int)(w->staff_post[staff] >> TL_POST_BIT & 0xffff);
    memset(rota, TL_OFF, TL_ROTA_DAYS);
    for (int week = number % 2; week < ROTA_WEEKS && shifts >= 2; week += 2) {
        int saturday = TL_WEEK_DAYS * week + TL_SATURDAY;
        int shift = weekend_shift(w, team, coverage, saturday);
        roster(rota, coverage, saturday, shift);
        roster(rota, coverage, saturday + 1, shift);
        shifts -= 2;
    }
    int start = number % TL_ROTA_DAYS;
    while (shifts > 0 && roster_best_weekday(w, team, rota, coverage, start)) {
        shifts--;
        start = (start + 9) % TL_ROTA_DAYS; /* over the weeks, where days are equally short */
    }
}

static void cover(const tl_World *w, int32_t staff, Coverage *coverage)
{
    const uint8_t *rota = tl_rota(w, staff);
    for (int day = 0; day < TL_ROTA_DAYS; day++) {
        if (rota[day] != TL_OFF) {
            coverage->rostered[rota[day] - TL_DAY_SHIFT][day]++;
        }
    }
}

void tl_rota_make(tl_World *w, int32_t team)
{
    Coverage coverage = {0};
    TL_EACH_POST_OF_TEAM(w, team, staff) {
        rota_of_post(w, team, staff, &coverage);
    }
}

/* ---- every 30 days ------------------------------------------------------------------------------------- */

void tl_relations_forget(tl_World *w, int32_t staff)
{
    int32_t units[2] = {w->staff_unit[staff], w->unit_guest_unit[w->staff_unit[staff]]};
    for (int i = 0; i < 2; i++) {
        int32_t unit = units[i];
        int32_t column = unit < 0 ? TL_NO_COLUMN : tl_column_of(w, unit, staff);
        if (column == TL_NO_COLUMN) {
            continue;
        }
        TL_EACH_RECIPIENT(w, unit, recipient) {
            tl_world_clear_rows(w, tl_pair_row(w, unit, recipient) + column, 1, TL_PER_PAIR);
            for (int c = 0; c < TL_MOST_CONTACTS; c++) {
                if (tl_contacts(w, recipient)[c] == column) {
                    tl_contacts(w, recipient)[c] = TL_NO_COLUMN;
                }
            }
        }
    }
}

/* Probability of at least one event in a month at a yearly hazard. */
static double monthly(double per_year)
{
    return 1.0 - tl_exp(-per_year * TL_MONTH_DAYS / TL_YEAR_DAYS);
}

void tl_staff_leave(tl_World *w, int32_t staff)
{
    tl_relations_forget(w, staff);
    w->staff_id[staff] = 0;
    w->staff_sick[staff] = TL_WELL;
    w->staff_sick_days[staff] = 0;
    w->staff_since[staff] = w->day;
}

static void arrive(tl_World *w, int32_t staff, bool hourly)
{
    w->staff_generation[staff]++;
    tl_employee_draw(w, staff, hourly, true);
}

static void quit_or_hire(tl_World *w, int32_t unit, int32_t staff, bool surplus)
{
    const tl_Constants *k = &w->config->constants;
    tl_Counters *c = &w->unit_counters[unit];
    tl_Rng rng = tl_rng(tl_day_key(w->keys.turnover, w->staff_post[staff], w->day));
    double quit = tl_rng_uniform(&rng), hire = tl_rng_uniform(&rng);
    if (w->staff_id[staff] == 0) {
        double filled = k->turnover_hire_days > TL_MONTH_DAYS ? TL_MONTH_DAYS / k->turnover_hire_days
                                                              : 1.0; /* mean: hire_days */
        if (!surplus && hire < filled) {
            arrive(w, staff, false);
            c->hires++;
            c->cost_recruitment += tl_round(k->cost_recruitment_sek * TL_ORE);
        }
        return;
    }
    double years = (double)(w->day - w->staff_since[staff]) / TL_YEAR_DAYS;
    double hazard = k->turnover_quits_per_year * tl_strain_quit_hazard(w, &w->staff_state[staff], years) *
                    tl_wage_quits(k, tl_unit_wage(w, unit));
    bool retires = (w->day - w->staff_birth[staff]) >= k->turnover_retirement_age * TL_YEAR_DAYS;
    if (retires || quit < monthly(hazard)) {
        c->retirements += retires;
        c->quits += !retires;
        tl_staff_leave(w, staff);
    }
}

static double posts_of_team(tl_World *w, int32_t team)
{
    double sum = 0.0;
    TL_EACH_POST_OF_TEAM(w, team, staff) {
        sum += w->staff_share[staff];
    }
    return sum;
}

static double posts_lacking(tl_World *w, int32_t unit, int32_t team)
{
    return tl_posts_needed(w, &w->unit_regime[unit], tl_weekly_shifts(w, team)) - posts_of_team(w, team);
}

static void turnover_of_team(tl_World *w, int32_t unit, int32_t team)
{
    double surplus = -posts_lacking(w, unit, team);
    TL_EACH_POST_OF_TEAM(w, team, staff) {
        bool vacant = w->staff_id[staff] == 0;
        if (vacant && surplus > SMALL_POST) {
            surplus -= w->staff_share[staff];
            post_close(w, staff);
        } else {
            quit_or_hire(w, unit, staff, surplus > SMALL_POST);
        }
    }
}

/* Opens posts the team lacks; false without room. */
static bool open_posts_of_team(tl_World *w, int32_t unit, int32_t team)
{
    Coverage coverage = {0};
    TL_EACH_POST_OF_TEAM(w, team, staff) {
        cover(w, staff, &coverage);
    }
    double needed = tl_posts_needed(w, &w->unit_regime[unit], tl_weekly_shifts(w, team)),
           posts = posts_of_team(w, team);
    int32_t staff = tl_next_row(w->staff_post, w->unit_first_staff[unit], w->unit_post_room[unit]);
    for (; needed - posts > 0.5; staff++) {
        if (staff == tl_unit_first_hourly(w, unit)) {
            return false;
        }
        tl_post_open(w, staff, team, false);
        rota_of_post(w, team, staff, &coverage);
        posts += w->staff_share[staff];
    }
    return true;
}

static int32_t hourlies_of_unit(const tl_World *w, int32_t unit)
{
    return tl_rows_used(w->staff_id, tl_unit_first_hourly(w, unit), tl_unit_staff_end(w, unit));
}

static int32_t hourlies_wanted(const tl_World *w, int32_t unit)
{
    int32_t posts = tl_rows_used(w->staff_post, w->unit_first_staff[unit], tl_unit_first_hourly(w, unit));
    return tl_hourlies_needed(w, &w->unit_regime[unit], posts);
}

/* Hourly employees who leave are replaced at once, as long as the unit wants as many. */
static void turnover_of_hourlies(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    int32_t wanted = hourlies_wanted(w, unit), present = hourlies_of_unit(w, unit);
    double wage_quits = tl_wage_quits(k, tl_unit_wage(w, unit));
    TL_EACH_HOURLY(w, unit, staff) {
        tl_Rng rng = tl_rng(tl_day_key(w->keys.turnover, w->staff_post[staff], w->day));
        if (tl_rng_uniform(&rng) >= monthly(k->turnover_hourly_quits_per_year * wage_quits)) {
            continue;
        }
        w->unit_counters[unit].hourly_quits++;
        tl_staff_leave(w, staff);
        if (present > wanted) {
            post_close(w, staff);
            present--;
        } else {
            arrive(w, staff, true);
        }
    }
}

/* Takes on the hourly employees the unit lacks; false without room. */
static bool open_hourlies(tl_World *w, int32_t unit)
{
    int32_t first = tl_unit_first_hourly(w, unit), end = tl_unit_staff_end(w, unit);
    int32_t staff = tl_next_row(w->staff_post, first, end - first);
    for (int32_t lacking = hourlies_wanted(w, unit) - hourlies_of_unit(w, unit); lacking > 0;
         lacking--, staff++) {
        if (staff == end) {
            return false;
        }
        tl_post_open(w, staff, -1, true);
        arrive(w, staff, true);
    }
    return true;
}

/* ---- the month ----------------------------------------------------------------------------------------- */

static bool open_posts(tl_World *w, int32_t unit)
{
    TL_EACH_TEAM(w, unit, team) {
        if (!open_posts_of_team(w, unit, team)) {
            return false;
        }
    }
    return true;
}

/* Where many units grow at once, as new firms do, room is made for all of them at a time. */
static void want_posts(tl_World *w, int32_t unit)
{
    double wanted = tl_rows_used(w->staff_post, w->unit_first_staff[unit], tl_unit_first_hourly(w, unit));
    TL_EACH_TEAM(w, unit, team) {
        wanted += tl_larger(posts_lacking(w, unit, team), 0.0) / w->config->constants.work_post_share;
    }
    w->unit_posts_wanted[unit] = (int32_t)(wanted + 0.5);
}

/* Opens what every unit lacks. Where one has no room, more is made before the next opens anything: posts are
 * numbered in the order of opening, which must not depend on room. A staff that grows many times over in a
 * month is given ever more room, since each time the whole world is copied. */
static bool open_everywhere(tl_World *w, bool (*open)(tl_World *w, int32_t unit))
{
    enum { MOST_SPARE = 16 };
    for (int32_t spare = 0;; spare = spare == 0 ? 1 : spare < MOST_SPARE ? 2 * spare : spare) {
        bool room = true;
        for (int32_t unit = 0; room && unit < (int32_t)w->sizes.UNIT; unit++) {
            room = open(w, unit);
        }
        if (room || !tl_make_room(w, spare)) {
            return room;
        }
    }
}

bool tl_staffing_month(tl_World *w)
{
    TL_EACH_UNIT(w, unit) {
        tl_shifts_needed(w, unit);
        TL_EACH_TEAM(w, unit, team) {
            turnover_of_team(w, unit, team);
        }
        want_posts(w, unit);
    }
    if (!open_everywhere(w, open_posts)) {
        return false;
    }
    TL_EACH_UNIT(w, unit) {
        turnover_of_hourlies(w, unit);
    }
    return open_everywhere(w, open_hourlies);
}
