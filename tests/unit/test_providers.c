/* Providers: who is dealt whom, whose posts are whose, where units stand, managers, and that none of it is there without
 * a market. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/market/providers.h"
#include "core/numbers/rng.h"
#include "core/world/people.h"
#include "core/world/regroup.h"
#include "core/world/transfer.h"
#include "support/testlib.h"

static tl_Config config_of(tl_Market market)
{
    tl_Config config = small_config("municipality.recipients", 200.0, "municipality.areas", 3.0,
                                    "run.burn_in_days", 28.0, "run.days", 56.0, NULL);
    config.market = market;
    config.market.given = true;
    return config;
}

/* Half with the municipality, the rest in equal parts with firms of one kind. */
static tl_Market firms_of(tl_ProviderKind kind, int32_t active, int32_t potential)
{
    tl_Market market = {.externals = active, .share = active > 0 ? 0.5 : 0.0};
    market.firms[kind] = potential;
    return market;
}

/* The same sizes, all of them the municipality's. */
static tl_Market parts_like(int32_t firms)
{
    tl_Market market = {.part_count = firms + 1, .parts = {0.5}};
    for (int32_t i = 1; i <= firms; i++) {
        market.parts[i] = 0.5 / firms;
    }
    return market;
}

static tl_Simulation start(const tl_Config *config)
{
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, 0, 1, NULL), TL_OK);
    return s;
}

static void assert_same_digests(const tl_Config *a, const tl_Config *b)
{
    assert_true(digest_of(a, 0, 1, NULL) == digest_of(b, 0, 1, NULL));
}

/* The same happens to people and staff, whatever is paid for it. */
static void assert_same_care(tl_Config *a, tl_Config *b)
{
    config_without_conduct(a);
    config_without_conduct(b);
    tl_Counters first = totals_of(a, 0), second = totals_of(b, 0);
    forget_money(&first);
    forget_money(&second);
    assert_memory_equal(&first, &second, sizeof first);
}

/* ---- off ------------------------------------------------------------------------------------------------ */

/* One provider is what there is without a market, and firms that only might be there change nothing. */
static void a_market_of_one_is_none(void **state)
{
    (void)state;
    tl_Config off = config_of((tl_Market){0}), on = config_of((tl_Market){0}),
              part = config_of((tl_Market){.part_count = 1, .parts = {1.0}}),
              potential = config_of(firms_of(TL_SMALL_FIRM, 0, 9));
    off.market.given = false;
    assert_same_digests(&off, &part);
    assert_same_care(&off, &on);
    assert_same_care(&off, &potential);
    tl_config_free(&off);
    tl_config_free(&on);
    tl_config_free(&part);
    tl_config_free(&potential);
}

/* ---- who there is --------------------------------------------------------------------------------------- */

static void kinds_are_spread_over_the_numbers(void **state)
{
    (void)state;
    tl_Config config = config_of((tl_Market){.externals = 5, .share = 0.5});
    config.market.firms[TL_SMALL_FIRM] = 16;
    config.market.firms[TL_LARGE_FIRM] = 4;
    config.market.firms[TL_NONPROFIT] = 2;
    tl_Simulation s = start(&config);
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
    tl_Config few = config_of(firms_of(TL_SMALL_FIRM, 2, 8)), many = config_of(firms_of(TL_SMALL_FIRM, 8, 8));
    tl_Simulation a = start(&few), b = start(&many);
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
    tl_Config config = config_of(firms_of(TL_LARGE_FIRM, 2, 2));
    tl_Simulation s = start(&config);
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
    s = start(&config);
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

static void count_by_area(const tl_World *w, int32_t counts[3][8])
{
    memset(counts, 0, 3 * 8 * sizeof(int32_t));
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        for (int32_t i = 0; i < w->unit_recipient_room[unit]; i++) {
            int32_t r = w->unit_first_recipient[unit] + i;
            if (w->recipient_id[r] != 0) {
                counts[w->recipient_area[r]][w->unit_provider[unit]]++;
            }
        }
    }
}

/* At the start each area's recipients are dealt by share to a person, and firms with equal shares differ by one at most. */
static void recipients_are_dealt_by_share(void **state)
{
    (void)state;
    tl_Config config = config_of(firms_of(TL_SMALL_FIRM, 5, 7));
    tl_Simulation s = start(&config);
    int32_t counts[3][8];
    count_by_area(&s.world, counts);
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
    tl_Config config = config_of(firms_of(TL_SMALL_FIRM, 5, 7));
    tl_Simulation s = start(&config);
    tl_World *w = &s.world;
    tl_Rng rng = tl_rng(7);
    int32_t counts[3][8];
    count_by_area(w, counts);
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
    tl_Config config = config_of((tl_Market){.part_count = 3, .parts = {0.5, 0.3, 0.2}});
    config_set(&config, "run.days", 364.0);
    tl_Simulation s = start(&config);
    assert_int_equal(tl_simulation_run(&s, NULL), TL_OK);
    int32_t counts[3][8], all = 0, of[3] = {0};
    count_by_area(&s.world, counts);
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
    tl_Config config = config_of(firms_of(TL_SMALL_FIRM, 2, 2));
    tl_Simulation s = start(&config);
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

/* ---- posts ---------------------------------------------------------------------------------------------- */

static int32_t staff_with(const tl_World *w, uint64_t id)
{
    for (int32_t staff = 0; staff < (int32_t)w->sizes.STAFF; staff++) {
        if (w->staff_id[staff] == id) {
            return staff;
        }
    }
    return -1;
}

/* Every post of the market's world that the other world has too holds the same person; how many of those do. */
static int32_t assert_same_people(const tl_World *w, const tl_World *other, int32_t provider)
{
    int32_t same = 0;
    for (int32_t staff = 0; staff < (int32_t)w->sizes.STAFF; staff++) {
        if (w->staff_id[staff] != 0 && w->unit_provider[w->staff_unit[staff]] == provider) {
            int32_t row = staff_with(other, w->staff_id[staff]);
            same += row >= 0;
            assert_true(row < 0 || w->staff_birth[staff] == other->staff_birth[row]);
            assert_true(row < 0 || other->unit_provider[other->staff_unit[row]] == provider);
        }
    }
    return same;
}

static int32_t posts_of(const tl_World *w, int32_t provider)
{
    int32_t posts = 0;
    for (int32_t staff = 0; staff < (int32_t)w->sizes.STAFF; staff++) {
        posts += w->staff_post[staff] != 0 && w->unit_provider[w->staff_unit[staff]] == provider;
    }
    return posts;
}

/* The municipality's posts hold the same people whoever else there is, and a firm's tenth post the same person however
 * large it is. No two posts have one id. */
static void posts_hold_the_same_people_in_every_arm(void **state)
{
    (void)state;
    tl_Config alone = config_of((tl_Market){0}), few = config_of(firms_of(TL_LARGE_FIRM, 1, 4)),
              many = config_of(firms_of(TL_LARGE_FIRM, 4, 4));
    tl_Simulation a = start(&alone), b = start(&few), c = start(&many);
    assert_int_equal(assert_same_people(&b.world, &a.world, 0), posts_of(&b.world, 0));
    assert_int_equal(assert_same_people(&c.world, &b.world, 0), posts_of(&b.world, 0));
    assert_true(posts_of(&b.world, 1) > posts_of(&c.world, 1));
    assert_true(posts_of(&c.world, 1) > 4);
    assert_int_equal(assert_same_people(&c.world, &b.world, 1), posts_of(&c.world, 1));
    for (int32_t staff = 0; staff < (int32_t)c.world.sizes.STAFF; staff++) {
        assert_true(c.world.staff_id[staff] == 0 || staff_with(&c.world, c.world.staff_id[staff]) == staff);
    }
    tl_simulation_free(&a);
    tl_simulation_free(&b);
    tl_simulation_free(&c);
    tl_config_free(&alone);
    tl_config_free(&few);
    tl_config_free(&many);
}

/* ---- units ---------------------------------------------------------------------------------------------- */

/* Day after day every recipient has one provider, and whoever comes is of that provider (assert_world_valid). */
static void live(tl_Config *config)
{
    tl_Simulation s = start(config);
    while (s.world.day < tl_config_total_days(config)) {
        assert_world_valid(&s.world);
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    }
    assert_world_valid(&s.world);
    tl_simulation_free(&s);
}

static void worlds_with_a_market_are_valid_every_day(void **state)
{
    (void)state;
    for (int32_t world = 0; world < 24; world++) {
        tl_Rng rng = tl_rng((uint64_t)world);
        tl_Market market = {.externals = (int32_t)(tl_rng_uniform(&rng) * 6.0)};
        market.firms[TL_SMALL_FIRM] = (int32_t)(tl_rng_uniform(&rng) * 5.0);
        market.firms[TL_LARGE_FIRM] = (int32_t)(tl_rng_uniform(&rng) * 5.0);
        market.firms[TL_NONPROFIT] = 6;
        market.share = market.externals > 0 ? tl_rng_uniform(&rng) * 1.2 : 0.0;
        market.share = fmin(market.share, 1.0); /* often all of it */
        tl_Config config =
            config_of(world % 3 == 0 ? parts_like((int32_t)(1.0 + tl_rng_uniform(&rng) * 20.0)) : market);
        config_set(&config, "seed", world);
        config_set(&config, "municipality.recipients", floor(3.0 + 80.0 * tl_rng_uniform(&rng)));
        config_set(&config, "municipality.areas", floor(1.0 + 4.0 * tl_rng_uniform(&rng)));
        config_set(&config, "municipality.outlying_areas", tl_rng_uniform(&rng) < 0.3 ? 1.0 : 0.0);
        config_set(&config, "provider.spans", floor(3.0 * tl_rng_uniform(&rng)));
        config_set(&config, "demography.inflow_per_year", 0.2 + 3.0 * tl_rng_uniform(&rng));
        config_set(&config, "run.days", 35.0);
        live(&config);
        tl_config_free(&config);
    }
}

/* Where firms do as the municipality does, it makes no difference whose they are. */
static void the_owner_is_only_a_name(void **state)
{
    (void)state;
    tl_Config parts = config_of(parts_like(4)), firms = config_of(firms_of(TL_LARGE_FIRM, 4, 9)),
              small = config_of(firms_of(TL_SMALL_FIRM, 4, 4)), one_unit = config_of(parts_like(4));
    config_set(&firms, "provider.practice_sd", 0.0);
    assert_same_care(&parts, &firms);
    config_set(&small, "provider.practice_sd", 0.0);
    config_set(&one_unit, "provider.spans", TL_provider_spans_one_unit);
    assert_same_care(&small, &one_unit);
    assert_true(digest_of(&parts, 0, 1, NULL) != digest_of(&one_unit, 0, 1, NULL));
    tl_config_free(&parts);
    tl_config_free(&firms);
    tl_config_free(&small);
    tl_config_free(&one_unit);
}

enum { NUMBERED = 16 };

/* Mean of a measure over replicates, and the variance of that mean. */
static double mean_over_replicates(const tl_Config *config, const char *measure, double *variance)
{
    double sum = 0.0, squares = 0.0;
    for (int replicate = 0; replicate < NUMBERED; replicate++) {
        tl_Counters totals = totals_of(config, replicate);
        double own = measure_of(&totals, measure, (double)config->run.days);
        sum += own;
        squares += own * own;
    }
    double mean = sum / NUMBERED;
    *variance = (squares / NUMBERED - mean * mean) / (NUMBERED - 1);
    return mean;
}

/* Which number a part has decides who its people are, and nothing that shows over replicates. */
static void numbers_are_only_names(void **state)
{
    (void)state;
    static const char *const measures[] = {"missed_share", "satisfied", "staff_met", "strain", "cost"};
    tl_Config there = config_of((tl_Market){.part_count = 3, .parts = {0.5, 0.35, 0.15}}),
              back = config_of((tl_Market){.part_count = 3, .parts = {0.5, 0.15, 0.35}});
    assert_true(digest_of(&there, 0, 1, NULL) != digest_of(&back, 0, 1, NULL));
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        double variance[2];
        double difference = mean_over_replicates(&there, measures[i], &variance[0]) -
                            mean_over_replicates(&back, measures[i], &variance[1]);
        assert_true(fabs(difference) <= 4.0 * sqrt(variance[0] + variance[1]));
    }
    tl_config_free(&there);
    tl_config_free(&back);
}

/* A unit that serves one area is a unit of that area. */
static void one_area_is_served_alike(void **state)
{
    (void)state;
    tl_Config by_area = config_of(parts_like(3)), one_unit = config_of(parts_like(3));
    config_set(&by_area, "municipality.areas", 1.0);
    config_set(&one_unit, "municipality.areas", 1.0);
    config_set(&by_area, "provider.spans", TL_provider_spans_by_area);
    config_set(&one_unit, "provider.spans", TL_provider_spans_one_unit);
    assert_same_digests(&by_area, &one_unit);
    tl_config_free(&by_area);
    tl_config_free(&one_unit);
}

/* Areas lie in a square spiral, and a unit finds the homes of another area as far away as that is. */
static void areas_lie_in_a_spiral(void **state)
{
    (void)state;
    static const int at[][2] = {{0, 0},   {1, 0},  {1, 1},  {0, 1},  {-1, 1}, {-1, 0},
                                {-1, -1}, {0, -1}, {1, -1}, {2, -1}, {2, 0}};
    tl_Config config = config_of(firms_of(TL_SMALL_FIRM, 2, 2));
    config_set(&config, "municipality.areas", 11.0);
    config_set(&config, "municipality.area_distance_min", 10.0);
    tl_Simulation s = start(&config);
    tl_World *w = &s.world;
    for (int32_t area = 0; area < 11; area++) {
        float x, y;
        tl_area_offset(w, area, 0, &x, &y);
        assert_near((double)x, 600.0 * at[area][0], 0.0);
        assert_near((double)y, 600.0 * at[area][1], 0.0);
        tl_area_offset(w, area, 4, &x, &y);
        assert_near((double)x, 600.0 * (at[area][0] + 1), 0.0);
        assert_near((double)y, 600.0 * (at[area][1] - 1), 0.0);
    }
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        for (int32_t i = 0; i < w->unit_recipients[unit]; i++) {
            int32_t r = w->unit_first_recipient[unit] + i, area = w->recipient_area[r];
            float x, y;
            tl_area_offset(w, area, w->unit_area[unit], &x, &y);
            assert_true(fabsf(w->recipient_x[r] - x) <= 0.501f * w->area_reach_s[area]);
            assert_true(fabsf(w->recipient_y[r] - y) <= 0.501f * w->area_reach_s[area]);
        }
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

static void outlying_areas_are_small_and_wide(void **state)
{
    (void)state;
    tl_Config plain = config_of((tl_Market){0}), config = config_of((tl_Market){0});
    config_set(&config, "municipality.outlying_areas", 1.0);
    tl_Simulation s = start(&config), before = start(&plain);
    const tl_World *w = &s.world;
    assert_int_equal(w->area_start_recipients[0], 83); /* 200 over 1 + 1 + .4 */
    assert_int_equal(w->area_start_recipients[1], 84);
    assert_int_equal(w->area_start_recipients[2], 33);
    for (int32_t area = 0; area < 3; area++) {
        assert_int_equal(tl_area_is_outlying(w, area), area == 2);
        assert_near((double)w->area_reach_s[area], before.world.area_reach_s[area] * (area == 2 ? 2.5 : 1.0),
                    1e-3);
    }
    tl_simulation_free(&s);
    tl_simulation_free(&before);
    tl_config_free(&plain);
    tl_config_free(&config);
}

/* Reorganisations cut each provider's people among themselves. */
static void reorganisations_keep_providers_apart(void **state)
{
    (void)state;
    tl_Config config = config_of(parts_like(2));
    tl_Reorganisation change = {
        .name = "recut", .day = 7, .pool_size = 5, .span = 10, .rule = TL_GROUP_KEEP_RELATIONS};
    config.reorganisations = calloc(1, sizeof change);
    config.reorganisations[0] = change;
    config.reorganisation_count = 1;
    tl_Simulation s = start(&config);
    while (s.world.day < 35) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    }
    int32_t before[3][8], after[3][8];
    count_by_area(&s.world, before);
    int64_t units = s.world.sizes.UNIT;
    assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    count_by_area(&s.world, after);
    assert_true(s.world.sizes.UNIT > units);
    for (int i = 0; i < 24; i++) { /* one day's comings and goings */
        assert_true(abs(before[i / 8][i % 8] - after[i / 8][i % 8]) <= 3);
    }
    assert_world_valid(&s.world);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Results follow neither threads nor how days are taken together. */
static void a_market_is_deterministic(void **state)
{
    (void)state;
    tl_Config config = config_of(firms_of(TL_SMALL_FIRM, 5, 7));
    config.market.firms[TL_LARGE_FIRM] = 2;
    config_set(&config, "demography.inflow_per_year", 2.0); /* room runs short */
    uint64_t digest = digest_of(&config, 0, 1, NULL);
    for (int threads = 2; threads <= 8; threads += 3) {
        assert_true(digest_of(&config, 0, threads, NULL) == digest);
    }
    config_set(&config, "record.period_days", 1.0);
    assert_true(digest_of(&config, 0, 2, "base") == digest);
    tl_config_free(&config);
}

/* ---- managers ------------------------------------------------------------------------------------------- */

/* The municipality's units have a manager each, the units of another provider share as many as its heads ask for. */
static void managers_are_shared(void **state)
{
    (void)state;
    tl_Config config = config_of(parts_like(1));
    config_set(&config, "organisation.span", 12.0);
    tl_Simulation s = start(&config);
    const tl_World *w = &s.world;
    double shares = 0.0, most = 0.0;
    int32_t heads = 0;
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        int32_t own = 0;
        for (int32_t i = 0; i < w->unit_staff_room[unit]; i++) {
            own += w->staff_id[w->unit_first_staff[unit] + i] != 0;
        }
        if (w->unit_provider[unit] == 1) {
            heads += own;
            shares += (double)w->unit_manager_share[unit];
            most = fmax(most, (double)w->unit_manager_share[unit]);
        }
    }
    assert_near(shares, floor(heads / 12.0 + 0.5), 1e-5);
    assert_true(most < shares);
    assert_world_valid(w);
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
        cmocka_unit_test(posts_hold_the_same_people_in_every_arm),
        cmocka_unit_test(worlds_with_a_market_are_valid_every_day),
        cmocka_unit_test(the_owner_is_only_a_name),
        cmocka_unit_test(numbers_are_only_names),
        cmocka_unit_test(one_area_is_served_alike),
        cmocka_unit_test(areas_lie_in_a_spiral),
        cmocka_unit_test(outlying_areas_are_small_and_wide),
        cmocka_unit_test(reorganisations_keep_providers_apart),
        cmocka_unit_test(a_market_is_deterministic),
        cmocka_unit_test(managers_are_shared),
    };
    return cmocka_run_group_tests_name("providers", tests, NULL, NULL);
}
