/* `lov` and `lou` of a market: read, refused with place and what is allowed, written, compared, and parted by day. */
#include <stdio.h>
#include <string.h>

#include "config/config_arrangement.h"
#include "config/config_market.h"
#include "config/config_read.h"
#include "config/parting.h"
#include "core/market/arrangement.h"
#include "support/configlib.h"

#define BIG                                                                                                  \
    "seed: 1\nmunicipality: {from: alby, recipients: 400, areas: 4}\nrun: {days: 728, burn_in_days: 364}\n"
#define MARKET(text) BIG "market: " text "\n"
#define LOT "{name: north, share: 0.2}"
#define LOTS ", lots: [" LOT "]"
#define LOU(text) MARKET("{lou: [{name: a, day: 0, " text "}]}")
#define TENDER(text) LOU(text LOTS)

/* ---- what it says ---------------------------------------------------------------------------------------- */

static void free_choice_has_a_day_and_slots(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(MARKET("{lov: {opens: 7, slots: 5, ask: 0.5}}"), NULL);
    const tl_FreeChoice *lov = &loaded.config.market.lov;
    assert_true(lov->given && lov->opens == 7 && lov->slots == 5 && lov->ask == 0.5);
    assert_int_equal(tl_market_providers(&loaded.config.market), 1 + 16 + 4 + 2);
    tl_loaded_config_free(&loaded);
    loaded = load_config(MARKET("{externals: 3, share: 0.3, lov: {}}"), NULL);
    lov = &loaded.config.market.lov;
    assert_true(lov->given && lov->opens == TL_FROM_START && lov->slots == 0 && lov->ask == 0.0);
    assert_int_equal(loaded.config.market.externals, 3);
    tl_loaded_config_free(&loaded);
}

static void a_tender_has_lots_and_phases(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(
        MARKET(
            "{lou: [{name: first, day: 10, starts: 182, length_days: 1456, renewals: [1092, 364], award: "
            "{quality: 0.6}, ask: 1, lots: [{name: north, providers: 2, areas: [1, 3], share: 0.2}, {name: "
            "tongue, share: 0.1, orientation: language}], phases: [{day: 182, share: 0.4}, {day: 546, share: "
            "1}]}, {name: next, day: 400, lots: [" LOT "], phases: {when: queue, steps: [0.5, 1]}}]}"),
        NULL);
    const tl_Market *market = &loaded.config.market;
    const tl_Tender *first = &market->tenders[0], *next = &market->tenders[1];
    assert_int_equal(market->tender_count, 2);
    assert_true(first->day == 10 && first->starts == 182 && first->length_days == 1456);
    assert_true(first->renewal_count == 2 && first->renewals[1] == 364 && first->quality == 0.6 &&
                first->ask == 1.0);
    const tl_Lot *lots = tl_lots(market, first);
    assert_true(lots[0].providers == 2 && lots[0].share == 0.2);
    assert_true(tl_areas_hold(lots[0].areas, 3) && !tl_areas_hold(lots[0].areas, 2));
    assert_true(tl_areas_serve(lots[1].areas, 2) && lots[1].orientation == TL_LANGUAGE_FIRM);
    assert_true(next->lot_count == 1 && strcmp(tl_lots(market, next)->name, "north") == 0);
    assert_true(first->phases.count == 2 && !first->phases.by_queue && first->phases.day[1] == 546);
    assert_true(next->starts == 400 && next->phases.by_queue && next->phases.share[0] == 0.5 &&
                next->quality == 1.0);
    tl_loaded_config_free(&loaded);
}

/* ---- what is refused ------------------------------------------------------------------------------------- */

static void what_free_choice_cannot_be_is_refused(void **state)
{
    (void)state;
    static const Refused cases[] = {
        {MARKET("{lov: 5}"),
         ":4:15: error: market.lov: a group is expected, like {opens: 0, slots: 5}, found '5'"},
        {MARKET("{lov: {opens: -1}}"), "market.lov.opens: a whole number from 0 to 100000 is expected"},
        {MARKET("{lov: {slots: 0}}"), "market.lov.slots: a whole number from 1 to 126 is expected"},
        {MARKET("{lov: {opens: 1, ask: 1.5}}"), "market.lov.ask = '1.5': a number from 0 to 1 is expected"},
        {MARKET("{lov: {ask: 1}}"), "market.lov.ask: not expected without opens"},
        {MARKET("{lov: {slot: 3}}"), "unknown key 'slot'; did you mean 'slots'?"},
        {MARKET("{lov: {opens: 728}}"),
         ":4: error: market.lov.opens = 728 is past the end; the last day is 727"},
        {MARKET("{lov: {}, pool: {small: 0}}"), "market.pool: no firms, but lov or lou lets firms in"},
        {MARKET("{externals: 2, share: 0.4, begins: 7, lov: {}}"),
         "market.begins: not expected beside lov or lou"},
        {MARKET("{externals: 2, share: 0.4, ask: 0.5, lov: {}}"),
         "market.ask: not expected beside lov or lou"},
        {MARKET("{split: {parts: 3}, lov: {}}"), "market.lov: not expected beside market.split"},
        {MARKET("{lov: {}}") "reimbursement.form: block\n", "reimbursement.form = block beside lov or lou"},
    };
    refuse_each("", cases, sizeof cases / sizeof cases[0], "");
}

static void what_lots_cannot_be_is_refused(void **state)
{
    (void)state;
    static const Refused cases[] = {
        {LOU("lots: [{name: x, share: 0.6}, {name: y, share: 0.5}]"),
         ":4:40: error: market.lou[0].lots: shares come to 1.1 together; at most 1 is allowed"},
        {LOU("lots: [{name: x, share: 0.6, areas: []}]"),
         "market.lou[0].lots[0].areas: a list of 1 to 500 areas is expected, found an empty list"},
        {LOU("lots: [{name: x, share: 0.6, areas: [1, 5]}]"),
         "market.lou: lot 'x' of tender 'a' has area 5, but "},
        {LOU("lots: [{name: x, share: 0.6, areas: [2, 2]}]"), "lots[0].areas[1]: area 2 stands twice"},
        {LOU("lots: [{name: x, share: 0}]"), "lots[0].share: a share above 0 is expected, found 0"},
        {LOU("lots: [{name: x}]"), "market.lou[0].lots[0].share"},
        {LOU("lots: [" LOT ", " LOT "]"), "lots[1].name: 'north' is taken"},
        {LOU("lots: [{name: x, share: 0.1, orientation: nonprofits}]"),
         "market.lou[0].lots[0].orientation: any, nonprofit or language is expected, found 'nonprofits'; did you "
         "mean 'nonprofit'?"},
        {LOU("lots: []"), "market.lou[0].lots: a list of 1 to 12 lots is expected, found an empty list"},
        {LOU("lots: [" LOT ", " LOT ", " LOT ", " LOT ", " LOT ", " LOT ", " LOT ", " LOT ", " LOT ", " LOT
             ", " LOT ", " LOT ", " LOT "]"),
         "market.lou[0].lots: at most 12 lots are allowed, found 13"},
        {LOU("lots: [{name: a name that is far too long to be kept, share: 0.1}]"),
         "lots[0].name: a name of at most 23 bytes is expected"},
    };
    refuse_each("", cases, sizeof cases / sizeof cases[0], "");
}

#define SIX(first)                                                                                           \
    "{name: " first "1, share: 0.01}, {name: " first "2, share: 0.01}, {name: " first                        \
    "3, share: 0.01}, {name: " first "4, share: 0.01}, {name: " first "5, share: 0.01}, {name: " first       \
    "6, share: 0.01}"
#define FULL(name, day) "{name: " name ", day: " day ", lots: [" SIX("a") ", " SIX("b") "]}"

/* As many as a market holds are each their tender's, and one more is refused. */
static void lots_of_all_tenders_have_one_bound(void **state)
{
    (void)state;
    static tl_LoadedConfig full, again;
    load_config_file(write_config("test.yaml", MARKET("{lou: [" FULL("x", "0") ", " FULL("y", "9") "]}")),
                     NULL, &full);
    const tl_Market *market = &full.config.market;
    assert_int_equal(market->lot_count, TL_MOST_MARKET_LOTS);
    assert_string_equal(tl_lots(market, &market->tenders[1])[11].name, "b6");
    assert_ptr_equal(tl_lot_of(market, tl_lot_number(1, 11)), &market->lots[TL_MOST_MARKET_LOTS - 1]);
    load_config_file(write_config("resolved.json", full.json), NULL, &again);
    assert_true(tl_markets_equal(market, &again.config.market));
    tl_loaded_config_free(&full);
    tl_loaded_config_free(&again);
    refuse_config(
        MARKET("{lou: [" FULL("x", "0") ", " FULL("y", "9") ", {name: z, day: 20" LOTS "}]}"),
        "market.lou[2].lots: with those of the tenders before there are 25 lots; at most 24 are allowed in all");
}

static void what_phases_cannot_be_is_refused(void **state)
{
    (void)state;
    static const Refused cases[] = {
        {TENDER("phases: [{day: 0, share: 0.5}, {day: 7, share: 0.4}]"),
         "market.lou[0].phases[1].share: 0.4 after 0.5; a share above 0 that does not fall is expected"},
        {TENDER("phases: [{day: 0, share: 0.5}, {day: 0, share: 0.6}]"),
         "market.lou[0].phases[1].day: 0 after 0; a later day is expected"},
        {TENDER("phases: [{day: 8, share: 0.5}]"),
         "market.lou[0].phases: the first step begins on day 8, after starts = 0"},
        {TENDER("phases: {when: queue, steps: [1, 0.5]}"), "phases.steps[1]: 0.5 after 1"},
        {TENDER("phases: {when: day, steps: [1]}"), "market.lou[0].phases.when: queue is expected"},
        {TENDER("phases: {when: queue}"), "market.lou[0].phases.steps: a list of 1 to 8 steps is expected"},
        {TENDER("phases: 3"), "market.lou[0].phases: a group is expected, like {when: queue"},
    };
    refuse_each("", cases, sizeof cases / sizeof cases[0], "");
}

static void what_tenders_cannot_be_is_refused(void **state)
{
    (void)state;
    static const Refused cases[] = {
        {MARKET("{lou: {}}"), "market.lou: a list of 1 to 4 tenders is expected, found an empty group"},
        {MARKET("{lou: [1]}"), "market.lou[0]: a group is expected"},
        {MARKET("{lou: [{name: a, day: 728" LOTS "}]}"),
         ":4: error: market.lou[0].day = 728 is past the end; the last day is 727"},
        {MARKET("{lou: [{name: a, day: 7, starts: 800" LOTS "}]}"),
         "market.lou[0].starts = 800 is past the end"},
        {MARKET("{lou: [{name: a, day: 7, starts: 6" LOTS "}]}"),
         "market.lou[0].starts = 6 is before the day of the award (day = 7)"},
        {MARKET("{lou: [{name: a, day: 7" LOTS "}, {name: b, day: 7" LOTS "}]}"),
         "market.lou[1].day = 7 stands after day 7; tenders are expected in the order of their days"},
        {MARKET("{lou: [{name: a, day: 7" LOTS "}, {name: a, day: 8" LOTS "}]}"),
         "market.lou[1].name: 'a' is taken"},
        {MARKET("{lou: [{name: a, day: 1" LOTS "}, {name: b, day: 2" LOTS "}, {name: c, day: 3" LOTS
                "}, {name: d, day: 4" LOTS "}, {name: e, day: 5" LOTS "}]}"),
         "market.lou: at most 4 tenders are allowed, found 5"},
        {TENDER("renewals: [0]"), "market.lou[0].renewals[0]: a whole number from 1 to 36500 is expected"},
        {TENDER("award: {quality: 1, price: 1}"), "unknown key 'price'"},
        {TENDER("award: {quality: 2}"), "market.lou[0].award.quality = '2'"},
        {TENDER("length_days: 0"), "market.lou[0].length_days: a whole number from 1 to 36500"},
        {TENDER("lenght_days: 9"), "unknown key 'lenght_days'; did you mean 'length_days'?"},
        {MARKET("{lov: {opens: 30}, lou: [{name: a, day: 0, starts: 30" LOTS "}]}"),
         "market.lov.opens = 30, but contracts of tender 'a' begin on day 30 and close free choice"},
    };
    refuse_each("", cases, sizeof cases / sizeof cases[0], "");
}

static void whole_areas_go_to_one_firm_each(void **state)
{
    (void)state;
    static const Refused cases[] = {
        {TENDER("transfer: true"), "market.lou[0]: beside transfer: true areas are expected for lot 'north'"},
        {LOU("transfer: true, lots: [{name: x, share: 0.2, areas: [1], providers: 2}]"),
         "beside transfer: true providers: 1 is expected for lot 'x'"},
        {LOU("transfer: true, lots: [{name: x, share: 0.2, areas: [1]}, {name: y, share: 0.2, areas: [2, 1]}]"),
         "beside transfer: true each area is expected in one lot at most; 'y' has one that another has"},
        {LOU("transfer: true, ask: 1, lots: [{name: x, share: 0.2, areas: [1]}]"),
         "market.lou[0].ask: not expected beside transfer: true"},
        {LOU("transfer: true, phases: [{day: 0, share: 1}], lots: [{name: x, share: 0.2, areas: [1]}]"),
         "market.lou[0].phases: not expected beside transfer: true"},
        {LOU("transfer: perhaps, lots: [{name: x, share: 0.2, areas: [1]}]"), "market.lou[0].transfer:"},
    };
    refuse_each("", cases, sizeof cases / sizeof cases[0], "");
}

/* They may be meant, to see what comes of it. */
static void what_nobody_can_win_is_noted(void **state)
{
    (void)state;
    const char *text =
        MARKET("{pool: {small: 2}, lou: [{name: a, day: 0, lots: [{name: x, providers: 3, share: 0.2, "
               "orientation: nonprofit}]}]}");
    assert_true(is_noted(text, "lot 'x' of tender 'a' is for orientation nonprofit, and no firm"));
    assert_true(is_noted(text, "tender 'a' has places for 3 firms, and market.pool has 2"));
}

/* What only free choice or only tenders read is noted where there is the other alone. */
static void what_the_other_way_reads_is_noted(void **state)
{
    (void)state;
#define READ "provider.entry_margin: 4\nbid.noise: 0.1\nprovider.start_recipients: 5\n"
    static const char *const ways[] = {MARKET("{lov: {opens: 0}}") READ,
                                       MARKET("{lou: [{name: a, day: 0" LOTS "}]}") READ};
    for (int lou = 0; lou < 2; lou++) {
        assert_int_equal(is_noted(ways[lou], "entry_margin is set, and changes nothing without 'market.lov'"),
                         lou);
        assert_int_equal(is_noted(ways[lou], "bid.noise is set, and changes nothing without 'market.lou'"),
                         !lou);
        assert_false(is_noted(ways[lou], "start_recipients"));
    }
}

/* Firms that may come can be meant, although none is there. */
static void firms_that_may_come_can_be_meant(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(
        MARKET("{lov: {opens: 0}}") "timeline: [{name: x, day: 7, set: {plan.knowledge: 1}, where: {kind: "
                                    "[nonprofit], providers: [9]}}]\n",
        NULL);
    tl_loaded_config_free(&loaded);
    refuse_config(
        MARKET(
            "{pool: {small: 3}}") "timeline: [{name: x, day: 7, set: {plan.knowledge: 1}, where: {external: "
                                  "true}}]\n",
        "where means firms, and 'market:' has no externals");
}

/* What an editor says to who writes Swedish. */
static void errors_are_said_in_swedish(void **state)
{
    (void)state;
    static tl_LoadedConfig loaded;
    tl_Messages messages = {.swedish = true};
    const char *path = write_config(
        "test.yaml",
        LOU("lots: [{name: x, share: 0.6}, {name: y, share: 0.5}], phases: [{day: 9, share: 0.1}]"));
    assert_false(tl_config_load(path, NULL, 0, &loaded, &messages));
    assert_true(
        holds_message(&messages, path, "andelarna (share) blir tillsammans 1.1; högst 1 är tillåtet"));
    tl_messages_free(&messages);
    tl_loaded_config_free(&loaded);
}

/* ---- written, compared and parted ------------------------------------------------------------------------ */

static const char *const markets[] = {
    MARKET("{lov: {}}"),
    MARKET("{lov: {opens: 7}}"),
    MARKET("{lov: {opens: 7, slots: 3}}"),
    MARKET("{externals: 2, share: 0.2, lov: {opens: 7, ask: 0.123456789012345678}}"),
    MARKET("{lou: [{name: a, day: 28" LOTS "}]}"),
    MARKET(
        "{lou: [{name: a, day: 28, starts: 56, renewals: [1, 2], award: {quality: 0.25}, ask: 0.5, lots: [{name: x, "
        "providers: 2, areas: [2, 4], share: 0.3, orientation: nonprofit}], phases: [{day: 0, share: 0.5}, {day: 300, "
        "share: 1}]}]}"),
    MARKET("{lou: [{name: a, day: 28" LOTS ", phases: {when: queue, steps: [0.1, 0.2]}}]}"),
    MARKET("{lou: [{name: a, day: 28, transfer: true, lots: [{name: x, areas: [1], share: 0.1}]}]}"),
    MARKET("{lov: {opens: 7}, lou: [{name: a, day: 28" LOTS "}, {name: b, day: 300" LOTS "}]}")};

static void a_resolved_config_has_it_to_the_bit(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof markets / sizeof markets[0]; i++) {
        tl_LoadedConfig loaded = load_config(markets[i], NULL);
        assert_read_again(&loaded);
    }
}

/* Arms share their history until the first day on which something differs. */
static void markets_part_when_they_first_differ(void **state)
{
    (void)state;
    const char *strangers = MARKET("{pool: {small: 16, large: 4, nonprofit: 2}}");
    const char *free = MARKET("{lov: {opens: 7}}"), *let = MARKET("{lou: [{name: a, day: 28" LOTS "}]}");
    const char *then_let = MARKET("{lov: {opens: 7}, lou: [{name: a, day: 28" LOTS "}]}");
    assert_int_equal(parting_of(MARKET("{lov: {}}"), strangers), -1);
    assert_int_equal(parting_of(free, strangers), 7);
    assert_int_equal(parting_of(free, MARKET("{lov: {opens: 30}}")), 7);
    assert_int_equal(parting_of(free, MARKET("{lov: {opens: 7, slots: 3}}")), 7);
    assert_int_equal(parting_of(let, strangers), 28);
    assert_int_equal(parting_of(let, free), 7);
    assert_int_equal(parting_of(then_let, free), 28);
    assert_int_equal(parting_of(then_let, MARKET("{lov: {opens: 7}, lou: [{name: a, day: 28" LOTS
                                                 "}, {name: b, day: 300" LOTS "}]}")),
                     300);
    assert_int_equal(
        parting_of(MARKET("{lou: [{name: a, day: 28, lots: [{name: x, share: 0.1, areas: [1]}]}]}"),
                   MARKET("{lou: [{name: a, day: 28, lots: [{name: x, share: 0.1, areas: [2]}]}]}")),
        28);
    assert_int_equal(parting_of(MARKET("{externals: 2, share: 0.2, lov: {opens: 7}}"), free), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(free_choice_has_a_day_and_slots),
        cmocka_unit_test(a_tender_has_lots_and_phases),
        cmocka_unit_test(what_free_choice_cannot_be_is_refused),
        cmocka_unit_test(what_lots_cannot_be_is_refused),
        cmocka_unit_test(lots_of_all_tenders_have_one_bound),
        cmocka_unit_test(what_phases_cannot_be_is_refused),
        cmocka_unit_test(what_tenders_cannot_be_is_refused),
        cmocka_unit_test(whole_areas_go_to_one_firm_each),
        cmocka_unit_test(what_nobody_can_win_is_noted),
        cmocka_unit_test(what_the_other_way_reads_is_noted),
        cmocka_unit_test(firms_that_may_come_can_be_meant),
        cmocka_unit_test(errors_are_said_in_swedish),
        cmocka_unit_test(a_resolved_config_has_it_to_the_bit),
        cmocka_unit_test(markets_part_when_they_first_differ),
    };
    return cmocka_run_group_tests(tests, make_config_folder, remove_config_folder);
}
