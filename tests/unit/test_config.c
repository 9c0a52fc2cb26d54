/* Reading configs: layers, origins, fills, schedules, files of other systems, messages. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config/config_municipality.h"
#include "config/config_read.h"
#include "config/selector.h"
#include "support/configlib.h"
#include "system/text.h"

/* ---- good configs -------------------------------------------------------------------------------------- */

static void layers_win_in_order(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config("seed: 7\n"
                                         "municipality: {from: alby, recipients: 90}\n"
                                         "regime: teams\n"
                                         "plan:\n"
                                         "  contact_weight: 0.7\n"
                                         "organisation.span: 30\n",
                                         "plan.contact_weight=0.9");
    const tl_Config *c = &loaded.config;
    assert_int_equal(c->run.seed, 7);
    assert_int_equal(c->municipality_count, 1);
    assert_string_equal(c->municipalities[0].name, "Älby");
    assert_string_equal(c->regime_name, "teams");
    assert_string_equal(loaded.name, "Älby, teams");
    assert_true(c->regime.plan_travel_weight == 0.10); /* default */
    assert_string_equal(origin_of(&loaded, "plan.travel_weight"), "default");
    assert_int_equal(c->regime.organisation_pool_size, 9); /* regime */
    assert_true(ends_with(origin_of(&loaded, "organisation.pool_size"), "regimes/teams.yaml:1"));
    assert_true(c->regime.plan_continuity_weight == 3.0);
    assert_true(ends_with(origin_of(&loaded, "plan.continuity_weight"), "regimes/teams.yaml:2"));
    assert_int_equal(c->regime.organisation_span, 30); /* config over regime */
    assert_true(ends_with(origin_of(&loaded, "organisation.span"), "test.yaml:6"));
    assert_true(c->municipalities[0].profile.trip_min == 7.1); /* municipality over median */
    assert_true(ends_with(origin_of(&loaded, "municipality.trip_min"), "alby.yaml:4"));
    assert_int_equal(c->municipalities[0].profile.recipients, 90); /* config over municipality */
    assert_true(ends_with(origin_of(&loaded, "municipality.recipients"), "test.yaml:2"));
    assert_true(c->regime.plan_contact_weight == 0.9); /* --set over config */
    assert_string_equal(origin_of(&loaded, "plan.contact_weight"), "--set");
    tl_loaded_config_free(&loaded);
}

/* Bit k of `filled` stands for the k-th field of a profile. */
static bool is_filled(const tl_LoadedConfig *loaded, int municipality, const char *path)
{
    for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
        if (strcmp(tl_parameters[parameter].path, path) == 0) {
            return loaded->filled[municipality] >> field & 1u;
        }
    }
    fail();
    return false;
}

static void what_a_municipality_lacks_comes_from_the_median(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config("seed: 1\nmunicipality: {from: Älby, hours_sigma: 1.3}\n",
                                         "municipality.language_share=0.2");
    const tl_Profile *profile = &loaded.config.municipalities[0].profile;
    assert_int_equal(profile->areas, 2);
    assert_true(profile->granted_hours == 31.0);
    assert_true(is_filled(&loaded, 0, "municipality.areas"));
    assert_true(is_filled(&loaded, 0, "municipality.granted_hours"));
    assert_string_equal(origin_of(&loaded, "municipality.areas"), "filled from the Swedish median");
    assert_false(is_filled(&loaded, 0, "municipality.recipients"));
    assert_false(is_filled(&loaded, 0, "municipality.hours_sigma")); /* given in the config */
    assert_true(profile->hours_sigma == 1.3);
    assert_false(is_filled(&loaded, 0, "municipality.language_share")); /* given by --set */
    assert_true(profile->language_share == 0.2);
    assert_int_equal(tl_profile_parameter(1000), -1);
    tl_loaded_config_free(&loaded);
}

static void all_takes_every_municipality_that_exists(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config("seed: 1\nmunicipality: all\n", NULL);
    assert_int_equal(loaded.config.municipality_count, 2); /* not the invented median */
    assert_string_equal(loaded.config.municipalities[1].name, "Berga");
    assert_int_equal(loaded.config.municipalities[1].profile.areas, 3);
    assert_true(is_filled(&loaded, 0, "municipality.areas"));
    assert_false(is_filled(&loaded, 1, "municipality.areas"));
    assert_string_equal(loaded.name, "2 municipalities, defaults");
    tl_loaded_config_free(&loaded);
}

static void all_values_have_many_origins(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config("seed: 1\nmunicipality: all\n", NULL);
    assert_string_equal(origin_of(&loaded, "municipality.recipients"), "each municipality's file");
    tl_loaded_config_free(&loaded);
}

static void a_config_may_name_files_and_its_municipality_anew(void **state)
{
    (void)state;
    write_config("own.yaml", "municipality: {name: Own, recipients: 70}\n");
    tl_LoadedConfig loaded = load_config(
        "seed: 1\nmunicipality: {from: own.yaml, name: Nyby}\nregime: regimes/teams.yaml\n", NULL);
    assert_string_equal(loaded.config.municipalities[0].name, "Nyby");
    assert_int_equal(loaded.config.municipalities[0].profile.recipients, 70);
    assert_int_equal(loaded.config.regime.organisation_pool_size, 9);
    tl_loaded_config_free(&loaded);
}

/* Official codes stand in files; others follow from names and lie above. A renamed municipality keeps its people. */
static void codes_are_given_or_follow_from_names(void **state)
{
    (void)state;
    write_config("own.yaml", "municipality: {name: Own, code: 180}\n");
    static const struct {
        const char *text;
        int32_t code; /* 0: that of the name */
    } cases[] = {{"seed: 1\nmunicipality: own.yaml\n", 180},
                 {"seed: 1\nmunicipality: {from: own.yaml, name: Nyby}\n", 180},
                 {"seed: 1\nmunicipality: {from: own.yaml, code: 16383}\n", 16383},
                 {"seed: 1\nmunicipality: alby\n", 0},
                 {"seed: 1\nmunicipality: {from: alby, name: Nyby}\n", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tl_LoadedConfig loaded = load_config(cases[i].text, NULL);
        int32_t code = loaded.config.municipalities[0].code;
        assert_int_equal(code, cases[i].code > 0 ? cases[i].code : tl_code_of_name("Älby"));
        tl_loaded_config_free(&loaded);
    }
    int32_t derived = tl_code_of_name("Älby");
    assert_true(derived > TL_OFFICIAL_CODES && derived <= TL_MOST_CODE &&
                derived != tl_code_of_name("Berga"));
    refuse_config("seed: 1\nmunicipality: {from: alby, code: 0}\n",
                  ":2:34: error: municipality.code: a whole number from 1 to 16383 is expected, found '0'");
    refuse_config("seed: 1\nmunicipality: {from: alby, code: 16384}\n", "from 1 to 16383 is expected");
    refuse_config("seed: 1\nmunicipality: {from: alby, code: x}\n", "from 1 to 16383 is expected");
    write_config("municipalities/twin.yaml", "municipality: {name: Twin, code: 114}\n");
    write_config("municipalities/zwin.yaml", "municipality: {name: Zwin, code: 114}\n");
    refuse_config_file(
        write_config("test.yaml", "seed: 1\nmunicipality: all\n"), NULL,
        "municipality.code: 'Twin' and 'Zwin' of this folder have the same, 114; give one of them", 1);
    assert_int_equal(remove(config_below("municipalities/twin.yaml")), 0);
    assert_int_equal(remove(config_below("municipalities/zwin.yaml")), 0);
}

/* A name cut within a letter could not be written as JSON. */
static void long_names_are_cut_between_letters(void **state)
{
    (void)state;
    char text[512], name[TL_NAME_LENGTH];
    snprintf(text, sizeof text, "seed: 1\nmunicipality: {from: alby, name: %.62s\xc3\xb6\xc3\xb6}\n",
             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    tl_LoadedConfig loaded = load_config(text, NULL);
    assert_int_equal(strlen(loaded.config.municipalities[0].name), 62);
    assert_non_null(strstr(loaded.json, loaded.config.municipalities[0].name));
    tl_loaded_config_free(&loaded);
    tl_text_copy(name, 4, "a\xc3\xb6");
    assert_string_equal(name, "a\xc3\xb6");
    tl_text_copy(name, 3, "a\xc3\xb6");
    assert_string_equal(name, "a");
}

static void numbers_are_read_as_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {{"0.5", 0.5},
                 {"5e-1", 0.5},
                 {"+1", 1.0},
                 {"0", 0.0},
                 {"0.1", 0.1},
                 {"1E0", 1.0},
                 /* as templates and other programs write them */
                 {"\"0.5\"", 0.5},
                 {"'1'", 1.0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, GOOD "plan.knowledge: %s\n", cases[i].text);
        tl_LoadedConfig loaded = load_config(text, NULL);
        assert_true(loaded.config.regime.plan_knowledge == cases[i].value);
        tl_loaded_config_free(&loaded);
    }
    tl_LoadedConfig loaded =
        load_config("seed: 9007199254740991\nmunicipality: alby\nrecord.level: area\n", NULL);
    assert_true(loaded.config.run.seed == 9007199254740991);
    assert_int_equal(loaded.config.run.record_level, TL_record_level_area);
    tl_loaded_config_free(&loaded);
}

/* In a list of whole numbers the space after a comma may be spared, and so may quotation marks be there. */
static void lists_of_whole_numbers_need_no_spaces(void **state)
{
    (void)state;
    static const char *const lists[] = {"[1,2]", "[1, 2]", "[1,2 ]", "['1',\"2\"]"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 GOOD "municipality.areas: 3\ntimeline: [{name: x,day: 7,set: {plan.knowledge: 1},where: "
                      "{areas: %s}}]\n",
                 lists[i]);
        tl_LoadedConfig loaded = load_config(text, NULL);
        assert_int_equal(loaded.config.changes[0].where.by[TL_BY_AREA].count, 2);
        assert_int_equal(loaded.config.changes[0].where.by[TL_BY_AREA].at[1], 2);
        tl_loaded_config_free(&loaded);
    }
}

static void schedules_are_sorted_and_keep_the_order_of_a_day(void **state)
{
    (void)state;
    tl_LoadedConfig loaded =
        load_config(GOOD "timeline:\n"
                         "  - {name: last, day: 20, set: {plan.knowledge: 1}}\n"
                         "  - {name: everywhere, day: 5, ramp_days: 7, set: {plan.load_weight: 2,\n"
                         "      plan.contact_weight: 1}}\n"
                         "  - {name: here, day: 5, set: {plan.contact_weight: 2}, where: {areas: [2]}}\n"
                         "reorganise:\n"
                         "  - {name: second, day: 9, rule: at_random, set: {}}\n"
                         "  - {name: first, day: 3, rule: keep_relations, set: {organisation.span: 20},\n"
                         "     where: {units: [1, 3]}}\n",
                    NULL);
    const tl_Config *c = &loaded.config;
    assert_int_equal(c->change_count, 4);
    assert_string_equal(c->changes[0].name, "everywhere");
    assert_string_equal(tl_parameters[c->changes[0].parameter].path, "plan.load_weight");
    assert_int_equal(c->changes[0].ramp_days, 7);
    assert_string_equal(tl_parameters[c->changes[1].parameter].path, "plan.contact_weight");
    assert_string_equal(c->changes[2].name, "here");
    assert_int_equal(c->changes[2].where.by[TL_BY_AREA].count, 1);
    assert_int_equal(c->changes[2].where.by[TL_BY_AREA].at[0], 2);
    assert_string_equal(c->changes[3].name, "last");
    assert_int_equal(c->reorganisation_count, 2);
    assert_string_equal(c->reorganisations[0].name, "first");
    assert_int_equal(c->reorganisations[0].rule, TL_GROUP_KEEP_RELATIONS);
    assert_int_equal(c->reorganisations[0].span, 20);
    assert_int_equal(c->reorganisations[0].pool_size, 0);
    assert_int_equal(c->reorganisations[0].where.by[TL_BY_UNIT].count, 2);
    assert_int_equal(c->reorganisations[1].rule, TL_GROUP_AT_RANDOM);
    tl_loaded_config_free(&loaded);
}

static void one_change_may_begin_when_another_ends(void **state)
{
    (void)state;
    tl_LoadedConfig loaded =
        load_config(GOOD "timeline:\n"
                         "  - {name: up, day: 0, set: {plan.knowledge: 1}, ramp_days: 10}\n"
                         "  - {name: down, day: 10, set: {plan.knowledge: 0}}\n",
                    NULL);
    assert_int_equal(loaded.config.change_count, 2);
    tl_loaded_config_free(&loaded);
}

/* What a list, a group and both together mean; an empty selector means everybody. */
static void a_selector_means_what_all_its_keys_mean(void **state)
{
    (void)state;
    int32_t areas[] = {2, 4}, first = 1;
    tl_UnitPlace place = {
        .number = {[TL_BY_MUNICIPALITY] = 1, [TL_BY_PROVIDER] = 1, [TL_BY_AREA] = 4, [TL_BY_UNIT] = 7}};
    tl_Selector selector = {.group = TL_ALL_UNITS};
    assert_true(tl_selector_is_empty(&selector) && tl_selector_means(&selector, place));
    selector.by[TL_BY_AREA] = (tl_Numbers){areas, 2};
    assert_true(!tl_selector_is_empty(&selector) && tl_selector_means(&selector, place));
    selector.group = TL_PILOT_UNITS;
    assert_false(tl_selector_means(&selector, place));
    selector.group = TL_OTHER_UNITS;
    assert_true(tl_selector_means(&selector, place));
    place.pilot = true;
    assert_false(tl_selector_means(&selector, place));
    selector.group = TL_ALL_UNITS;
    selector.by[TL_BY_UNIT] = (tl_Numbers){&first, 1};
    assert_false(tl_selector_means(&selector, place));
    place.number[TL_BY_UNIT] = 1;
    assert_true(tl_selector_means(&selector, place));
    place.number[TL_BY_AREA] = 3;
    assert_false(tl_selector_means(&selector, place));
}

/* --set comes first: days are judged by the length that will be run. */
static void set_changes_the_length_before_days_are_judged(void **state)
{
    (void)state;
    const char *text = GOOD "timeline:\n  - {name: x, day: 40, set: {plan.knowledge: 1}}\n";
    tl_LoadedConfig loaded = load_config(text, "run.days=56");
    assert_int_equal(loaded.config.changes[0].day, 40);
    tl_loaded_config_free(&loaded);
}

/* With a byte order mark and carriage returns, as some editors write; in a folder that is not UTF-8. */
static void files_of_other_systems_are_read(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config("\xef\xbb\xbfseed: 7\r\nmunicipality: alby\r\n", NULL);
    assert_int_equal(loaded.config.run.seed, 7);
    tl_loaded_config_free(&loaded);
    assert_int_equal(mkdir(config_below("folder-\xe5"), 0700), 0);
    load_config_file(write_config("folder-\xe5/a.yaml", "seed: 1\nmunicipality: alby\nopinion.kappa: 3\n"),
                     NULL, &loaded);
    assert_non_null(strstr(loaded.json, "\"opinion.kappa\": \"(a path that is not UTF-8)\""));
    tl_loaded_config_free(&loaded);
}

/* ---- messages ------------------------------------------------------------------------------------------- */

static void refuse_one(const char *text, const char *set, const char *message)
{
    refuse_config_file(write_config("test.yaml", text), set, message, 0);
}

static void messages_say_where_and_what(void **state)
{
    (void)state;
    refuse_one(GOOD, "regime=teams", "--set: error: 'regime' is not a parameter: it stands at the top level");
    refuse_one(GOOD "experience.good_above: 0.1\n", NULL,
               "test.yaml:5: error: experience.bad_below = 0.35 is above");
    refuse_one("seed: -1\nmunicipality: alby\n", NULL, "from 0 to 9007199254740991 is allowed");
    refuse_one(GOOD "plan: \xff\n", NULL, "test.yaml:5:7: error: not YAML");
    refuse_one(GOOD "\"\\e[31mx\\ny\": 1\n", NULL, "'\\u001b[31mx\\ny' is not a parameter");
    refuse_one(GOOD "organisation.pool_size: 2\ntimeline:\n"
                    "  - {name: x, day: 1, set: {organisation.contact_persons: 2}}\n",
               NULL, "organisation.contact_persons = 2, but a team has only organisation.pool_size = 2");
    write_config("x.yaml", "invented: yes\nmunicipality: {name: [9]}\n");
    refuse_one("seed: 1\nmunicipality: x.yaml\n", NULL, "x.yaml:1:11: error: invented: true or false");
    refuse_one("seed: 1\nmunicipality: x.yaml\n", NULL, "x.yaml:2:22: error: municipality.name");
    write_config("x.yaml", "municipality: berga\n");
    refuse_one(GOOD "regime: x.yaml\n", NULL, "x.yaml:1:1: error: 'municipality' is not a parameter");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_win_in_order),
        cmocka_unit_test(what_a_municipality_lacks_comes_from_the_median),
        cmocka_unit_test(all_takes_every_municipality_that_exists),
        cmocka_unit_test(all_values_have_many_origins),
        cmocka_unit_test(a_config_may_name_files_and_its_municipality_anew),
        cmocka_unit_test(codes_are_given_or_follow_from_names),
        cmocka_unit_test(long_names_are_cut_between_letters),
        cmocka_unit_test(numbers_are_read_as_written),
        cmocka_unit_test(lists_of_whole_numbers_need_no_spaces),
        cmocka_unit_test(schedules_are_sorted_and_keep_the_order_of_a_day),
        cmocka_unit_test(one_change_may_begin_when_another_ends),
        cmocka_unit_test(a_selector_means_what_all_its_keys_mean),
        cmocka_unit_test(set_changes_the_length_before_days_are_judged),
        cmocka_unit_test(files_of_other_systems_are_read),
        cmocka_unit_test(messages_say_where_and_what),
    };
    return cmocka_run_group_tests_name("config", tests, make_config_folder, remove_config_folder);
}
