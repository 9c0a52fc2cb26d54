/* Mechanisms that are off unless asked for: off they change nothing, on they do what their equation says. */
#include <string.h>

#include "core/unit/managers.h"
#include "core/visits/visit.h"
#include "core/world/clock.h"
#include "support/testlib.h"

/* Optional mechanisms are off at their defaults, and each does something when on. */
static void optional_mechanisms_are_off(void **state)
{
    (void)state;
    tl_Config config =
        small_config("run.days", 120.0, "run.burn_in_days", 28.0, "plan.team_planning", 0.5, NULL);
    uint64_t off = digest_of(&config, 0, 1, NULL);
    int optional = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        if (!p->optional ||
            p->default_value != 0.0) { /* those that only shape another: dip_days, sharpness */
            continue;
        }
        optional++;
        assert_true(p->neutral.low == 0.0);
        config_set(&config, p->path, 0.0);
        assert_int_equal(digest_of(&config, 0, 1, NULL), off);
        config_set(&config, p->path, strcmp(p->path, "reform.scandal_share") == 0 ? 1e-9 : p->neutral.high);
        bool after_a_reform = strcmp(p->path, "reform.dip") == 0 || strcmp(p->path, "reform.contagion") == 0;
        if (!after_a_reform) { /* those have tests of their own */
            assert_true(digest_of(&config, 0, 1, NULL) != off);
        }
        config_set(&config, p->path, 0.0);
    }
    assert_true(optional >= 5);
    tl_config_free(&config);
}

/* The dip is deepest, A, when dip_days have passed. */
static void dip_is_deepest_at_its_time(void **state)
{
    (void)state;
    tl_Config config = small_config("reform.dip", 0.1, "reform.dip_days", 90.0, NULL);
    assert_near(tl_visit_dip(&config.constants, 0.0), 0.0, 0.0);
    assert_near(tl_visit_dip(&config.constants, 90.0), 0.1, 1e-12);
    assert_true(tl_visit_dip(&config.constants, 89.0) < 0.1 && tl_visit_dip(&config.constants, 91.0) < 0.1);
    tl_config_free(&config);
}

/* Two facets: under full attribution and full control good conduct says nothing about goodwill, and
 * everything about what someone is able to do. */
static void competence_shows_under_control(void **state)
{
    (void)state;
    enum { CHECKED = 6 };
    tl_Config config = small_config("opinion.attribution", 1.0, "control.record_checks", 1.0, NULL);
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    tl_World *w = &s.world;
    int32_t able = w->unit_first_staff[0], unable = able + 1;
    tl_clock_update(w);
    for (int32_t staff = able; staff <= unable; staff++) {
        w->staff_week[staff] = (tl_StaffWeek){.checked_good = CHECKED};
        w->staff_state[staff].skill = staff == able ? 1.0f : 0.0f;
    }
    tl_managers_week(w, 0);
    double evidence = CHECKED * config.constants.opinion_check_evidence,
           prior = config.constants.opinion_prior_weight;
    config.constants.opinion_competence_facet = 0.0;
    assert_near((double)tl_managers_view(w, &w->staff_state[able]).uncertainty, 1.0, 1e-6);
    config.constants.opinion_competence_facet = 1.0;
    assert_near((double)tl_managers_view(w, &w->staff_state[able]).trust, evidence / (evidence + prior),
                1e-6);
    double against = config.constants.opinion_kappa * evidence;
    assert_near((double)tl_managers_view(w, &w->staff_state[unable]).distrust, against / (against + prior),
                1e-6);
    config.constants.opinion_competence_facet = 0.5; /* half of the evidence of each facet */
    assert_near((double)tl_managers_view(w, &w->staff_state[able]).trust,
                0.5 * evidence / (0.5 * evidence + prior), 1e-6);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Latitude given in one area reaches the managers of the other by the share of the gap each month, and never
 * takes any back. */
static void latitude_spreads_between_units(void **state)
{
    (void)state;
    static int32_t area = 1;
    tl_Config config = small_config("municipality.recipients", 120.0, "municipality.areas", 2.0,
                                    "organisation.span", 200.0, "discretion.manager", 0.2, "reform.contagion",
                                    0.1, "run.burn_in_days", 0.0, "run.days", 140.0, NULL);
    tl_Change change = {.parameter = tl_parameter_find("discretion.manager"),
                        .value = 1.0,
                        .where = {.by[TL_BY_AREA] = {&area, 1}}};
    config.changes = &change;
    config.change_count = 1;
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    tl_World *w = &s.world;
    assert_int_equal(w->sizes.UNIT, 2);
    double expected = 0.2;
    for (int day = 0; day < 100; day++) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        expected += day > 0 && day % 30 == 0 ? 0.1 * (0.5 * (1.0 + expected) - expected) : 0.0;
        assert_near(w->unit_regime[w->area_first_unit[0]].discretion_manager, 1.0, 0.0);
        assert_near(w->unit_regime[w->area_first_unit[1]].discretion_manager, expected, 1e-12);
    }
    tl_simulation_free(&s);
    config.changes = NULL;
    config.change_count = 0;
    tl_config_free(&config);
}

/* Scalar trust is the same expectation with nothing left for ignorance: a stranger and someone known for good
 * and bad in the proportion of the propensity look the same. */
static void scalar_trust_cannot_tell_ignorance_from_ambivalence(void **state)
{
    (void)state;
    const float a = 0.6f, weight = 2.0f;
    tl_Prior scalar = tl_prior_scalar(weight, a), two_sided = tl_prior_two_sided(weight);
    for (float r = 0.0f; r < 50.0f; r += 3.7f) {
        for (float s = 0.0f; s < 50.0f; s += 4.9f) {
            tl_Opinion one = tl_opinion(r, s, scalar), two = tl_opinion(r, s, two_sided);
            float expected = tl_opinion_expectation(two, a);
            assert_near((double)tl_opinion_expectation(one, a), (double)expected, 1e-6);
            assert_near((double)one.trust, (double)expected, 1e-6);
            assert_near((double)(one.trust + one.distrust), 1.0, 1e-6);
            assert_true(one.uncertainty == 0.0f);
        }
    }
    tl_Opinion stranger = tl_opinion(0.0f, 0.0f, scalar), mixed = tl_opinion(30.0f, 20.0f, scalar);
    assert_near((double)stranger.trust, (double)mixed.trust, 1e-6);
    assert_true(tl_opinion(0.0f, 0.0f, two_sided).uncertainty == 1.0f);
    assert_true(tl_opinion(30.0f, 20.0f, two_sided).uncertainty < 0.05f);
    tl_Config config = small_config("opinion.form", 1.0, "run.burn_in_days", 0.0, NULL);
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    assert_true(s.world.decay.opinion_prior.uncertainty == 0.0f);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Teams know more of the day only as far as they plan it. */
static void teams_know_what_they_plan_themselves(void **state)
{
    (void)state;
    const double cases[][3] = {
        {0.0, 1.0, 0.3}, {0.5, 0.0, 0.3}, {0.5, 1.0, 0.65}, {1.0, 0.5, 0.65}, {1.0, 1.0, 1.0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tl_Config config = small_config("plan.knowledge", 0.3, "plan.team_information", cases[i][0],
                                        "plan.team_planning", cases[i][1], NULL);
        tl_Simulation s;
        assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
        assert_near((double)tl_visit_rules(&s.world, 0).knowledge, cases[i][2], 1e-6);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(optional_mechanisms_are_off),
        cmocka_unit_test(dip_is_deepest_at_its_time),
        cmocka_unit_test(competence_shows_under_control),
        cmocka_unit_test(latitude_spreads_between_units),
        cmocka_unit_test(scalar_trust_cannot_tell_ignorance_from_ambivalence),
        cmocka_unit_test(teams_know_what_they_plan_themselves),
    };
    return cmocka_run_group_tests_name("optional", tests, NULL, NULL);
}
