/* `offers:` of a market: read, refused, written and compared. */
#include <stdio.h>
#include <string.h>

#include "config/config_market.h"
#include "config/config_offers.h"
#include "config/parting.h"
#include "support/configlib.h"

#define BIG "seed: 1\nmunicipality: {from: alby, recipients: 400, areas: 4}\n"
#define OFFERS(text) BIG "market: {externals: 5, share: 0.4, offers: " text "}\n"
#define SET "set: {discretion.provider: 0.9}"

static void it_says_what_is_asked_for(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(
        OFFERS("[{name: a, day: 3, way: invitation, supplement: 20, set: {discretion.provider: 0.9, "
               "plan.team_planning: 0.7}}, {name: b, day: 4, way: order, " SET "}]"),
        NULL);
    const tl_Market *own = &loaded.config.market;
    const tl_Offer *a = &own->offers[0], *b = &own->offers[1];
    assert_int_equal(own->offer_count, 2);
    assert_true(strcmp(a->name, "a") == 0 && a->day == 3 && a->way == TL_INVITATION && a->supplement == 20.0);
    assert_true(a->set_count == 2 && a->set[1].value == 0.7 &&
                a->set[1].parameter == tl_parameter_find("plan.team_planning"));
    assert_true(b->way == TL_ORDER && b->supplement == 0.0 && b->set_count == 1);
    assert_non_null(strstr(loaded.json, "\"way\": \"invitation\""));
    assert_non_null(strstr(loaded.json, "\"plan.team_planning\": "));
    tl_loaded_config_free(&loaded);
    loaded = load_config(BIG "market: {externals: 5, share: 0.4}\n", NULL);
    assert_null(strstr(loaded.json, "offers"));
    tl_loaded_config_free(&loaded);
}

static void mistakes_are_said_with_what_is_allowed(void **state)
{
    (void)state;
    static const Refused cases[] = {
        {"5",
         ":3:44: error: market.offers: a list of 1 to 8 offers is expected, like [{name: trust, day: 364, way: "
         "invitation, set: {discretion.provider: 0.9}}], found '5'"},
        {"[]", "market.offers: a list of 1 to 8 offers is expected"},
        {"[1, 2, 3, 4, 5, 6, 7, 8, 9]", "market.offers: at most 8 offers are allowed, found 9"},
        {"[5]", "market.offers[0]: a group is expected, like {name: trust, day: 364, way: order, set: "
                "{discretion.provider: 0.9}}, found '5'"},
        {"[{day: 3, way: order, " SET "}]", "market.offers[0]: 'name' is missing here"},
        {"[{name: a, way: order, " SET "}]", "market.offers[0]: 'day' is missing here"},
        {"[{name: a, day: 3, " SET "}]", "market.offers[0]: 'way' is missing here"},
        {"[{name: a, day: 3, way: order}]", "market.offers[0]: 'set' is missing here"},
        {"[{name: a, day: 3, way: invitation, suplement: 3, " SET "}]",
         "unknown key 'suplement'; did you mean 'supplement'?"},
        {"[{name: a, day: -3, way: order, " SET "}]",
         "market.offers[0].day: a whole number from 0 to 100000"},
        {"[{name: a, day: 3, way: requirment, " SET "}]", "did you mean 'requirement'?"},
        {"[{name: a, day: 3, way: order, supplement: 5, " SET "}]",
         "market.offers[0].supplement is paid to whoever accepts an invitation alone"},
        {"[{name: a, day: 3, way: requirement, supplement: 5, " SET "}]", "and here is way: requirement"},
        {"[{name: a, day: 3, way: invitation, supplement: -5, " SET "}]",
         "market.offers[0].supplement = '-5': a number from 0 to 10000"},
        {"[{name: a, day: 3, way: order, set: {}}]",
         "market.offers[0].set: 1 to 8 levers with values are expected"},
        {"[{name: a, day: 3, way: order, set: [1]}]",
         "market.offers[0].set: 1 to 8 levers with values are expected"},
        {"[{name: a, day: 3, way: order, set: {discretion.provder: 1}}]",
         "did you mean 'discretion.provider'?"},
        {"[{name: a, day: 3, way: order, set: {discretion.provider: 1.5}}]", "discretion.provider"},
        {"[{name: a, day: 3, way: requirement, set: {organisation.notice_days: 7}}]",
         ":3:87: error: organisation.notice_days is decided by law and cannot be asked of providers"},
        {"[{name: a, day: 3, way: invitation, set: {discretion.officer: 0.7}}]",
         "discretion.officer is the purchaser's own to decide: it is changed under 'timeline'"},
        {"[{name: a, day: 3, way: order, set: {night.supervision: 0.7}}]",
         "night.supervision is the purchaser's own"},
        {"[{name: a, day: 3, way: order, set: {care.own_time: 0.2}}]",
         "care.own_time is the purchaser's own"},
        {"[{name: a, day: 3, way: requirement, set: {organisation.pool_size: 8}}]",
         "organisation.pool_size forms units and teams anew: that is done under 'reorganise'"},
        {"[{name: a, day: 3, way: requirement, set: {opinion.kappa: 2}}]", "opinion.kappa is not a lever"},
        {"[{name: a, day: 3, way: order, " SET "}, {name: a, day: 4, way: order, " SET "}]",
         "market.offers[1]: two are called 'a'; a name of its own is expected"},
        {"[{name: a, day: 364, way: order, " SET "}]",
         "market.offers[0].day = 364 is past the end; the last day is 363 (run.days = 364)"},
    };
    refuse_each(BIG "market: {externals: 5, share: 0.4, offers: ", cases, sizeof cases / sizeof cases[0],
                "}\n");
}

static void somebody_has_to_be_there_who_can_be_asked(void **state)
{
    (void)state;
    refuse_config(BIG "market: {offers: [{name: a, day: 3, way: requirement, " SET "}]}\n",
                  "market.offers: a: way: requirement, and there are no external providers to ask");
    refuse_config(BIG "market: {split: {parts: 2}, offers: [{name: a, day: 3, way: invitation, " SET "}]}\n",
                  "market.offers: a: way: invitation, and there are no external providers to ask");
    tl_LoadedConfig loaded = load_config(
        BIG "market: {split: {parts: 2}, offers: [{name: a, day: 3, way: order, " SET "}]}\n", NULL);
    assert_int_equal(loaded.config.market.offer_count, 1);
    tl_loaded_config_free(&loaded);
}

static void what_is_read_by_nobody_is_noted(void **state)
{
    (void)state;
    const char *no_invitation = "without anything in 'market.offers' with way: invitation";
    assert_true(is_noted(BIG "market: {externals: 5, share: 0.4}\noffer.openness: 1\n", no_invitation));
    assert_true(
        is_noted(OFFERS("[{name: a, day: 3, way: order, " SET "}]") "offer.others: 0\n", no_invitation));
    assert_true(
        is_noted(OFFERS("[{name: a, day: 3, way: invitation, " SET "}]") "offer.requirement_cost: 0\n",
                 "with way: requirement"));
    assert_false(is_noted(OFFERS("[{name: a, day: 3, way: invitation, " SET "}]") "offer.openness: 1\n",
                          no_invitation));
}

/* What is written is read again as it was. */
static void a_resolved_config_has_it_to_the_bit(void **state)
{
    (void)state;
    tl_LoadedConfig loaded = load_config(
        OFFERS(
            "[{name: a, day: 3, way: invitation, supplement: 0.1, set: {discretion.provider: 0.123456789012345, "
            "organisation.hourly_share: 0.3}}, {name: b, day: 9, way: requirement, " SET "}]"),
        NULL);
    assert_read_again(&loaded);
}

static void arms_part_when_they_are_asked_otherwise(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int day;
    } cases[] = {
        {OFFERS("[{name: a, day: 9, way: order, " SET "}]"),
         OFFERS("[{name: a, day: 9, way: invitation, " SET "}]"), 9},
        {OFFERS("[{name: a, day: 9, way: order, " SET "}]"),
         OFFERS("[{name: a, day: 9, way: order, " SET "}, {name: b, day: 20, way: requirement, " SET "}]"),
         20},
        {OFFERS("[{name: a, day: 9, way: invitation, supplement: 1, " SET "}]"),
         OFFERS("[{name: a, day: 7, way: invitation, " SET "}]"), 7},
        {OFFERS("[{name: a, day: 9, way: order, " SET "}]"),
         OFFERS("[{name: a, day: 9, way: order, set: {plan.knowledge: 1}}]"), 9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(parting_of(cases[i].a, cases[i].b), cases[i].day);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_what_is_asked_for),
        cmocka_unit_test(mistakes_are_said_with_what_is_allowed),
        cmocka_unit_test(somebody_has_to_be_there_who_can_be_asked),
        cmocka_unit_test(what_is_read_by_nobody_is_noted),
        cmocka_unit_test(a_resolved_config_has_it_to_the_bit),
        cmocka_unit_test(arms_part_when_they_are_asked_otherwise),
    };
    return cmocka_run_group_tests(tests, make_config_folder, remove_config_folder);
}
