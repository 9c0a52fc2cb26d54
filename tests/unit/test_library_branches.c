/* The public library: branches, by a copy of a simulation under another config. */
#include <stdio.h>

#include "support/librarylib.h"
#include "support/testlib.h"

/* ---- branches ---------------------------------------------------------------------------------------------- */

static void a_copy_goes_the_same_way(void **state)
{
    (void)state;
    uint64_t expected = expect(NULL).digest;
    for (int32_t day = 0; day <= 40; day += 8) {
        tillit_simulation *copy, *simulation = simulation_of(NULL, 2);
        assert_int_equal(tillit_simulation_step(simulation, day, NULL), TILLIT_OK);
        assert_int_equal(tillit_simulation_copy(simulation, NULL, &copy), TILLIT_OK);
        assert_true(digest_after(simulation) == expected);
        assert_true(digest_after(copy) == expected);
    }
}

static void a_branch_is_what_a_change_on_that_day_is(void **state)
{
    (void)state;
    static const char changed[] = SMALL "timeline:\n"
                                        "  - {name: x, day: 10, set: {plan.continuity_weight: 3}}\n";
    tillit_config *config, *other = config_with("plan.continuity_weight=3");
    assert_int_equal(tillit_config_read(changed, "configs/x.yaml", NULL, NULL, 0, &config, NULL), TILLIT_OK);
    tillit_simulation *expected, *branch, *twig, *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_create(config, 0, 1, &expected), TILLIT_OK);
    assert_int_equal(tillit_simulation_step(simulation, 24, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, other, &branch), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(branch, NULL, &twig), TILLIT_OK);
    uint64_t digest = digest_after(expected);
    assert_true(digest_after(branch) == digest);
    assert_true(digest_after(twig) == digest);
    assert_true(digest_after(simulation) == expect(NULL).digest);
    tillit_config_free(config);
    tillit_config_free(other);
}

/* Back to where it came from, on the same day and later. */
static void a_branch_can_be_branched_from(void **state)
{
    (void)state;
    tillit_config *first = config_with(NULL), *other = config_with("plan.continuity_weight=3");
    tillit_simulation *branch, *back, *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_step(simulation, 24, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, other, &branch), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(branch, first, &back), TILLIT_OK);
    assert_true(digest_after(back) == expect(NULL).digest);
    assert_int_equal(tillit_simulation_step(branch, 7, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(branch, first, &back), TILLIT_OK);
    uint64_t later = digest_after(back);
    assert_true(later != expect(NULL).digest);
    assert_true(later != digest_after(branch));
    tillit_simulation_free(simulation);
    tillit_config_free(first);
    tillit_config_free(other);
}

static tillit_simulation *simulation_under(const char *timeline, const char *set, tillit_config **config)
{
    tillit_simulation *simulation;
    char text[1024];
    snprintf(text, sizeof text, "%s%s", SMALL, timeline);
    const char *sets[] = {"municipality.areas=2", set};
    assert_int_equal(tillit_config_read(text, "configs/x.yaml", NULL, sets, 2, config, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_create(*config, 0, 1, &simulation), TILLIT_OK);
    return simulation;
}

static uint64_t digest_under(const char *timeline)
{
    tillit_config *config;
    tillit_simulation *simulation = simulation_under(timeline, "plan.continuity_weight=1", &config);
    tillit_config_free(config);
    return digest_after(simulation);
}

/* From a start of 1, on measured day 10, under the same timeline with a start of 3. */
static uint64_t digest_of_branch(const char *timeline)
{
    tillit_config *first, *other;
    tillit_simulation *branch, *simulation = simulation_under(timeline, "plan.continuity_weight=1", &first);
    tillit_simulation_free(simulation_under(timeline, "plan.continuity_weight=3", &other));
    assert_int_equal(tillit_simulation_step(simulation, 24, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, other, &branch), TILLIT_OK);
    tillit_simulation_free(simulation);
    tillit_config_free(first);
    tillit_config_free(other);
    return digest_after(branch);
}

#define SET_ALL(day, value) "  - {name: x, day: " #day ", set: {plan.continuity_weight: " #value "}}\n"
#define SET_AREA(area, day, value)                                                                           \
    "  - {name: y, day: " #day ", where: {areas: [" #area "]}, set: {plan.continuity_weight: " #value "}}\n"

static void a_branch_has_what_its_schedule_says(void **state)
{
    (void)state;
    assert_true(digest_of_branch("timeline:\n" SET_ALL(5, 2)) == digest_under("timeline:\n" SET_ALL(5, 2)));
    assert_true(digest_of_branch("timeline:\n" SET_AREA(1, 5, 2)) ==
                digest_under("timeline:\n" SET_AREA(1, 5, 2) SET_AREA(2, 10, 3)));
}

/* To where the branch came from: as if a timeline had moved the lever there and back. */
static void back_to_before_is_a_change_back(void **state)
{
    (void)state;
    tillit_config *first, *other;
    tillit_simulation *branch, *back, *simulation = simulation_under("", "plan.continuity_weight=1", &first);
    tillit_simulation_free(simulation_under("", "plan.continuity_weight=3", &other));
    assert_int_equal(tillit_simulation_step(simulation, 24, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, other, &branch), TILLIT_OK);
    assert_int_equal(tillit_simulation_step(branch, 7, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(branch, first, &back), TILLIT_OK);
    assert_true(digest_after(back) == digest_under("timeline:\n" SET_ALL(10, 3) SET_ALL(17, 1)));
    tillit_simulation_free(simulation);
    tillit_simulation_free(branch);
    tillit_config_free(first);
    tillit_config_free(other);
}

static void a_branch_must_be_alike(void **state)
{
    (void)state;
    static const char *const sets[] = {"seed=2", "organisation.span=30", "opinion.half_life_days=50",
                                       "municipality.recipients=90", "run.days=56"};
    tillit_simulation *copy, *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_step(simulation, 20, NULL), TILLIT_OK);
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        tillit_config *config = config_with(sets[i]);
        assert_int_equal(tillit_simulation_copy(simulation, config, &copy), TILLIT_NOT_ALIKE);
        assert_null(copy);
        tillit_config_free(config);
    }
    tillit_config *config;
    static const char earlier[] = SMALL "timeline:\n  - {name: x, day: 3, set: {plan.contact_weight: 1}}\n";
    assert_int_equal(tillit_config_read(earlier, "configs/x.yaml", NULL, NULL, 0, &config, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, config, &copy), TILLIT_NOT_ALIKE);
    tillit_config_free(config);
    tillit_simulation_free(simulation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_goes_the_same_way),
        cmocka_unit_test(a_branch_is_what_a_change_on_that_day_is),
        cmocka_unit_test(a_branch_can_be_branched_from),
        cmocka_unit_test(a_branch_has_what_its_schedule_says),
        cmocka_unit_test(back_to_before_is_a_change_back),
        cmocka_unit_test(a_branch_must_be_alike),
    };
    return cmocka_run_group_tests_name("branches of the library", tests, NULL, NULL);
}
