/* `market:` of a config: read, refused, written and compared. */
#include <stdio.h>
#include <string.h>

#include "config/config_market.h"
#include "config/config_read.h"
#include "config/parting.h"
#include "support/configlib.h"

#define BIG "seed: 1\nmunicipality: {from: alby, recipients: 400, areas: 4}\n"
#define MARKET(text) BIG "market: " text "\n"
#define CHANGE(where) "timeline: [{name: x, day: 7, set: {plan.knowledge: 1}, where: " where "}]\n"

/* ---- what it says ---------------------------------------------------------------------------------------- */

static void without_it_there_is_none(void **state)
{
    (void)state;
    static const tl_Market none;
    tl_LoadedConfig loaded = load_config(GOOD, NULL);
    assert_true(tl_markets_equal(&loaded.config.market, &none));
    assert_int_equal(tl_market_providers(&loaded.config.market), 1);
    assert_null(strstr(loaded.json, "market"));
    assert_non_null(strstr(loaded.json, "\"format\": 2"));
    tl_loaded_config_free(&loaded);
    loaded = load_config(MARKET("none"), NULL);
    assert_false(loaded.config.market.given);
    tl_loaded_config_free(&loaded);
}

static void parts_are_those_of_the_municipality(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(MARKET("{split: {parts: [0.5, 0.3, 0.2]}}"), NULL);
    const tl_Market *own = &loaded.config.market;
    assert_true(own->given && own->part_count == 3 && own->externals == 0);
    assert_true(own->parts[0] == 0.5 && own->parts[1] == 0.3 && own->parts[2] == 0.2);
    assert_int_equal(tl_market_providers(own), 3);
    assert_int_equal(tl_market_active(own), 3);
    assert_true(ends_with(loaded.market_origin, "test.yaml:3"));
    tl_loaded_config_free(&loaded);
    loaded = load_config(MARKET("{split: {parts: 12}}"), NULL);
    assert_int_equal(loaded.config.market.part_count, 12);
    assert_true(loaded.config.market.parts[11] == 1.0 / 12.0);
    tl_loaded_config_free(&loaded);
    loaded = load_config(MARKET("{split: {parts: [0.333333, 0.333333, 0.333333]}}"), NULL);
    assert_near(loaded.config.market.parts[2], 1.0 / 3.0, 1e-15); /* as people round */
    tl_loaded_config_free(&loaded);
}

static void externals_are_the_first_of_the_pool(void **state)
{
    (void)state;
    tl_LoadedConfig loaded =
        load_config(MARKET("{externals: 5, share: 0.4, pool: {small: 6, nonprofit: 1}}"), NULL);
    const tl_Market *own = &loaded.config.market;
    assert_true(own->externals == 5 && own->share == 0.4 && own->part_count == 0);
    assert_true(own->firms[TL_SMALL_FIRM] == 6 && own->firms[TL_LARGE_FIRM] == 0 &&
                own->firms[TL_NONPROFIT] == 1);
    assert_int_equal(tl_market_providers(own), 8);
    assert_int_equal(tl_market_active(own), 6);
    tl_loaded_config_free(&loaded);
    loaded = load_config(MARKET("{externals: 5, share: 0.4}"), NULL);
    assert_int_equal(tl_market_providers(&loaded.config.market), 1 + 16 + 4 + 2);
    tl_loaded_config_free(&loaded);
    loaded = load_config(MARKET("{}"), NULL);
    assert_true(loaded.config.market.given);
    assert_int_equal(tl_market_providers(&loaded.config.market), 1);
    tl_loaded_config_free(&loaded);
}

/* ---- what is refused ------------------------------------------------------------------------------------- */

static void mistakes_are_said_with_what_is_allowed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"5",
         ":3:9: error: market: a group with split, or with externals, share and pool, or none is expected, "
         "found '5'"},
        {"{extrenals: 5}", "did you mean 'externals'?"},
        {"{split: 5}", ":3:17: error: market.split: a group is expected"},
        {"{split: {}}", "market.split.parts: a list of 1 to 127 parts that sum to 1, like [0.5, 0.3, 0.2]"},
        {"{split: {parts: []}}", "or the number of equal parts is expected, found an empty list"},
        {"{split: {parts: [0.5, 0.4]}}",
         ":3:25: error: market.split.parts: parts that sum to 1 are expected; these sum to 0.9"},
        {"{split: {parts: [0.5, 0.5, 0]}}", ":3:36: error: market.split.parts: a part above 0 is expected"},
        {"{split: {parts: [1.5, -0.5]}}", ":3:26: error: market.split.parts = '1.5': a number from 0 to 1"},
        {"{split: {parts: [a, 1]}}", "market.split.parts = 'a': a number from 0 to 1 is expected"},
        {"{split: {parts: 0}}", "market.split.parts: a whole number from 1 to 127 is expected, found '0'"},
        {"{split: {parts: 128}}",
         "market.split.parts: a whole number from 1 to 127 is expected, found '128'"},
        {"{split: {parts: 2}, externals: 1}",
         ":3:29: error: market.externals: not expected beside market.split"},
        {"{externals: 2.5, share: 0.5}", "market.externals: a whole number from 0 to 126 is expected"},
        {"{externals: -1, share: 0.5}", "market.externals: a whole number from 0 to 126 is expected"},
        {"{externals: 23, share: 0.5}", "market.externals = 23, but market.pool has 22 firms"},
        {"{externals: 3, share: 0.5, pool: {small: 2}}", "market.externals = 3, but market.pool has 2 firms"},
        {"{externals: 3}", "market.share: the share of recipients that the externals have is expected"},
        {"{externals: 3, share: 0}",
         "market.share = 0 with market.externals = 3: a share above 0 is expected"},
        {"{externals: 3, share: 1.1}", "market.share = '1.1': a number from 0 to 1 is expected"},
        {"{externals: 3, share: 0,5}", "with a decimal point: 0.5"},
        {"{share: 0.5}", "market.share = 0.5 with market.externals = 0: 0, or externals is expected"},
        {"{externals: 2, share: 0.5, pool: [1]}", "market.pool: a group is expected"},
        {"{externals: 2, share: 0.5, pool: {smal: 3}}", "did you mean 'small'?"},
        {"{externals: 2, share: 0.5, begins: -1}",
         "market.begins: a whole number from 0 to 100000 is expected"},
        {"{externals: 2, share: 0.5, begins: soon}",
         ":3:44: error: market.begins: a whole number from 0 to 100000 is expected, found 'soon'"},
        {"{begins: 7}", ":3:10: error: market.begins = 7 with market.externals = 0: externals that begin"},
        {"{externals: 2, share: 0.5, ask: 0.5}",
         ":3:36: error: market.ask: not expected without market.begins"},
        {"{externals: 2, share: 0.5, begins: 7, ask: 1.5}", "market.ask = '1.5': a number from 0 to 1"},
        {"{split: {parts: 2}, begins: 7}", ":3:29: error: market.begins: not expected beside market.split"},
        {"{split: {parts: 2}, ask: 1}", ":3:29: error: market.ask: not expected beside market.split"},
        {"{externals: 2, share: 0.5, begin: 7}", "did you mean 'begins'?"},
        {"{pool: {small: 100, large: 27}}",
         ":3:16: error: market.pool: 127 firms together; at most 126 are allowed: ids hold no more providers"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, BIG "market: %s\n", cases[i].text);
        refuse_config_file(write_config("test.yaml", text), NULL, cases[i].message, 0);
    }
}

static void its_parameters_are_refused_without_it(void **state)
{
    (void)state;
    static const char *const lines[] = {"handover.staff_share: 0.5\n", "provider: {spans: by_area}\n",
                                        "municipality.outlying_areas: 1\n"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, BIG "%s", lines[i]);
        refuse_config(text, ":3: error: ");
        refuse_config(
            text, "is a parameter of the market, and this config has none: 'market:' is expected beside it");
        strcat(text, "market: {}\n");
        tl_LoadedConfig loaded = load_config(text, NULL);
        assert_non_null(strstr(loaded.json, "handover.staff_share"));
        tl_loaded_config_free(&loaded);
    }
    refuse_set("handover.staff_share=0", "--set: error: handover.staff_share is a parameter of the market");
    refuse_config(MARKET("{}") "municipality.outlying_areas: 4\n",
                  "municipality.outlying_areas = 4 with municipality.areas = 4: fewer are allowed");
}

static void it_stands_in_a_config_alone(void **state)
{
    (void)state;
    write_config("regimes/market.yaml", "market: {externals: 2, share: 0.5}\n");
    refuse_config_file(write_config("test.yaml", BIG "regime: market\n"), NULL,
                       "'market' is not a parameter: it stands at the top level of a config file", 1);
    refuse_set("market.externals=2", "it stands in the group 'market' at the top level of a config file");
    refuse_config(
        MARKET("{split: {parts: 2}}") "reimbursement.form: block\n",
        ":3: error: reimbursement.form is set, but 'market.split' leaves no volume that is paid for");
    refuse_set("market=none", "--set: error: 'market' is not a parameter");
}

/* A note, since an experiment may set it for arms that have firms. */
static void what_only_firms_read_is_noted_beside_parts(void **state)
{
    (void)state;
    const char *path = write_config(
        "test.yaml",
        MARKET("{split: {parts: 2}}") "finance.capital: 5\n"
                                      "provider.spans: one_unit\nmunicipality.area_distance_min: 3\n");
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    assert_true(tl_config_load(path, NULL, 0, &loaded, &messages));
    assert_true(holds_message(&messages, path, "finance.capital is set, and changes nothing"));
    assert_false(holds_message(&messages, path, "provider.spans"));
    assert_false(holds_message(&messages, path, "area_distance_min"));
    tl_messages_free(&messages);
    tl_loaded_config_free(&loaded);
}

/* ---- resolved, and compared ------------------------------------------------------------------------------ */

static const char *const markets[] = {
    MARKET("{split: {parts: [0.1, 0.3, 0.6]}}"),
    MARKET("{split: {parts: [0.333333, 0.333333, 0.333333]}}"),
    MARKET("{split: {parts: 12}}"),
    MARKET("{externals: 5, share: 0.35}"),
    MARKET("{externals: 5, share: 0.3, begins: 7, ask: 0.123456789012345678}"),
    MARKET("{}"),
    MARKET("{externals: 0, pool: {large: 2}}")};

static void a_resolved_config_has_it_to_the_bit(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof markets / sizeof markets[0]; i++) {
        tl_LoadedConfig loaded = load_config(markets[i], NULL);
        assert_non_null(strstr(loaded.json, "\"format\": 4"));
        assert_reads_again(&loaded);
        tl_loaded_config_free(&loaded);
    }
}

static void two_markets_part_before_the_start(void **state)
{
    (void)state;
    uint64_t digests[sizeof markets / sizeof markets[0]];
    static tl_LoadedConfig none, own; /* too large for the stack together */
    load_config_file(write_config("test.yaml", BIG), NULL, &none);
    for (size_t i = 0; i < sizeof markets / sizeof markets[0]; i++) {
        load_config_file(write_config("test.yaml", markets[i]), NULL, &own);
        digests[i] = tl_history_digest(&own.config);
        assert_true(digests[i] != tl_history_digest(&none.config));
        assert_int_equal(tl_parting_day(&own.config, &none.config), -1);
        assert_true(tl_parting_day(&own.config, &own.config) > 0);
        for (size_t k = 0; k < i; k++) {
            assert_true(digests[i] != digests[k]);
        }
        tl_loaded_config_free(&own);
    }
    tl_loaded_config_free(&none);
}

/* ---- firms that begin on a day --------------------------------------------------------------------------- */

static void accept(const char *text)
{
    tl_LoadedConfig loaded = load_config(text, NULL);
    tl_loaded_config_free(&loaded);
}

static void firms_begin_on_a_day_of_the_run(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(MARKET("{externals: 5, share: 0.4, begins: 7, ask: 0.5}"), NULL);
    const tl_Market *own = &loaded.config.market;
    assert_true(own->later && own->begins == 7 && own->ask == 0.5 && own->externals == 5);
    assert_int_equal(tl_market_providers(own), 1 + 16 + 4 + 2);
    tl_loaded_config_free(&loaded);
    loaded = load_config(MARKET("{externals: 5, share: 0.4, begins: 0}"), NULL);
    assert_true(loaded.config.market.later && loaded.config.market.ask == 0.0);
    tl_loaded_config_free(&loaded);
    refuse_config(
        MARKET("{externals: 5, share: 0.4, begins: 14}") "run: {days: 14}\nrecord: {period_days: 14}\n",
        ":3: error: market.begins = 14 is past the end; the last day is 13 (run.days = 14)");
    refuse_config(MARKET("{externals: 5, share: 0.4, begins: 7}") "reimbursement.form: block\n",
                  ":3: error: reimbursement.form = block with market.begins and market.ask = 0");
    accept(MARKET("{externals: 5, share: 0.4, begins: 7, ask: 1}") "reimbursement.form: block\n");
    refuse_config(MARKET("{externals: 5, share: 0.4, begins: 8}") CHANGE("{external: true}"),
                  "where means firms, and day 7 is before they begin (market.begins = 8)");
    refuse_config(MARKET("{externals: 5, share: 0.4, begins: 8}") CHANGE("{providers: [2]}"),
                  "where means firms, and day 7 is before they begin (market.begins = 8)");
    accept(MARKET("{externals: 5, share: 0.4, begins: 7}") CHANGE("{external: true}"));
    accept(MARKET("{externals: 5, share: 0.4, begins: 8}") CHANGE("{providers: [1, 2]}"));
}

#define PURCHASER                                                                                            \
    "purchaser.control_hours: 50\ncomplaints.rate: 0.02\nrecipient.relatives_share: 0.5\nprovider.found_chance: 0.3\n"

/* Nobody follows up unless the config says so; and then the setting that stands for it is not read. */
static void what_only_purchasers_read_is_noted(void **state)
{
    (void)state;
    static const char *const set[] = {"purchaser.control_hours", "complaints.rate",
                                      "recipient.relatives_share"};
    for (int form = 0; form < 2; form++) {
        const char *path = write_config(
            "test.yaml",
            form ? MARKET("{externals: 2, share: 0.5}") "purchaser.form: contract_managers\n" PURCHASER
                 : MARKET("{externals: 2, share: 0.5}") PURCHASER);
        static tl_LoadedConfig loaded;
        tl_Messages messages = {0};
        assert_true(tl_config_load(path, NULL, 0, &loaded, &messages));
        for (size_t i = 0; i < sizeof set / sizeof set[0]; i++) {
            char note[100];
            snprintf(note, sizeof note, "%s is set, and changes nothing with purchaser.form = none", set[i]);
            assert_true(holds_message(&messages, path, note) == !form);
        }
        assert_true(
            holds_message(&messages, path, "provider.found_chance is set, and changes nothing with") == form);
        assert_int_equal(messages.errors, 0);
        tl_messages_free(&messages);
        tl_loaded_config_free(&loaded);
    }
}

#define FOLLOWED MARKET("{externals: 2, share: 0.5}") "purchaser.form: contract_managers\n"
#define AIMS(day, distrust, uncertainty)                                                                     \
    "  - {name: day " day ", day: " day ", set: {purchaser.target_distrust: " distrust                       \
    ", purchaser.target_uncertainty: " uncertainty "}}\n"

/* Reviews by distrust and by uncertainty are parts of all reviews, on every day. */
static void more_than_all_reviews_are_refused(void **state)
{
    (void)state;
    static tl_LoadedConfig loaded;
    refuse_config(
        FOLLOWED "purchaser.target_distrust: 0.9\n",
        "purchaser.target_distrust = 0.9 and purchaser.target_uncertainty = 0.2: shares of reviews that come to "
        "1 at most are expected");
    refuse_config(FOLLOWED "timeline:\n" AIMS("3", "1", "0") AIMS("9", "0.5", "0.6"),
                  "purchaser.target_distrust = 0.5 and purchaser.target_uncertainty = 0.6");
    loaded = load_config(FOLLOWED "timeline:\n" AIMS("3", "1", "0") AIMS("9", "0", "1"), NULL);
    tl_loaded_config_free(&loaded);
}

/* How many they have staff for is read on that day alone. */
static void what_only_beginners_read_is_noted(void **state)
{
    (void)state;
    for (int later = 0; later < 2; later++) {
        const char *path = write_config(
            "test.yaml",
            later ? MARKET("{externals: 2, share: 0.5, begins: 7}") "provider.start_recipients: 5\n"
                  : MARKET("{externals: 2, share: 0.5}") "provider.start_recipients: 5\n");
        tl_LoadedConfig loaded;
        tl_Messages messages = {0};
        assert_true(tl_config_load(path, NULL, 0, &loaded, &messages));
        assert_true(holds_message(&messages, path, "and changes nothing without 'market.begins'") == !later);
        tl_messages_free(&messages);
        tl_loaded_config_free(&loaded);
    }
}

/* With the same firms to choose from they are one until the first of them begin. */
static void markets_part_when_firms_begin(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int day;
    } cases[] = {
        {MARKET("{externals: 5, share: 0.4, begins: 9, ask: 0.5}"),
         MARKET("{externals: 5, share: 0.4, begins: 9}"), 9},
        {MARKET("{externals: 5, share: 0.4, begins: 9}"), MARKET("{externals: 2, share: 0.4, begins: 8}"), 8},
        {MARKET("{externals: 5, share: 0.4, begins: 9}"),
         MARKET("{pool: {small: 16, large: 4, nonprofit: 2}}"), 9},
        {MARKET("{externals: 5, share: 0.4, begins: 9}"), MARKET("{externals: 5, share: 0.4}"), -1},
        {MARKET("{externals: 5, share: 0.4, begins: 9}"), MARKET("{}"), -1},
        {MARKET("{externals: 5, share: 0.4, begins: 9}"), MARKET("{split: {parts: 2}}"), -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(parting_of(cases[i].a, cases[i].b), cases[i].day);
    }
}

/* Where nobody chooses what is about choice is noted, and where people do its levers are the municipality's. */
static void what_only_those_who_choose_read_is_noted(void **state)
{
    (void)state;
#define CHOICE "choice.help: 0.5\nchoice.quality: 3\nswitching.cost: 1\n"
    static const char *const set[] = {"choice.help", "choice.quality", "switching.cost"};
    static tl_LoadedConfig loaded;
    for (int free = 0; free < 2; free++) {
        const char *path =
            write_config("test.yaml", free ? MARKET("{externals: 2, share: 0.5, lov: {}}") CHOICE
                                           : MARKET("{externals: 2, share: 0.5}") CHOICE);
        tl_Messages messages = {0};
        assert_true(tl_config_load(path, NULL, 0, &loaded, &messages));
        for (size_t i = 0; i < sizeof set / sizeof set[0]; i++) {
            char note[100];
            snprintf(note, sizeof note, "%s is set, and changes nothing without 'market.lov'", set[i]);
            assert_true(holds_message(&messages, path, note) == !free);
        }
        assert_int_equal(messages.errors, 0);
        tl_messages_free(&messages);
        tl_loaded_config_free(&loaded);
    }
    refuse_config(
        MARKET(
            "{externals: 2, share: 0.5, lov: {}}") "timeline:\n  - {name: a, day: 3, where: {areas: [1]}, set: {choice.help: 1}}\n",
        "choice.help is the municipality's: beside it 'where' can name municipalities alone");
    refuse_config(MARKET("{externals: 2, share: 0.5, lov: {}}") "choice.default_rule: first\n",
                  "one of turn|area|own|nearest|lottery|room is expected");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_it_there_is_none),
        cmocka_unit_test(parts_are_those_of_the_municipality),
        cmocka_unit_test(externals_are_the_first_of_the_pool),
        cmocka_unit_test(mistakes_are_said_with_what_is_allowed),
        cmocka_unit_test(its_parameters_are_refused_without_it),
        cmocka_unit_test(it_stands_in_a_config_alone),
        cmocka_unit_test(what_only_firms_read_is_noted_beside_parts),
        cmocka_unit_test(a_resolved_config_has_it_to_the_bit),
        cmocka_unit_test(two_markets_part_before_the_start),
        cmocka_unit_test(firms_begin_on_a_day_of_the_run),
        cmocka_unit_test(what_only_purchasers_read_is_noted),
        cmocka_unit_test(what_only_those_who_choose_read_is_noted),
        cmocka_unit_test(more_than_all_reviews_are_refused),
        cmocka_unit_test(what_only_beginners_read_is_noted),
        cmocka_unit_test(markets_part_when_firms_begin),
    };
    return cmocka_run_group_tests(tests, make_config_folder, remove_config_folder);
}
