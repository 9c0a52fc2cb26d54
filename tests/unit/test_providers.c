/* Providers: who there is and who is given whom, and that none of it is there without a market. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/market/providers.h"
#include "core/numbers/rng.h"
#include "support/marketlib.h"

/* ---- off ------------------------------------------------------------------------------------------------ */

static void assert_like_none(tl_Market market, void (*assert_same)(tl_Config *, tl_Config *))
{
    tl_Config off = config_with_market((tl_Market){0}), on = config_with_market(market);
    off.market.given = false;
    assert_same(&off, &on);
    tl_config_free(&off);
    tl_config_free(&on);
}

static void assert_same_bits(tl_Config *a, tl_Config *b)
{
    assert_same_digests(a, b);
}

/* One provider is what there is without a market, and firms that only might be there change nothing. */
static void a_market_of_one_is_none(void **state)
{
    (void)state;
    assert_like_none((tl_Market){.part_count = 1, .parts = {1.0}}, assert_same_bits);
    assert_like_none((tl_Market){0}, assert_same_care);
    assert_like_none(market_of_firms(TL_SMALL_FIRM, 0, 9), assert_same_care);
}

/* ---- who there is --------------------------------------------------------------------------------------- */

static void kinds_are_spread_over_the_numbers(void **state)
{
    (void)state;
    tl_Config config = config_with_market((tl_Market){.externals = 5, .share = 0.5});
    config.market.firms[TL_SMALL_FIRM] = 16;
    config.market.firms[TL_LARGE_FIRM] = 4;
    config.market.firms[TL_NONPROFIT] = 2;
    tl_Simulation s = start_simulation(&config);
    const tl_World *w = &s.world;
    const int first[] = {TL_MUNICIPAL,  TL_SMALL_FIRM, TL_SMALL_FIRM,
                         TL_LARGE_FIRM, TL_SMALL_FIRM, TL_SMALL_FIRM};
    int32_t kinds[TL_PROVIDER_KINDS] = {0};
    assert_int_equal(w->sizes.PROVIDER, 23);
    for (int32_t i = 0; i < 23; i++) {
        kinds[w->provider_owner[i]]++;
        assert_int_equal(w->provider_number[i], i + 1);
        assert_true(i > 5 || w->provider_owner[i] == first[i]);
        assert_int_equal(tl_provider_is_active(w, i), i <= 5);
        assert_near(w->provider_share[i], i == 0 ? 0.5 : i <= 5 ? 0.1 : 0.0, 1e-15);
    }
    assert_int_equal(kinds[TL_MUNICIPAL], 1);
    assert_int_equal(kinds[TL_SMALL_FIRM], 16);
    assert_int_equal(kinds[TL_LARGE_FIRM], 4);
    assert_int_equal(kinds[TL_NONPROFIT], 2);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* A firm is the same whoever else is active; firms differ from one another. */
static void firms_exist_before_the_arrangement(void **state)
{
    (void)state;
    tl_Config few = config_with_market(market_of_firms(TL_SMALL_FIRM, 2, 8)),
              many = config_with_market(market_of_firms(TL_SMALL_FIRM, 8, 8));
    tl_Simulation a = start_simulation(&few), b = start_simulation(&many);
    bool homes_differ = false;
    for (int32_t i = 1; i <= 8; i++) {
        assert_memory_equal(a.world.provider_trait + i * TL_TRAITS, b.world.provider_trait + i * TL_TRAITS,
                            TL_TRAITS * sizeof(float));
        assert_int_equal(a.world.provider_home[i], b.world.provider_home[i]);
        assert_in_range(a.world.provider_home[i], 0, 2);
        assert_true(i == 1 || a.world.provider_trait[i * TL_TRAITS] != a.world.provider_trait[TL_TRAITS]);
        homes_differ |= a.world.provider_home[i] != a.world.provider_home[1];
    }
    assert_true(homes_differ);
    assert_int_equal(a.world.provider_home[0], -1);
    tl_simulation_free(&a);
    tl_simulation_free(&b);
    tl_config_free(&few);
    tl_config_free(&many);
}

/* What is under a firm's own practice, and nothing else, differs from the municipality's levers, by its traits. */
static void firms_have_a_practice_of_their_own(void **state)
{
    (void)state;
    tl_Config config = config_with_market(market_of_firms(TL_LARGE_FIRM, 2, 2));
    tl_Simulation s = start_simulation(&config);
    const tl_World *w = &s.world;
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        int32_t provider = w->unit_provider[unit];
        tl_Regime regime = w->unit_regime[unit];
        double wanted = config.regime.control_enabling + 0.1 * 1.0 * w->provider_trait[provider * TL_TRAITS];
        double own = provider == 0 ? config.regime.control_enabling : fmin(fmax(wanted, 0.0), 1.0);
        assert_near(regime.control_enabling, own, 1e-9);
        regime.control_enabling = config.regime.control_enabling;
        regime.discretion_provider = config.regime.discretion_provider;
        regime.discretion_manager = config.regime.discretion_manager;
        regime.steering_meeting_min = config.regime.steering_meeting_min;
        regime.steering_follow_up_min = config.regime.steering_follow_up_min;
        assert_memory_equal(&regime, &config.regime, sizeof regime);
    }
    tl_simulation_free(&s);
    config_set(&config, "provider.practice_sd", 0.0);
    s = start_simulation(&config);
    for (int32_t unit = 0; unit < (int32_t)s.world.sizes.UNIT; unit++) {
        assert_memory_equal(&s.world.unit_regime[unit], &config.regime, sizeof config.regime);
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- who is given whom ---------------------------------------------------------------------------------- */

static void turns_follow_shares(void **state)
{
    (void)state;
    float credit[4] = {0};
    const double shares[] = {0.5, 0.0, 0.25, 0.25}, nobody[4] = {0};
    const int32_t by_hand[] = {0, 2, 3, 0, 0, 2, 3, 0};
    for (size_t i = 0; i < sizeof by_hand / sizeof by_hand[0]; i++) {
        assert_int_equal(tl_turn(shares, 4, credit), by_hand[i]);
    }
    for (int i = 0; i < 4; i++) {
        assert_near((double)credit[i], 0.0, 0.0);
    }
    assert_int_equal(tl_turn(nobody, 4, credit), -1);
    assert_int_equal(tl_deal(nobody, 4, credit), -1);
}

/* Whom the municipality is given does not hang on how many others there are. */
static void the_first_is_dealt_to_apart(void **state)
{
    (void)state;
    const double two[] = {0.6, 0.4}, many[] = {0.6, 0.1, 0.1, 0.0, 0.1, 0.1};
    float credit_of_two[2] = {0}, credit_of_many[6] = {0};
    int32_t given[6] = {0};
    for (int n = 0; n < 500; n++) {
        int32_t of_many = tl_deal(many, 6, credit_of_many);
        assert_int_equal(tl_deal(two, 2, credit_of_two) == 0, of_many == 0);
        given[of_many]++;
    }
    assert_int_equal(given[0], 300);
    assert_int_equal(given[3], 0);
    assert_int_equal(given[1] + given[2] + given[4] + given[5], 200);
}

/* At the start each area's recipients are dealt by share to a person, and firms with equal shares differ by one at most. */
static void recipients_are_dealt_by_share(void **state)
{
    (void)state;
    tl_Config config = config_with_market(market_of_firms(TL_SMALL_FIRM, 5, 7));
    tl_Simulation s = start_simulation(&config);
    int32_t counts[3][8];
    count_recipients(&s.world, counts);
    for (int32_t area = 0; area < 3; area++) {
        int32_t all = s.world.area_start_recipients[area];
        assert_true(abs(2 * counts[area][0] - all) <= 1);
        for (int32_t i = 1; i <= 7; i++) {
            assert_true(i > 5 ? counts[area][i] == 0 : abs(10 * counts[area][i] - all) <= 10);
            assert_true(i > 5 || abs(counts[area][i] - counts[area][1]) <= 1);
        }
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* So are newcomers, and the most that a provider may be given is never exceeded. */
static void newcomers_are_given_in_turn(void **state)
{
    (void)state;
    tl_Config config = config_with_market(market_of_firms(TL_SMALL_FIRM, 5, 7));
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    tl_Rng rng = tl_rng(7);
    int32_t counts[3][8];
    count_recipients(w, counts);
    for (int32_t area = 0; area < 3; area++) {
        int32_t given[8]; /* the first ones among them */
        memcpy(given, counts[area], sizeof given);
        for (int32_t round = 0; round < 40; round++) {
            int32_t newcomers = (int32_t)(tl_rng_uniform(&rng) * 30.0), most[8], before[8];
            memcpy(before, given, sizeof before);
            for (int32_t i = 0; i < 8; i++) {
                most[i] = tl_provider_most(w, area, i, newcomers);
            }
            for (int32_t n = 0; n < newcomers; n++) {
                given[tl_provider_in_turn(w, area)]++;
                for (int32_t i = 2; i <= 5; i++) {
                    assert_true(abs(given[i] - given[1]) <= 1);
                }
            }
            for (int32_t i = 0; i < 8; i++) {
                assert_true(given[i] - before[i] <= most[i]);
            }
        }
        assert_int_equal(given[6] + given[7], 0);
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Sizes stay: after years each part has its share of the newcomers. */
static void parts_keep_their_sizes(void **state)
{
    (void)state;
    tl_Config config = config_with_market((tl_Market){.part_count = 3, .parts = {0.5, 0.3, 0.2}});
    config_set(&config, "run.days", 364.0);
    tl_Simulation s = start_simulation(&config);
    assert_int_equal(tl_simulation_run(&s, NULL), TL_OK);
    int32_t counts[3][8], all = 0, of[3] = {0};
    count_recipients(&s.world, counts);
    for (int32_t area = 0; area < 3; area++) {
        for (int32_t i = 0; i < 3; i++) {
            of[i] += counts[area][i];
            all += counts[area][i];
        }
    }
    for (int32_t i = 0; i < 3; i++) {
        assert_near((double)of[i] / all, config.market.parts[i], 0.06);
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* A provider that leaves is given nobody more, and the others its share. */
static void who_leaves_is_given_nobody(void **state)
{
    (void)state;
    tl_Config config = config_with_market(market_of_firms(TL_SMALL_FIRM, 2, 2));
    tl_Simulation s = start_simulation(&config);
    int32_t given[3] = {0};
    tl_provider_leaves(&s.world, 1);
    assert_int_equal(tl_provider_most(&s.world, 0, 1, 10), 0);
    for (int32_t n = 0; n < 30; n++) {
        given[tl_provider_in_turn(&s.world, 0)]++;
    }
    assert_int_equal(given[0], 20);
    assert_int_equal(given[1], 0);
    assert_int_equal(given[2], 10);
    tl_provider_leaves(&s.world, 2);
    s.world.provider_share[0] = 0.0; /* nobody has a share: all to the municipality */
    assert_int_equal(tl_provider_in_turn(&s.world, 0), 0);
    assert_int_equal(tl_provider_most(&s.world, 0, 0, 10), 10);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_market_of_one_is_none),
        cmocka_unit_test(kinds_are_spread_over_the_numbers),
        cmocka_unit_test(firms_exist_before_the_arrangement),
        cmocka_unit_test(firms_have_a_practice_of_their_own),
        cmocka_unit_test(turns_follow_shares),
        cmocka_unit_test(the_first_is_dealt_to_apart),
        cmocka_unit_test(recipients_are_dealt_by_share),
        cmocka_unit_test(newcomers_are_given_in_turn),
        cmocka_unit_test(parts_keep_their_sizes),
        cmocka_unit_test(who_leaves_is_given_nobody),
    };
    return cmocka_run_group_tests_name("providers", tests, NULL, NULL);
}
