/* Known answers of single mechanisms. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/unit/cost.h"
#include "core/visits/experience.h"
#include "core/care/need.h"
#include "core/numbers/num.h"
#include "core/numbers/opinion.h"
#include "core/world/people.h"
#include "core/numbers/rng.h"
#include "core/staff/sickness.h"
#include "core/staff/staffing.h"
#include "core/visits/visit.h"
#include "core/world/clock.h"
#include "support/testlib.h"

/* ---- sickness ------------------------------------------------------------------------------------------ */

/* T7: survival of long spells from day 14: .60/.18/.087 at 30/90/180 days. */
static void long_spells_survive_as_registers_say(void **state)
{
    (void)state;
    tl_Config config = small_config(NULL);
    double at_14 = tl_sickness_long_survival(&config.constants, 0.0);
    assert_near(at_14, 1.0, 0.0);
    assert_near(tl_sickness_long_survival(&config.constants, 16), 0.60, 0.02);
    assert_near(tl_sickness_long_survival(&config.constants, 76), 0.18, 0.02);
    assert_near(tl_sickness_long_survival(&config.constants, 166), 0.087, 0.02);
    tl_config_free(&config);
}

/* T7: the share of days on sick leave over many people and years is the expected one. */
static void sick_leave_reaches_its_expected_share(void **state)
{
    (void)state;
    tl_Config config =
        small_config("municipality.recipients", 1500.0, "municipality.areas", 1.0, "run.burn_in_days", 364.0,
                     "run.days", 1092.0, "record.period_days", 364.0, NULL);
    tl_Counters total = totals_of(&config, 0);
    double share = measure_of(&total, "sick_share", 1092);
    assert_near(share, tl_sickness_expected_share(&config.constants), 0.008);
    tl_config_free(&config);
}

/* ---- turnover ------------------------------------------------------------------------------------------ */

/* T8: quits per employee and year are the given hazard. */
static void quits_come_at_the_given_rate(void **state)
{
    (void)state;
    tl_Config config = small_config("municipality.recipients", 1500.0, "municipality.areas", 1.0,
                                    "turnover.quits_per_year", 0.25, "run.days", 1456.0, NULL);
    tl_Counters total = totals_of(&config, 0);
    double expected = (1.0 - exp(-0.25 * 30 / 365.0)) * 365.0 / 30.0; /* drawn once every 30 days */
    assert_near(measure_of(&total, "quit_rate", 1456), expected, 0.025);
    tl_config_free(&config);
}

/* ---- people -------------------------------------------------------------------------------------------- */

static void granted_hours_have_the_mean_asked_for(void **state)
{
    (void)state;
    static const double means[] = {20.0, 30.0, 45.0};
    for (int m = 0; m < 3; m++) {
        tl_Config config = small_config("municipality.granted_hours", means[m], NULL);
        tl_World world = {.config = &config, .keys = tl_keys(1, 0)};
        double median = tl_granted_hours_median(&config.municipalities[0].profile), sum = 0.0;
        int above_25 = 0;
        enum { PEOPLE = 20000 };
        for (int i = 0; i < PEOPLE; i++) {
            tl_Person p = tl_person_draw(&world, tl_recipient_id_at_start(0, i),
                                         &config.municipalities[0].profile, median, 100.0f);
            assert_true(p.hours > 0.0f && p.hours <= 300.0f);
            sum += (double)p.hours;
            above_25 += p.hours >= 25.0f;
        }
        assert_near(sum / PEOPLE, means[m], 0.03 * means[m]);
        if (m == 1) { /* published: 39 % have 25 hours or more [OJ12] */
            assert_near((double)above_25 / PEOPLE, 0.37, 0.05);
        }
        tl_config_free(&config);
    }
}

/* The weekly plan holds the granted time, to the rounding of one second a visit. */
static void weekly_plans_hold_the_granted_time(void **state)
{
    (void)state;
    tl_Config config = small_config(NULL);
    tl_World world = {.config = &config, .keys = tl_keys(1, 0)};
    for (int hours = 1; hours <= 300; hours += 3) {
        tl_Person p = {.id = tl_recipient_id_at_start(0, hours), .hours = (float)hours};
        tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN];
        int count = tl_person_visits(&world, &p, visits), weekly = 0;
        double seconds = 0.0;
        assert_in_range(count, 1, TL_MAX_WEEKLY_PLAN);
        for (int i = 0; i < count; i++) {
            assert_true(visits[i].slot < TL_SLOTS && visits[i].seconds > 0 && visits[i].weekdays != 0);
            for (int day = 0; day < 7; day++) {
                weekly += visits[i].weekdays >> day & 1;
                seconds += (visits[i].weekdays >> day & 1) ? visits[i].seconds : 0;
            }
        }
        assert_near(seconds, hours * 3600.0 * 12 * 7 / 365.25, 0.5 * weekly);
    }
    tl_config_free(&config);
}

/* ---- visits -------------------------------------------------------------------------------------------- */

static const tl_VisitRules RULES = {.follow_least = 0.5f,
                                    .knowledge = 0.0f,
                                    .rush_floor = 0.7f,
                                    .late_s = 900,
                                    .rush_after_s = 600,
                                    .drop_after_s = 4500,
                                    .overtime_s = 1200};

static void visit_times_follow_need_part_of_the_way(void **state)
{
    (void)state;
    tl_VisitTimes t = tl_visit_times(&RULES, 1000, 1.2f, 1.5f);
    assert_int_equal(t.granted_s, 1200);
    assert_int_equal(t.needed_s, 1800);
    assert_int_equal(tl_visit_intended_s(&RULES, &t, 0.0f, 1.0f), 1500);
    assert_int_equal(t.planned_s, 1200);
    tl_VisitRules knowing = RULES;
    knowing.knowledge = 1.0f;
    assert_int_equal(tl_visit_times(&knowing, 1000, 1.2f, 1.5f).planned_s, 1500);
}

static void visits_wait_rush_and_drop(void **state)
{
    (void)state;
    tl_VisitOutcome early = tl_visit_make(&RULES, 1500, 0, 100, 700, 16200);
    assert_int_equal(early.start_s, 700); /* nobody starts before the plan says */
    assert_int_equal(early.delivered_s, 1500);
    assert_false(early.late || early.rushed || early.dropped);
    tl_VisitOutcome hurried =
        tl_visit_make(&RULES, 1500, 1300, 100, 700, 16200); /* 700 s behind: 100 s cut */
    assert_int_equal(hurried.delivered_s, 1400);
    assert_true(hurried.rushed && !hurried.late);
    tl_VisitOutcome late =
        tl_visit_make(&RULES, 1500, 3000, 100, 700, 16200); /* 2400 s behind: cut to the floor */
    assert_int_equal(late.delivered_s, 1050);
    assert_true(late.rushed && late.late);
    tl_VisitOutcome dropped = tl_visit_make(&RULES, 1500, 5200, 100, 700, 16200);
    assert_true(dropped.dropped && dropped.delivered_s == 0 && dropped.travel_s == 0);
    tl_VisitOutcome too_long = tl_visit_make(&RULES, 1500, 0, 0, 16000, 16200);
    assert_true(too_long.dropped); /* would end after the slot and overtime */
}

/* ---- experience ---------------------------------------------------------------------------------------- */

/* T1: with one good visit a day the evidence r settles at w / (1 - lambda). */
static void evidence_settles_where_theory_says(void **state)
{
    (void)state;
    tl_Config config =
        small_config("municipality.recipients", 30.0, "municipality.areas", 1.0, "experience.base", 1.0,
                     "experience.noise_sd", 0.0, "opinion.half_life_days", 30.0, NULL);
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    tl_World *w = &s.world;
    int32_t recipient = w->unit_first_recipient[0];
    int64_t pair = tl_pair_row(w, 0, recipient);
    tl_Encounter good = {.pair = pair, .recipient = recipient, .circumstances = TL_COMPETENT};
    for (w->day = 0; w->day < 400; w->day++) {
        tl_clock_update(w);
        tl_ExperienceRules rules = tl_experience_rules(w, 0);
        tl_experience(w, &rules, &good, false, &w->unit_counters[0]);
        tl_decay_rescale(w);
    }
    w->day--;
    tl_clock_update(w);
    double lambda = exp(-log(2.0) / 30.0), expected = 0.1 / (1.0 - lambda);
    double stored = (double)w->pair_memory[pair].good / (double)w->decay.opinion_growth;
    assert_near(stored, expected, 0.01);
    assert_true(w->pair_memory[pair].bad == 0.0f);
    assert_int_equal(w->unit_counters[0].visits_good, 400);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* E12: familiarity is one half after W_K visits on a day. */
static void familiarity_is_half_at_its_constant(void **state)
{
    (void)state;
    tl_Config config = small_config("municipality.recipients", 30.0, "municipality.areas", 1.0, NULL);
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    tl_World *w = &s.world;
    tl_clock_update(w);
    int32_t recipient = w->unit_first_recipient[0];
    int64_t pair = tl_pair_row(w, 0, recipient);
    tl_ExperienceRules rules = tl_experience_rules(w, 0);
    tl_Encounter visit = {.pair = pair, .recipient = recipient};
    for (int i = 0; i < 8; i++) {
        tl_experience(w, &rules, &visit, false, &w->unit_counters[0]);
    }
    float c = w->pair_familiarity[pair];
    assert_near((double)(c / (c + w->decay.familiarity_prior)), 0.5, 1e-6);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- rota ---------------------------------------------------------------------------------------------- */

static void rotas_respect_rest_and_weekends(void **state)
{
    (void)state;
    tl_Config config = small_config("municipality.recipients", 400.0, "municipality.areas", 2.0, NULL);
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    const tl_World *w = &s.world;
    int posts = 0;
    for (int64_t staff = 0; staff < w->sizes.STAFF; staff++) {
        if (w->staff_post[staff] == 0 || w->staff_team[staff] < 0) {
            continue;
        }
        const uint8_t *rota = w->staff_rota + staff * TL_ROTA_DAYS;
        int shifts = 0, run = 0, weekends = 0;
        for (int day = 0; day < 2 * TL_ROTA_DAYS; day++) {
            int today = rota[day % TL_ROTA_DAYS], tomorrow = rota[(day + 1) % TL_ROTA_DAYS];
            run = today != TL_OFF ? run + 1 : 0;
            assert_true(run <= 6);
            assert_false(today == TL_EVENING_SHIFT && tomorrow == TL_DAY_SHIFT);
            shifts += day < TL_ROTA_DAYS && today != TL_OFF;
            weekends += day < TL_ROTA_DAYS && day % 7 == 5 && today != TL_OFF;
        }
        assert_int_equal(weekends, 2);
        assert_near(shifts, (double)w->staff_share[staff] * 19.0, 1.01);
        posts++;
    }
    assert_true(posts > 50);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- need ---------------------------------------------------------------------------------------------- */

/* Without events and decline the mean of the day's need is the granted time. */
static void need_varies_around_what_is_granted(void **state)
{
    (void)state;
    tl_Config config = small_config("municipality.recipients", 300.0, "municipality.areas", 1.0,
                                    "need.acute_per_year", 0.0, "need.decline_per_year", 0.0, NULL);
    enum { REPLICATES = 16 };
    double ratio = 0.0; /* one replicate has a standard deviation of .0045 */
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
        tl_Counters total = totals_of(&config, replicate);
        ratio += (double)total.needed_s / (double)total.granted_s / REPLICATES;
        assert_int_equal(total.away_days, 0);
        assert_near(total.mismatch, 0.0, 0.0);
    }
    assert_near(ratio, 1.0, 0.005);
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_spells_survive_as_registers_say),
        cmocka_unit_test(sick_leave_reaches_its_expected_share),
        cmocka_unit_test(quits_come_at_the_given_rate),
        cmocka_unit_test(granted_hours_have_the_mean_asked_for),
        cmocka_unit_test(weekly_plans_hold_the_granted_time),
        cmocka_unit_test(visit_times_follow_need_part_of_the_way),
        cmocka_unit_test(visits_wait_rush_and_drop),
        cmocka_unit_test(evidence_settles_where_theory_says),
        cmocka_unit_test(familiarity_is_half_at_its_constant),
        cmocka_unit_test(rotas_respect_rest_and_weekends),
        cmocka_unit_test(need_varies_around_what_is_granted),
    };
    return cmocka_run_group_tests_name("mechanisms", tests, NULL, NULL);
}
