/* What providers have: whose posts are whose, where units stand and whom they serve, managers. */
#include <math.h>
#include <stdlib.h>

#include "core/market/providers.h"
#include "core/numbers/rng.h"
#include "support/marketlib.h"

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
    tl_Config alone = config_with_market((tl_Market){0}),
              few = config_with_market(market_of_firms(TL_LARGE_FIRM, 1, 4)),
              many = config_with_market(market_of_firms(TL_LARGE_FIRM, 4, 4));
    tl_Simulation a = start_simulation(&alone), b = start_simulation(&few), c = start_simulation(&many);
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
static void assert_valid_every_day(tl_Config *config)
{
    tl_Simulation s = start_simulation(config);
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
        tl_Config config = config_with_market(
            world % 3 == 0 ? market_of_parts((int32_t)(1.0 + tl_rng_uniform(&rng) * 20.0)) : market);
        config_set(&config, "seed", world);
        config_set(&config, "municipality.recipients", floor(3.0 + 80.0 * tl_rng_uniform(&rng)));
        config_set(&config, "municipality.areas", floor(1.0 + 4.0 * tl_rng_uniform(&rng)));
        config_set(&config, "municipality.outlying_areas", tl_rng_uniform(&rng) < 0.3 ? 1.0 : 0.0);
        config_set(&config, "provider.spans", floor(3.0 * tl_rng_uniform(&rng)));
        config_set(&config, "demography.inflow_per_year", 0.2 + 3.0 * tl_rng_uniform(&rng));
        config_set(&config, "run.days", 35.0);
        assert_valid_every_day(&config);
        tl_config_free(&config);
    }
}

/* Where firms do as the municipality does, it makes no difference whose they are. */
static void the_owner_is_only_a_name(void **state)
{
    (void)state;
    tl_Config parts = config_with_market(market_of_parts(4)),
              firms = config_with_market(market_of_firms(TL_LARGE_FIRM, 4, 9));
    config_set(&firms, "provider.practice_sd", 0.0);
    assert_same_care(&parts, &firms);
    tl_config_free(&parts);
    tl_config_free(&firms);
}

/* Small firms have one unit each, as parts may have. */
static void the_owner_of_one_unit_is_only_a_name(void **state)
{
    (void)state;
    tl_Config parts = config_with_market(market_of_parts(4)),
              small = config_with_market(market_of_firms(TL_SMALL_FIRM, 4, 4)),
              one_unit = config_with_market(market_of_parts(4));
    config_set(&small, "provider.practice_sd", 0.0);
    config_set(&one_unit, "provider.spans", TL_provider_spans_one_unit);
    assert_same_care(&small, &one_unit);
    assert_true(digest_of(&parts, 0, 1, NULL) != digest_of(&one_unit, 0, 1, NULL));
    tl_config_free(&parts);
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
    tl_Config there = config_with_market((tl_Market){.part_count = 3, .parts = {0.5, 0.35, 0.15}}),
              back = config_with_market((tl_Market){.part_count = 3, .parts = {0.5, 0.15, 0.35}});
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
    tl_Config by_area = config_with_market(market_of_parts(3)),
              one_unit = config_with_market(market_of_parts(3));
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
    tl_Config config = config_with_market(market_of_firms(TL_SMALL_FIRM, 2, 2));
    config_set(&config, "municipality.areas", 11.0);
    config_set(&config, "municipality.area_distance_min", 10.0);
    tl_Simulation s = start_simulation(&config);
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
    tl_Config plain = config_with_market((tl_Market){0}), config = config_with_market((tl_Market){0});
    config_set(&config, "municipality.outlying_areas", 1.0);
    tl_Simulation s = start_simulation(&config), before = start_simulation(&plain);
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
    tl_Config config = config_with_market(market_of_parts(2));
    tl_Reorganisation change = {
        .name = "recut", .day = 7, .pool_size = 5, .span = 10, .rule = TL_GROUP_KEEP_RELATIONS};
    config.reorganisations = calloc(1, sizeof change);
    config.reorganisations[0] = change;
    config.reorganisation_count = 1;
    tl_Simulation s = start_simulation(&config);
    while (s.world.day < 35) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    }
    int32_t before[3][8], after[3][8];
    count_recipients(&s.world, before);
    int64_t units = s.world.sizes.UNIT;
    assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    count_recipients(&s.world, after);
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
    tl_Config config = config_with_market(market_of_firms(TL_SMALL_FIRM, 5, 7));
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
    tl_Config config = config_with_market(market_of_parts(1));
    config_set(&config, "organisation.span", 12.0);
    tl_Simulation s = start_simulation(&config);
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
        cmocka_unit_test(posts_hold_the_same_people_in_every_arm),
        cmocka_unit_test(worlds_with_a_market_are_valid_every_day),
        cmocka_unit_test(the_owner_is_only_a_name),
        cmocka_unit_test(the_owner_of_one_unit_is_only_a_name),
        cmocka_unit_test(numbers_are_only_names),
        cmocka_unit_test(one_area_is_served_alike),
        cmocka_unit_test(areas_lie_in_a_spiral),
        cmocka_unit_test(outlying_areas_are_small_and_wide),
        cmocka_unit_test(reorganisations_keep_providers_apart),
        cmocka_unit_test(a_market_is_deterministic),
        cmocka_unit_test(managers_are_shared),
    };
    return cmocka_run_group_tests_name("units of providers", tests, NULL, NULL);
}
