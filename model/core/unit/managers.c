#include "core/unit/managers.h"

#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/steering/control.h"

/* ---- time ---------------------------------------------------------------------------------------------- */

/* Minutes a day before any check: fixed, per employee, dialogues, reported deviations. */
static double duties_min(const tl_World *w, int32_t unit, double deviations_a_day)
{
    double people = tl_employees(w, unit);
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    return k->manager_fixed_min * (double)w->unit_manager_share[unit] +
           k->manager_employee_min * people *
               (1.0 - k->manager_self_planning_relief * r->plan_team_planning) +
           r->steering_dialogues * people / TL_YEAR_DAYS * k->manager_dialogue_min +
           deviations_a_day * k->manager_deviation_min;
}

/* Of a manager who has the unit, or a share of whose time it has. */
static tl_Manager manager_of(const tl_World *w, int32_t unit, double duties, double wanted_checks_a_day)
{
    const tl_Constants *k = &w->config->constants;
    double hours_min = k->manager_hours_min * (double)w->unit_manager_share[unit];
    double wanted_min = wanted_checks_a_day * k->manager_check_min;
    double checks_min = tl_smaller(wanted_min, tl_larger(hours_min - duties, 0.0));
    double load = hours_min > 0.0 ? (duties + checks_min) / hours_min : 0.0;
    return (tl_Manager){.load = (float)load,
                        .support = (float)(1.0 / (1.0 + load * load)),
                        .checks_made = wanted_min > 0.0 ? (float)(checks_min / wanted_min) : 1.0f};
}

tl_Manager tl_managers_start(const tl_World *w, int32_t unit)
{
    return manager_of(w, unit, duties_min(w, unit, 0.0), 0.0);
}

double tl_managers_expectation(const tl_World *w, const tl_StaffState *c)
{
    tl_Opinion opinion = tl_opinion(c->good, c->bad, w->decay.opinion_prior);
    return tl_opinion_expectation(opinion, (float)w->config->constants.opinion_propensity);
}

tl_Opinion tl_managers_view(const tl_World *w, const tl_StaffState *c)
{
    float competence = (float)w->config->constants.opinion_competence_facet, goodwill = 1.0f - competence;
    return tl_opinion(goodwill * c->goodwill_good + competence * c->competence_good,
                      goodwill * c->goodwill_bad + competence * c->competence_bad, w->decay.opinion_prior);
}

static double wanted_check_rate(const tl_World *w, int32_t unit, const tl_StaffState *c)
{
    const tl_Regime *r = &w->unit_regime[unit];
    tl_Opinion employee = tl_managers_view(w, c);
    return tl_smaller(r->control_relational_checks + r->control_check_distrust * employee.distrust +
                          r->control_check_uncertainty * employee.uncertainty,
                      1.0);
}

float tl_managers_check_rate(const tl_World *w, int32_t unit, const tl_StaffState *c)
{
    return (float)(wanted_check_rate(w, unit, c) * w->unit_manager[unit].checks_made);
}

/* ---- evidence ------------------------------------------------------------------------------------------ */

/* What the employee saw of the manager this week: support, a dialogue, help or blame after deviations, days
 * of overload, control that feels coercive. */
static void judge_manager(const tl_World *w, int32_t unit, const tl_StaffWeek *week, double support,
                          tl_Rng *rng, tl_StaffState *c)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    double met = tl_rng_uniform(rng), talked = tl_rng_uniform(rng), taken_up = tl_rng_uniform(rng),
           blamed = tl_rng_uniform(rng);
    double growth = w->decay.opinion_growth, meeting = k->opinion_meeting_evidence * growth;
    double good = 0.0, bad = 0.0;
    if (week->days > 0) {
        good += met < 1.0 - tl_exp(-k->manager_support_per_week * support) ? meeting : 0.0;
        double deviations = (int32_t)(k->manager_followed_share * week->deviations + taken_up);
        *(blamed < 1.0 - r->control_enabling ? &bad : &good) += meeting * deviations;
        bad += c->pressure > 0.5 ? k->opinion_visit_evidence * growth : 0.0;
        bad += c->averse ? k->opinion_visit_evidence * growth * (1.0 - r->control_enabling) *
                               tl_control_tightness(r, c->check_rate)
                         : 0.0;
    }
    good += talked < r->steering_dialogues * TL_WEEK_DAYS / TL_YEAR_DAYS ? meeting : 0.0;
    c->good += (float)good;
    c->bad += (float)(k->opinion_kappa * bad);
}

/* What the manager saw of the employee: checked visits. Good work under tight control says little about
 * goodwill; what someone is able to do shows all the same. */
static void judge_employee(const tl_World *w, int32_t unit, const tl_StaffWeek *week, tl_Rng *rng,
                           tl_StaffState *c)
{
    const tl_Constants *k = &w->config->constants;
    double tightness = tl_control_tightness(&w->unit_regime[unit], c->check_rate);
    double evidence = k->opinion_check_evidence * w->decay.opinion_growth;
    c->goodwill_good += (float)(evidence * week->checked_good * (1.0 - k->opinion_attribution * tightness));
    c->goodwill_bad += (float)(evidence * k->opinion_kappa * week->checked_bad);
    double checked = week->checked_good + week->checked_bad;
    double unable = (int32_t)((1.0 - c->skill) * checked + tl_rng_uniform(rng));
    c->competence_good += (float)(evidence * (checked - unable));
    c->competence_bad += (float)(evidence * k->opinion_kappa * unable);
}

void tl_managers_week(tl_World *w, int32_t unit)
{
    double support = w->unit_manager[unit].support;
    double deviations = 0.0, wanted = 0.0;
    float step = (float)tl_week_step(w->config->constants.pressure_half_life_days);
    TL_EACH_EMPLOYEE(w, unit, staff) {
        tl_StaffState *c = &w->staff_state[staff];
        const tl_StaffWeek *week = &w->staff_week[staff];
        tl_Rng rng = tl_rng(tl_day_key(w->keys.week, w->staff_id[staff], w->day));
        deviations += week->deviations;
        wanted += week->visits * wanted_check_rate(w, unit, c);
        judge_manager(w, unit, week, support, &rng, c);
        judge_employee(w, unit, week, &rng, c);
        if (week->intended_s > 0) {
            c->delivery += step * ((float)week->delivered_s / (float)week->intended_s - c->delivery);
        }
    }
    w->unit_manager[unit] =
        manager_of(w, unit, duties_min(w, unit, deviations / TL_WEEK_DAYS), wanted / TL_WEEK_DAYS);
}

/* ---- measures ------------------------------------------------------------------------------------------ */

void tl_opinions_of_work_sample(const tl_World *w, int32_t staff, tl_Counters *counters)
{
    const tl_StaffState *c = &w->staff_state[staff];
    tl_Opinion manager = tl_opinion(c->good, c->bad, w->decay.opinion_prior);
    tl_Opinion employee = tl_managers_view(w, c);
    counters->staff_weeks++;
    counters->manager_trust += manager.trust;
    counters->manager_distrust += manager.distrust;
    counters->manager_uncertainty += manager.uncertainty;
    counters->seen_trust += employee.trust;
    counters->seen_distrust += employee.distrust;
    counters->seen_uncertainty += employee.uncertainty;
    bool hourly = w->staff_team[staff] < 0;
    counters->hourly_weeks += hourly;
    counters->seen_hourly_uncertainty += hourly ? employee.uncertainty : 0.0;
    counters->strain_sum += c->strain;
    counters->strain_squares += c->strain * (double)c->strain;
    counters->motivation_sum += c->motivation;
    counters->permission_sum += c->permission;
    counters->pressure_sum += c->pressure;
    counters->skill_sum += c->skill;
    counters->drift_squares += c->drift * (double)c->drift;
}
