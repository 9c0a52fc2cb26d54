/* Regimes on a day, and the day on which two configs part. */
#include <stdio.h>
#include <string.h>

#include "config/parting.h"
#include "core/numbers/rng.h"
#include "support/changelib.h"

#define TIMELINE ALBY "timeline:\n  - "

/* ---- regimes on a day ------------------------------------------------------------------------------------ */

static void only_what_differs_is_a_change(void **state)
{
    (void)state;
    write_regimes();
    tl_LoadedConfig loaded =
        load_config("regime: strict\n" TIMELINE
                    "{name: free, day: 28, regime: free, ramp_days: 14, where: {areas: [2]}}\n",
                    NULL);
    const tl_Config *c = &loaded.config;
    assert_int_equal(c->change_count, 4); /* tolerance goes back to what is usual */
    assert_int_equal(c->reorganisation_count, 0);
    for (int i = 0; i < c->change_count; i++) {
        assert_string_equal(c->changes[i].name, "free");
        assert_int_equal(c->changes[i].day, 28);
        assert_int_equal(c->changes[i].ramp_days, 14);
        assert_int_equal(c->changes[i].where.by[TL_BY_AREA].at[0], 2);
    }
    assert_true(value_at(c, "control.record_checks", 28) == 0.05);
    assert_true(value_at(c, "control.tolerance_min", 28) == 10.0);
    assert_true(value_at(c, "plan.team_planning", 27) == 0.0);
    tl_loaded_config_free(&loaded);
}

static void set_goes_over_the_regime(void **state)
{
    (void)state;
    write_regimes();
    tl_LoadedConfig loaded = load_config(
        TIMELINE
        "{name: free, day: 28, regime: free, set: {plan.knowledge: 0.9, control.tolerance_min: 4}}\n",
        NULL);
    assert_true(value_at(&loaded.config, "plan.knowledge", 28) == 0.9);
    assert_true(value_at(&loaded.config, "control.tolerance_min", 28) == 4.0);
    assert_true(value_at(&loaded.config, "plan.team_planning", 28) == 1.0);
    tl_loaded_config_free(&loaded);
}

/* As they do under a regime that holds from the start. */
static void what_the_config_itself_and_set_say_stands(void **state)
{
    (void)state;
    write_regimes();
    static const char text[] =
        "regime: strict\nplan.knowledge: 0.4\n" TIMELINE "{name: free, day: 28, regime: free}\n";
    tl_LoadedConfig loaded = load_config(text, "control.record_checks=0.5");
    assert_true(value_at(&loaded.config, "plan.knowledge", 28) == 0.4);
    assert_true(value_at(&loaded.config, "control.record_checks", 28) == 0.5);
    assert_true(value_at(&loaded.config, "plan.team_planning", 28) == 1.0);
    tl_loaded_config_free(&loaded);
    load_config_file(config_below("test.yaml"), "control.record_checks?=0.5", &loaded);
    assert_true(value_at(&loaded.config, "control.record_checks", 28) == 0.5);
    tl_loaded_config_free(&loaded);
}

static void a_lever_that_was_moved_goes_back(void **state)
{
    (void)state;
    write_regimes();
    tl_LoadedConfig loaded = load_config("regime: strict\n" TIMELINE "{name: back, day: 56, regime: strict}\n"
                                         "  - {name: free, day: 28, regime: free}\n"
                                         "  - {name: still, day: 98, regime: strict}\n"
                                         "  - {name: own, day: 42, set: {plan.planned_travel_share: 0.8}}\n",
                                         NULL);
    assert_true(value_at(&loaded.config, "control.record_checks", 42) == 0.05);
    assert_true(value_at(&loaded.config, "control.record_checks", 56) == 0.9);
    assert_true(value_at(&loaded.config, "plan.planned_travel_share", 42) == 0.8);
    assert_true(value_at(&loaded.config, "plan.planned_travel_share", 56) == 1.0);
    assert_true(value_at(&loaded.config, "plan.team_planning", 56) == 0.0);
    tl_loaded_config_free(&loaded);
}

/* The text of a config that is resolved says the same. */
static void resolved_configs_hold_plain_changes(void **state)
{
    (void)state;
    tl_LoadedConfig again;
    tl_Messages messages = {0};
    write_regimes();
    tl_LoadedConfig loaded = load_config(TIMELINE "{name: x, day: 28, regime: teams, rule: at_random}\n"
                                                  "  - {name: y, day: 56, regime: free, rule: by_area}\n",
                                         NULL);
    assert_null(strstr(loaded.json, "\"free\""));
    assert_true(tl_config_load_resolved("a.json", loaded.json, &again, &messages));
    assert_string_equal(loaded.json, again.json);
    assert_true(tl_parting_day(&loaded.config, &again.config) == INT64_MAX);
    tl_loaded_config_free(&again);
    tl_loaded_config_free(&loaded);
}

/* ---- structure ------------------------------------------------------------------------------------------- */

static void structure_changes_by_a_rule(void **state)
{
    (void)state;
    write_regimes();
    tl_LoadedConfig loaded = load_config(
        TIMELINE "{name: teams, day: 28, regime: teams, rule: keep_relations, where: {areas: [1]}}\n"
                 "  - {name: own, day: 42, rule: by_area, set: {organisation.span: 30, plan.knowledge: 1}}\n"
                 "  - {name: same, day: 56, regime: teams, rule: by_area, set: {organisation.span: 30}}\n",
        NULL);
    const tl_Reorganisation *r = loaded.config.reorganisations;
    assert_int_equal(loaded.config.reorganisation_count, 3);
    assert_string_equal(r[0].name, "teams");
    assert_int_equal(r[0].pool_size, 9);
    assert_int_equal(r[0].span, 25);
    assert_int_equal(r[0].rule, TL_GROUP_KEEP_RELATIONS);
    assert_int_equal(r[0].where.by[TL_BY_AREA].count, 1);
    assert_int_equal(r[1].pool_size, 0);
    assert_int_equal(r[1].span, 30);
    assert_true(value_at(&loaded.config, "plan.knowledge", 42) == 1.0);
    assert_int_equal(r[2].pool_size, 9); /* area 2 has 18 still */
    assert_int_equal(r[2].span, 30);     /* named, and so done */
    tl_loaded_config_free(&loaded);
}

/* A rule is how, not that, units are formed anew. */
static void a_regime_of_the_same_structure_forms_nothing_anew(void **state)
{
    (void)state;
    write_regimes();
    tl_LoadedConfig loaded =
        load_config("regime: teams\n" TIMELINE "{name: same, day: 14, regime: teams, rule: by_area}\n"
                    "  - {name: other, day: 28, regime: free, rule: by_area, where: {areas: [2]}}\n"
                    "  - {name: same, day: 42, regime: teams, where: {areas: [1]}}\n",
                    NULL);
    assert_int_equal(loaded.config.reorganisation_count, 1);
    assert_int_equal(loaded.config.reorganisations[0].pool_size, 18);
    assert_int_equal(loaded.config.reorganisations[0].span, 42);
    tl_loaded_config_free(&loaded);
    loaded = load_config("organisation.span: 42\n" TIMELINE "{name: x, day: 14, regime: teams}\n",
                         "organisation.pool_size=12");
    tl_loaded_config_free(&loaded);
}

static void what_needs_a_rule_says_so(void **state)
{
    (void)state;
    write_regimes();
    refuse_config(
        TIMELINE "{name: x, day: 14, regime: teams}\n",
        ":6:32: error: regime 'teams': organisation.pool_size is 18 there and 9 in the regime, "
        "organisation.span is 42 there and 25 in the regime: units and teams are formed anew by a rule, "
        "and none is given (rule: by_area, keep_relations or at_random), or 'set' keeps what is there");
    refuse_config(
        TIMELINE "{name: x, day: 14, regime: teams, rule: by_area, where: {areas: [1]}}\n"
                 "  - {name: y, day: 28, regime: teams, set: {plan.knowledge: 1}}\n",
        ":7:32: error: regime 'teams': organisation.pool_size is not one value there and 9 in the regime");
    refuse_config(TIMELINE "{name: x, day: 14, set: {organisation.pool_size: 9}}\n",
                  ":6:30: error: organisation.pool_size is structural: here it needs a rule (rule: by_area, "
                  "keep_relations or at_random), or it changes under 'reorganise'");
    refuse_config(
        TIMELINE "{name: x, day: 14, rule: by_lot, set: {organisation.pool_size: 9}}\n",
        ":6:30: error: rule: one of by_area, keep_relations, at_random is expected, found 'by_lot'");
    refuse_config(TIMELINE "{name: x, day: 14, rule: by_area, set: {plan.knowledge: 1}}\n",
                  ":6:30: error: rule: nothing here forms units or teams anew: organisation.pool_size or "
                  "organisation.span in 'set', or a regime, is expected beside it");
    refuse_config(TIMELINE
                  "{name: x, day: 14, regime: teams, rule: by_area}\n"
                  "reorganise:\n  - {name: y, day: 14, rule: by_area, set: {organisation.span: 30}}\n",
                  ":6:32: error: x: another reorganisation sets the same in the same place on day 14");
}

/* ---- what is refused ------------------------------------------------------------------------------------- */

static void bad_regimes_on_a_day_are_refused(void **state)
{
    (void)state;
    write_regimes();
    refuse_config(TIMELINE "{name: x, day: 14, regime: fre}\n", ":6:32: error: ");
    refuse_config(TIMELINE "{name: x, day: 14, regime: fre}\n", "did you mean 'free'?");
    refuse_config(TIMELINE "{name: x, day: 14, regime: [free]}\n",
                  ":6:32: error: regime: the name of a regime is expected, found a list");
    refuse_config(TIMELINE "{name: x, day: 14, regime: }\n",
                  "regime: the name of a regime is expected, found ''");
    refuse_config(
        TIMELINE "{name: x, day: 14, regime: moving}\n",
        ":6:32: error: regime: 'moving' has changes of its own (timeline or reorganise), and can only stand "
        "from the start");
    refuse_config_file(write_config("test.yaml", TIMELINE "{name: x, day: 14, regime: wrong}\n"), NULL,
                       "regimes/wrong.yaml:1:8: error: 'plan.knowlege' is not a parameter; did you mean "
                       "'plan.knowledge'?",
                       1);
    refuse_config(TIMELINE "{name: x, day: 14}\n", ":6:5: error: 'set' is missing here");
    refuse_config(
        TIMELINE "{name: x, day: -1, regime: free}\n",
        ":6:20: error: day (0 is the first after the burn-in, run.days - 1 the last): a whole number from 0 "
        "to 111 is expected, found '-1'");
    refuse_config(TIMELINE "{name: x, day: 14, regime: free, set: {}}\n",
                  "set: at least one lever is expected");
    refuse_config(TIMELINE "{name: x, day: 14, regime: free, set: {opinion.kappa: 3}}\n",
                  "opinion.kappa is not a lever: it cannot change during a run");
    refuse_config(TIMELINE "{name: x, day: 14, regime: free, regme: free}\n",
                  "unknown key 'regme'; did you mean 'regime'?");
}

static void two_changes_of_a_lever_on_a_day_are_refused(void **state)
{
    (void)state;
    write_regimes();
    refuse_config(
        "regime: strict\n" TIMELINE "{name: x, day: 14, regime: free}\n"
        "  - {name: y, day: 14, set: {plan.knowledge: 1, control.record_checks: 0.2}}\n",
        ":7:32: error: regime 'free' moves plan.knowledge (and 1 more), and another entry does so in "
        "the same place on these days: one entry of a day with 'regime' and 'set' is expected");
    refuse_config(TIMELINE "{name: x, day: 14, regime: free, ramp_days: 28}\n"
                           "  - {name: y, day: 28, regime: strict}\n",
                  ":7:32: error: regime 'strict' moves ");
    tl_LoadedConfig loaded = load_config(TIMELINE "{name: x, day: 14, regime: free, ramp_days: 28}\n"
                                                  "  - {name: y, day: 28, set: {control.tolerance_min: 5}}\n"
                                                  "  - {name: z, day: 42, regime: strict}\n",
                                         NULL);
    tl_loaded_config_free(&loaded);
}

/* ---- parting --------------------------------------------------------------------------------------------- */

static void configs_part_where_they_govern_otherwise(void **state)
{
    (void)state;
    write_regimes();
#define FREE "{name: free, day: 28, regime: free}\n"
    assert_int_equal(parting_of(ALBY, TIMELINE FREE), 28);
    assert_int_equal(
        parting_of(TIMELINE FREE, TIMELINE FREE "  - {name: x, day: 56, set: {plan.knowledge: 0.2}}\n"), 56);
    assert_int_equal(parting_of(TIMELINE FREE, TIMELINE "{name: f, day: 28, regime: free, ramp_days: 14}\n"),
                     28);
    assert_int_equal(parting_of(ALBY, TIMELINE "{name: x, day: 0, set: {plan.knowledge: 0.2}}\n"), 0);
    assert_int_equal(parting_of(ALBY, ALBY "reorganise:\n  - {name: x, day: 7, rule: by_area, set: {}}\n"),
                     7);
    assert_int_equal(parting_of(ALBY, TIMELINE
                                "{name: x, day: 7, set: {plan.knowledge: 0.2}, where: {pilot: true}}\n"
                                "pilot.share: 0.5\n"),
                     7);
    /* A name, what changes nothing, how long and how fine: no difference. */
    assert_true(parting_of(TIMELINE FREE, TIMELINE "{name: other, day: 28, regime: free}\n") == INT64_MAX);
    assert_true(parting_of(ALBY, TIMELINE "{name: x, day: 7, set: {plan.knowledge: 0.3}}\n") == INT64_MAX);
    assert_true(parting_of(ALBY, ALBY "pilot.share: 0.5\n") == INT64_MAX);
    assert_true(
        parting_of(ALBY, "seed: 1\nmunicipality: {from: alby, areas: 2}\nrun: {days: 84, burn_in_days: 14}\n"
                         "record: {period_days: 28}\n") == INT64_MAX);
    assert_int_equal(parting_of(ALBY, ALBY "regime: free\n"), -1);
    assert_int_equal(parting_of(ALBY, ALBY "opinion.kappa: 3\n"), -1);
    assert_int_equal(parting_of(ALBY, "seed: 1\nmunicipality: berga\nrun: {days: 112, burn_in_days: 14}\n"),
                     -1);
}

enum { RUNS = 40, LEVERS = 5 };

/* Some changes of some levers in some places, drawn. */
static char *drawn_timeline(uint64_t *luck, char *text, size_t size)
{
    static const char *const levers[LEVERS] = {"plan.knowledge", "control.record_checks",
                                               "plan.team_planning", "discretion.manager",
                                               "steering.reallocation"};
    static const char *const places[] = {"", ", where: {areas: [1]}", ", where: {areas: [2]}"};
    size_t used = (size_t)snprintf(text, size, ALBY "timeline:\n");
    for (int i = 0; i < 3; i++) {
        uint64_t draw = *luck = tl_mix64(*luck);
        int day = (int)(draw % 4) * 7 + i * 28;
        const char *where = places[draw / 16 % 3];
        if (draw / 4 % 4 == 0) {
            used += (size_t)snprintf(text + used, size - used, "  - {name: e%d, day: %d, regime: %s%s}\n", i,
                                     day, draw / 64 % 2 ? "free" : "strict", where);
        } else {
            used += (size_t)snprintf(text + used, size - used,
                                     "  - {name: e%d, day: %d, ramp_days: %d, set: {%s: %g}%s}\n", i, day,
                                     draw / 64 % 2 ? 7 : 0, levers[draw / 128 % LEVERS],
                                     (double)(draw / 1024 % 3) / 2.0, where);
        }
    }
    return text;
}

/* Until they part, two configs are one to the bit; some days later, they seldom are. */
static void until_they_part_runs_are_one(void **state)
{
    (void)state;
    static char left[2048], right[2048];
    static tl_LoadedConfig a, b;
    uint64_t luck = 18;
    int apart = 0, parted = 0;
    write_regimes();
    for (int i = 0; i < RUNS; i++) {
        a = load_config(drawn_timeline(&luck, left, sizeof left), NULL);
        b = load_config(drawn_timeline(&luck, right, sizeof right), NULL);
        int64_t day = tl_parting_day(&a.config, &b.config), all = a.config.run.days;
        assert_true(day >= 0);
        if (day > 0) {
            int64_t until = day < all ? day : all;
            assert_true(digest_until(&a.config, until) == digest_until(&b.config, until));
        }
        parted += day < all;
        apart += day < all && digest_until(&a.config, all) != digest_until(&b.config, all);
        tl_loaded_config_free(&a);
        tl_loaded_config_free(&b);
    }
    assert_in_range(parted, RUNS / 2, RUNS);
    assert_true(apart >= parted * 3 / 4);
}

/* The levers in force on every measured day are those of the regime from the start, in every unit. The worlds are
 * not the same: whoever begins under a regime has settled in it (posts, contact persons and opinions are made for it). */
static void a_regime_on_the_first_day_governs_as_from_the_start(void **state)
{
    (void)state;
    static const char *const regimes[] = {"strict", "free"};
    write_regimes();
    for (size_t k = 0; k < sizeof regimes / sizeof regimes[0]; k++) {
        char settled[512], changed[512];
        snprintf(settled, sizeof settled, ALBY "run.burn_in_days: 0\nregime: %s\nplan.load_weight: 2\n",
                 regimes[k]);
        snprintf(changed, sizeof changed,
                 ALBY
                 "run.burn_in_days: 0\nplan.load_weight: 2\ntimeline:\n  - {name: x, day: 0, regime: %s}\n",
                 regimes[k]);
        for (char *twice; (twice = strstr(settled, ", burn_in_days: 14")) != NULL ||
                          (twice = strstr(changed, ", burn_in_days: 14")) != NULL;) {
            memset(twice, ' ', strlen(", burn_in_days: 14"));
        }
        static tl_LoadedConfig a, b; /* too large for the stack together */
        load_config_file(write_config("a.yaml", settled), NULL, &a);
        load_config_file(write_config("b.yaml", changed), NULL, &b);
        tl_Simulation s;
        assert_int_equal(tl_simulation_create(&s, &b.config, 0, 1, NULL), TL_OK);
        for (int day = 0; day < 14; day++) {
            assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
            for (int32_t unit = 0; unit < s.world.sizes.UNIT; unit++) {
                assert_memory_equal(&s.world.unit_regime[unit], &a.config.regime, sizeof a.config.regime);
            }
        }
        tl_simulation_free(&s);
        tl_loaded_config_free(&a);
        tl_loaded_config_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_differs_is_a_change),
        cmocka_unit_test(set_goes_over_the_regime),
        cmocka_unit_test(what_the_config_itself_and_set_say_stands),
        cmocka_unit_test(a_lever_that_was_moved_goes_back),
        cmocka_unit_test(resolved_configs_hold_plain_changes),
        cmocka_unit_test(structure_changes_by_a_rule),
        cmocka_unit_test(a_regime_of_the_same_structure_forms_nothing_anew),
        cmocka_unit_test(what_needs_a_rule_says_so),
        cmocka_unit_test(bad_regimes_on_a_day_are_refused),
        cmocka_unit_test(two_changes_of_a_lever_on_a_day_are_refused),
        cmocka_unit_test(configs_part_where_they_govern_otherwise),
        cmocka_unit_test(until_they_part_runs_are_one),
        cmocka_unit_test(a_regime_on_the_first_day_governs_as_from_the_start),
    };
    return cmocka_run_group_tests_name("change", tests, make_config_folder, remove_config_folder);
}
