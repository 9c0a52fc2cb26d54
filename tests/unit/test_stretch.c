/* What two configs differ in, and the ends to which it goes: known answers. */
#include <stdio.h>
#include <string.h>

#include "config/config_check.h"
#include "config/config_market.h"
#include "config/stretch.h"
#include "support/configlib.h"

static const int none[2] = {-1, -1};

static tl_LoadedConfig treatment, control;

static void load_pair(const char *of_treatment, const char *of_control)
{
    char text[1000];
    snprintf(text, sizeof text, "%s%s", GOOD, of_treatment);
    load_config_file(write_config("treatment.yaml", text), NULL, &treatment);
    snprintf(text, sizeof text, "%s%s", GOOD, of_control);
    load_config_file(write_config("control.yaml", text), NULL, &control);
}

static void free_pair(void)
{
    tl_loaded_config_free(&treatment);
    tl_loaded_config_free(&control);
}

static tl_Contrast contrast_of(void)
{
    return tl_contrast_of(&treatment.config, &control.config, none);
}

/* All that differs at its ends, which is a config that may be run. */
static tl_Stretched stretch(void)
{
    tl_Messages messages = {0};
    tl_Contrast contrast = contrast_of();
    tl_Stretched s;
    tl_stretch(&treatment, &control.config, contrast.parameters, contrast.count, &s);
    tl_LoadedConfig own = treatment;
    own.config = s.config;
    tl_config_check(&own, &messages);
    assert_int_equal(messages.errors, 0);
    tl_messages_free(&messages);
    return s;
}

static void assert_differs_in(const tl_Contrast *contrast, const char *path)
{
    assert_int_equal(contrast->count, 1);
    assert_string_equal(tl_parameters[contrast->parameters[0]].path, path);
    assert_false(contrast->otherwise);
}

static void what_differs_at_the_start_goes_to_the_end_away_from_the_control(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        load_pair(more ? "steering: {follow_up_min: 21}\n" : "steering: {follow_up_min: 19}\n", "");
        tl_Contrast contrast = contrast_of();
        assert_differs_in(&contrast, "steering.follow_up_min");
        tl_Stretched s = stretch();
        assert_true(s.moved && s.end == (more ? 600.0 : 0.0));
        assert_true(s.config.regime.steering_follow_up_min == s.end);
        assert_true(s.config.regime.plan_knowledge == treatment.config.regime.plan_knowledge);
        tl_config_free(&s.config);
        free_pair();
    }
}

static void what_stands_at_its_end_does_not_move(void **state)
{
    (void)state;
    load_pair("discretion: {officer: 1}\n", "");
    tl_Contrast contrast = contrast_of();
    assert_differs_in(&contrast, "discretion.officer");
    tl_Stretched s = stretch();
    assert_false(s.moved);
    tl_config_free(&s.config);
    free_pair();
}

static void a_change_goes_to_its_end_and_one_back_to_the_control_stays(void **state)
{
    (void)state;
    load_pair("timeline:\n"
              "  - {name: more, day: 3, set: {steering.follow_up_min: 60}}\n"
              "  - {name: back, day: 9, set: {steering.follow_up_min: 20}}\n",
              "");
    tl_Contrast contrast = contrast_of();
    assert_differs_in(&contrast, "steering.follow_up_min");
    tl_Stretched s = stretch();
    assert_int_equal(s.config.change_count, 2);
    assert_true(s.config.changes[0].value == 600.0 && s.config.changes[1].value == 20.0);
    assert_true(s.config.regime.steering_follow_up_min == 20.0);
    tl_config_free(&s.config);
    free_pair();
}

static void what_the_control_alone_changes_the_treatment_moves_the_other_way(void **state)
{
    (void)state;
    load_pair("timeline: [{name: later, day: 9, set: {plan.knowledge: 0.5}}]\n",
              "timeline:\n"
              "  - {name: taken away, day: 5, ramp_days: 2, set: {steering.follow_up_min: 0}}\n"
              "  - {name: later, day: 9, set: {plan.knowledge: 0.5}}\n");
    tl_Contrast contrast = contrast_of();
    assert_differs_in(&contrast, "steering.follow_up_min");
    tl_Stretched s = stretch();
    assert_int_equal(s.config.change_count, 2);
    const tl_Change *own = &s.config.changes[0];
    assert_true(own->day == 5 && own->ramp_days == 2 && own->value == 600.0);
    assert_int_equal(s.config.changes[1].day, 9);
    tl_config_free(&s.config);
    free_pair();
}

/* What was drawn is copied with the config, and freed with it. */
static void what_was_drawn_stays_the_treatment_s(void **state)
{
    (void)state;
    load_pair("market: {drawn: true}\nplan: {knowledge: 0.9}\n", "market: {drawn: true}\n");
    const tl_Market *drawn = treatment.config.municipalities[0].drawn;
    tl_Stretched s = stretch();
    assert_true(s.moved && s.config.municipalities[0].drawn != drawn);
    assert_true(tl_markets_equal(s.config.municipalities[0].drawn, drawn));
    tl_config_free(&s.config);
    assert_true(drawn->drawn);
    free_pair();
}

static void sizes_go_as_far_as_they_fit(void **state)
{
    (void)state;
    load_pair("organisation: {pool_size: 20}\n", "");
    tl_Stretched s = stretch();
    assert_int_equal(s.config.regime.organisation_pool_size, 42); /* a team is no larger than its unit */
    tl_config_free(&s.config);
    free_pair();
}

static void a_reorganisation_goes_to_its_end_and_one_of_the_control_comes_along(void **state)
{
    (void)state;
    const char *own =
        "reorganise: [{name: r, day: 7, rule: keep_relations, set: {organisation.pool_size: 9}}]\n";
    for (int of_control = 0; of_control < 2; of_control++) {
        load_pair(of_control ? "" : own, of_control ? own : "");
        tl_Contrast contrast = contrast_of();
        assert_differs_in(&contrast, "organisation.pool_size");
        tl_Stretched s = stretch();
        assert_int_equal(s.config.reorganisation_count, 1);
        assert_int_equal(s.config.reorganisations[0].day, 7);
        assert_int_equal(s.config.reorganisations[0].rule, TL_GROUP_KEEP_RELATIONS);
        assert_int_equal(s.config.reorganisations[0].pool_size, of_control ? 42 : 2);
        assert_int_equal(s.config.reorganisations[0].span, 0);
        tl_config_free(&s.config);
        free_pair();
    }
}

static void what_has_no_ends_is_said(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"timeline: [{name: c, day: 7, set: {plan.knowledge: 1}}]\n",
         "timeline: [{name: c, day: 7, ramp_days: 7, set: {plan.knowledge: 1}}]\n"},
        {"reorganise: [{name: r, day: 7, rule: by_area, set: {organisation.pool_size: 9}}]\n",
         "reorganise: [{name: r, day: 7, rule: at_random, set: {organisation.pool_size: 9}}]\n"},
        {"pilot: {share: 0.5}\n", ""}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        load_pair(pairs[i][0], pairs[i][1]);
        tl_Contrast contrast = contrast_of();
        assert_true(contrast.count == 0 && contrast.otherwise);
        free_pair();
    }
    load_pair("", "");
    tl_Contrast nothing = contrast_of();
    assert_true(nothing.count == 0 && !nothing.otherwise);
    free_pair();
}

static void what_follows_from_the_rest_is_not_stretched(void **state)
{
    (void)state;
    load_pair("resources: {client_time_share: 0.6}\nsteering: {follow_up_min: 60}\n", "");
    const int exempt[2] = {tl_parameter_find("resources.client_time_share"), -1};
    tl_Contrast contrast = tl_contrast_of(&treatment.config, &control.config, exempt);
    assert_int_equal(contrast.count, 1);
    assert_true(contrast.otherwise);
    free_pair();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_differs_at_the_start_goes_to_the_end_away_from_the_control),
        cmocka_unit_test(what_stands_at_its_end_does_not_move),
        cmocka_unit_test(a_change_goes_to_its_end_and_one_back_to_the_control_stays),
        cmocka_unit_test(what_the_control_alone_changes_the_treatment_moves_the_other_way),
        cmocka_unit_test(what_was_drawn_stays_the_treatment_s),
        cmocka_unit_test(sizes_go_as_far_as_they_fit),
        cmocka_unit_test(a_reorganisation_goes_to_its_end_and_one_of_the_control_comes_along),
        cmocka_unit_test(what_has_no_ends_is_said),
        cmocka_unit_test(what_follows_from_the_rest_is_not_stretched),
    };
    return cmocka_run_group_tests(tests, make_config_folder, remove_config_folder);
}
