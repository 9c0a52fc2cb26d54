/* Configs and experiments from memory: the same configs and messages as from files, with what they name beside
 * the text's name on the disk, or wherever a program finds it. */
#include <stdlib.h>
#include <string.h>

#include "config/experiment_read.h"
#include "support/configlib.h"

#define EXPERIMENT                                                                                           \
    "title: T\nquestion: Q\nconfig: ../configs/own.yaml\narms:\n  - {name: a}\n"                             \
    "  - {name: b, regime: strict}\nclaims: []\n"

/* ---- a program that keeps its files in a table --------------------------------------------------------- */

static const char *const kept[][2] = {
    {"municipalities/alby.yaml", "municipality: {name: Alby, recipients: 321, areas: 3}\n"},
    {"municipalities/berga.yaml", "municipality: {name: Berga, recipients: 200, areas: 2}\n"},
    {"municipalities/", "alby.yaml\nberga.yaml\nREADME.md"},
    {"regimes/strict.yaml", "control.enabling: 0.8\n"},
    {"regimes/", "strict.yaml\n"},
    {"configs/own.yaml", GOOD},
    {"rows.csv", "control.enabling\n0.2\n0.9\n"},
};

static char asked[4096]; /* every path, a line each */

static char *find(void *context, const char *path, size_t *size)
{
    assert_ptr_equal(context, asked);
    strncat(strncat(asked, path, 200), "\n", 2);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (strcmp(kept[i][0], path) == 0) {
            *size = strlen(kept[i][1]);
            char *bytes = malloc(*size + 1);
            assert_non_null(bytes);
            memcpy(bytes, kept[i][1], *size + 1);
            return bytes;
        }
    }
    return NULL;
}

static tl_Files text_of(const char *name, const char *text)
{
    return (tl_Files){.name = name, .text = text, .size = strlen(text)};
}

static tl_Files found_text(const char *name, const char *text)
{
    tl_Files files = text_of(name, text);
    files.find = find;
    files.context = asked;
    asked[0] = '\0';
    return files;
}

static tl_LoadedConfig load_good(const tl_Files *files, const char *set)
{
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    bool good = tl_config_load_text(files, &set, set != NULL, &loaded, &messages);
    tl_messages_print(&messages, stderr);
    assert_true(good);
    tl_messages_free(&messages);
    return loaded;
}

static void refuse(const tl_Files *files, const char *expected)
{
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    assert_false(tl_config_load_text(files, NULL, 0, &loaded, &messages));
    assert_true(messages.count > 0);
    assert_string_equal(messages.list[0].text, expected);
    tl_messages_free(&messages);
}

/* ---- beside files -------------------------------------------------------------------------------------- */

static void a_text_is_read_as_a_file_of_its_name(void **state)
{
    (void)state;
    const char *path = write_config("same.yaml", GOOD);
    static tl_LoadedConfig file, text;
    load_config_file(path, "control.enabling=0.7", &file);
    tl_Files files = text_of(path, GOOD);
    text = load_good(&files, "control.enabling=0.7");
    assert_string_equal(text.json, file.json);
    assert_string_equal(text.name, file.name);
    tl_loaded_config_free(&file);
    /* A resolved config, whose name says so. */
    char *json = text.json;
    text.json = NULL;
    tl_loaded_config_free(&text);
    files = text_of("resolved.json", json);
    text = load_good(&files, NULL);
    assert_string_equal(text.json, json);
    tl_loaded_config_free(&text);
    free(json);
}

/* What Tillit writes is read whether it is called JSON or YAML; as YAML with the lines of what is wrong. */
static void a_resolved_config_is_told_by_its_format(void **state)
{
    (void)state;
    static tl_LoadedConfig written, read;
    tl_Files files =
        text_of(config_below("x.yaml"), GOOD "timeline: [{name: a, day: 3, set: {plan.knowledge: 0.1},"
                                             " where: {areas: [2]}}]\n");
    written = load_good(&files, NULL);
    files = text_of("resolved.yaml", written.json);
    read = load_good(&files, NULL);
    assert_string_equal(read.json, written.json);
    tl_loaded_config_free(&read);
    char *bad = strstr(written.json, "\"plan.knowledge\": 0.");
    assert_non_null(bad);
    bad[strlen("\"plan.knowledge\": ")] = '7';
    int line = 1, column = 1;
    for (const char *at = written.json; at < bad + strlen("\"plan.knowledge\": "); at++) {
        line += *at == '\n';
        column = *at == '\n' ? 1 : column + 1;
    }
    char expected[120];
    snprintf(expected, sizeof expected,
             "resolved.yaml:%d:%d: error: plan.knowledge = 7.3: a value from 0 to 1 is allowed", line,
             column);
    refuse(&files, expected);
    tl_loaded_config_free(&written);
}

static void messages_are_those_of_a_file(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "seed: 1\nmunicipality: albi\n",
                                        GOOD "control.enabeling: 0.5\n",
                                        "seed: 1\nmunicipality: [",
                                        "{\"format\": 99}",
                                        "%YAML 1.2\n",
                                        "\x89HDF\r\n\x1a\n",
                                        GOOD "timeline: [{name: x}]\n",
                                        "municipality: none.yaml\nseed: 1\n"};
    for (size_t i = 0; i < 2 * sizeof texts / sizeof texts[0]; i++) {
        const char *text = texts[i / 2], *path = write_config(i % 2 == 0 ? "bad.yaml" : "bad.json", text);
        tl_LoadedConfig loaded;
        tl_Messages of_file = {0}, of_text = {0};
        tl_Files files = text_of(path, text);
        assert_false(tl_config_load(path, NULL, 0, &loaded, &of_file));
        assert_false(tl_config_load_text(&files, NULL, 0, &loaded, &of_text));
        assert_true(of_file.count > 0);
        assert_int_equal(of_text.count, of_file.count);
        for (int k = 0; k < of_file.count; k++) {
            assert_string_equal(of_text.list[k].text, of_file.list[k].text);
        }
        tl_messages_free(&of_file);
        tl_messages_free(&of_text);
    }
}

/* ---- without files ------------------------------------------------------------------------------------- */

static void a_finder_is_asked_for_what_is_named(void **state)
{
    (void)state;
    tl_Files files = found_text("page", "seed: 1\nmunicipality: Alby\nregime: strict\n");
    tl_LoadedConfig loaded = load_good(&files, NULL);
    assert_string_equal(loaded.config.municipalities[0].name, "Alby");
    assert_int_equal(loaded.config.municipalities[0].profile.recipients, 321);
    assert_string_equal(origin_of(&loaded, "control.enabling"), "regimes/strict.yaml:1");
    assert_string_equal(origin_of(&loaded, "municipality.areas"), "municipalities/alby.yaml:1");
    assert_non_null(strstr(asked, "municipalities/swedish-median.yaml\n"));
    tl_loaded_config_free(&loaded);
}

static void all_is_what_the_finder_lists(void **state)
{
    (void)state;
    tl_Files files = found_text("page", "seed: 1\nmunicipality: all\n");
    tl_LoadedConfig loaded = load_good(&files, NULL);
    assert_int_equal(loaded.config.municipality_count, 2);
    assert_string_equal(loaded.config.municipalities[1].name, "Berga");
    tl_loaded_config_free(&loaded);
}

static void what_the_finder_lacks_is_said(void **state)
{
    (void)state;
    tl_Files files = found_text("page", "seed: 1\nmunicipality: bergo\n");
    refuse(&files,
           "page:2:15: error: there is no municipality 'bergo' in municipalities; did you mean 'berga'?");
    files = found_text("page", "seed: 1\nmunicipality: alby\nregime: own.yaml\n");
    refuse(&files, "own.yaml: error: cannot be read: No such file or directory");
}

static void a_text_is_no_larger_than_a_file_may_be(void **state)
{
    (void)state;
    size_t size = (16u << 20u) + 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, '#', size);
    tl_Files files = {.name = "page", .text = text, .size = size};
    refuse(&files, "page: error: is larger than 16 MB: not a config");
    free(text);
}

static void an_experiment_is_found_with_all_that_it_names(void **state)
{
    (void)state;
    static tl_Experiment experiment;
    tl_Messages messages = {0};
    tl_Files files = found_text("experiments/page.yaml", EXPERIMENT "sweep: {table: ../rows.csv}\n");
    bool good = tl_experiment_load_text(&files, NULL, 0, NULL, &experiment, &messages);
    tl_messages_print(&messages, stderr);
    assert_true(good);
    assert_int_equal(experiment.arm_count, 2);
    assert_string_equal(experiment.arms[1].loaded.config.regime_name, "strict");
    assert_non_null(strstr(asked, "configs/own.yaml\n"));
    assert_non_null(strstr(asked, "rows.csv\n"));
    assert_null(strstr(asked, ".."));
    tl_experiment_free(&experiment);
    tl_messages_free(&messages);
}

static void an_experiment_has_the_messages_of_a_file(void **state)
{
    (void)state;
    static tl_Experiment experiment;
    static const char text[] = "title: T\nquestion: Q\nconfig: x.yaml\narms: [{nam: a}]\n";
    const char *path = write_config("experiment.yaml", text);
    tl_Messages of_file = {0}, of_text = {0};
    tl_Files files = text_of(path, text);
    assert_false(tl_experiment_load(path, NULL, 0, &experiment, &of_file));
    assert_false(tl_experiment_load_text(&files, NULL, 0, NULL, &experiment, &of_text));
    assert_int_equal(of_text.count, of_file.count);
    for (int i = 0; i < of_file.count; i++) {
        assert_string_equal(of_text.list[i].text, of_file.list[i].text);
    }
    tl_messages_free(&of_file);
    tl_messages_free(&of_text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_read_as_a_file_of_its_name),
        cmocka_unit_test(a_resolved_config_is_told_by_its_format),
        cmocka_unit_test(messages_are_those_of_a_file),
        cmocka_unit_test(a_finder_is_asked_for_what_is_named),
        cmocka_unit_test(all_is_what_the_finder_lists),
        cmocka_unit_test(what_the_finder_lacks_is_said),
        cmocka_unit_test(a_text_is_no_larger_than_a_file_may_be),
        cmocka_unit_test(an_experiment_is_found_with_all_that_it_names),
        cmocka_unit_test(an_experiment_has_the_messages_of_a_file),
    };
    return cmocka_run_group_tests(tests, make_config_folder, remove_config_folder);
}
