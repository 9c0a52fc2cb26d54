/* Resolved configs: as JSON they come back to the bit; what is bad, incomplete or older is refused or said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_read.h"
#include "support/configlib.h"

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
    tl_LoadedConfig now = load_config(GOOD, NULL);
    static tl_LoadedConfig loaded;
    char *older = without(now.json, "reform.contagion"), *damaged = without(now.json, "plan.knowledge");
    tl_Messages messages = {0};
    assert_true(tl_config_load_resolved("older.json", older, &loaded, &messages));
    assert_int_equal(messages.notes, 1);
    assert_string_equal(messages.list[0].text,
                        "older.json: note: an older version wrote this; what it did not "
                        "have is at its default: reform.contagion");
    assert_string_equal(loaded.json, now.json);
    tl_messages_free(&messages);
    tl_loaded_config_free(&loaded);
    refuse_config_file(write_config("bad.json", damaged), NULL,
                       ": error: plan.knowledge is missing: the version that wrote this had it", 1);
    free(older);
    free(damaged);
    tl_loaded_config_free(&now);
}

static void older_json_lacks_codes(void **state)
{
    (void)state;
    tl_LoadedConfig now = load_config(GOOD, NULL);
    static tl_LoadedConfig loaded;
    tl_Messages messages = {0};
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

/* Parameters that came later and have no market stand in a resolved config that uses one of them, and in no other: those
 * that were written before are written as they were. */
static void later_parameters_stand_where_they_are_used(void **state)
{
    (void)state;
    static const char *const uses[] = {
        GOOD "steering.recipient_dialogues: 6\n",
        GOOD "timeline:\n  - {name: a, day: 3, set: {steering.recipient_dialogues: 6}}\n",
    };
    static tl_LoadedConfig config, again;
    config = load_config(GOOD "steering.recipient_dialogues: 0\n", NULL);
    assert_null(strstr(config.json, "dialogues\": 0"));
    assert_null(strstr(config.json, "dialogue.recipient"));
    tl_loaded_config_free(&config);
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
        tl_Messages messages = {0};
        config = load_config(uses[i], NULL);
        assert_non_null(strstr(config.json, "\"dialogue.recipient\": 0.1"));
        assert_non_null(strstr(config.json, "\"format\": 4"));
        assert_true(tl_config_load_resolved("used.json", config.json, &again, &messages));
        assert_int_equal(messages.notes, 0);
        assert_string_equal(again.json, config.json);
        char *damaged = without(config.json, "dialogue.recipient");
        refuse_config_file(write_config("bad.json", damaged), NULL, "dialogue.recipient is missing", 1);
        free(damaged);
        tl_loaded_config_free(&again);
        tl_loaded_config_free(&config);
    }
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_gives_back_every_bit),
        cmocka_unit_test(selectors_are_read_and_written),
        cmocka_unit_test(bad_json_is_refused),
        cmocka_unit_test(json_must_be_complete),
        cmocka_unit_test(older_json_lacks_only_what_came_later),
        cmocka_unit_test(older_json_lacks_codes),
        cmocka_unit_test(later_parameters_stand_where_they_are_used),
        cmocka_unit_test(json_timeline_refuses_structural_levers),
    };
    return cmocka_run_group_tests_name("resolved config", tests, make_config_folder, remove_config_folder);
}
