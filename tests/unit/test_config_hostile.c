/* Configs that mean harm or are damaged, and how names and folders are found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_find.h"
#include "config/config_read.h"
#include "config/document.h"
#include "support/configlib.h"
#include "system/suggest.h"

/* ---- hostile files ------------------------------------------------------------------------------------- */

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
    refuse_config_file(write_config_bytes("hostile.yaml", text, used), NULL, expected, 1);
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
    refuse_config_file(write_config_bytes("hostile.yaml", text, used), NULL, expected, 1);
    free(text);
}

static void hostile_yaml_is_refused(void **state)
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
    refuse_many("a: '", "x ", 1000000, "error");
    refuse_many("", "#\n", 1000000, "is empty");
    refuse_many("", "x", TL_YAML_BYTES + 1, ": error: is larger than 16 MB: not a config");
    refuse_many("timeline: [", "1,", 30000, "more values than any config needs (20,000)");
    refuse_numbered("k%d: 1\n", 30000, ":1001:1: error: more keys than any group needs (1,000)");
    refuse_numbered("%%TAG !a%d! x\n", 100000, ":1:1: error: directives are not used in configs");
}

static void what_yaml_offers_beyond_configs_is_refused(void **state)
{
    (void)state;
    refuse_config("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
                  ":1:4: error: anchors and tags are not used in configs");
    refuse_config("a: &a 1\n", ":1:4: error: anchors and tags are not used in configs");
    refuse_config("&a seed: 1\n", ":1:1: error: anchors and tags are not used in configs");
    refuse_config("a: *b\n", ":1:4: error: aliases are not used in configs");
    refuse_config("<<: *b\n", ":1:5: error: aliases are not used in configs");
    refuse_config("a: !!int 3\n", ":1:4: error: anchors and tags are not used in configs");
    refuse_config("a: !python/object [x]\n", "anchors and tags are not used in configs");
    refuse_config("--- !!map {a: 1}\n", "anchors and tags are not used in configs");
    refuse_config("? [a, b]\n: 1\n", ":1:3: error: a key must be a plain word");
    refuse_config("? {a: b}\n: 1\n", ":1:3: error: a key must be a plain word");
    refuse_config("seed: 1\n---\nseed: 2\n", ":2:1: error: a second document in one file");
    refuse_config("seed: 1\n...\n---\n", "a second document in one file");
    refuse_config("# x\n%YAML 1.1\n---\nseed: 1\n", ":2:1: error: directives are not used in configs");
}

static void broken_bytes_are_refused(void **state)
{
    (void)state;
    refuse_config("seed: 1\n\tplan: 2\n", ":2:1: error: not YAML: found a tab character");
    refuse_config("seed: [1\n", "not YAML");
    refuse_config("seed: 'x\n", "not YAML");
    refuse_config("seed: 1\n  plan: 2\n", "not YAML");
    refuse_config("seed: \"\\0\"\n", ":1:7: error: a text with a zero byte");
    refuse_config("\"a\\0b\": 1\n", ":1:1: error: a text with a zero byte");
    refuse_config_file(write_config_bytes("hostile.yaml", "seed: 1\0\n", 9), NULL, "not YAML", 1);
    refuse_config("seed: \xff\xfe\n", "not YAML");
    refuse_config("seed: \xc3\n", "not YAML");
    char bytes[4096];
    uint32_t random = 1;
    for (int round = 0; round < 200; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525u + 1013904223u;
            bytes[i] = (char)(random >> 24);
        }
        refuse_config_file(write_config_bytes("hostile.yaml", bytes, sizeof bytes), NULL, "error", 0);
        write_config_bytes("hostile.json", bytes, sizeof bytes);
        refuse_config_file(config_below("hostile.json"), NULL, "error", 0);
    }
}

static void answer(const char *text, size_t length)
{
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    const char *path = write_config_bytes("damaged.yaml", text, length);
    bool read = tl_config_load(path, NULL, 0, &loaded, &messages);
    assert_true(read == (messages.errors == 0));
    if (read) {
        tl_loaded_config_free(&loaded);
    }
    tl_messages_free(&messages);
}

/* Every beginning of a good config, and every byte of it changed into every fourth of others: an answer, whatever it is.
 * The fuzzer goes on from here. */
static void a_damaged_config_is_answered(void **state)
{
    (void)state;
    static const char good[] =
        GOOD "regime: teams\nplan: {knowledge: 0.5}\n"
             "timeline:\n  - {name: x, day: 1, set: {plan.load_weight: 2}, where: {areas: [1]}}\n"
             "reorganise:\n  - {name: y, day: 2, rule: by_area, set: {organisation.span: 30}}\n";
    static const char others[] = "[{}]:,-#&*!|>'\"%@`?\t\n 0\x80"; /* and the zero byte */
    enum { STEP = 4 };
    char text[sizeof good];
    for (size_t i = 0; i < sizeof good - 1; i++) {
        answer(good, i);
        for (size_t k = i % STEP; k < sizeof others; k += STEP) {
            memcpy(text, good, sizeof good);
            text[i] = others[k];
            answer(text, sizeof good - 1);
        }
    }
}

/* ---- names --------------------------------------------------------------------------------------------- */

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

static void assert_suggests(const char *name, const char *expected)
{
    static const char *const names[] = {"karlstad", "karlskrona", "karlsborg", "plan.knowledge"};
    tl_Nearest nearest = tl_nearest_to(name);
    tl_nearest_offer_all(&nearest, names, 4);
    char advice[120] = "";
    if (expected != NULL) {
        assert_string_equal(tl_nearest_name(&nearest), expected);
        snprintf(advice, sizeof advice, "; did you mean '%s'?", expected);
    } else {
        assert_null(tl_nearest_name(&nearest));
    }
    assert_string_equal(tl_did_you_mean(&nearest, ""), advice);
}

static void the_nearest_name_is_near(void **state)
{
    (void)state;
    assert_suggests("karlsatd", "karlstad");
    assert_suggests("karlskrna", "karlskrona");
    assert_suggests("umea", NULL);
    assert_suggests("", NULL);
    assert_suggests("knowlege", "plan.knowledge");
    tl_Nearest none = tl_nearest_to("karlstad");
    assert_null(tl_nearest_name(&none));
    assert_string_equal(tl_did_you_mean(&none, "."), ".");
    char longest[200];
    memset(longest, 'k', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_suggests(longest, NULL);
}

static void folders_are_found_beside_the_config(void **state)
{
    (void)state;
    char folder[TL_PATH_SIZE], expected[256];
    unsetenv("TILLIT_CONFIGS");
    tl_config_folder(NULL, config_below("x.yaml"), "regimes", folder, sizeof folder);
    snprintf(expected, sizeof expected, "%s/regimes", config_top);
    assert_string_equal(folder, expected);
    tl_config_folder(NULL, "/nowhere/x.yaml", "regimes", folder, sizeof folder);
    assert_true(ends_with(folder, "/configs/regimes"));
    setenv("TILLIT_CONFIGS", config_top, 1);
    int count;
    tl_config_folder(NULL, "x.yaml", "municipalities", folder, sizeof folder);
    char **names = tl_files_names(NULL, folder, &count);
    assert_int_equal(count, 3);
    assert_string_equal(names[0], "alby");
    assert_string_equal(names[2], "swedish-median");
    tl_files_names_free(names, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_yaml_is_refused),
        cmocka_unit_test(what_yaml_offers_beyond_configs_is_refused),
        cmocka_unit_test(broken_bytes_are_refused),
        cmocka_unit_test(a_damaged_config_is_answered),
        cmocka_unit_test(names_become_slugs),
        cmocka_unit_test(the_nearest_name_is_near),
        cmocka_unit_test(folders_are_found_beside_the_config),
    };
    return cmocka_run_group_tests_name("config hostile", tests, make_config_folder, remove_config_folder);
}
