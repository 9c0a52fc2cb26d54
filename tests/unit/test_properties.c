/* What must hold on every day of every world: conservation of minutes, people and money; nobody works while
 * absent or against the rest rules; nobody is visited by someone who is not there; opinions stay opinions.
 * Worlds are drawn at random over wide ranges of levers and constants. */
#include <string.h>

#include "core/numbers/opinion.h"
#include "core/numbers/rng.h"
#include "core/staff/staffing.h"
#include "support/testlib.h"

enum { WORLDS = 12, DAYS = 70 };

/* A config with every lever and many constants drawn between wide bounds. */
static tl_Config random_config(int number)
{
    static const struct {
        const char *path;
        double low, high;
    } ranges[] = {
        {"municipality.recipients", 20, 260},
        {"municipality.areas", 1, 4},
        {"municipality.granted_hours", 8, 60},
        {"municipality.trip_min", 0, 25},
        {"municipality.language_share", 0, 0.6},
        {"organisation.pool_size", 4, 40},
        {"organisation.span", 40, 80},
        {"organisation.contact_persons", 0, 2},
        {"organisation.contact_coverage", 0, 1},
        {"organisation.hourly_share", 0, 0.6},
        {"organisation.notice_days", 0, 40},
        {"plan.continuity_weight", 0, 6},
        {"plan.contact_weight", 0, 3},
        {"plan.travel_weight", 0, 0.5},
        {"plan.load_weight", 0, 4},
        {"plan.team_planning", 0, 1},
        {"plan.knowledge", 0, 1},
        {"plan.planned_travel_share", 0, 1.2},
        {"resources.client_time_share", 0.4, 0.9},
        {"need.shock_sd", 0, 0.8},
        {"visit.follow_need", 0, 1},
        {"sickness.short_spells_per_year", 0, 10},
        {"turnover.quits_per_year", 0, 1.5},
        {"agency.fill_probability", 0, 1},
        {"hourly.availability", 0, 1},
        {"presence.extra_shift_probability", 0, 0.5},
        {"demography.inflow_per_year", 0, 2},
        {"demography.deaths_per_year", 0, 1},
        {"opinion.kappa", 0.7, 5},
        {"opinion.half_life_days", 7, 300},
        {"familiarity.half_life_days", 7, 200},
        {"need.acute_per_year", 0, 4},
        {"discretion.officer", 0, 1},
        {"discretion.provider", 0, 1},
        {"discretion.manager", 0, 1},
        {"control.tolerance_min", 0, 40},
        {"control.deviation_min", 0, 20},
        {"control.record_checks", 0, 1},
        {"control.relational_checks", 0, 0.2},
        {"control.enabling", 0, 1},
        {"control.check_distrust", 0, 1},
        {"control.check_uncertainty", 0, 1},
        {"steering.reallocation", 0, 1},
        {"steering.follow_up_min", 0, 300},
        {"steering.safety_min", 0, 300},
        {"steering.meeting_min", 0, 300},
        {"steering.training_min", 0, 300},
        {"steering.breaks_min", 0, 40},
        {"steering.dialogues", 0, 40},
        {"steering.plans_kept", 0, 1},
        {"steering.recipient_dialogues", 0, 52},
        {"dialogue.recipient", -1, 3},
        {"dialogue.recipient_min", 0, 120},
        {"officers.discretion", 0, 1},
        {"officers.meetings", 0, 8},
        {"organisation.hours_influence", 0, 1},
        {"resources.reform_budget", 0, 5000},
        {"care.own_time", 0, 0.3},
        {"night.supervision", 0, 1},
        {"effort.base", -6, 1},
        {"effort.cut_share", 0, 1},
        {"opinion.ambiguity", 0, 1},
        {"opinion.new_face_evidence", -1, 2},
        {"sickness.presenteeism", 0, 0.8},
        {"drift.trusting_peers", 0, 1},
        {"drift.noise", 0, 0.2},
        {"strain.pressure", -1, 1},
        {"presence.preference_gaps", 0, 0.5},
        {"experience.form", 0, 1},
    };
    tl_Config config = small_config("run.days", (double)DAYS, "run.burn_in_days", 0.0, NULL);
    tl_Rng rng = tl_rng(tl_mix64((uint64_t)number));
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        double value = ranges[i].low + (ranges[i].high - ranges[i].low) * tl_rng_uniform(&rng);
        const tl_Parameter *p = &tl_parameters[tl_parameter_find(ranges[i].path)];
        config_set(&config, ranges[i].path, p->kind == TL_REAL ? value : (double)(int64_t)(value + 0.5));
    }
    config_set(&config, "seed", number);
    return config;
}

/* ---- people at work ------------------------------------------------------------------------------------ */

static void check_staff(const tl_World *w)
{
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        for (int32_t staff = w->unit_first_staff[unit]; staff < tl_unit_staff_end(w, unit); staff++) {
            if (w->staff_shift[staff] == TL_OFF) {
                continue;
            }
            assert_true(w->staff_id[staff] != 0);
            assert_int_equal(w->staff_sick[staff], TL_WELL);
            assert_true(w->staff_streak[staff] < 6);
            assert_false(w->staff_shift[staff] == TL_DAY_SHIFT &&
                         w->staff_last_shift[staff] == TL_EVENING_SHIFT);
        }
    }
}

/* ---- visits by those who are there --------------------------------------------------------------------- */

/* Meetings remembered after the day that were not there before belong to people on duty in the unit. */
static void visited_only_by_those_at_work(void **state)
{
    (void)state;
    tl_Config config = random_config(5);
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    tl_World *w = &s.world;
    uint32_t *before = NULL;
    for (int day = 0; day < 40; day++) {
        before = test_realloc(before, (size_t)w->sizes.PAIR * sizeof *before);
        for (int64_t pair = 0; pair < w->sizes.PAIR; pair++) {
            before[pair] = w->pair_memory[pair].window;
        }
        int64_t pairs = w->sizes.PAIR, arrivals = 0;
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        for (int32_t unit = 0; w->sizes.PAIR == pairs && unit < (int32_t)w->sizes.UNIT; unit++) {
            int32_t first = w->unit_first_recipient[unit];
            for (int32_t r = first; r < first + w->unit_recipient_room[unit]; r++) {
                for (int32_t column = 0; w->recipient_id[r] != 0 && column < w->unit_columns[unit];
                     column++) {
                    int64_t pair = tl_pair_row(w, unit, r) + column;
                    int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
                    if (w->pair_memory[pair].window != before[pair] && w->pair_memory[pair].window != 0) {
                        assert_true(staff >= 0 && w->staff_shift[staff] != TL_OFF);
                        assert_int_equal(w->team_unit[w->staff_duty_team[staff]], unit);
                        assert_int_equal(w->recipient_away[r], 0);
                        arrivals++;
                    }
                }
            }
        }
        assert_true(arrivals > 0 || w->sizes.PAIR != pairs);
    }
    test_free(before);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- conservation -------------------------------------------------------------------------------------- */

static void check_minutes(const tl_Counters *c)
{
    assert_int_equal(c->visits_due, c->visits_made + c->visits_unassigned + c->visits_dropped);
    assert_int_equal(c->planned_s, c->delivered_s + c->cut_s + c->saved_s - c->extended_s + c->unassigned_s +
                                       c->dropped_s + c->under_delivered_s);
    assert_int_equal(c->paid_s, c->care_s + c->travel_s + c->planning_s + c->control_s + c->other_s);
    assert_int_equal(c->paid_s, c->paid_permanent_s + c->paid_hourly_s + c->paid_agency_s);
    assert_int_equal(c->care_s, c->delivered_s);
    assert_int_equal(c->gaps, c->gaps_colleague + c->gaps_hourly + c->gaps_agency + c->gaps_open);
    assert_true(c->unmet_s >= 0 && c->cut_s >= 0);
    assert_true(c->under_delivered_s >= c->under_detected_s && c->under_detected_s >= 0);
    assert_true(c->visits_cut >= c->visits_cut_detected && c->registered_s >= c->delivered_s);
    assert_true(c->visits_misplaced <= c->visits_trusted && c->survey_answers <= c->satisfaction_people);
    int64_t histogram = 0;
    for (int bin = 0; bin < TL_MET_BINS; bin++) {
        histogram += c->met_histogram[bin];
    }
    assert_int_equal(histogram, c->continuity_recipients);
}

static int64_t people(const tl_World *w)
{
    int64_t sum = 0;
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        sum += w->unit_recipients[unit];
    }
    return sum;
}

static bool add_up(void *context, const tl_Period *period)
{
    for (int32_t i = 0; i < period->unit_count; i++) {
        tl_counters_add(context, &period->units[i].counters);
    }
    return true;
}

static bool count_days(void *context, int32_t done, int32_t total)
{
    int32_t *last = context;
    assert_true(done > *last && done - *last <= TL_BLOCK_DAYS && done <= total);
    *last = done;
    return true;
}

static void progress_is_told_every_few_days_and_at_the_end(void **state)
{
    (void)state;
    for (int number = 1; number <= 3; number++) {
        tl_Config config = random_config(number);
        int32_t last = 0;
        tl_Observer observer = {.context = &last, .day = count_days};
        tl_Simulation s;
        assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
        assert_int_equal(tl_simulation_run(&s, &observer), TL_OK);
        assert_int_equal(last, tl_config_total_days(&config));
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

static void random_worlds_keep_every_promise(void **state)
{
    (void)state;
    for (int number = 1; number <= WORLDS; number++) {
        tl_Config config = random_config(number);
        tl_Counters total = {0};
        tl_Observer observer = {.context = &total, .period = add_up};
        tl_Simulation s;
        assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
        int64_t start = people(&s.world);
        assert_int_equal(start, config.municipalities[0].profile.recipients);
        for (int day = 0; day < DAYS; day++) {
            assert_int_equal(tl_simulation_step(&s, &observer), TL_OK);
            check_staff(&s.world);
            if (day % 10 == 9) {
                assert_world_valid(&s.world);
            }
        }
        check_minutes(&total);
        assert_int_equal(people(&s.world),
                         start + total.arrivals - total.deaths - total.to_residential - total.ended);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* Money: with one wage for everyone and no supplements, the parts of the wage bill are the paid hours times
 * the wage. */
static void money_is_hours_times_wage(void **state)
{
    (void)state;
    tl_Config config = small_config("cost.permanent_sek_per_h", 360.0, "cost.hourly_sek_per_h", 360.0,
                                    "cost.agency_sek_per_h", 360.0, "cost.unsocial_supplement", 0.0,
                                    "cost.extra_shift_factor", 1.0, "cost.planner_sek_per_h", 0.0,
                                    "cost.officer_sek_per_h", 0.0, "cost.record_check_sek", 0.0, NULL);
    tl_Counters c = totals_of(&config, 0);
    int64_t ore = c.cost_care + c.cost_travel + c.cost_planning + c.cost_administration + c.cost_control;
    assert_int_equal(ore, c.paid_s * 10); /* 360 SEK an hour is 10 ore a second */
    tl_config_free(&config);
}

/* More staff for the same granted time: fewer missed visits and more cost; never the other way. */
static void resources_cost_and_help(void **state)
{
    (void)state;
    tl_Config lean = small_config("resources.client_time_share", 0.85, NULL);
    tl_Config rich = small_config("resources.client_time_share", 0.5, NULL);
    tl_Counters of_lean = totals_of(&lean, 0), of_rich = totals_of(&rich, 0);
    assert_true(measure_of(&of_rich, "cost", 84) > measure_of(&of_lean, "cost", 84));
    assert_true(measure_of(&of_rich, "missed_share", 84) < measure_of(&of_lean, "missed_share", 84));
    tl_config_free(&lean);
    tl_config_free(&rich);
}

/* Own time is granted time: it is staffed and paid for, and delivered. */
static void own_time_is_staffed(void **state)
{
    (void)state;
    tl_Config without = small_config("run.days", 364.0, NULL);
    tl_Config with = small_config("run.days", 364.0, "care.own_time", 0.25, NULL);
    tl_Counters a = totals_of(&without, 0), b = totals_of(&with, 0);
    assert_near((double)b.granted_s / (double)a.granted_s, 1.25, 0.02);
    assert_near((double)b.delivered_s / (double)a.delivered_s, 1.25, 0.05);
    assert_true(measure_of(&b, "cost", 364) > 1.1 * measure_of(&a, "cost", 364));
    tl_config_free(&without);
    tl_config_free(&with);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(progress_is_told_every_few_days_and_at_the_end),
        cmocka_unit_test(random_worlds_keep_every_promise),
        cmocka_unit_test(visited_only_by_those_at_work),
        cmocka_unit_test(money_is_hours_times_wage),
        cmocka_unit_test(resources_cost_and_help),
        cmocka_unit_test(own_time_is_staffed),
    };
    return cmocka_run_group_tests_name("properties", tests, NULL, NULL);
}
