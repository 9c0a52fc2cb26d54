/* Own exp and log against libm, and opinions against their definitions. */
#include <math.h>
#include <string.h>

#include "core/numbers/num.h"
#include "core/numbers/opinion.h"
#include "support/testlib.h"

/* Distance in units of the last place. */
static double ulps(double a, double b)
{
    int64_t x, y;
    memcpy(&x, &a, sizeof x);
    memcpy(&y, &b, sizeof y);
    return fabs((double)(x - y));
}

static void exp_is_within_a_few_ulp_of_libm(void **state)
{
    (void)state;
    double worst = 0.0;
    for (int i = -70000; i <= 70000; i++) {
        double x = i * 0.01 + 1e-4 * (i % 7), off = ulps(tl_exp(x), exp(x));
        worst = off > worst ? off : worst;
    }
    assert_true(worst <= 3.0);
    assert_true(tl_exp(0.0) == 1.0);
    assert_true(tl_exp(-1000.0) == 0.0);
    assert_true(tl_exp(1000.0) < (double)INFINITY);
}

static void log_is_within_a_few_ulp_of_libm(void **state)
{
    (void)state;
    double worst = 0.0;
    for (int i = 1; i <= 200000; i++) {
        double x = i * 0.0137, off = ulps(tl_log(x), log(x));
        worst = fabs(log(x)) > 1e-3 && off > worst ? off : worst;
    }
    for (int exponent = -300; exponent <= 300; exponent++) {
        double x = 1.37 * pow(10.0, exponent), off = ulps(tl_log(x), log(x));
        worst = off > worst ? off : worst;
    }
    assert_true(worst <= 4.0);
    assert_true(tl_log(1.0) == 0.0);
}

static void a_decay_halves_at_its_half_life(void **state)
{
    (void)state;
    assert_near(tl_decay(60.0, 60.0), 0.5, 1e-15);
    assert_near(tl_decay(180.0, 60.0), 0.125, 1e-15);
}

static void trust_distrust_and_uncertainty_make_one(void **state)
{
    (void)state;
    for (float r = 0.0f; r < 100.0f; r += 7.3f) {
        for (float s = 0.0f; s < 100.0f; s += 3.1f) {
            tl_Opinion o = tl_opinion(r, s, tl_prior_two_sided(2.0f));
            assert_near((double)(o.trust + o.distrust + o.uncertainty), 1.0, 3e-7);
            assert_true(tl_opinion_ambivalence(o) >= 0.0f && tl_opinion_ambivalence(o) <= 1.0f);
        }
    }
}

/* T4: with equal weights, no decay and a = 1/2, E is the mean of the Beta posterior. */
static void expectation_is_the_beta_mean(void **state)
{
    (void)state;
    tl_Opinion o = tl_opinion(7.0f, 3.0f, tl_prior_two_sided(2.0f));
    assert_near((double)tl_opinion_expectation(o, 0.5f), (7.0 + 1.0) / (7.0 + 3.0 + 2.0), 1e-7);
}

/* T2: without contact u goes to 1 and E to a. Forward decay: evidence stays, the prior grows. */
static void without_contact_uncertainty_returns(void **state)
{
    (void)state;
    float prior = (float)(2.0 / tl_decay(10.0 * 120.0, 120.0));
    tl_Opinion o = tl_opinion(20.0f, 10.0f, tl_prior_two_sided(prior));
    assert_near((double)o.uncertainty, 2048.0 / 2078.0, 1e-6);
    assert_near((double)tl_opinion_expectation(o, 0.6f), 0.6, 0.01);
}

/* T3: trust equals distrust at p = kappa/(kappa + 1). */
static void trust_equals_distrust_where_it_should(void **state)
{
    (void)state;
    for (double kappa = 0.7; kappa < 5.0; kappa += 0.6) {
        double p = kappa / (kappa + 1.0);
        tl_Opinion o = tl_opinion((float)p, (float)(kappa * (1.0 - p)), tl_prior_two_sided(2.0f));
        assert_near((double)o.trust, (double)o.distrust, 1e-7);
    }
}

/* Forward decay gives the same opinion as decay every day (E1). */
static void forward_decay_is_daily_fading(void **state)
{
    (void)state;
    double daily = 0.0, stored = 0.0, half_life = 120.0, lambda = tl_decay(1.0, half_life);
    for (int day = 0; day <= 400; day++) {
        double event = day % 3 == 0 ? 0.1 : 0.0;
        daily = lambda * daily + event;
        stored += event * tl_exp(TL_LN2 * day / half_life);
    }
    double growth = tl_exp(TL_LN2 * 400 / half_life);
    assert_near(stored / growth, daily, 1e-12);
    assert_near((double)tl_opinion((float)stored, 0.0f, tl_prior_two_sided((float)(2.0 * growth))).trust,
                daily / (daily + 2.0), 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_is_within_a_few_ulp_of_libm),
        cmocka_unit_test(log_is_within_a_few_ulp_of_libm),
        cmocka_unit_test(a_decay_halves_at_its_half_life),
        cmocka_unit_test(trust_distrust_and_uncertainty_make_one),
        cmocka_unit_test(expectation_is_the_beta_mean),
        cmocka_unit_test(without_contact_uncertainty_returns),
        cmocka_unit_test(trust_equals_distrust_where_it_should),
        cmocka_unit_test(forward_decay_is_daily_fading),
    };
    return cmocka_run_group_tests_name("num and opinion", tests, NULL, NULL);
}
