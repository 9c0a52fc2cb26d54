/* Reading configs: layers, origins, fills, the way to JSON and back, and what is said of every kind of bad
 * input. Files stand in a temporary folder that is its own collection of configs ($TILLIT_CONFIGS). */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "io/config_internal.h"
#include "io/config_read.h"
#include "io/suggest.h"
#include "testlib.h"

/* ---- a folder for the files
 * ---------------------------------------------------------------------------------------------- */

static char top[] = "/tmp/tillit-test-config-XXXXXX";

enum { PATH = 256 };

/* Path of a file below the folder; the result lasts until the next call but one. */
static const char *below(const char *name)
{
    static char paths[2][PATH];
    static int turn;
    turn = !turn;
    snprintf(paths[turn], PATH, "%s/%s", top, name);
    return paths[turn];
}

static const char *write_bytes(const char *name, const char *bytes, size_t size)
{
    const char *path = below(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return path;
}

static const char *write_text(const char *name, const char *text)
{
    return write_bytes(name, text, strlen(text));
}

static void remove_below(const char *folder)
{
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        char path[2 * PATH];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        snprintf(path, sizeof path, "%.255s/%.255s", folder, entry->d_name);
        if (unlink(path) != 0) {
            remove_below(path);
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
    rmdir(folder);
}

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(top) == NULL || mkdir(below("municipalities"), 0700) != 0 ||
        mkdir(below("regimes"), 0700) != 0) {
        return -1;
    }
    setenv("TILLIT_CONFIGS", top, 1);
    write_text(
        "municipalities/swedish-median.yaml",
        "invented: true\n"
        "municipality: {name: Median, recipients: 200, granted_hours: 31, hours_sigma: 1.1, areas: 2,\n"
        "  trip_min: 11, language_share: 0.05}\n");
    write_text("municipalities/alby.yaml", "municipality:\n"
                                           "  name: Älby\n"
                                           "  recipients: 60\n"
                                           "  trip_min: 7.1\n"
                                           "published: {staff_met: 15}\n");
    write_text("municipalities/berga.yaml", "municipality: {name: Berga, recipients: 80, areas: 3}\n");
    write_text("regimes/teams.yaml", "organisation: {pool_size: 9, span: 25}\n"
                                     "plan.continuity_weight: 3\n");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    remove_below(top);
    return access(top, F_OK) == 0 ? -1 : 0;
}

/* ---- loading
 * -------------------------------------------------------------------------------------------------------------
 */

#define GOOD "seed: 1\nmunicipality: alby\nrun: {days: 28, burn_in_days: 14}\nrecord: {period_days: 14}\n"

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void load_file(const char *path, const char *set, tl_LoadedConfig *loaded)
{
    tl_Messages messages = {0};
    bool good = tl_config_load(path, &set, set != NULL, loaded, &messages);
    tl_messages_print(&messages, stderr);
    assert_true(good);
    assert_int_equal(messages.errors, 0);
    assert_non_null(loaded->json);
    tl_messages_free(&messages);
}

static tl_LoadedConfig load(const char *text, const char *set)
{
    tl_LoadedConfig loaded;
    load_file(write_text("test.yaml", text), set, &loaded);
    return loaded;
}

static const char *origin_of(const tl_LoadedConfig *loaded, const char *path)
{
    int parameter = tl_parameter_find(path);
    assert_true(parameter >= 0);
    return loaded->origins[parameter];
}

static bool ends(const char *text, const char *end)
{
    size_t length = strlen(text), own = strlen(end);
    return length >= own && strcmp(text + length - own, end) == 0;
}

/* Is there a message that begins with the file and then holds `expected`, which may itself begin ":line:"? */
static bool holds(const tl_Messages *messages, const char *path, const char *expected)
{
    size_t length = strlen(path);
    for (int i = 0; i < messages->count; i++) {
        const char *text = messages->texts[i];
        if (expected[0] == ':'
                ? strncmp(text, path, length) == 0 && strncmp(text + length, expected, strlen(expected)) == 0
                : strstr(text, expected) != NULL) {
            return true;
        }
    }
    return false;
}

/* The file is refused within a second, for `count` reasons (0: any number), one of them `expected`. */
static void refuse_file(const char *path, const char *set, const char *expected, int count)
{
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    double started = seconds_now();
    bool good = tl_config_load(path, &set, set != NULL, &loaded, &messages);
    double took = seconds_now() - started;
    if (good || !holds(&messages, path, expected) || (count > 0 && messages.errors != count)) {
        print_error("%s: expected %d of '%s', got %d:\n", path, count, expected, messages.errors);
        tl_messages_print(&messages, stderr);
        fail();
    }
    assert_null(loaded.json);
    assert_null(loaded.origins);
    if (took > 1.0) {
        print_error("'%s' took %.1f s\n", expected, took);
        fail();
    }
    tl_messages_free(&messages);
}

static void refuse(const char *text, const char *expected)
{
    refuse_file(write_text("test.yaml", text), NULL, expected, 1);
}

static void refuse_set(const char *set, const char *expected)
{
    refuse_file(write_text("test.yaml", GOOD), set, expected, 1);
}

/* ---- good configs
 * -------------------------------------------------------------------------------------------------------- */

static void layers_win_in_order(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load("seed: 7\n"
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
    assert_true(c->regime.travel_weight == 0.10); /* default */
    assert_string_equal(origin_of(&loaded, "plan.travel_weight"), "default");
    assert_int_equal(c->regime.pool_size, 9); /* regime */
    assert_true(ends(origin_of(&loaded, "organisation.pool_size"), "regimes/teams.yaml:1"));
    assert_true(c->regime.continuity_weight == 3.0);
    assert_true(ends(origin_of(&loaded, "plan.continuity_weight"), "regimes/teams.yaml:2"));
    assert_int_equal(c->regime.span, 30); /* config over regime */
    assert_true(ends(origin_of(&loaded, "organisation.span"), "test.yaml:6"));
    assert_true(c->municipalities[0].profile.trip_min == 7.1); /* municipality over median */
    assert_true(ends(origin_of(&loaded, "municipality.trip_min"), "alby.yaml:4"));
    assert_int_equal(c->municipalities[0].profile.recipients, 90); /* config over municipality */
    assert_true(ends(origin_of(&loaded, "municipality.recipients"), "test.yaml:2"));
    assert_true(c->regime.contact_weight == 0.9); /* --set over config */
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
    tl_LoadedConfig loaded =
        load("seed: 1\nmunicipality: {from: Älby, hours_sigma: 1.3}\n", "municipality.language_share=0.2");
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
    tl_LoadedConfig loaded = load("seed: 1\nmunicipality: all\n", NULL);
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
    write_text("own.yaml", "municipality: {name: Own, recipients: 70}\n");
    tl_LoadedConfig loaded =
        load("seed: 1\nmunicipality: {from: own.yaml, name: Nyby}\nregime: regimes/teams.yaml\n", NULL);
    assert_string_equal(loaded.config.municipalities[0].name, "Nyby");
    assert_int_equal(loaded.config.municipalities[0].profile.recipients, 70);
    assert_int_equal(loaded.config.regime.pool_size, 9);
    tl_loaded_config_free(&loaded);
}

/* A name cut within a letter could not be written as JSON. */
static void long_names_are_cut_between_letters(void **state)
{
    (void)state;
    char text[512], name[TL_NAME_LENGTH];
    snprintf(text, sizeof text, "seed: 1\nmunicipality: {from: alby, name: %.62s\xc3\xb6\xc3\xb6}\n",
             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    tl_LoadedConfig loaded = load(text, NULL);
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
    } cases[] = {{"0.5", 0.5}, {"5e-1", 0.5}, {"+1", 1.0}, {"0", 0.0}, {"0.1", 0.1}, {"1E0", 1.0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, GOOD "plan.knowledge: %s\n", cases[i].text);
        tl_LoadedConfig loaded = load(text, NULL);
        assert_true(loaded.config.regime.knowledge == cases[i].value);
        tl_loaded_config_free(&loaded);
    }
    tl_LoadedConfig loaded = load("seed: 9007199254740991\nmunicipality: alby\nrecord.level: area\n", NULL);
    assert_true(loaded.config.run.seed == 9007199254740991);
    assert_int_equal(loaded.config.run.record_level, TL_RECORD_AREA);
    tl_loaded_config_free(&loaded);
}

static void schedules_are_sorted_and_keep_the_order_of_a_day(void **state)
{
    (void)state;
    tl_LoadedConfig loaded =
        load(GOOD "timeline:\n"
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
    assert_int_equal(c->changes[2].where.area_count, 1);
    assert_int_equal(c->changes[2].where.areas[0], 2);
    assert_string_equal(c->changes[3].name, "last");
    assert_int_equal(c->reorganisation_count, 2);
    assert_string_equal(c->reorganisations[0].name, "first");
    assert_int_equal(c->reorganisations[0].rule, TL_GROUP_KEEP_RELATIONS);
    assert_int_equal(c->reorganisations[0].span, 20);
    assert_int_equal(c->reorganisations[0].pool_size, 0);
    assert_int_equal(c->reorganisations[0].where.unit_count, 2);
    assert_int_equal(c->reorganisations[1].rule, TL_GROUP_AT_RANDOM);
    tl_loaded_config_free(&loaded);
}

/* --set comes first: days are judged by the length that will be run. */
static void set_changes_the_length_before_days_are_judged(void **state)
{
    (void)state;
    const char *text = GOOD "timeline:\n  - {name: x, day: 40, set: {plan.knowledge: 1}}\n";
    tl_LoadedConfig loaded = load(text, "run.days=56");
    assert_int_equal(loaded.config.changes[0].day, 40);
    tl_loaded_config_free(&loaded);
}

/* ---- to JSON and back
 * ---------------------------------------------------------------------------------------------------- */

static void assert_same_section(tl_Section section, const void *a, const void *b)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].section == section) {
            double x = tl_parameter_get(&tl_parameters[i], a), y = tl_parameter_get(&tl_parameters[i], b);
            assert_memory_equal(&x, &y, sizeof x);
        }
    }
}

static void assert_same_where(const tl_Where *a, const tl_Where *b)
{
    assert_int_equal(a->area_count, b->area_count);
    assert_int_equal(a->unit_count, b->unit_count);
    for (int i = 0; i < a->area_count; i++) {
        assert_int_equal(a->areas[i], b->areas[i]);
    }
    for (int i = 0; i < a->unit_count; i++) {
        assert_int_equal(a->units[i], b->units[i]);
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
        tl_LoadedConfig from_yaml = load(texts[i], NULL), from_json;
        load_file(write_text("test.json", from_yaml.json), NULL, &from_json);
        assert_same(&from_yaml, &from_json);
        tl_loaded_config_free(&from_json);
        load_file(below("test.json"), "plan.contact_weight=0.25", &from_json);
        assert_true(from_json.config.regime.contact_weight == 0.25);
        assert_string_equal(origin_of(&from_json, "plan.contact_weight"), "--set");
        tl_loaded_config_free(&from_json);
        tl_loaded_config_free(&from_yaml);
    }
}

/* A resolved config with one piece of its text replaced. */
static void refuse_json(const char *from, const char *to, const char *expected)
{
    tl_LoadedConfig good = load(GOOD "timeline:\n  - {name: a, day: 3, set: {plan.knowledge: 1}}\n"
                                     "reorganise:\n  - {name: b, day: 9, rule: by_area,\n"
                                     "     set: {organisation.span: 33}, where: {areas: [1]}}\n",
                                NULL);
    const char *found = strstr(good.json, from);
    assert_non_null(found);
    char *text = malloc(strlen(good.json) + strlen(to) + 1);
    assert_non_null(text);
    sprintf(text, "%.*s%s%s", (int)(found - good.json), good.json, to, found + strlen(from));
    refuse_file(write_text("bad.json", text), NULL, expected, 1);
    free(text);
    tl_loaded_config_free(&good);
}

static void bad_json_is_refused(void **state)
{
    (void)state;
    refuse_file(write_text("bad.json", ""), NULL, "not JSON that can be read", 1);
    refuse_file(write_text("bad.json", "{\"a\": 1,\n ]"), NULL, ":2:", 1);
    refuse_file(write_text("bad.json", "{\"a\": 1, \"a\": 2}"), NULL, "duplicate", 1);
    refuse_file(write_text("bad.json", "[]"), NULL, "not a resolved config", 1);
    refuse_file(write_text("bad.json", "{\"format\": 2}"), NULL, "'format': 1 is expected", 1);
    refuse_file(below("nowhere.json"), NULL, ": error: cannot be read: No such file", 1);
    char *deep = malloc(100001);
    assert_non_null(deep);
    memset(deep, '[', 100000);
    refuse_file(write_bytes("bad.json", deep, 100000), NULL, "not JSON", 1);
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
    tl_LoadedConfig good = load(
        GOOD "timeline:\n  - {name: a, day: 3, set: {plan.load_weight: 20}, where: {areas: [2]}}\n", NULL);
    const char *const altered[][3] = {
        {"\"timeline\": [", "\"timeline\": 3, \"other\": [", "'timeline': a list is expected"},
        {"\"reorganise\": []", "\"reorganise\": \"\"", "'reorganise': a list is expected"},
        {"\"municipalities\": [", "\"municipalities\": {}, \"other\": [",
         "'municipalities': a list is expected"},
        {"\"format\": 1", "\"format\": 1, \"other\": 1", "not those that this version writes"},
        {"\"value\": 20.0", "\"value\": \"20\"", "lever or value that is not allowed"},
        {"\"units\": []", "\"units\": [1]", "either areas, units or pilot"},
        {"\"units\": []", "\"units\": null", "'units': a list is expected"},
    };
    for (size_t i = 0; i < sizeof altered / sizeof altered[0]; i++) {
        char *text = malloc(strlen(good.json) + 100), *at = strstr(good.json, altered[i][0]);
        assert_non_null(text);
        assert_non_null(at);
        sprintf(text, "%.*s%s%s", (int)(at - good.json), good.json, altered[i][1],
                at + strlen(altered[i][0]));
        refuse_file(write_text("bad.json", text), NULL, altered[i][2], 0);
        free(text);
    }
    tl_loaded_config_free(&good);
}

/* A structural lever cannot move by timeline, whoever wrote the JSON. */
static void json_timeline_refuses_structural_levers(void **state)
{
    (void)state;
    tl_LoadedConfig good = load(GOOD "timeline:\n  - {name: a, day: 3, set: {plan.load_weight: 20}}\n", NULL);
    char *lever = strstr(good.json, "\"lever\": \"plan.load_weight\"");
    assert_non_null(lever);
    memcpy(lever, "\"lever\":\"organisation.span\"", strlen("\"lever\":\"organisation.span\""));
    refuse_file(write_text("bad.json", good.json), NULL, "lever or value that is not allowed", 1);
    tl_loaded_config_free(&good);
}

static void one_change_may_begin_when_another_ends(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load(GOOD "timeline:\n"
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
    tl_LoadedConfig loaded = load("\xef\xbb\xbfseed: 7\r\nmunicipality: alby\r\n", NULL);
    assert_int_equal(loaded.config.run.seed, 7);
    tl_loaded_config_free(&loaded);
    assert_int_equal(mkdir(below("folder-\xe5"), 0700), 0);
    load_file(write_text("folder-\xe5/a.yaml", "seed: 1\nmunicipality: alby\nopinion.kappa: 3\n"), NULL,
              &loaded);
    assert_non_null(strstr(loaded.json, "\"opinion.kappa\": \"(a path that is not UTF-8)\""));
    tl_loaded_config_free(&loaded);
}

static void all_values_have_many_origins(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load("seed: 1\nmunicipality: all\n", NULL);
    assert_string_equal(origin_of(&loaded, "municipality.recipients"), "each municipality's file");
    tl_loaded_config_free(&loaded);
}

static void refuse_one(const char *text, const char *set, const char *message)
{
    refuse_file(write_text("test.yaml", text), set, message, 0);
}

static void messages_say_where_and_what(void **state)
{
    (void)state;
    refuse_one(GOOD, "regime=teams", "--set: error: 'regime' is not a parameter: it stands at the top level");
    refuse_one(GOOD "experience.good_above: 0.1\n", NULL,
               "test.yaml:5: error: experience.bad_below = 0.35 is above");
    refuse_one("seed: -1\nmunicipality: alby\n", NULL, "from 0 to 9007199254740991 is allowed");
    refuse_one(GOOD "plan: \xff\n", NULL, "test.yaml:5:7: error: not YAML");
    refuse_one(GOOD "\"\\e[31mx\\ny\": 1\n", NULL, "'?[31mx?y' is not a parameter");
    refuse_one(GOOD "organisation.pool_size: 2\ntimeline:\n"
                    "  - {name: x, day: 1, set: {organisation.contact_persons: 2}}\n",
               NULL, "organisation.contact_persons = 2, but a team has only organisation.pool_size = 2");
    write_text("x.yaml", "invented: yes\nmunicipality: {name: [9]}\n");
    refuse_one("seed: 1\nmunicipality: x.yaml\n", NULL, "x.yaml:1:11: error: invented: true or false");
    refuse_one("seed: 1\nmunicipality: x.yaml\n", NULL, "x.yaml:2:22: error: municipality.name");
    write_text("x.yaml", "municipality: berga\n");
    refuse_one(GOOD "regime: x.yaml\n", NULL, "x.yaml:1:1: error: 'municipality' is not a parameter");
}

/* ---- bad files
 * -----------------------------------------------------------------------------------------------------------
 */

static void what_is_no_readable_file_is_refused(void **state)
{
    (void)state;
    refuse_file(below("nowhere.yaml"), NULL, ": error: cannot be read: No such file or directory", 1);
    refuse_file(top, NULL, ": error: is not a file but a folder", 1);
    assert_int_equal(mkfifo(below("pipe.yaml"), 0600), 0);
    refuse_file(below("pipe.yaml"), NULL, ": error: is not a file", 1);
    assert_int_equal(mkfifo(below("pipe.json"), 0600), 0);
    refuse_file(below("pipe.json"), NULL, ": error: is not a file", 1);
    refuse_file("/dev/zero", NULL, ": error: is not a file", 1);
    refuse_file(write_text("empty.yaml", ""), NULL, ": error: is empty", 1);
    refuse_file(write_text("empty.yaml", "# nothing\n\n"), NULL, ": error: is empty", 1);
    if (geteuid() != 0) {
        const char *path = write_text("secret.yaml", GOOD);
        assert_int_equal(chmod(path, 0), 0);
        refuse_file(path, NULL, ": error: cannot be read: Permission denied", 1);
    }
}

static void a_config_is_keys_with_values(void **state)
{
    (void)state;
    refuse("just text\n", ":1:1: error: keys with values are expected");
    refuse("- 1\n- 2\n", ":1:1: error: keys with values are expected");
    refuse(GOOD "plan: 3\n", ":5:7: error: plan: a group of keys is expected");
    refuse(GOOD "plan: [1]\n", ":5:7: error: plan: a group of keys is expected");
    refuse(GOOD "plan.knowledge: [1]\n",
           ":5:17: error: plan.knowledge: a single value is expected, found a list");
    refuse(GOOD "plan: {knowledge: {a: 1}}\n",
           ":5:19: error: plan.knowledge: a single value is expected, found a group of keys");
    refuse(GOOD "plan.knowledge:\n", ":5:16: error: plan.knowledge = '': a number is expected");
    refuse(GOOD "regime: [teams]\n", ":5:9: error: regime: the name of a regime is expected");
    refuse("seed: 1\nmunicipality: [alby]\n", ":2:15: error: municipality: a name");
    refuse("seed: 1\nmunicipality: {recipients: 5}\n", "municipality: a name");
    refuse(GOOD "timeline: 3\n", ":5:11: error: timeline: a list of entries is expected");
    refuse(GOOD "timeline: [3]\n", ":5:12: error: an entry with name, day and set is expected");
    refuse(GOOD "reorganise: {a: 1}\n", ":5:13: error: reorganise: a list of entries is expected");
}

static void unknown_keys_are_named_with_the_nearest(void **state)
{
    (void)state;
    refuse(GOOD "plan: {continuity_wieght: 1}\n",
           ":5:8: error: 'plan.continuity_wieght' is not a parameter; did you "
           "mean 'plan.continuity_weight'?");
    refuse(GOOD "plan.continuity_wieght: 1\n",
           ":5:1: error: 'plan.continuity_wieght' is not a parameter; did you "
           "mean 'plan.continuity_weight'?");
    refuse(GOOD "plna.continuity_weight: 1\n", "did you mean 'plan.continuity_weight'?");
    refuse(GOOD "timelime: []\n", ":5:1: error: 'timelime' is not a parameter; did you mean 'timeline'?");
    refuse(GOOD "plan: {xyzzy: 1}\n", ":5:8: error: 'plan.xyzzy' is not a parameter (see: tillit params)");
    refuse(GOOD "'': 1\n", ":5:1: error: '' is not a parameter");
    refuse("seed: 1\nmunicipality: {from: alby, recipient: 5}\n", "did you mean 'municipality.recipients'?");
    refuse_file(write_text("test.yaml", GOOD "organisatoin: {span: 30}\n"), NULL,
                ":5:1: error: 'organisatoin'", 1);
    refuse_set("plan.knowlege=1",
               "--set: error: 'plan.knowlege' is not a parameter; did you mean 'plan.knowledge'?");
}

static void a_key_given_twice_is_refused(void **state)
{
    (void)state;
    refuse("seed: 1\nseed: 2\nmunicipality: alby\n",
           ":2:1: error: key 'seed' is given twice (first at line 1)");
    refuse(GOOD "plan: {knowledge: 1}\nplan.knowledge: 1\n",
           ":6:1: error: plan.knowledge is given twice (first at line 5)");
    refuse(GOOD "plan.knowledge: 1\nplan: {knowledge: 1}\n",
           ":6:8: error: plan.knowledge is given twice (first at line 5)");
    refuse("seed: 1\nmunicipality: {from: alby, areas: 1}\nmunicipality.areas: 2\n",
           ":3:1: error: municipality.areas is given twice (first at line 2)");
}

static void values_out_of_range_or_form_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"plan.knowledge: 1.0001\n", ":5:17: error: plan.knowledge = 1.0001: a value from 0 to 1 is allowed"},
        {"plan.knowledge: -0.1\n", ":5:17: error: plan.knowledge = -0.1: a value from 0 to 1 is allowed"},
        {"organisation: {span: 3}\n",
         ":5:22: error: organisation.span = 3: a value from 4 to 400 staff is allowed"},
        {"organisation.span: 30.5\n",
         ":5:20: error: organisation.span = 30.5: only a whole number from 4 to 400 staff"},
        {"organisation.span: 2,5\n", ":5:20: error: organisation.span = '2,5': a number is expected"},
        {"organisation.span: 0100\n", ":5:20: error: organisation.span = '0100': a number is expected"},
        {"organisation.span: 0x20\n", "'0x20': a number is expected"},
        {"organisation.span: 1_000\n", "'1_000': a number is expected"},
        {"organisation.span: 30 staff\n", "'30 staff': a number is expected"},
        {"organisation.span: true\n", "'true': a number is expected"},
        {"organisation.span: ~\n", "'~': a number is expected"},
        {"organisation.span: 1e999\n",
         ":5:20: error: organisation.span = 1e999: a value from 4 to 400 staff is allowed"},
        {"plan.knowledge: nan\n",
         ":5:17: error: plan.knowledge = 'nan': a number is expected (like 12 or 0.5)"},
        {"plan.knowledge: .nan\n", "'.nan': a number is expected"},
        {"plan.knowledge: -.inf\n", "'-.inf': a number is expected"},
        {"plan.knowledge: 1.\n", "'1.': a number is expected"},
        {"plan.knowledge: .5\n", "'.5': a number is expected"},
        {"plan.knowledge: 1e\n", "'1e': a number is expected"},
        {"plan.knowledge: -\xe2\x88\x92"
         "1\n",
         "a number is expected"},
        {"plan.knowledge: \"0.5\"\n", ":5:17: error: plan.knowledge = '0.5': a number is expected"},
        {"plan.knowledge: '0.5'\n", ":5:17: error: plan.knowledge = '0.5': a number is expected"},
        {"plan.knowledge: |\n  0.5\n", ":5:17: error: plan.knowledge = '0.5"},
        {"record.level: unitt\n", ":5:15: error: record.level = 'unitt': one of none|municipality|area|unit"},
        {"record.level: 2\n", "one of none|municipality|area|unit"},
        {"record.level: none|area\n", "one of none|municipality|area|unit"},
        {"record.level: ''\n", "one of none|municipality|area|unit"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, GOOD "%s", cases[i].line);
        if (strncmp(cases[i].line, "record.level", 12) == 0) { /* `record` is a group of GOOD */
            snprintf(text, sizeof text, "seed: 1\nmunicipality: alby\nrun.days: 28\nrun.burn_in_days: 14\n%s",
                     cases[i].line);
        }
        refuse(text, cases[i].message);
    }
    refuse("seed: 9007199254740993\nmunicipality: alby\n",
           ":1:7: error: seed = 9007199254740993: a value from 0");
    refuse("seed: -1\nmunicipality: alby\n", ":1:7: error: seed = -1: a value from 0");
}

static void bad_sets_are_refused(void **state)
{
    (void)state;
    refuse_set("plan.knowledge", "--set: error: 'plan.knowledge': path=value is expected");
    refuse_set("=1", "path=value is expected");
    refuse_set("", "path=value is expected");
    refuse_set("plan.knowledge=", "--set: error: plan.knowledge = '': a number is expected");
    refuse_set("plan.knowledge=1 ", "plan.knowledge = '1 ': a number is expected");
    refuse_set("plan.knowledge=2", "--set: error: plan.knowledge = 2: a value from 0 to 1 is allowed");
    refuse_set("plan=2", "'plan' is not a parameter");
    refuse_set("regime=teams", "'regime' is not a parameter");
}

static void seed_and_places_must_be_named(void **state)
{
    (void)state;
    refuse("municipality: alby\n", ": error: 'seed' is missing at top level: a runnable config has one");
    refuse("seed: 1\n", ": error: municipality: a name (see: tillit municipalities) or 'all' is expected");
    refuse("seed: 1\nmunicipality: albby\n", ":2:15: error: there is no municipality 'albby' in ");
    refuse("seed: 1\nmunicipality: albby\n", "did you mean 'alby'?");
    refuse("seed: 1\nmunicipality: {from: begra}\n", ":2:22: error: there is no municipality 'begra' in ");
    refuse("seed: 1\nmunicipality: ../alby\n", "there is no municipality '../alby'");
    refuse("seed: 1\nmunicipality:\n", ":2:14: error: there is no municipality ''");
    refuse("seed: 1\nmunicipality: none.yaml\n", "none.yaml: error: cannot be read");
    refuse("seed: 1\nmunicipality: regimes/teams.yaml\n", "the group 'municipality' is missing");
    refuse(GOOD "regime: taems\n", ":5:9: error: there is no regime 'taems' in ");
    refuse(GOOD "regime: taems\n", "/regimes; did you mean 'teams'?");
    refuse(GOOD "regime: quite-another\n", ":5:9: error: there is no regime 'quite-another' in ");
}

static void every_layer_keeps_to_its_own(void **state)
{
    (void)state;
    write_text("odd.yaml", "plan.knowledge: 1\nrun: {days: 28}\n");
    refuse(GOOD "regime: odd.yaml\n", "odd.yaml:2:7: error: run.days does not belong in a regime file");
    write_text("odd.yaml", "regime: teams\n");
    refuse(GOOD "regime: odd.yaml\n", "odd.yaml:1:1: error: 'regime' is not a parameter");
    write_text("odd.yaml", "municipality: {name: Odd, recipients: 60}\nplan.knowledge: 1\n");
    refuse("seed: 1\nmunicipality: odd.yaml\n",
           "odd.yaml:2:1: error: plan.knowledge does not belong in a municipality file");
    write_text("odd.yaml", "municipality: {from: alby, recipients: 60}\n");
    refuse("seed: 1\nmunicipality: odd.yaml\n",
           "odd.yaml:1:16: error: 'municipality.from' is not a parameter");
    write_text("odd.yaml", "municipality: {name: Odd, recipients: 0}\n");
    refuse("seed: 1\nmunicipality: odd.yaml\n",
           "odd.yaml:1:39: error: municipality.recipients = 0: a value from 1 to 200000 persons is allowed");
}

static void all_cannot_be_made_alike(void **state)
{
    (void)state;
    const char *why = "with 'all' it would make every municipality alike";
    char text[256];
    refuse("seed: 1\nmunicipality: {from: all, recipients: 5}\n",
           ":2:27: error: municipality.recipients: with 'all'");
    snprintf(text, sizeof text, ":3:1: error: municipality.areas: %s", why);
    refuse("seed: 1\nmunicipality: all\nmunicipality.areas: 2\n", text);
    snprintf(text, sizeof text, "--set: error: municipality.areas: %s", why);
    refuse_file(write_text("test.yaml", "seed: 1\nmunicipality: all\n"), "municipality.areas=2", text, 1);
    setenv("TILLIT_CONFIGS", below("nowhere"), 1);
    refuse("seed: 1\nmunicipality: all\n", "nowhere/municipalities holds no municipality files");
    setenv("TILLIT_CONFIGS", top, 1);
}

static void contradictions_are_refused(void **state)
{
    (void)state;
    refuse(GOOD "organisation: {pool_size: 2, contact_persons: 2}\n",
           ": error: the regime: organisation.contact_persons = 2, but a team has only "
           "organisation.pool_size = 2");
    refuse(GOOD "organisation: {pool_size: 26, span: 25}\n",
           ": error: the regime: organisation.pool_size = 26 is above organisation.span = 25");
    refuse("seed: 1\nmunicipality: {from: alby, recipients: 3, areas: 4}\n",
           ": error: Älby: municipality.areas = 4 with municipality.recipients = 3 leaves areas empty");
    refuse("seed: 1\nmunicipality: alby\nrun.days: 28\nrecord.period_days: 29\n",
           "test.yaml:4: error: record.period_days = 29 is above run.days = 28: no period would be complete");
    refuse(
        GOOD "experience: {bad_below: 0.8}\n",
        "experience.bad_below = 0.8 is above experience.good_above = 0.55: a visit could be good and poor");
    refuse("seed: 1\nmunicipality: alby\nrun: {days: 7280, burn_in_days: 3640}\nrecord.period_days: 28\n"
           "work: {morning_min: 400, day_shift_min: 300}\n",
           "test.yaml:5: error: work.morning_min = 400 is above work.day_shift_min = 300");
    refuse_set("record.period_days=56", "--set: error: record.period_days = 56 is above run.days = 28");
    refuse(GOOD "reorganise:\n  - {name: big, day: 3, rule: by_area, set: {organisation.pool_size: 60}}\n",
           ": error: big: organisation.pool_size = 60 is above organisation.span = 42");
}

#define TIMELINE GOOD "timeline:\n  - "
#define REORGANISE GOOD "reorganise:\n  - "

static void bad_timelines_are_refused(void **state)
{
    (void)state;
    refuse(TIMELINE "{name: x, day: 1, set: {organisation.span: 30}}\n",
           ":6:29: error: organisation.span is structural: change it under 'reorganise'");
    refuse(TIMELINE "{name: x, day: 1, set: {opinion.kappa: 3}}\n",
           ":6:29: error: opinion.kappa is not a lever: it cannot change during a run");
    refuse(TIMELINE "{name: x, day: 1, set: {plan.knowlege: 1}}\n",
           ":6:29: error: 'plan.knowlege' is not a parameter; did you mean 'plan.knowledge'?");
    refuse(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 2}}\n",
           ":6:45: error: plan.knowledge = 2: a value from 0 to 1 is allowed");
    refuse(TIMELINE "{name: x, day: 1, set: {plan.knowledge: [1]}}\n",
           ":6:45: error: plan.knowledge: a single value");
    refuse(TIMELINE "{name: x, day: 1, set: {}}\n", ":6:28: error: set: at least one lever is expected");
    refuse(TIMELINE "{name: x, day: 1, set: 3}\n", ":6:28: error: set: levers with values are expected");
    refuse(TIMELINE "{name: x, day: 1}\n", ":6:5: error: 'set' is missing here");
    refuse(TIMELINE "{name: x, set: {plan.knowledge: 1}}\n", ":6:5: error: 'day' is missing here");
    refuse(TIMELINE "{day: 1, set: {plan.knowledge: 1}}\n", ":6:5: error: 'name' is missing here");
    refuse(TIMELINE "{name: '', day: 1, set: {plan.knowledge: 1}}\n", ":6:12: error: name: a short text");
    refuse(TIMELINE "{name: x, day: 28, set: {plan.knowledge: 1}}\n",
           ":6:20: error: day (0 is the first after the "
           "burn-in, run.days - 1 the last): a whole number "
           "from 0 to 27 is expected, found '28'");
    refuse(TIMELINE "{name: x, day: -1, set: {plan.knowledge: 1}}\n", "from 0 to 27 is expected, found '-1'");
    refuse(TIMELINE "{name: x, day: 1.5, set: {plan.knowledge: 1}}\n",
           "from 0 to 27 is expected, found '1.5'");
    refuse(TIMELINE "{name: x, day: [1], set: {plan.knowledge: 1}}\n",
           "from 0 to 27 is expected, found a list");
    refuse(TIMELINE "{name: x, day: 1, ramp_days: 29, set: {plan.knowledge: 1}}\n",
           ":6:34: error: ramp_days: a whole number from 0 to 28 is expected, found '29'");
    refuse(TIMELINE "{name: x, day: 1, ramp: 9, set: {plan.knowledge: 1}}\n",
           ":6:23: error: unknown key 'ramp'");
    refuse(TIMELINE "{name: x, dya: 1, day: 1, set: {plan.knowledge: 1}}\n",
           ":6:15: error: unknown key 'dya'; did you mean 'day'?");
    refuse(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1, plan.load_weight: 2}, where: {}}\n",
           ":6:77: error: where: either areas, units or pilot is expected");
    refuse(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: []}}\n",
           ":6:64: error: where.areas: a list of numbers is expected, like [1, 2]");
    refuse(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: [0]}}\n",
           ":6:65: error: where.areas: a whole number from 1");
    refuse(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: [1], units: [1]}}\n",
           "either areas, units or pilot");
    refuse(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: [1]}\n",
           ":6:56: error: where: areas: [...]");
    refuse(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: [3]}}\n",
           ": error: x: where.areas names area 3; the last is 2");
    refuse(TIMELINE
           "{name: x, day: 1, set: {plan.knowledge: 1}}\n  - {name: y, day: 1, set: {plan.knowledge: 0}}\n",
           ":7:29: error: plan.knowledge already changes in the same place on these days");
    refuse(TIMELINE "{name: x, day: 1, ramp_days: 9, set: {plan.knowledge: 1}, where: {areas: [1, 2]}}\n"
                    "  - {name: y, day: 9, set: {plan.knowledge: 0}, where: {areas: [2]}}\n",
           ":7:29: error: plan.knowledge already changes in the same place on these days");
    refuse_file(write_text("test.yaml", TIMELINE "{name: x, day: 20, set: {plan.knowledge: 1}}\n"),
                "run.days=14", "from 0 to 13 is expected, found '20'", 1);
}

static void bad_reorganisations_are_refused(void **state)
{
    (void)state;
    refuse(REORGANISE "{name: x, day: 1, rule: by_aera, set: {organisation.span: 30}}\n",
           ":6:29: error: rule: one of by_area, keep_relations, at_random is expected, found 'by_aera'");
    refuse(REORGANISE "{name: x, day: 1, set: {organisation.span: 30}}\n",
           ":6:5: error: 'rule' is missing here");
    refuse(REORGANISE "{name: x, day: 1, rule: by_area, set: {plan.knowledge: 1}}\n",
           ":6:44: error: plan.knowledge is not structural: change it under 'timeline'");
    refuse(REORGANISE "{name: x, day: 1, rule: by_area}\n", ":6:5: error: 'set' is missing here");
    refuse(REORGANISE "{name: x, day: 28, rule: by_area, set: {organisation.span: 30}}\n",
           "from 0 to 27 is expected");
    refuse(REORGANISE "{name: x, day: 1, rule: by_area, set: {organisation.span: 3}}\n",
           "from 4 to 400 staff");
    refuse(REORGANISE "{name: x, day: 1, rule: by_area, set: {organisation.span: 30}, where: {areas: [9]}}\n",
           "where.areas names area 9; the last is 2");
}

/* What one reorganisation leaves as it was is what the last one there made it. */
static void reorganisations_are_judged_in_their_order(void **state)
{
    (void)state;
    tl_LoadedConfig loaded =
        load(REORGANISE "{name: b, day: 9, rule: by_area, set: {organisation.span: 12}}\n"
                        "  - {name: a, day: 3, rule: by_area, set: {organisation.pool_size: 9}}\n",
             NULL);
    assert_string_equal(loaded.config.reorganisations[1].name, "b");
    tl_loaded_config_free(&loaded);
    refuse(REORGANISE
           "{name: a, day: 3, rule: by_area, set: {organisation.pool_size: 30}, where: {areas: [2]}}\n"
           "  - {name: b, day: 9, rule: by_area, set: {organisation.span: 20}, where: {areas: [2]}}\n",
           ": error: b: organisation.pool_size = 30 is above organisation.span = 20");
    loaded = load(REORGANISE
                  "{name: a, day: 3, rule: by_area, set: {organisation.pool_size: 30}, where: {areas: [2]}}\n"
                  "  - {name: b, day: 9, rule: by_area, set: {organisation.span: 20}, where: {areas: [1]}}\n",
                  NULL);
    tl_loaded_config_free(&loaded);
}

static void all_errors_come_at_once(void **state)
{
    (void)state;
    const char *text = "municipality: albby\n"
                       "regime: taems\n"
                       "plan: {knowledge: 2, wait: 1}\n"
                       "run: {days: x}\n"
                       "timeline:\n"
                       "  - {day: -1, set: {plan.knowledge: 3}, where: {areas: [0]}}\n"
                       "reorganise:\n"
                       "  - {rule: x, set: {plan.knowledge: 1}}\n";
    const char *path = write_text("test.yaml", text);
    static const char *const expected[] = {
        ":1:15: ", ":2:9: ",  ":3:19: ", ":3:22: ", ":4:13: ", ": error: 'seed'", ":6:5: ",
        ":6:11: ", ":6:37: ", ":6:57: ", ":8:5: ",  ":8:12: ", ":8:21: "};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        refuse_file(path, NULL, expected[i], 14);
    }
}

/* Many errors: the first fifty are kept, all are counted. */
static void messages_are_capped(void **state)
{
    (void)state;
    char text[200 * 16] = "seed: 1\nmunicipality: alby\n";
    for (int i = 0; i < 200; i++) {
        sprintf(text + strlen(text), "k%d: 1\n", i);
    }
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    assert_false(tl_config_load(write_text("test.yaml", text), NULL, 0, &loaded, &messages));
    assert_int_equal(messages.errors, 200);
    assert_int_equal(messages.count, TL_MOST_MESSAGES);
    FILE *nowhere = fopen("/dev/null", "w");
    assert_non_null(nowhere);
    tl_messages_print(&messages, nowhere);
    fclose(nowhere);
    tl_messages_free(&messages);
    assert_null(messages.texts);
}

/* ---- hostile files
 * ------------------------------------------------------------------------------------------------------- */

/* `count` times `piece`, after `head`. */
static void refuse_many(const char *head, const char *piece, int count, const char *expected)
{
    size_t used = strlen(head), own = strlen(piece);
    char *text = malloc(used + (size_t)count * own + 1);
    assert_non_null(text);
    memcpy(text, head, used);
    for (int i = 0; i < count; i++, used += own) {
        memcpy(text + used, piece, own);
    }
    refuse_file(write_bytes("hostile.yaml", text, used), NULL, expected, 1);
    free(text);
}

/* `count` lines, each numbered by `format`. */
static void refuse_numbered(const char *format, int count, const char *expected)
{
    char *text = malloc((size_t)count * 32 + 1);
    size_t used = 0;
    assert_non_null(text);
    for (int i = 0; i < count; i++) {
        used += (size_t)sprintf(text + used, format, i);
    }
    refuse_file(write_bytes("hostile.yaml", text, used), NULL, expected, 1);
    free(text);
}

static void hostile_yaml_is_refused_fast(void **state)
{
    (void)state;
    refuse_many("", "[", 100000, ":1:17: error: nested more than 16 levels deep");
    refuse_many("a: ", "[", 100000, "nested more than 16 levels deep");
    refuse_many("", "{", 100000, ":1:2: error: a key must be a plain word");
    refuse_many("a: ", "{a: ", 25000, "nested more than 16 levels deep");
    refuse_many("", "- ", 100000, "nested more than 16 levels deep");
    refuse_many("a: ", "- ", 100000, "not YAML");
    refuse_many("seed: ", "9", 1000000, ":1:7: error: a text longer than 65,536 bytes");
    refuse_many("", "k", 1000000, "error");
    refuse_many("a: '", "x ", 5000000, "error");
    refuse_many("", "#\n", 5000000, "is empty");
    refuse_many("", "x", TL_YAML_BYTES + 1, ": error: is larger than 16 MB: not a config");
    refuse_many("timeline: [", "1,", 30000, "more values than any config needs (20,000)");
    refuse_numbered("k%d: 1\n", 30000, ":1001:1: error: more keys than any group needs (1,000)");
    refuse_numbered("%%TAG !a%d! x\n", 100000, ":1:1: error: directives are not used in configs");
}

static void what_yaml_offers_beyond_configs_is_refused(void **state)
{
    (void)state;
    refuse("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
           ":1:4: error: anchors and tags are not used in configs");
    refuse("a: &a 1\n", ":1:4: error: anchors and tags are not used in configs");
    refuse("&a seed: 1\n", ":1:1: error: anchors and tags are not used in configs");
    refuse("a: *b\n", ":1:4: error: aliases are not used in configs");
    refuse("<<: *b\n", ":1:5: error: aliases are not used in configs");
    refuse("a: !!int 3\n", ":1:4: error: anchors and tags are not used in configs");
    refuse("a: !python/object [x]\n", "anchors and tags are not used in configs");
    refuse("--- !!map {a: 1}\n", "anchors and tags are not used in configs");
    refuse("? [a, b]\n: 1\n", ":1:3: error: a key must be a plain word");
    refuse("? {a: b}\n: 1\n", ":1:3: error: a key must be a plain word");
    refuse("seed: 1\n---\nseed: 2\n", ":2:1: error: a second document in one file");
    refuse("seed: 1\n...\n---\n", "a second document in one file");
    refuse("# x\n%YAML 1.1\n---\nseed: 1\n", ":2:1: error: directives are not used in configs");
}

static void broken_bytes_are_refused(void **state)
{
    (void)state;
    refuse("seed: 1\n\tplan: 2\n", ":2:1: error: not YAML: found a tab character");
    refuse("seed: [1\n", "not YAML");
    refuse("seed: 'x\n", "not YAML");
    refuse("seed: 1\n  plan: 2\n", "not YAML");
    refuse("seed: \"\\0\"\n", ":1:7: error: a text with a zero byte");
    refuse("\"a\\0b\": 1\n", ":1:1: error: a text with a zero byte");
    refuse_file(write_bytes("hostile.yaml", "seed: 1\0\n", 9), NULL, "not YAML", 1);
    refuse("seed: \xff\xfe\n", "not YAML");
    refuse("seed: \xc3\n", "not YAML");
    char bytes[4096];
    uint32_t random = 1;
    for (int round = 0; round < 200; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525u + 1013904223u;
            bytes[i] = (char)(random >> 24);
        }
        refuse_file(write_bytes("hostile.yaml", bytes, sizeof bytes), NULL, "error", 0);
        write_bytes("hostile.json", bytes, sizeof bytes);
        refuse_file(below("hostile.json"), NULL, "error", 0);
    }
}

/* Every beginning of a good config, and every byte of it changed: an answer, whatever it is. */
static void a_damaged_config_is_answered(void **state)
{
    (void)state;
    static const char good[] =
        GOOD "regime: teams\nplan: {knowledge: 0.5}\n"
             "timeline:\n  - {name: x, day: 1, set: {plan.load_weight: 2}, where: {areas: [1]}}\n"
             "reorganise:\n  - {name: y, day: 2, rule: by_area, set: {organisation.span: 30}}\n";
    static const char others[] = "[{}]:,-#&*!|>'\"%@`?\t\n 0\x80";
    char text[sizeof good];
    for (size_t i = 0; i < sizeof good - 1; i++) {
        for (size_t k = 0; k < sizeof others; k++) { /* the last is the zero byte */
            tl_LoadedConfig loaded;
            tl_Messages messages = {0};
            memcpy(text, good, sizeof good);
            text[i] = others[k];
            const char *path = write_bytes("damaged.yaml", text, k + 1 < sizeof others ? sizeof good - 1 : i);
            bool read = tl_config_load(path, NULL, 0, &loaded, &messages);
            assert_true(read == (messages.errors == 0));
            if (read) {
                tl_loaded_config_free(&loaded);
            }
            tl_messages_free(&messages);
        }
    }
}

/* ---- names
 * ------------------------------------------------------------------------------------------------------------
 */

static void names_become_slugs(void **state)
{
    (void)state;
    char slug[64];
    tl_slug("Upplands Väsby", slug, sizeof slug);
    assert_string_equal(slug, "upplands-vasby");
    tl_slug("ÅÄÖÉåäöé", slug, sizeof slug);
    assert_string_equal(slug, "aaoeaaoe");
    tl_slug("Habo", slug, 3);
    assert_string_equal(slug, "ha");
}

static void the_nearest_name_is_near(void **state)
{
    (void)state;
    static const char *const names[] = {"karlstad", "karlskrona", "karlsborg"};
    assert_string_equal(tl_suggest("karlsatd", names, 3), "karlstad");
    assert_string_equal(tl_suggest("karlskrna", names, 3), "karlskrona");
    assert_null(tl_suggest("umea", names, 3));
    assert_null(tl_suggest("", names, 3));
    assert_null(tl_suggest("karlstad", names, 0));
    char longest[200];
    memset(longest, 'k', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_null(tl_suggest(longest, names, 3));
}

static void folders_are_found_beside_the_config(void **state)
{
    (void)state;
    char folder[TL_PATH_SIZE], expected[PATH];
    unsetenv("TILLIT_CONFIGS");
    tl_config_folder(below("x.yaml"), "regimes", folder, sizeof folder);
    snprintf(expected, sizeof expected, "%s/regimes", top);
    assert_string_equal(folder, expected);
    tl_config_folder("/nowhere/x.yaml", "regimes", folder, sizeof folder);
    assert_true(ends(folder, "/configs/regimes"));
    setenv("TILLIT_CONFIGS", top, 1);
    int count;
    tl_config_folder("x.yaml", "municipalities", folder, sizeof folder);
    char **names = tl_config_names(folder, &count);
    assert_int_equal(count, 3);
    assert_string_equal(names[0], "alby");
    assert_string_equal(names[2], "swedish-median");
    tl_config_names_free(names, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_win_in_order),
        cmocka_unit_test(what_a_municipality_lacks_comes_from_the_median),
        cmocka_unit_test(all_takes_every_municipality_that_exists),
        cmocka_unit_test(a_config_may_name_files_and_its_municipality_anew),
        cmocka_unit_test(long_names_are_cut_between_letters),
        cmocka_unit_test(numbers_are_read_as_written),
        cmocka_unit_test(schedules_are_sorted_and_keep_the_order_of_a_day),
        cmocka_unit_test(set_changes_the_length_before_days_are_judged),
        cmocka_unit_test(json_gives_back_every_bit),
        cmocka_unit_test(bad_json_is_refused),
        cmocka_unit_test(json_must_be_complete),
        cmocka_unit_test(json_timeline_refuses_structural_levers),
        cmocka_unit_test(one_change_may_begin_when_another_ends),
        cmocka_unit_test(files_of_other_systems_are_read),
        cmocka_unit_test(all_values_have_many_origins),
        cmocka_unit_test(messages_say_where_and_what),
        cmocka_unit_test(what_is_no_readable_file_is_refused),
        cmocka_unit_test(a_config_is_keys_with_values),
        cmocka_unit_test(unknown_keys_are_named_with_the_nearest),
        cmocka_unit_test(a_key_given_twice_is_refused),
        cmocka_unit_test(values_out_of_range_or_form_are_refused),
        cmocka_unit_test(bad_sets_are_refused),
        cmocka_unit_test(seed_and_places_must_be_named),
        cmocka_unit_test(every_layer_keeps_to_its_own),
        cmocka_unit_test(all_cannot_be_made_alike),
        cmocka_unit_test(contradictions_are_refused),
        cmocka_unit_test(bad_timelines_are_refused),
        cmocka_unit_test(bad_reorganisations_are_refused),
        cmocka_unit_test(reorganisations_are_judged_in_their_order),
        cmocka_unit_test(all_errors_come_at_once),
        cmocka_unit_test(messages_are_capped),
        cmocka_unit_test(hostile_yaml_is_refused_fast),
        cmocka_unit_test(what_yaml_offers_beyond_configs_is_refused),
        cmocka_unit_test(broken_bytes_are_refused),
        cmocka_unit_test(a_damaged_config_is_answered),
        cmocka_unit_test(names_become_slugs),
        cmocka_unit_test(the_nearest_name_is_near),
        cmocka_unit_test(folders_are_found_beside_the_config),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
