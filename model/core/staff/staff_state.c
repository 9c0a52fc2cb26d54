#include "core/staff/staff_state.h"

#include "core/world/each.h"
#include "core/unit/cost.h"
#include "core/market/conduct.h"
#include "core/staff/discretion.h"
#include "core/staff/effort.h"
#include "core/unit/climate.h"
#include "core/unit/managers.h"
#include "core/staff/practice.h"
#include "core/staff/strain.h"
#include "core/world/shifts.h"
#include "core/world/people.h"
#include "core/market/arrangement.h"
#include "core/numbers/num.h"

/* ---- start --------------------------------------------------------------------------------------------- */

/* What follows from a person's state until the next week. */
static void renew(const tl_World *w, int32_t unit, tl_StaffState *c)
{
    const tl_Constants *k = &w->config->constants;
    c->discretion = tl_discretion_usable(k, &w->unit_regime[unit], c);
    c->cut_probability =
        (float)tl_effort_cut_probability(k, &w->unit_regime[unit], c, tl_conduct_skimping(w, unit));
    c->check_rate = tl_managers_check_rate(w, unit, c);
    c->quality = tl_practice_quality(k, c);
    tl_strain_hazards(w, unit, c);
}

/* What whoever comes to a unit has in common. */
static tl_StaffState newcomer(const tl_World *w, int32_t unit)
{
    return (tl_StaffState){.motivation = (float)w->config->constants.motivation_mean,
                           .permission = (float)tl_discretion_formal(&w->unit_regime[unit]),
                           .pressure = w->unit_climate[unit].pressure,
                           .delivery = 1.0f};
}

void tl_staff_state_start(tl_World *w, int32_t staff, tl_Rng *rng)
{
    const tl_Constants *k = &w->config->constants;
    int32_t unit = w->staff_unit[staff];
    double opportunism = tl_rng_uniform(rng), aversion = tl_rng_uniform(rng), person = tl_rng_normal(rng);
    double years = (double)(w->day - w->staff_since[staff]) / TL_YEAR_DAYS;
    tl_StaffState c = newcomer(w, unit);
    c.person = c.strain = (float)(k->strain_person_sd * person);
    c.skill = (float)tl_practice_skill(k, years);
    c.opportunist = opportunism < k->effort_opportunist_share;
    c.averse = aversion < k->motivation_averse_share;
    renew(w, unit, &c);
    w->staff_state[staff] = c;
    w->staff_week[staff] = (tl_StaffWeek){0};
}

/* The language, from 0, that a unit's provider looks for in staff since people may choose it for that; -1: none. */
static int profile_of(const tl_World *w, int32_t unit)
{
    bool chosen = tl_choice_is_open(w, tl_unit_municipality(w, unit));
    return chosen ? tl_provider_language(w, w->unit_provider[unit]) - 1 : -1;
}

void tl_employee_draw(tl_World *world, int32_t staff, bool hourly, bool newcomer)
{
    const tl_Constants *k = &world->config->constants;
    uint64_t id = tl_employee_id(world->staff_post[staff], world->staff_generation[staff]);
    tl_Rng rng = tl_rng(tl_mix64(world->keys.employee ^ id));
    double youngest = hourly ? 18.0 : 20.0;
    double oldest = newcomer || hourly ? tl_clamp(50.0, youngest + 1.0, k->turnover_retirement_age)
                                       : k->turnover_retirement_age;
    double age = youngest + (oldest - youngest) * tl_rng_uniform(&rng);
    bool nurse = tl_rng_uniform(&rng) < (hourly ? k->staff_hourly_nurse_share : k->staff_nurse_share);
    uint32_t languages = 0;
    int profile = profile_of(world, world->staff_unit[staff]);
    for (int language = 0; language < TL_LANGUAGES; language++) {
        double share = language == profile ? k->provider_profile_staff : k->staff_language_share;
        languages |= (tl_rng_uniform(&rng) < share ? 2u : 0u) << language;
    }
    const double longest = 20 * TL_YEAR_DAYS;
    double tenure_days = tl_rng_uniform(&rng) * (age - youngest) * TL_YEAR_DAYS;
    world->staff_id[staff] = id;
    world->staff_birth[staff] = world->day - (int32_t)(age * TL_YEAR_DAYS);
    world->staff_since[staff] =
        world->day - (newcomer ? 0 : (int32_t)(tenure_days < longest ? tenure_days : longest));
    world->staff_skills[staff] = (uint8_t)((nurse ? TL_SKILL_NURSE : 0) | languages);
    world->staff_sick[staff] = TL_WELL;
    world->staff_sick_days[staff] = 0;
    world->staff_streak[staff] = 0;
    world->staff_last_shift[staff] = TL_OFF;
    tl_staff_state_start(world, staff, &rng);
}

void tl_staff_state_new_manager(tl_World *w, int32_t unit)
{
    bool first = w->unit_manager[unit].support == 0.0f; /* never the case once a manager has worked */
    if (first) {
        w->unit_manager[unit] = tl_managers_start(w, unit);
        w->unit_climate[unit] = tl_climate_start(w, unit);
    }
    w->unit_officer[unit].good = w->unit_officer[unit].bad = 0.0f;
    w->unit_reorganised[unit] = first ? -1 : w->day;
    TL_EACH_EMPLOYEE(w, unit, staff) {
        tl_StaffState *c = &w->staff_state[staff];
        c->good = c->bad = c->goodwill_good = c->goodwill_bad = c->competence_good = c->competence_bad = 0.0f;
        if (first) {
            c->permission = (float)tl_discretion_formal(&w->unit_regime[unit]);
        }
        renew(w, unit, c);
    }
}

tl_StaffState tl_staff_state_of_stranger(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    tl_StaffState c = newcomer(w, unit);
    c.skill = (float)k->skill_newcomer;
    renew(w, unit, &c);
    c.check_rate = (float)w->unit_regime[unit].control_relational_checks * w->unit_manager[unit].checks_made;
    return c;
}

/* ---- days and weeks ------------------------------------------------------------------------------------ */

void tl_staff_state_day(tl_World *w, int32_t unit, tl_Workspace *work)
{
    const tl_Constants *k = &w->config->constants;
    int32_t reserved_s = tl_reserved_s(w, unit);
    for (int32_t i = 0; i < work->duty_count; i++) {
        const tl_Duty *duty = &work->duties[i];
        if (duty->staff < 0) {
            continue;
        }
        tl_StaffWeek *week = &w->staff_week[duty->staff];
        week->days++;
        week->paid_s += tl_shift_s(k, duty->shift);
        week->busy_s += duty->care_s + duty->travel_s + duty->admin_s + reserved_s;
        week->visits += duty->visits;
        week->intended_s += duty->intended_s;
        week->delivered_s += duty->care_s;
        week->checked_good += duty->checked_good;
        week->checked_bad += duty->checked_bad;
        week->deviations += duty->deviations;
        week->changed += duty->extra != 0;
    }
}

void tl_staff_state_week(tl_World *w, int32_t unit)
{
    tl_Counters *counters = &w->unit_counters[unit];
    TL_EACH_EMPLOYEE(w, unit, staff) {
        tl_StaffState *c = &w->staff_state[staff];
        renew(w, unit, c);
        w->staff_week[staff] = (tl_StaffWeek){0};
        tl_opinions_of_work_sample(w, staff, counters);
    }
}
