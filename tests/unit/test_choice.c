/* Choosing a provider: whom people choose, what they know, who is given those who do not choose, and what is measured of it,
 * by hand. */
#include <math.h>
#include <string.h>

#include "core/market/arrangement.h"
#include "core/market/choice.h"
#include "core/market/default_rule.h"
#include "core/market/providers.h"
#include "core/market/reputation.h"
#include "core/market/voice.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"
#include "support/marketlib.h"

enum { PEOPLE = 20000 };

/* Some large firms, which have units in every area, and people who choose from the start. */
static tl_Config config_of_choice(int32_t firms)
{
    tl_Config config = config_with_market(market_of_firms(TL_LARGE_FIRM, firms, firms));
    config.market.lov = (tl_FreeChoice){.given = true, .opens = TL_FROM_START};
    return config;
}

/* The same, where nothing but taste tells providers apart. */
static tl_Config config_of_equals(int32_t firms)
{
    tl_Config config = config_of_choice(firms);
    config_set(&config, "choice.quality", 0.0);
    config_set(&config, "choice.own", 0.0);
    config_set(&config, "choice.overload", 0.0);
    return config;
}

static tl_Chooser somebody(const tl_World *w, uint64_t id, uint8_t needs)
{
    tl_Person person = {.id = id, .hours = 30.0f, .needs = needs};
    return tl_chooser_arriving(w, 0, &person);
}

static int32_t choice_of(const tl_World *w, uint64_t id, uint8_t needs)
{
    tl_Chooser c = somebody(w, id, needs);
    tl_Options options;
    tl_options_of(w, &c, true, &options);
    return tl_best(w, &c, &options);
}

static double share_of(const tl_World *w, int32_t provider, uint8_t needs)
{
    int32_t chosen = 0;
    for (uint64_t id = 1; id <= PEOPLE; id++) {
        chosen += choice_of(w, id, needs) == provider;
    }
    return (double)chosen / PEOPLE;
}

/* Within four standard errors. */
static void assert_share(double share, double expected)
{
    assert_near(share, expected, 4.0 * sqrt(expected * (1.0 - expected) / PEOPLE));
}

/* ---- whom people choose ---------------------------------------------------------------------------------- */

static void equal_providers_are_chosen_alike(void **state)
{
    (void)state;
    for (int32_t firms = 1; firms <= 4; firms += 3) {
        tl_Config config = config_of_equals(firms);
        tl_Simulation s = start_simulation(&config);
        for (int32_t provider = 0; provider <= firms; provider++) {
            assert_share(share_of(&s.world, provider, 0), 1.0 / (firms + 1));
        }
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* Shares of a multinomial logit, for those who need a language that a provider offers, and for others. The more providers, the
 * more chance there is in it, as far as nobody helps. */
static void shares_are_those_of_a_logit(void **state)
{
    (void)state;
    for (int help = 0; help < 2; help++) {
        tl_Config config = config_of_equals(3);
        config_set(&config, "choice.language", 1.5);
        config_set(&config, "provider.language_share", 1.0);
        config_set(&config, "choice.own", 0.7);
        config_set(&config, "choice.overload", 0.2);
        config_set(&config, "choice.help", help);
        tl_Simulation s = start_simulation(&config);
        double scale = help ? 1.0 : 1.0 + 0.2 * log(4.0);
        for (uint8_t language = 1; language <= TL_LANGUAGES; language++) {
            double weight[4] = {exp(0.7 / scale)}, all = weight[0];
            for (int32_t i = 1; i < 4; i++) {
                weight[i] = tl_provider_language(&s.world, i) == language ? exp(1.5 / scale) : 1.0;
                all += weight[i];
            }
            for (int32_t i = 0; i < 4; i++) {
                assert_share(share_of(&s.world, i, (uint8_t)(1 << language | TL_SKILL_NURSE)),
                             weight[i] / all);
            }
        }
        assert_share(share_of(&s.world, 0, TL_SKILL_NURSE), exp(0.7 / scale) / (exp(0.7 / scale) + 3.0));
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* Where many are no harder to tell apart than few, a firm that is added gets those who choose it, and moves no one else. */
static void another_firm_moves_only_those_who_choose_it(void **state)
{
    (void)state;
    tl_Config few = config_of_choice(2), many = config_of_choice(3);
    config_set(&few, "choice.overload", 0.0);
    config_set(&many, "choice.overload", 0.0);
    tl_Simulation a = start_simulation(&few), b = start_simulation(&many);
    int32_t moved = 0;
    for (uint64_t id = 1; id <= 2000; id++) {
        int32_t before = choice_of(&a.world, id, 0), after = choice_of(&b.world, id, 0);
        assert_true(after == before || after == 3);
        moved += after == 3;
    }
    assert_true(moved > 50 && moved < 1000);
    tl_simulation_free(&a);
    tl_simulation_free(&b);
    tl_config_free(&few);
    tl_config_free(&many);
}

/* How often those who read surveys choose one of the better half of providers. */
static double better_half(int32_t firms, double overload)
{
    tl_Config config = config_of_equals(firms);
    config_set(&config, "choice.quality", 4.0);
    config_set(&config, "choice.information", 1.0);
    config_set(&config, "choice.help", 0.0);
    config_set(&config, "choice.overload", overload);
    tl_Simulation s = start_simulation(&config);
    int32_t better = 0;
    for (int32_t i = 0; i <= firms; i++) {
        s.world.provider_survey[i].known = i % 2 ? 0.9f : 0.7f;
    }
    for (uint64_t id = 1; id <= PEOPLE; id++) {
        better += choice_of(&s.world, id, 0) % 2;
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
    return (double)better / PEOPLE;
}

/* Of what is chosen, and whether at all, nothing hangs on how many there are but by narrowing and overload. */
static void number_alone_does_nothing(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(1);
    const tl_Constants *k = &config.constants;
    double expected = exp(3.6) / (exp(3.6) + exp(2.8));
    for (int32_t firms = 1; firms <= 7; firms += 2) {
        assert_share(better_half(firms, 0.0), expected);
        assert_near(tl_active_chance(k, &config.regime, false, firms + 1), 0.82 + 0.05 * 0.3, 1e-12);
    }
    assert_true(better_half(7, 0.5) < better_half(1, 0.5) - 0.02);
    config_set(&config, "choice.narrowing", 0.1);
    assert_near(tl_active_chance(k, &config.regime, true, 4), 0.92 + 0.015 - 0.1 * log(4.0), 1e-12);
    config_set(&config, "choice.active", 0.99);
    config_set(&config, "choice.narrowing", -0.1);
    assert_near(tl_active_chance(k, &config.regime, true, 4), 1.0, 0.0);
    tl_config_free(&config);
}

/* Whoever left a firm does not go back to it, nobody is given to one without room, and somebody is always left. */
static void only_some_can_be_had(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(3);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    tl_Chooser c = somebody(w, 1, 0);
    tl_Options options;
    c.left = 2;
    w->provider_contract[2].cap_s = 0;
    tl_options_of(w, &c, true, &options);
    assert_int_equal(options.count, 2);
    assert_int_equal(options.provider[0], 0);
    assert_int_equal(options.provider[1], 3);
    tl_options_of(w, &c, false, &options);
    assert_int_equal(options.count, 3);
    w->provider_status[3] = TL_LEAVING;
    w->area_passed[0] = 1;
    tl_options_of(w, &c, true, &options);
    assert_int_equal(options.count, 0);
    tl_Person person = {.id = 7, .hours = 20.0f};
    w->provider_contract[1].cap_s = 0;
    assert_true(tl_choose_at_entry(w, 0, &person) >
                0); /* a firm beyond its cap, since the own serves the area no more */
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- what they know -------------------------------------------------------------------------------------- */

static void what_is_known_is_read_and_heard(void **state)
{
    (void)state;
    assert_near(tl_survey_known(24.0, 30.0, 0.7), 0.75, 1e-12);
    assert_near(tl_survey_known(0.0, 0.0, 0.7), 0.7, 1e-12);
    tl_Config config = config_of_choice(2);
    config_set(&config, "choice.hearsay_sd", 0.0);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    tl_Repute *repute = tl_repute(w, 1, 2);
    *repute = (tl_Repute){.people = 5, .expectation = 0.9f};
    w->provider_survey[2].known = 0.8f;
    assert_near(tl_heard(w, 1, 1, 2, 3.0), 0.9, 1e-6);
    assert_near(tl_heard(w, 1, 0, 2, 3.0), 0.6, 1e-12); /* in an area where it has nobody */
    assert_near(tl_heard(w, 1, 1, 2, 0.0), 0.6, 1e-12); /* by somebody who knows nobody */
    assert_near(tl_known(w, 1, 1, 2, 3.0), 0.3 * 0.8 + 0.7 * 0.9, 1e-6);
    config_set(&config, "choice.hearsay_sd", 0.3);
    double one = tl_heard(w, 1, 1, 2, 1.0) - 0.9, four = tl_heard(w, 1, 1, 2, 4.0) - 0.9;
    assert_near(four, one / 2.0, 1e-6);
    assert_near(tl_heard(w, 1, 0, 2, 9.0) - 0.6, one, 1e-6);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Ten answers a year, or an acquaintance among its people. */
static void a_signal_is_ten_answers_or_an_acquaintance(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(2);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    for (int32_t i = 0; i < 3; i++) {
        tl_repute(w, 0, i)->people = i == 0 ? 60 : 20;
        w->provider_survey[i].yearly = i == 1 ? 10.0f : 9.0f;
    }
    assert_true(tl_is_known(w, 0, 1, 0.0));
    assert_false(tl_is_known(w, 0, 2, 4.0));
    assert_true(tl_is_known(w, 0, 2, 5.0));
    tl_Chooser c = somebody(w, 1, 0);
    tl_Options options;
    tl_options_of(w, &c, true, &options);
    assert_true(tl_informed(w, &c, &options));
    w->provider_survey[1].yearly = 9.0f; /* one is left, in whose care most are */
    assert_false(tl_informed(w, &c, &options));
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* A month's expectations and answers, as they stand in the world. */
static void a_month_tells_what_people_think(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(2);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    int32_t people = 0;
    TL_EACH_UNIT(w, unit) {
        w->unit_asked[unit] =
            (tl_SurveyMonth){.answers = 26 * 10, .satisfied = w->unit_provider[unit] == 1 ? 26 * 10 : 26 * 7};
        TL_EACH_RECIPIENT(w, unit, r) {
            bool here = w->recipient_area[r] == 0 && w->unit_provider[unit] == 1;
            w->recipient_good[r] = here && people++ % 2 ? 2.0f * w->decay.opinion_prior.weight : 0.0f;
        }
    }
    tl_choice_reputation(w, 0);
    const tl_Repute *repute = tl_repute(w, 0, 1);
    double with = (2.0 + 0.6) / 3.0; /* two parts of good evidence to one of prior */
    assert_int_equal(repute->people, people);
    assert_near((double)repute->expectation, (people / 2 * with + (people - people / 2) * 0.6) / people,
                1e-5);
    assert_near((double)w->provider_survey[1].yearly, 30.0, 1e-5); /* ten of each of its three units */
    assert_near((double)w->provider_survey[1].known, 0.8 + 0.5 * 0.2, 1e-5);
    assert_near((double)w->provider_survey[2].known, 0.8 - 0.5 * 0.1, 1e-5);
    TL_EACH_UNIT(w, unit) {
        assert_int_equal(w->unit_asked[unit].answers, 0);
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- those who do not choose ----------------------------------------------------------------------------- */

static void given_by(tl_World *w, int64_t rule, int32_t people, int32_t given[4])
{
    memset(given, 0, 4 * sizeof *given);
    w->unit_regime[0].choice_default_rule = rule;
    for (uint64_t id = 1; id <= (uint64_t)people; id++) {
        tl_Chooser c = somebody(w, id, 0);
        tl_Options options;
        tl_options_of(w, &c, true, &options);
        given[tl_by_default(w, &c, &options, tl_day_key(w->keys.choosing, id, 5))]++;
    }
}

static void turns_differ_by_one_at_most(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(3);
    tl_Simulation s = start_simulation(&config);
    for (int32_t people = 1; people < 12; people++) {
        int32_t given[4];
        given_by(&s.world, TL_choice_default_rule_turn, people, given);
        for (int i = 0; i < 4; i++) {
            assert_true(given[i] == people / 4 || given[i] == people / 4 + (people % 4 > 0));
        }
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

static void rules_give_to_whom_they_say(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(3);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    int32_t given[4];
    given_by(w, TL_choice_default_rule_own, 10, given);
    assert_int_equal(given[0], 10);
    given_by(w, TL_choice_default_rule_area, 10, given); /* nobody has the area but the municipality */
    assert_int_equal(given[0], 10);
    w->provider_contract[1].lot = w->provider_contract[3].lot = 1;
    given_by(w, TL_choice_default_rule_area, 10, given);
    assert_true(given[1] == 5 && given[3] == 5);
    w->provider_contract[1].cap_s = (int64_t)tl_provider_week_s(w, 1) + 50000;
    w->provider_contract[2].cap_s = (int64_t)tl_provider_week_s(w, 2) + 90000;
    given_by(w, TL_choice_default_rule_room, 10, given);
    assert_int_equal(given[2], 10);
    w->provider_home[2] = w->provider_home[3] = 1; /* away from the people of the first area */
    given_by(w, TL_choice_default_rule_nearest, 10, given);
    assert_true(given[0] == 5 && given[1] == 5);
    given_by(w, TL_choice_default_rule_lottery, PEOPLE, given);
    for (int i = 0; i < 4; i++) {
        assert_share((double)given[i] / PEOPLE, 0.25);
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- what is measured ------------------------------------------------------------------------------------ */

static void measures_by_hand(void **state)
{
    (void)state;
    double alike[] = {2.0, 2.0, 2.0}, one[] = {0.0, 4.0}, most[] = {3.0, 1.0}, values[3];
    assert_near(tl_choice_entropy(alike, 3), 1.0, 1e-12);
    assert_near(tl_choice_entropy(one, 2), 0.0, 1e-12);
    assert_near(tl_choice_entropy(most, 2), -(0.75 * log(0.75) + 0.25 * log(0.25)) / log(2.0), 1e-12);
    double satisfied[] = {0.5, 0.8, 0.65};
    assert_true(tl_choice_values(satisfied, 3, values));
    assert_near(values[0], -1.0, 1e-12);
    assert_near(values[1], 1.0, 1e-12);
    assert_near(values[2], 0.0, 1e-12);
    assert_false(tl_choice_values(alike, 3, values));
    assert_false(tl_choice_values(satisfied, 1, values));
}

static tl_Counters counted_today(const tl_World *w)
{
    tl_Counters total = {0};
    TL_EACH_UNIT(w, unit) {
        tl_counters_add(&total, &w->unit_counters[unit]);
    }
    return total;
}

/* Four people in one area, two with the municipality and two with a firm, for six months more satisfied with it. Of choices of
 * the first month one was of it and two of the municipality. */
static void a_choice_is_judged_by_the_half_year_after_it(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(1);
    config_set(&config, "municipality.recipients", 4.0);
    config_set(&config, "municipality.areas", 1.0);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, r) {
            w->recipient_satisfaction[r] = w->unit_provider[unit] == 1 ? 0.8f : 0.6f;
        }
    }
    for (w->day = 30; w->day <= 210; w->day += 30) {
        if (w->day == 60) { /* in the second month, which the first step has opened */
            tl_repute(w, 0, 0)->chosen[1] = w->provider_survey[0].chosen[1] = 2;
            tl_repute(w, 0, 1)->chosen[1] = w->provider_survey[1].chosen[1] = 1;
        }
        assert_int_equal(counted_today(w).choices_judged, 0);
        tl_choice_reputation(w, 0);
    }
    tl_Counters c = counted_today(w);
    assert_int_equal(c.choices_judged, 3);
    assert_near(measure_of(&c, "choice_value", 1.0), (2 * -1.0 + 1.0) / 3.0, 1e-6);
    assert_int_equal(c.choice_entropy_months, 6);
    assert_near(measure_of(&c, "choice_entropy", 1.0),
                -(2.0 / 3.0 * log(2.0 / 3.0) + log(1.0 / 3.0) / 3.0) / log(2.0), 1e-9);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- newcomers ------------------------------------------------------------------------------------------- */

/* Everybody who arrives is asked, and chooses as often as was said; help costs the municipality and no provider. */
static void newcomers_choose(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(3);
    config_set(&config, "recipient.relatives_share", 0.0);
    config_set(&config, "choice.active", 0.5);
    config_set(&config, "choice.help", 1.0);
    config_set(&config, "choice.help_effect", 0.0);
    config_set(&config, "switching.thinks_per_year", 0.0);
    config_set(&config, "demography.inflow_per_year", 2.0);
    config_set(&config, "run.days", 280.0);
    tl_Counters c = totals_of(&config, 0);
    assert_int_equal(c.choices, c.arrivals);
    assert_true(c.choices > 200);
    assert_near(measure_of(&c, "active_choice", 280.0), 0.5, 4.0 * sqrt(0.25 / (double)c.choices));
    assert_int_equal(c.switches + c.wishes, 0);
    assert_near(measure_of(&c, "choice_access", 280.0), 1.0, 0.0);
    config_set(&config, "choice.help_min", 0.0);
    tl_Counters free_of_charge = totals_of(&config, 0);
    int64_t ore = (int64_t)(config.constants.cost_officer_sek_per_h * 100.0 / 2.0 + 0.5);
    config_set(&config, "choice.help_min", 30.0);
    tl_Counters paid = totals_of(&config, 0);
    assert_int_equal(paid.cost_administration - free_of_charge.cost_administration, paid.choices * ore);
    assert_int_equal(paid.cost_purchaser - free_of_charge.cost_purchaser, paid.choices * ore);
    assert_int_equal(paid.external_cost, free_of_charge.external_cost);
    tl_config_free(&config);
}

/* Of visits to those who need another language, all are by somebody who speaks it where all staff do, and none where nobody does.
 */
static void visits_in_the_language_needed_are_counted(void **state)
{
    (void)state;
    for (int speak = 0; speak < 2; speak++) {
        tl_Config config = config_of_choice(2);
        config_set(&config, "municipality.language_share", 0.3);
        config_set(&config, "staff.language_share", speak);
        config_set(&config, "provider.language_share", 0.0);
        config_set(&config, "agency.fill_probability", 0.0); /* whose people speak none */
        config_set(&config, "run.days", 28.0);
        tl_Counters c = totals_of(&config, 0);
        assert_true(c.visits_language > c.visits_made / 10 && c.visits_language < c.visits_made / 2);
        assert_near(measure_of(&c, "language_match", 28.0), speak, 0.0);
        tl_config_free(&config);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_providers_are_chosen_alike),
        cmocka_unit_test(shares_are_those_of_a_logit),
        cmocka_unit_test(another_firm_moves_only_those_who_choose_it),
        cmocka_unit_test(number_alone_does_nothing),
        cmocka_unit_test(only_some_can_be_had),
        cmocka_unit_test(what_is_known_is_read_and_heard),
        cmocka_unit_test(a_signal_is_ten_answers_or_an_acquaintance),
        cmocka_unit_test(a_month_tells_what_people_think),
        cmocka_unit_test(turns_differ_by_one_at_most),
        cmocka_unit_test(rules_give_to_whom_they_say),
        cmocka_unit_test(measures_by_hand),
        cmocka_unit_test(a_choice_is_judged_by_the_half_year_after_it),
        cmocka_unit_test(newcomers_choose),
        cmocka_unit_test(visits_in_the_language_needed_are_counted),
    };
    return cmocka_run_group_tests_name("choice", tests, NULL, NULL);
}
