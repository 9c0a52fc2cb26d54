/* Reading configs: layers, origins, fills, the way to JSON and back. */
#include <stdio.h>
#include <stdlib.h>
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

/* A name cut within a letter could not be written as JSON. */
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

/* ---- to JSON and back ---------------------------------------------------------------------------------- */

static void assert_same_section(tl_Section section, const void *a, const void *b)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].section == section) {
            double x = tl_parameter_get(&tl_parameters[i], a), y = tl_parameter_get(&tl_parameters[i], b);
            assert_memory_equal(&x, &y, sizeof x);
        }
    }
}

static void assert_same_where(const tl_Selector *a, const tl_Selector *b)
{
    assert_int_equal(a->group, b->group);
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        assert_int_equal(a->by[key].count, b->by[key].count);
        for (int i = 0; i < a->by[key].count; i++) {
            assert_int_equal(a->by[key].at[i], b->by[key].at[i]);
        }
    }
}

static void assert_same(const tl_LoadedConfig *x, const tl_LoadedConfig *y)
{
    const tl_Config *a = &x->config, *b = &y->config;
    assert_string_equal(x->json, y->json);
    assert_string_equal(x->name, y->name);
    assert_same_section(TL_SECTION_RUN, &a->run, &b->run);
    assert_same_section(TL_SECTION_REGIME, &a->regime, &b->regime);
    assert_same_section(TL_SECTION_CONSTANTS, &a->constants, &b->constants);
    assert_string_equal(a->regime_name, b->regime_name);
    assert_int_equal(a->municipality_count, b->municipality_count);
    for (int i = 0; i < a->municipality_count; i++) {
        assert_string_equal(a->municipalities[i].name, b->municipalities[i].name);
        assert_int_equal(a->municipalities[i].code, b->municipalities[i].code);
        assert_same_section(TL_SECTION_PROFILE, &a->municipalities[i].profile, &b->municipalities[i].profile);
        assert_int_equal(x->filled[i], y->filled[i]);
    }
    assert_int_equal(a->change_count, b->change_count);
    for (int i = 0; i < a->change_count; i++) {
        const tl_Change *c = &a->changes[i], *d = &b->changes[i];
        assert_string_equal(c->name, d->name);
        assert_true(c->parameter == d->parameter && c->day == d->day && c->ramp_days == d->ramp_days);
        assert_memory_equal(&c->value, &d->value, sizeof c->value);
        assert_same_where(&c->where, &d->where);
    }
    assert_int_equal(a->reorganisation_count, b->reorganisation_count);
    for (int i = 0; i < a->reorganisation_count; i++) {
        const tl_Reorganisation *c = &a->reorganisations[i], *d = &b->reorganisations[i];
        assert_string_equal(c->name, d->name);
        assert_true(c->day == d->day && c->pool_size == d->pool_size && c->span == d->span &&
                    c->rule == d->rule);
        assert_same_where(&c->where, &d->where);
    }
    for (int i = 0; i < tl_parameter_count; i++) {
        assert_string_equal(x->origins[i], y->origins[i]);
    }
}

static void json_gives_back_every_bit(void **state)
{
    (void)state;
    static const char *const texts[] = {
        GOOD, "seed: 9007199254740991\nmunicipality: all\nregime: teams\n",
        GOOD "plan: {knowledge: 0.1, travel_weight: 0.30000000000000004, load_weight: 1e-17}\n"
             "experience: {late: -0.12345678901234567}\n"
             "timeline:\n"
             "  - {name: \"ö: \\\"a\\\"\", day: 3, set: {plan.knowledge: 0.3333333333333333},\n"
             "     ramp_days: 4, where: {areas: [1, 2]}}\n"
             "  - {name: b, day: 3, set: {organisation.contact_persons: 2}}\n"
             "reorganise:\n"
             "  - {name: c, day: 9, rule: by_area, set: {organisation.pool_size: 8}, where: {units: [2]}}\n"
             "  - {name: d, day: 9, rule: at_random, set: {organisation.span: 33}}\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        tl_LoadedConfig from_yaml = load_config(texts[i], NULL), from_json;
        load_config_file(write_config("test.json", from_yaml.json), NULL, &from_json);
        assert_same(&from_yaml, &from_json);
        tl_loaded_config_free(&from_json);
        load_config_file(config_below("test.json"), "plan.contact_weight=0.25", &from_json);
        assert_true(from_json.config.regime.plan_contact_weight == 0.25);
        assert_string_equal(origin_of(&from_json, "plan.contact_weight"), "--set");
        tl_loaded_config_free(&from_json);
        tl_loaded_config_free(&from_yaml);
    }
}

/* A resolved config with one piece of its text replaced. */
static void refuse_json(const char *from, const char *to, const char *expected)
{
    tl_LoadedConfig good = load_config(GOOD "timeline:\n  - {name: a, day: 3, set: {plan.knowledge: 1}}\n"
                                            "reorganise:\n  - {name: b, day: 9, rule: by_area,\n"
                                            "     set: {organisation.span: 33}, where: {areas: [1]}}\n",
                                       NULL);
    const char *found = strstr(good.json, from);
    assert_non_null(found);
    char *text = malloc(strlen(good.json) + strlen(to) + 1);
    assert_non_null(text);
    sprintf(text, "%.*s%s%s", (int)(found - good.json), good.json, to, found + strlen(from));
    refuse_config_file(write_config("bad.json", text), NULL, expected, 1);
    free(text);
    tl_loaded_config_free(&good);
}

/* Every key, alone and together, as YAML and as JSON; changes of other keys are no clash. */
static void selectors_are_read_and_written(void **state)
{
    (void)state;
    static const struct {
        const char *yaml, *json;
    } cases[] = {
        {"{areas: [1, 2]}", "\"areas\":[1,2],\"pilot\":false,\"units\":[]"},
        {"{pilot: true}", "\"areas\":[],\"pilot\":true,\"units\":[]"},
        {"{pilot: others}", "\"pilot\":\"others\""},
        {"{providers: [1], units: [3]}", "\"providers\":[1],\"units\":[3]"},
        {"{municipalities: [Alby], areas: [2], pilot: true}",
         "\"areas\":[2],\"municipalities\":[1],\"pilot\":true"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024];
        static char flat[65536];
        snprintf(text, sizeof text,
                 GOOD "pilot.share: 0.5\ntimeline:\n  - {name: a, day: 3, set: {plan.load_weight: 2}}\n"
                      "  - {name: x, day: 3, set: {plan.load_weight: 1}, where: %s}\n",
                 cases[i].yaml);
        tl_LoadedConfig loaded = load_config(text, NULL);
        size_t used = 0;
        for (const char *at = strstr(loaded.json, "\"timeline\""); *at != '\0' && used + 1 < sizeof flat;
             at++) {
            if (*at != '\n' && *at != ' ') {
                flat[used++] = *at;
            }
        }
        flat[used] = '\0';
        assert_non_null(strstr(flat, cases[i].json));
        write_config("selector.json", loaded.json);
        static tl_LoadedConfig again;
        load_config_file(config_below("selector.json"), NULL, &again);
        assert_same(&loaded, &again);
        tl_loaded_config_free(&loaded);
        tl_loaded_config_free(&again);
    }
}

static void bad_json_is_refused(void **state)
{
    (void)state;
    refuse_config_file(write_config("bad.json", ""), NULL, "not JSON that can be read", 1);
    refuse_config_file(write_config("bad.json", "{\"a\": 1,\n ]"), NULL, ":2:", 1);
    refuse_config_file(write_config("bad.json", "{\"a\": 1, \"a\": 2}"), NULL, "duplicate", 1);
    refuse_config_file(write_config("bad.json", "[]"), NULL, "not a resolved config", 1);
    refuse_config_file(write_config("bad.json", "{\"format\": 0}"), NULL, "is expected)", 1);
    refuse_config_file(write_config("bad.json", "{\"format\": 99}"), NULL, "a newer version wrote this", 1);
    refuse_config_file(config_below("nowhere.json"), NULL, ": error: cannot be read: No such file", 1);
    char *deep = malloc(100001);
    assert_non_null(deep);
    memset(deep, '[', 100000);
    refuse_config_file(write_config_bytes("bad.json", deep, 100000), NULL, "not JSON", 1);
    free(deep);
    refuse_json("\"plan.knowledge\": 0.", "\"plan.knowledge\": 1.", "a value from 0 to 1 is allowed");
    refuse_json("\"plan.team_planning\": 0.0", "\"plan.team_planning\": \"0\"", "a number is expected");
    refuse_json("\"seed\": 1", "\"seed\": 1, \"sed\": 1", "parameters this version does not know");
    refuse_json("\"rule\": \"by_area\"", "\"rule\": \"by_chance\"", "unknown rule");
    refuse_json("\"lever\": \"plan.knowledge\"", "\"lever\": \"opinion.kappa\"", "lever or value");
    refuse_json("\"lever\": \"plan.knowledge\"", "\"lever\": \"organisation.contact_person\"",
                "lever or value");
    refuse_json("\"day\": 3", "\"day\": 300", "day 300 is past the end");
    refuse_json("\"span\": 33", "\"span\": 3", "'span': 0 or a value from 4 to 400");
    refuse_json("\"span\": 33", "\"span\": -1", "'span': a whole number from 0 to 400");
}

/* What is no list is not an empty one: schedules would be lost without a word. */
static void json_must_be_complete(void **state)
{
    (void)state;
    tl_LoadedConfig good = load_config(
        GOOD "timeline:\n  - {name: a, day: 3, set: {plan.load_weight: 20}, where: {areas: [2]}}\n", NULL);
    const char *const altered[][3] = {
        {"\"timeline\": [", "\"timeline\": 3, \"other\": [", "'timeline': a list is expected"},
        {"\"reorganise\": []", "\"reorganise\": \"\"", "'reorganise': a list is expected"},
        {"\"municipalities\": [", "\"municipalities\": {}, \"other\": [",
         "'municipalities': a list is expected"},
        {"\"format\": ", "\"other\": 1, \"format\": ", "not those that this version writes"},
        {"\"value\": 20.0", "\"value\": \"20\"", "lever or value that is not allowed"},
        {"\"units\": []", "\"units\": [1]", "a: where: areas: [...], units: [...]"},
        {"\"units\": []", "\"units\": null", "\"units\":null"},
    };
    for (size_t i = 0; i < sizeof altered / sizeof altered[0]; i++) {
        char *text = malloc(strlen(good.json) + 100), *at = strstr(good.json, altered[i][0]);
        assert_non_null(text);
        assert_non_null(at);
        sprintf(text, "%.*s%s%s", (int)(at - good.json), good.json, altered[i][1],
                at + strlen(altered[i][0]));
        refuse_config_file(write_config("bad.json", text), NULL, altered[i][2], 0);
        free(text);
    }
    tl_loaded_config_free(&good);
}

/* The text of a resolved config without the line of a parameter, to be freed. */
static char *without(const char *json, const char *path)
{
    char key[100];
    snprintf(key, sizeof key, "\"%s\": ", path);
    const char *at = strstr(json, key);
    assert_non_null(at);
    const char *after = strchr(at, '\n');
    assert_true(after[-1] == ','); /* else the line before it would keep its comma */
    char *text = malloc(strlen(json) + 1);
    assert_non_null(text);
    sprintf(text, "%.*s%s", (int)(at - json), json, after);
    return text;
}

/* What came later is at its default, which is said once; what was there from the first is missed. */
static void older_json_lacks_only_what_came_later(void **state)
{
    (void)state;
    const tl_Parameter first = {.since = 0}, second = {.since = 2}, part = {.optional = true};
    assert_false(tl_parameter_may_lack(&first, 1));
    assert_true(tl_parameter_may_lack(&second, 1));
    assert_false(tl_parameter_may_lack(&second, 2));
    assert_true(tl_parameter_may_lack(&part, 1));
    tl_LoadedConfig now = load_config(GOOD, NULL), loaded;
    char *older = without(now.json, "reform.contagion"), *damaged = without(now.json, "plan.knowledge");
    tl_Messages messages = {0};
    assert_true(tl_config_load_resolved("older.json", older, &loaded, &messages));
    assert_int_equal(messages.notes, 1);
    assert_string_equal(messages.texts[0], "older.json: note: an older version wrote this; what it did not "
                                           "have is at its default: reform.contagion");
    assert_string_equal(loaded.json, now.json);
    tl_messages_free(&messages);
    tl_loaded_config_free(&loaded);
    refuse_config_file(write_config("bad.json", damaged), NULL,
                       ": error: plan.knowledge is missing: the version that wrote this had it", 1);
    free(older);
    free(damaged);
    char *codeless = without(now.json, "code");
    refuse_config_file(write_config("bad.json", codeless), NULL, "'code': a whole number from 0 to 16383", 1);
    char *format = strstr(codeless, "\"format\": 2");
    assert_non_null(format);
    format[strlen("\"format\": ")] = '1';
    assert_true(tl_config_load_resolved("older.json", codeless, &loaded, &messages));
    assert_string_equal(loaded.json, now.json); /* the code follows from the name */
    tl_loaded_config_free(&loaded);
    tl_messages_free(&messages);
    free(codeless);
    tl_loaded_config_free(&now);
}

/* A structural lever cannot move by timeline, whoever wrote the JSON. */
static void json_timeline_refuses_structural_levers(void **state)
{
    (void)state;
    tl_LoadedConfig good =
        load_config(GOOD "timeline:\n  - {name: a, day: 3, set: {plan.load_weight: 20}}\n", NULL);
    char *lever = strstr(good.json, "\"lever\": \"plan.load_weight\"");
    assert_non_null(lever);
    memcpy(lever, "\"lever\":\"organisation.span\"", strlen("\"lever\":\"organisation.span\""));
    refuse_config_file(write_config("bad.json", good.json), NULL, "lever or value that is not allowed", 1);
    tl_loaded_config_free(&good);
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

static void all_values_have_many_origins(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config("seed: 1\nmunicipality: all\n", NULL);
    assert_string_equal(origin_of(&loaded, "municipality.recipients"), "each municipality's file");
    tl_loaded_config_free(&loaded);
}

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
        cmocka_unit_test(a_config_may_name_files_and_its_municipality_anew),
        cmocka_unit_test(codes_are_given_or_follow_from_names),
        cmocka_unit_test(long_names_are_cut_between_letters),
        cmocka_unit_test(numbers_are_read_as_written),
        cmocka_unit_test(lists_of_whole_numbers_need_no_spaces),
        cmocka_unit_test(schedules_are_sorted_and_keep_the_order_of_a_day),
        cmocka_unit_test(a_selector_means_what_all_its_keys_mean),
        cmocka_unit_test(selectors_are_read_and_written),
        cmocka_unit_test(set_changes_the_length_before_days_are_judged),
        cmocka_unit_test(json_gives_back_every_bit),
        cmocka_unit_test(bad_json_is_refused),
        cmocka_unit_test(json_must_be_complete),
        cmocka_unit_test(older_json_lacks_only_what_came_later),
        cmocka_unit_test(json_timeline_refuses_structural_levers),
        cmocka_unit_test(one_change_may_begin_when_another_ends),
        cmocka_unit_test(files_of_other_systems_are_read),
        cmocka_unit_test(all_values_have_many_origins),
        cmocka_unit_test(messages_say_where_and_what),
    };
    return cmocka_run_group_tests_name("config", tests, make_config_folder, remove_config_folder);
}
