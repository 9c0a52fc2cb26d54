/* Whom and what selectors and claims mean where there is a market, and what they refuse. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/experiment_claims.h"
#include "config/experiment_json.h"
#include "config/experiment_read.h"
#include "config/parting.h"
#include "config/selector_group.h"
#include "config/selector_json.h"
#include "support/configlib.h"

#define BIG "seed: 1\nmunicipality: {from: alby, recipients: 400, areas: 4}\n"
#define MARKET(text) BIG "market: " text "\n"
#define CHANGE(where) "timeline: [{name: x, day: 7, set: {plan.knowledge: 1}, where: " where "}]\n"

/* ---- which units are meant ------------------------------------------------------------------------------- */

static void selectors_know_owners_and_places(void **state)
{
    (void)state;
    static const struct {
        const char *where, *json;
        int kind, outlying;
        bool meant;
    } cases[] = {{"{external: true}", "{\"kind\": [\"small\", \"large\", \"nonprofit\"]}", TL_LARGE_FIRM,
                  TL_ORDINARY, true},
                 {"{external: true}", "{\"kind\": [\"small\", \"large\", \"nonprofit\"]}", TL_MUNICIPAL,
                  TL_ORDINARY, false},
                 {"{municipal: true}", "{\"kind\": [\"municipal\"]}", TL_MUNICIPAL, TL_OUTLYING, true},
                 {"{kind: nonprofit}", "{\"kind\": [\"nonprofit\"]}", TL_SMALL_FIRM, TL_ORDINARY, false},
                 {"{kind: [small, nonprofit]}", "{\"kind\": [\"small\", \"nonprofit\"]}", TL_NONPROFIT,
                  TL_ORDINARY, true},
                 {"{outlying: false}", "{\"outlying\": false}", TL_MUNICIPAL, TL_ORDINARY, true},
                 {"{outlying: false, external: true}",
                  "{\"kind\": [\"small\", \"large\", \"nonprofit\"], \"outlying\": false}", TL_SMALL_FIRM,
                  TL_OUTLYING, false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[700];
        snprintf(text, sizeof text,
                 MARKET("{externals: 3, share: 0.5, pool: {small: 1, large: 1, nonprofit: 1}}") CHANGE("%s"),
                 cases[i].where);
        tl_LoadedConfig loaded = load_config(text, NULL);
        const tl_Selector *where = &loaded.config.changes[0].where;
        json_t *json = tl_selector_to_json(where), *expected = json_loads(cases[i].json, 0, NULL);
        tl_Selector again;
        assert_true(json_equal(json, expected) && tl_selector_from_json(json, &again));
        assert_true(tl_selectors_equal(where, &again));
        tl_UnitPlace place = {.number = {1, 1, 1, 1, cases[i].kind + 1, cases[i].outlying}};
        assert_int_equal(tl_selector_means(where, place), cases[i].meant);
        tl_selector_free(&again);
        json_decref(json);
        json_decref(expected);
        tl_loaded_config_free(&loaded);
    }
}

static void selectors_that_mean_nobody_are_refused(void **state)
{
    (void)state;
    refuse_config(BIG CHANGE("{external: true}"),
                  "where means firms, and there is no 'market:' with externals");
    refuse_config(MARKET("{split: {parts: 3}}") CHANGE("{external: true}"),
                  "where means firms, and 'market:' has no externals");
    refuse_config(MARKET("{externals: 2, share: 0.5, pool: {large: 2}}") CHANGE("{kind: nonprofit}"),
                  "where means firms, and none of the externals of 'market:' is of that kind");
    refuse_config(MARKET("{externals: 2, share: 0.5}") CHANGE("{providers: [4]}"),
                  "where.providers names provider 4; the last is 3");
    refuse_config(BIG CHANGE("{providers: [2]}"), "names provider 2; the last is 1, the municipality's own");
    refuse_config(BIG CHANGE("{kind: smal}"), "where.kind: municipal, small, large or nonprofit is expected");
    refuse_config(BIG CHANGE("{kind: []}"),
                  "where.kind: one or more of municipal, small, large and nonprofit");
    refuse_config(MARKET("{externals: 2, share: 0.5}") CHANGE("{kind: [small, small]}"),
                  "where.kind: small is given twice");
    refuse_config(BIG CHANGE("{municipal: false}"), "where.municipal: true is expected");
    refuse_config(BIG CHANGE("{municipal: true, kind: municipal}"),
                  "where: one of kind, external and municipal is expected, found several");
    refuse_config(MARKET("{}") CHANGE("{outlying: true}"),
                  "municipality.outlying_areas is 0, so no unit is meant");
    refuse_config(BIG CHANGE("{outlying: maybe}"), "where.outlying: true or false is expected");
    refuse_config(BIG CHANGE("{externl: true}"), "did you mean 'external'?");
}

/* Read in one unit, it would change nothing or more than is meant. */
static void levers_of_following_up_are_the_municipalitys(void **state)
{
    (void)state;
#define FOLLOWED MARKET("{externals: 2, share: 0.5}") "purchaser.form: contract_managers\n"
#define SETS(lever, where) "timeline: [{name: x, day: 7, set: {" lever "}, where: " where "}]\n"
    static const char *const in_units[] = {"{areas: [2]}", "{units: [1]}", "{outlying: false}"};
    for (size_t i = 0; i < sizeof in_units / sizeof in_units[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text, FOLLOWED SETS("purchaser.control_hours: 50", "%s"), in_units[i]);
        refuse_config(
            text,
            "purchaser.control_hours is the municipality's: beside it 'where' can name municipalities alone");
        snprintf(text, sizeof text, FOLLOWED SETS("purchaser.dialogues: 5", "%s"), in_units[i]);
        refuse_config(text, "purchaser.dialogues is the municipality's, for each provider");
    }
    refuse_config(FOLLOWED SETS("purchaser.control_hours: 50", "{external: true}"),
                  "'where' can name municipalities alone");
    tl_LoadedConfig loaded = load_config(FOLLOWED SETS("purchaser.dialogues: 5", "{external: true}"), NULL);
    tl_loaded_config_free(&loaded);
}

/* ---- experiments ----------------------------------------------------------------------------------------- */

#define HEAD "title: t\nquestion: q\nconfig: big.yaml\n"
#define ARMS                                                                                                 \
    "arms: [{name: own}, {name: split, market: {split: {parts: 3}}}, {name: firms, market: {externals: 5, share: 0.5}}]\n"
#define CLAIM(text) ARMS "claims: [{name: c, text: t, outcome: strain, " text "}]\n"

static tl_Experiment *load_experiment(const char *text, tl_Messages *messages)
{
    char whole[2048];
    tl_Experiment *e = calloc(1, sizeof *e);
    write_config("big.yaml", BIG "run: {days: 56, burn_in_days: 14}\nrecord: {period_days: 14}\n");
    snprintf(whole, sizeof whole, HEAD "%s", text);
    tl_experiment_load(write_config("asked.yaml", whole), NULL, 0, e, messages);
    return e;
}

static tl_Experiment *good_experiment(const char *text)
{
    tl_Messages messages = {0};
    tl_Experiment *e = load_experiment(text, &messages);
    if (messages.errors > 0) {
        tl_messages_print(&messages, stderr);
    }
    assert_int_equal(messages.errors, 0);
    tl_messages_free(&messages);
    return e;
}

static void refuse_experiment(const char *text, const char *expected)
{
    tl_Messages messages = {0};
    tl_Experiment *e = load_experiment(text, &messages);
    if (!holds_message(&messages, "", expected)) {
        print_error("expected '%s', got:\n", expected);
        tl_messages_print(&messages, stderr);
        fail();
    }
    tl_messages_free(&messages);
    free(e);
}

static void drop(tl_Experiment *e)
{
    tl_experiment_free(e);
    free(e);
}

static void arms_have_markets_of_their_own(void **state)
{
    (void)state;
    tl_Experiment *e = good_experiment(ARMS);
    assert_false(e->arms[0].loaded.config.market.given);
    assert_int_equal(e->arms[1].loaded.config.market.part_count, 3);
    assert_int_equal(e->arms[2].loaded.config.market.externals, 5);
    drop(e);
    e = good_experiment(
        "market: {split: {parts: 2}}\narms: [{name: a}, {name: b, market: none}, {name: c, extends: b}]\n");
    assert_int_equal(e->arms[0].loaded.config.market.part_count, 2);
    assert_false(e->arms[1].loaded.config.market.given || e->arms[2].loaded.config.market.given);
    drop(e);
    e = good_experiment("before: {market: {split: {parts: 2}}}\n"
                        "arms: [{name: a}, {name: b, change: [{day: 14, set: {plan.knowledge: 1}}]}]\n");
    assert_int_equal(e->arms[1].loaded.config.market.part_count, 2);
    assert_int_equal(tl_parting_day(&e->arms[0].loaded.config, &e->arms[1].loaded.config), 14);
    drop(e);
    refuse_experiment("before: {set: {plan.knowledge: 1}}\narms: [{name: a, market: {split: {parts: 2}}}]\n",
                      "market: this arm has a history (before), in which it has to stand");
}

static void claims_compare_groups_within_an_arm(void **state)
{
    (void)state;
    tl_Experiment *e = good_experiment(CLAIM(
        "arm: firms, groups: [external, municipal], direction: higher, smallest: 0.1, days: [14, 56], where: {areas: [2]}"));
    const tl_Claim *c = &e->claims[0];
    assert_true(c->form == TL_CLAIM_ON_GROUPS && c->treatment == 2 && c->control == 2);
    assert_int_equal(c->window.where.by[TL_BY_KIND].count, 3);
    assert_int_equal(c->against.by[TL_BY_KIND].count, 1);
    assert_int_equal(c->against.by[TL_BY_AREA].count, 1);
    static tl_Window windows[TL_MOST_WINDOWS], again[TL_MOST_WINDOWS]; /* too large for the stack */
    assert_int_equal(tl_experiment_windows(e, windows), 2);
    assert_string_equal(windows[1].name, "against 1");
    assert_int_equal(windows[1].from, 14);
    char *json = tl_experiment_json(e);
    assert_non_null(strstr(json, "\"groups\":[\"external\",\"municipal\"],\"against\":\"against 1\""));
    assert_int_equal(tl_experiment_windows_of_json(json, again), 2);
    assert_true(tl_selectors_equal(&again[1].where, &c->against));
    tl_windows_free(again, 2);
    free(json);
    drop(e);
    e = good_experiment(CLAIM("arm: split, groups: [2, 1], direction: higher, smallest: 0.1"));
    assert_int_equal(e->claims[0].window.where.by[TL_BY_PROVIDER].at[0], 2);
    drop(e);
}

static void claims_compare_an_arm_with_a_level(void **state)
{
    (void)state;
    tl_Experiment *e = good_experiment(CLAIM("arm: own, level: {below: 0.25}"));
    assert_true(e->claims[0].form == TL_CLAIM_ON_LEVEL && e->claims[0].direction == -1);
    assert_true(e->claims[0].smallest == 0.25);
    char *json = tl_experiment_json(e);
    assert_non_null(strstr(json, "\"level\":{\"below\":0.25}"));
    free(json);
    drop(e);
}

static void claims_that_say_too_much_or_too_little_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *claim, *message;
    } cases[] = {
        {"groups: [external, municipal], direction: higher, smallest: 1",
         "arm: the name of an arm is expected beside 'groups'"},
        {"arm: frims, groups: [external, municipal], direction: higher, smallest: 1",
         "did you mean 'firms'?"},
        {"arm: own, groups: [external, municipal], direction: higher, smallest: 1",
         "where means firms, and there is no 'market:' with externals"},
        {"arm: firms, groups: [external], direction: higher, smallest: 1",
         "groups: [group, group it is compared with] is expected"},
        {"arm: firms, groups: [externl, municipal], direction: higher, smallest: 1",
         "did you mean 'external'?"},
        {"arm: firms, groups: [external, external], direction: higher, smallest: 1",
         "groups: two that differ"},
        {"arm: firms, groups: [9, 1], direction: higher, smallest: 1", "names provider 9; the last is 6"},
        {"arm: firms, groups: [external, municipal], where: {kind: small}, direction: higher, smallest: 1",
         "groups: 'external' and 'where' both say which units are meant by the same key"},
        {"arm: firms, groups: [external, municipal], contrast: [firms, own], direction: higher, smallest: 1",
         "contrast: not expected beside 'groups'"},
        {"arm: firms, groups: [external, municipal], course: dip, direction: higher, smallest: 1",
         "course: not expected beside 'groups'"},
        {"arm: firms, level: {above: 1}, groups: [external, municipal]",
         "level: not expected beside 'groups'"},
        {"arm: firms, level: 1", "level: {above: NUMBER} or {below: NUMBER} is expected, found '1'"},
        {"arm: firms, level: {above: 1, below: 2}", "level: {above: NUMBER} or {below: NUMBER} is expected"},
        {"arm: firms, level: {abov: 1}", "did you mean 'above'?"},
        {"arm: firms, level: {above: much}", "level = 'much': a number from"},
        {"arm: firms, level: {above: 1}, direction: higher", "direction: not expected beside 'level'"},
        {"arm: firms, contrast: [firms, own], direction: higher, smallest: 1",
         "arm: not expected without 'groups' or 'level'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text, CLAIM("%s"), cases[i].claim);
        refuse_experiment(text, cases[i].message);
    }
    refuse_experiment(ARMS
                      "claims: [{name: against 1, text: t, outcome: strain, arm: own, level: {above: 1}}]\n",
                      "a claim cannot be named 'against 1'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selectors_know_owners_and_places),
        cmocka_unit_test(selectors_that_mean_nobody_are_refused),
        cmocka_unit_test(levers_of_following_up_are_the_municipalitys),
        cmocka_unit_test(arms_have_markets_of_their_own),
        cmocka_unit_test(claims_compare_groups_within_an_arm),
        cmocka_unit_test(claims_compare_an_arm_with_a_level),
        cmocka_unit_test(claims_that_say_too_much_or_too_little_are_refused),
    };
    return cmocka_run_group_tests(tests, make_config_folder, remove_config_folder);
}
