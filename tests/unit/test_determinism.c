/* The same bits for every thread count and kernel, whatever is recorded; equal regimes differ by nothing; and
 * the golden digests. Compilers and optimisation levels are compared by tests/support/compilers.sh against the same
 * golden digests. */
#include <stdlib.h>
#include <string.h>

#include "support/testlib.h"

/* A digest changes only in a commit that names the mechanism and raises TL_MODEL_VERSION. Of two replicates, and of one with
 * a market. */
static const uint64_t GOLDEN[] = {0x45dc7df01d7accca, 0xdf88bb6cbab807a6, 0x0f9794fa16af2a2a};
enum { REPLICATES = 2, OF_MARKET = 2 };

static tl_Config golden_config(void)
{
    return small_config("municipality.recipients", 150.0, "run.days", 112.0, "run.burn_in_days", 42.0, NULL);
}

/* Firms of every kind are paid for what they register, and outlying areas are served from others. */
static tl_Config market_config(void)
{
    tl_Config config = golden_config();
    config_set(&config, "municipality.areas", 3.0);
    config_set(&config, "municipality.outlying_areas", 1.0);
    config_set(&config, "reimbursement.form", TL_reimbursement_form_performed);
    config_set(&config, "finance.capital", 0.5);
    config.market = (tl_Market){.given = true,
                                .externals = 4,
                                .share = 0.5,
                                .firms = {[TL_SMALL_FIRM] = 3, [TL_LARGE_FIRM] = 2, [TL_NONPROFIT] = 1}};
    return config;
}

static void assert_golden(const tl_Config *config, int golden)
{
    uint64_t digest = digest_of(config, golden % REPLICATES, 1, "base");
    if (digest != GOLDEN[golden]) {
        print_error("golden %d: 0x%016llx instead of 0x%016llx\n", golden, (unsigned long long)digest,
                    (unsigned long long)GOLDEN[golden]);
    }
    assert_true(digest == GOLDEN[golden]);
}

static void golden_digests(void **state)
{
    (void)state;
    tl_Config config = golden_config(), market = market_config();
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
        assert_golden(&config, replicate);
    }
    assert_golden(&market, OF_MARKET);
    tl_config_free(&config);
    tl_config_free(&market);
}

/* With a market, too, nothing hangs on threads, kernels or how days are taken together. */
static void a_market_is_the_same_everywhere(void **state)
{
    (void)state;
    tl_Config config = market_config();
    for (int threads = 2; threads <= 8; threads += 3) {
        assert_true(digest_of(&config, 0, threads, NULL) == GOLDEN[OF_MARKET]);
    }
    config_set(&config, "record.period_days", 1);
    assert_true(digest_of(&config, 0, 1, NULL) == GOLDEN[OF_MARKET]);
    tl_config_free(&config);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    tl_Config config = small_config("municipality.recipients", 400.0, "municipality.areas", 4.0, NULL);
    uint64_t one = digest_of(&config, 0, 1, NULL);
    assert_true(digest_of(&config, 0, 2, NULL) == one);
    assert_true(digest_of(&config, 0, 7, NULL) == one);
    tl_config_free(&config);
}

static void kernels_change_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"base", "avx2"};
    tl_Config config = golden_config();
    for (int i = 0; i < 2; i++) {
        if (tl_plan_kernel(names[i]) != NULL) {
            assert_true(digest_of(&config, 0, 1, names[i]) == GOLDEN[0]);
        }
    }
    tl_config_free(&config);
}

static bool look(void *context, const tl_Period *period)
{
    *(int64_t *)context += period->unit_count;
    return true;
}

static bool look_closer(void *context, const tl_Snapshot *snapshot)
{
    *(int64_t *)context += snapshot->recipient_count + snapshot->employee_count;
    return true;
}

static void recording_changes_nothing(void **state)
{
    (void)state;
    tl_Config config = golden_config();
    config_set(&config, "record.period_days", 7);
    config_set(&config, "record.snapshot_every_days", 5);
    int64_t seen = 0;
    tl_Observer observer = {.context = &seen, .period = look, .snapshot = look_closer};
    tl_Simulation simulation;
    assert_int_equal(tl_simulation_create(&simulation, &config, 0, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_run(&simulation, &observer), TL_OK);
    assert_true(tl_simulation_digest(&simulation) == GOLDEN[0]);
    assert_true(seen > 3000);
    tl_simulation_free(&simulation);
    tl_config_free(&config);
}

static void equal_regimes_differ_by_exactly_nothing(void **state)
{
    (void)state;
    tl_Config a = golden_config(), b = golden_config();
    tl_Counters of_a = totals_of(&a, 3), of_b = totals_of(&b, 3);
    assert_memory_equal(&of_a, &of_b, sizeof of_a);
    tl_config_free(&a);
    tl_config_free(&b);
}

/* The same with trust-based levers, every optional mechanism and two units that share hourly staff: a week is
 * read only when all have written it. */
static void threads_change_nothing_with_everything_on(void **state)
{
    (void)state;
    tl_Config config = golden_config();
    static const struct {
        const char *path;
        double value;
    } sets[] = {{"municipality.recipients", 400},
                {"municipality.areas", 4},
                {"organisation.hourly_share", 0.4},
                {"discretion.officer", 0.9},
                {"discretion.manager", 0.9},
                {"plan.team_planning", 1},
                {"control.check_distrust", 0.2},
                {"steering.reallocation", 1},
                {"experience.form", 1},
                {"opinion.ambiguity", 0.3},
                {"opinion.sharpness", 2},
                {"sickness.presenteeism", 0.3},
                {"drift.trusting_peers", 0.5},
                {"reform.scandal_share", 0.001},
                {"care.own_time", 0.1},
                {"opinion.competence_facet", 0.5},
                {"reform.contagion", 0.1}};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        config_set(&config, sets[i].path, sets[i].value);
    }
    uint64_t one = digest_of(&config, 0, 1, "base");
    for (int threads = 2; threads <= 7; threads += 5) {
        assert_int_equal(digest_of(&config, 0, threads, NULL), one);
    }
    tl_config_free(&config);
}

static uint64_t digest_day_by_day(const tl_Config *config)
{
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, 0, 1, NULL), TL_OK);
    for (int32_t day = 0; day < tl_config_total_days(config); day++) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    }
    uint64_t digest = tl_simulation_digest(&s);
    tl_simulation_free(&s);
    return digest;
}

/* Units that share hourly staff are taken through some days on end by one thread, whichever is free, and with several
 * providers all units of a municipality. Levers move and units are recut within; areas have one unit or several. */
static void municipalities_side_by_side_are_the_same(void **state)
{
    (void)state;
    enum { MUNICIPALITIES = 9 };
    tl_Config config = golden_config();
    tl_Change changes[2] = {
        {.parameter = tl_parameter_find("plan.continuity_weight"), .value = 4.3, .ramp_days = 40},
        {.parameter = tl_parameter_find("steering.training_min"), .value = 30.0, .day = 9}};
    tl_Reorganisation smaller = {.day = 17, .pool_size = 6, .span = 12, .rule = TL_GROUP_KEEP_RELATIONS};
    config.changes = changes;
    config.change_count = 2;
    config.reorganisations = &smaller;
    config.reorganisation_count = 1;
    tl_Profile profile = config.municipalities[0].profile;
    free(config.municipalities);
    config.municipalities = calloc(MUNICIPALITIES, sizeof *config.municipalities);
    assert_non_null(config.municipalities);
    config.municipality_count = MUNICIPALITIES;
    for (int m = 0; m < MUNICIPALITIES; m++) {
        config.municipalities[m].profile = profile;
        config.municipalities[m].profile.recipients = 30 + 12 * m;
        config.municipalities[m].profile.areas = 1 + m % 3;
    }
    config_set(&config, "organisation.hourly_share", 0.4);
    uint64_t one = 0;
    for (int providers = 1; providers <= 4; providers += 3) {
        config.market = (tl_Market){
            .given = providers > 1, .externals = providers - 1, .share = 0.3 * (providers - 1) / 3};
        config.market.firms[TL_SMALL_FIRM] = providers - 1;
        one = digest_of(&config, 0, 1, NULL);
        assert_true(digest_of(&config, 0, 2, NULL) == one);
        assert_true(digest_of(&config, 0, 7, NULL) == one);
        assert_true(digest_day_by_day(&config) == one);
    }
    config.change_count = 0;
    assert_true(digest_of(&config, 0, 1, NULL) != one);
    config.changes = NULL;
    config.reorganisations = NULL;
    config.reorganisation_count = 0;
    tl_config_free(&config);
}

static void seeds_and_replicates_do_differ(void **state)
{
    (void)state;
    tl_Config config = golden_config();
    assert_true(digest_of(&config, 1, 1, NULL) != GOLDEN[0]);
    config_set(&config, "seed", 2);
    assert_true(digest_of(&config, 0, 1, NULL) != GOLDEN[0]);
    tl_config_free(&config);
}

/* Two regimes of one seed meet the same people: arrivals, deaths and hours do not depend on the organisation.
 */
static void regimes_meet_the_same_people(void **state)
{
    (void)state;
    tl_Config a = golden_config(), b = golden_config();
    config_set(&a, "need.review_meetings", 0); /* reviews depend on how officers see the unit */
    config_set(&b, "need.review_meetings", 0);
    config_set(&b, "organisation.pool_size", 6);
    config_set(&b, "organisation.span", 20);
    config_set(&b, "plan.continuity_weight", 5);
    tl_Counters of_a = totals_of(&a, 0), of_b = totals_of(&b, 0);
    assert_int_equal(of_a.arrivals, of_b.arrivals);
    assert_int_equal(of_a.deaths, of_b.deaths);
    assert_int_equal(of_a.to_residential, of_b.to_residential);
    assert_int_equal(of_a.granted_s, of_b.granted_s);
    assert_int_equal(of_a.needed_s, of_b.needed_s);
    assert_int_equal(of_a.visits_due, of_b.visits_due);
    assert_true(of_a.staff_met_sum != of_b.staff_met_sum);
    tl_config_free(&a);
    tl_config_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_digests),
        cmocka_unit_test(a_market_is_the_same_everywhere),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(kernels_change_nothing),
        cmocka_unit_test(threads_change_nothing_with_everything_on),
        cmocka_unit_test(municipalities_side_by_side_are_the_same),
        cmocka_unit_test(recording_changes_nothing),
        cmocka_unit_test(equal_regimes_differ_by_exactly_nothing),
        cmocka_unit_test(seeds_and_replicates_do_differ),
        cmocka_unit_test(regimes_meet_the_same_people),
    };
    return cmocka_run_group_tests_name("determinism", tests, NULL, NULL);
}
