/* PCG: the published first draws, jump-ahead, and no correlation across entities. The comparison with the
 * reference implementation is in test_pcg_reference.cpp. */
#include <math.h>

#include "support/pcg.h"
#include "support/testlib.h"

static void the_published_first_draws(void **state)
{
    (void)state;
    static const uint32_t published[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330,
                                         0x83d2f293, 0xbfa4784b, 0xcbed606e};
    tl_Rng rng = pcg_reference(42, 54);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(tl_rng_u32(&rng), published[i]);
    }
}

/* A number that is given twice does not compile here. */
static const char *meaning_of(tl_Process process)
{
    switch (process) {
#define TL_PROCESS(number, NAME, name, meaning)                                                              \
    case TL_PROCESS_##NAME:                                                                                  \
        return meaning;
#include "core/numbers/processes.def"
    }
    return NULL;
}

static void each_process_has_a_number_of_its_own(void **state)
{
    (void)state;
    assert_string_equal(meaning_of(TL_PROCESS_AREA), "how dense an area is");
}

static void a_jump_equals_as_many_steps(void **state)
{
    (void)state;
    static const uint64_t steps[] = {0, 1, 2, 3, 17, 1000, 65537};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        tl_Rng walked = tl_rng(99 + i), jumped = walked;
        for (uint64_t k = 0; k < steps[i]; k++) {
            tl_rng_u32(&walked);
        }
        pcg_advance(&jumped, steps[i]);
        assert_int_equal(tl_rng_u32(&walked), tl_rng_u32(&jumped));
    }
}

typedef struct Moments {
    double sum, squares;
    int count;
} Moments;

static void add(Moments *m, double x)
{
    m->sum += x;
    m->squares += x * x;
    m->count++;
}

/* Mean and mean square within four standard errors; one square has a standard deviation of `spread`. */
static void assert_moments(const Moments *m, double mean, double square, double spread)
{
    enum { ERRORS = 4 };
    double n = m->count, sd = sqrt(square - mean * mean);
    assert_near(m->sum / n, mean, ERRORS * sd / sqrt(n));
    assert_near(m->squares / n, square, ERRORS * spread / sqrt(n));
}

/* Standard deviations of the squares: of a uniform, of the sum of four uniforms, of twelve (as if normal). */
static const double UNIFORM_SPREAD = 0.2981, NOISE_SPREAD = 1.304, NORMAL_SPREAD = 1.415;

static void uniforms_and_noise_have_their_moments(void **state)
{
    (void)state;
    enum { DRAWS = 400000 };
    tl_Rng rng = tl_rng(7);
    Moments uniform = {0}, noise = {0}, normal = {0};
    for (int i = 0; i < DRAWS; i++) {
        double u = tl_rng_uniform(&rng), z = tl_rng_noise(&rng), g = tl_rng_normal(&rng);
        assert_true(u >= 0.0 && u < 1.0 && fabs(z) < 3.5);
        add(&uniform, u);
        add(&noise, z);
        add(&normal, g);
    }
    assert_moments(&uniform, 0.5, 1.0 / 3.0, UNIFORM_SPREAD);
    assert_moments(&noise, 0.0, 1.0, NOISE_SPREAD);
    assert_moments(&normal, 0.0, 1.0, NORMAL_SPREAD);
}

/* Largest |z| of the correlation between neighbouring entities' k-th draws, k = 0 .. draws-1. */
static double worst_correlation(tl_Rng (*seeded)(uint64_t id), int entities, int draws)
{
    double worst = 0.0;
    for (int k = 0; k < draws; k++) {
        double product = 0.0, before = 0.0;
        for (int id = 0; id < entities; id++) {
            tl_Rng rng = seeded((uint64_t)id);
            pcg_advance(&rng, (uint64_t)k);
            double own = tl_rng_uniform(&rng) - 0.5;
            product += id > 0 ? own * before : 0.0;
            before = own;
        }
        double z = fabs(product * 12.0 / sqrt(entities - 1.0));
        worst = z > worst ? z : worst;
    }
    return worst;
}

static tl_Rng keyed_by_entity(uint64_t id)
{
    return tl_rng(tl_day_key(tl_process_key(1, 0, TL_PROCESS_NEED), id, 100));
}

/* Own stream, same state: the first draws of all entities are alike. */
static tl_Rng naive(uint64_t id)
{
    tl_Rng rng = {.state = 0x853c49e6748fea9bULL, .increment = 2 * id + 1};
    return rng;
}

static void neighbours_are_not_correlated(void **state)
{
    (void)state;
    assert_true(worst_correlation(keyed_by_entity, 20000, 60) < 4.5);
}

static void the_naive_seeding_is_and_this_test_sees_it(void **state)
{
    (void)state;
    assert_true(worst_correlation(naive, 20000, 60) > 8.0);
}

static tl_Rng keyed_by_day(uint64_t day)
{
    return tl_rng(tl_day_key(tl_process_key(1, 0, TL_PROCESS_NEED), 12345, (int32_t)day));
}

static tl_Rng keyed_by_replicate(uint64_t replicate)
{
    return tl_rng(tl_day_key(tl_process_key(1, replicate, TL_PROCESS_NEED), 12345, 3));
}

static void days_and_replicates_are_not_correlated(void **state)
{
    (void)state;
    assert_true(worst_correlation(keyed_by_day, 20000, 20) < 4.5);
    assert_true(worst_correlation(keyed_by_replicate, 20000, 20) < 4.5);
}

static uint64_t key_of_visit(int recipient, int day, int occasion)
{
    uint64_t need = tl_day_key(tl_process_key(1, 0, TL_PROCESS_NEED), (uint64_t)recipient, day);
    return tl_mix64(need ^ tl_process_key(1, 0, TL_PROCESS_VISIT)) + (uint64_t)occasion;
}

/* What is drawn without a generator: the k-th bits of the keys of needs and visits. */
static void bits_of_keys_have_their_moments(void **state)
{
    (void)state;
    enum { KEYS = 100000, DRAWS = 4 };
    for (uint32_t k = 0; k < DRAWS; k++) {
        Moments uniform = {0}, noise = {0}, halves = {0};
        for (int i = 0; i < KEYS; i++) {
            uint64_t bits = tl_bits(key_of_visit(i / 20, i / 5 % 4, i % 5), k);
            double u = tl_upper(bits), v = tl_lower(bits), z = tl_noise(bits);
            assert_true(u >= 0.0 && u < 1.0 && v >= 0.0 && v < 1.0 && fabs(z) < 3.5);
            add(&uniform, u);
            add(&noise, z);
            add(&halves, 12.0 * (u - 0.5) * (v - 0.5));
        }
        assert_moments(&uniform, 0.5, 1.0 / 3.0, UNIFORM_SPREAD);
        assert_moments(&noise, 0.0, 1.0, NOISE_SPREAD);
        assert_near(halves.sum / KEYS, 0.0, 4.0 / sqrt(KEYS)); /* the two halves are not correlated */
    }
}

static double bits_of_recipient(int i, uint32_t k)
{
    return tl_upper(tl_bits(key_of_visit(i, 3, 0), k));
}

static double bits_of_day(int i, uint32_t k)
{
    return tl_upper(tl_bits(key_of_visit(7, i, 0), k));
}

static double bits_of_occasion(int i, uint32_t k)
{
    return tl_upper(tl_bits(key_of_visit(i / 6, 3, i % 6), k));
}

/* Neither across recipients, days and occasions, nor between the first and the next bits of a key. */
static void bits_of_keys_are_not_correlated(void **state)
{
    (void)state;
    enum { KEYS = 20000, DRAWS = 4 };
    double (*const draws[])(int, uint32_t) = {bits_of_recipient, bits_of_day, bits_of_occasion};
    for (int of = 0; of < 3; of++) {
        for (uint32_t k = 0; k < DRAWS; k++) {
            double lagged = 0.0, within = 0.0;
            for (int i = 1; i < KEYS; i++) {
                double own = draws[of](i, k) - 0.5;
                lagged += own * (draws[of](i - 1, k) - 0.5);
                within += own * (draws[of](i, k + 1) - 0.5);
            }
            assert_true(fabs(lagged * 12.0 / sqrt(KEYS)) < 4.0);
            assert_true(fabs(within * 12.0 / sqrt(KEYS)) < 4.0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_first_draws),
        cmocka_unit_test(each_process_has_a_number_of_its_own),
        cmocka_unit_test(a_jump_equals_as_many_steps),
        cmocka_unit_test(uniforms_and_noise_have_their_moments),
        cmocka_unit_test(neighbours_are_not_correlated),
        cmocka_unit_test(the_naive_seeding_is_and_this_test_sees_it),
        cmocka_unit_test(days_and_replicates_are_not_correlated),
        cmocka_unit_test(bits_of_keys_have_their_moments),
        cmocka_unit_test(bits_of_keys_are_not_correlated),
    };
    return cmocka_run_group_tests_name("rng", tests, NULL, NULL);
}
