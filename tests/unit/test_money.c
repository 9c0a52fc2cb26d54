/* Money between municipality and providers, by hand: pay, rate, books, staffing, conduct, billing, finance. */
#include <math.h>
#include <string.h>

#include "core/market/bill.h"
#include "core/market/books.h"
#include "core/market/conduct.h"
#include "core/market/finance.h"
#include "core/market/pay.h"
#include "core/market/rate.h"
#include "core/market/staffing.h"
#include "core/market/takings.h"
#include "support/testlib.h"

enum { SEK_AN_HOUR = 480 };

static int64_t rate_of(double sek)
{
    return tl_round(sek * TL_ORE * TL_MICRO);
}

static int64_t ore_for(int64_t rate, int64_t seconds)
{
    int64_t micro = tl_pay(rate, seconds);
    return tl_whole_ore(&micro);
}

/* ---- pay ----------------------------------------------------------------------------------------------- */

/* Three visits of 1,800 s granted, registered 1,500, 1,800 and 2,400 s, at 480 SEK an hour and a tolerance of 1.1. */
static void three_visits_are_paid_by_hand(void **state)
{
    (void)state;
    static const int32_t registered_s[] = {1500, 1800, 2400};
    int64_t rate = rate_of(SEK_AN_HOUR), payable_s = 0;
    for (int i = 0; i < 3; i++) {
        payable_s += tl_payable_s(registered_s[i], 1800, 1.1);
    }
    assert_int_equal(payable_s, 1500 + 1800 + 1980);
    assert_int_equal(ore_for(rate, 3 * 1800), 72000);
    assert_int_equal(ore_for(rate, payable_s), 70400);
    assert_int_equal(tl_payable_s(2400, 1800, 1.0), 1800);
}

/* What is left below an ore is carried on: a thousand days of one second come to what a thousand seconds do. */
static void rests_are_carried_on(void **state)
{
    (void)state;
    int64_t rate = rate_of(SEK_AN_HOUR), rest = 0, paid = 0;
    for (int day = 0; day < 1000; day++) {
        rest += tl_pay(rate, 1);
        paid += tl_whole_ore(&rest);
        assert_in_range(rest, 0, TL_MICRO - 1);
    }
    assert_in_range(ore_for(rate, 1000) - paid, 0, 1);
}

/* No product overflows: a whole country's day at the highest rate. */
static void large_sums_fit(void **state)
{
    (void)state;
    int64_t hours = 100000, rate = rate_of(1e5);
    assert_int_equal(ore_for(rate, hours * TL_HOUR_S), hours * 100000 * TL_ORE);
    assert_int_equal(ore_for(rate, 1800), 50000 * TL_ORE);
}

static void filled_time_is_a_share_of_what_is_left(void **state)
{
    (void)state;
    assert_int_equal(tl_filled_s(1200, 1800, 0.5f), 1500);
    assert_int_equal(tl_filled_s(2000, 1800, 0.5f), 2000);
    assert_int_equal(tl_filled_s(1200, 1800, 0.0f), 1200);
    assert_int_equal(tl_filled_s(1200, 1800, -0.5f), 900);
    assert_int_equal(tl_filled_s(300, 1800, -1.0f), 0);
}

/* ---- rate ---------------------------------------------------------------------------------------------- */

/* At the rate of a base year each form pays just what the year cost, within an ore, and so does a firm with the same
 * units, whose overhead is the same share. */
static void a_rate_from_cost_pays_the_cost(void **state)
{
    (void)state;
    static const int64_t seconds[TL_PAY_FORMS] = {123456789, 98765432, 111111111, 130000000};
    int64_t production = 1234567890, overhead = 168350167; /* 12 % of the sum */
    int64_t cost = production + overhead;
    for (int form = 0; form < TL_PAY_FORMS; form++) {
        int64_t rate = tl_rate_from(cost, seconds[form], 1.0, 0);
        int64_t payment = ore_for(rate, seconds[form]);
        assert_near((double)(payment - cost), 0.0, 1.0 + 1e-6 * (double)seconds[form] / TL_HOUR_S);
        assert_near((double)payment - (double)production - 0.12 * (double)payment, 0.0, 2.0);
    }
    assert_int_equal(tl_rate_from(cost, 0, 1.0, 7), 7);
    assert_int_equal(tl_rate_from(cost, seconds[0], 0.5, 0),
                     tl_round(0.5 * (double)tl_rate_from(cost, seconds[0], 1.0, 0)));
}

/* ---- staffing ------------------------------------------------------------------------------------------ */

static void an_owner_staffs_until_the_margin_is_there(void **state)
{
    (void)state;
    tl_MonthPrices granted = {.pay_ore_per_h = 50000, .staff_ore_per_h = 30000, .client_time_share = 0.6};
    tl_MonthPrices performed = granted;
    performed.by_record = true;
    assert_near(tl_owner_shortfall(0.05, 0.05, 0.1), 0.0, 0.0); /* the fixed point */
    assert_near(tl_owner_shortfall(0.05, 0.0, 0.1), 0.5, 1e-12);
    assert_near(tl_owner_shortfall(0.05, -1.0, 0.1), 1.0, 0.0);
    assert_near(tl_owner_shortfall(0.05, 1.0, 0.1), -1.0, 0.0);
    assert_near(tl_owner_saving(&granted, 0.5), 1.0, 0.0);
    assert_near(tl_owner_saving(&performed, 0.5), 1.0 - 50.0 / 30.0 * 0.6 * 0.5, 1e-12);
    assert_near(tl_owner_saving(&performed, 30.0 / (50.0 * 0.6)), 0.0, 1e-12); /* l = c/(q b) */
    assert_true(tl_owner_saving(&performed, 1.5) < 0.0);
    assert_near(tl_owner_staffing(0.0, 0.0, 0.2), 0.0, 0.0); /* no step leaves it */
    assert_near(tl_owner_staffing(0.0, 0.01, 0.2), exp(0.01) - 1.0, 1e-12);
    assert_near(tl_owner_staffing(0.19, 0.1, 0.2), 0.2, 1e-12);
    assert_near(tl_owner_staffing(-0.19, -0.1, 0.2), -0.2, 1e-12);
}

/* ---- conduct ------------------------------------------------------------------------------------------- */

/* a_0 = -4, opportunist 3, a_D = 3: at chances felt of .75 times .553, .169 and .327. */
static void temptation_follows_its_equation(void **state)
{
    (void)state;
    tl_Config config =
        small_config("provider.conduct", -4.0, "provider.opportunism", 3.0, "provider.detection", 3.0,
                     "provider.strain_of_money", 1.0, "provider.trusting", 2.0, NULL);
    const tl_Constants *k = &config.constants;
    static const double chance[] = {0.553, 0.169, 0.327}, aim[] = {0.096, 0.201, 0.150};
    const tl_Deterrence none = {0}, trust = {.trust = 0.5};
    for (int i = 0; i < 3; i++) {
        assert_near(tl_conduct_aim(k, true, 0.0, (tl_Deterrence){.found = 0.75 * chance[i]}), aim[i], 0.0005);
    }
    assert_near(tl_conduct_aim(k, false, 0.0, none), 1.0 / (1.0 + exp(4.0)), 1e-12);
    assert_near(tl_conduct_aim(k, false, 1.0, none), 1.0 / (1.0 + exp(3.0)), 1e-12);
    assert_near(tl_conduct_aim(k, false, -1.0, none), 1.0 / (1.0 + exp(4.0)), 1e-12);
    assert_near(tl_conduct_aim(k, false, 0.0, trust), 1.0 / (1.0 + exp(5.0)), 1e-12);
    tl_config_free(&config);
}

/* ---- finance ------------------------------------------------------------------------------------------- */

static void assert_balanced(const tl_Account *a)
{
    assert_int_equal(a->paid_in + a->received + a->covered - a->clawback - a->cost - a->overhead - a->drawn,
                     a->cash);
}

/* Capital 100, a loss of 60 a month, credit 40, two months' grace: below -40 at month 3, gone at month 4. */
static void insolvency_by_hand(void **state)
{
    (void)state;
    static const int64_t cash[] = {40, -20, -80, -140};
    tl_Config config =
        small_config("finance.capital", 1.0, "finance.credit", 0.4, "finance.grace", 2.0, NULL);
    tl_Account a = {0};
    for (int month = 0; month < 4; month++) {
        a.month = (tl_Takings){.payment = 40, .cost = 90, .overhead = 10};
        tl_account_close(&config.constants, &a, true);
        assert_int_equal(a.paid_in, 100);
        assert_int_equal(a.cash, cash[month]);
        assert_balanced(&a);
        assert_int_equal(tl_account_insolvent(&config.constants, &a), month == 3);
    }
    tl_config_free(&config);
}

/* The municipality covers what its own lacks and takes what it has left. */
static void the_own_provider_is_covered(void **state)
{
    (void)state;
    tl_Config config = small_config(NULL);
    tl_Account a = {.month = {.payment = 70, .cost = 90, .overhead = 10}};
    tl_account_close(&config.constants, &a, false);
    assert_int_equal(a.covered, 30);
    assert_int_equal(a.cash, 0);
    assert_balanced(&a);
    a.month = (tl_Takings){.payment = 170, .cost = 90, .overhead = 10};
    tl_account_close(&config.constants, &a, false);
    assert_int_equal(a.covered, -40);
    assert_int_equal(a.cash, 0);
    assert_balanced(&a);
    tl_config_free(&config);
}

/* After a year owners leave three months of cost, and a margin of the year is known. */
static void owners_draw_what_is_above_the_buffer(void **state)
{
    (void)state;
    tl_Config config = small_config("finance.capital", 2.0, "finance.buffer_months", 3.0, NULL);
    tl_Account a = {0};
    for (int month = 0; month < TL_YEAR_MONTHS; month++) {
        assert_near(tl_account_year_margin(&a), 1.0, 0.0);
        a.month = (tl_Takings){.payment = 1000, .cost = 850, .overhead = 50};
        tl_account_close(&config.constants, &a, true);
        tl_account_draw(&config.constants, &a);
        assert_balanced(&a);
    }
    assert_int_equal(a.cash, 3 * 900);
    assert_int_equal(a.drawn, 2 * 900 + 12 * 100 - 3 * 900);
    assert_near(tl_account_year_margin(&a), 0.1, 1e-12);
    tl_config_free(&config);
}

/* What is claimed back is gone from cash and from the year's result, and stands in a field of its own. */
static void money_is_claimed_back(void **state)
{
    (void)state;
    tl_Config config = small_config("finance.capital", 1.0, NULL);
    tl_Account a = {.month = {.payment = 1000, .cost = 850, .overhead = 50}};
    tl_account_close(&config.constants, &a, true);
    tl_account_claim_back(&a, 70);
    assert_balanced(&a);
    assert_int_equal(a.cash, 900 + 100 - 70);
    assert_int_equal(tl_account_last_payment(&a), 1000);
    assert_int_equal(tl_account_last_result(&a), 30);
    assert_int_equal(a.claimed, 70);
    tl_account_claim_back(&a, 0);
    assert_int_equal(a.claimed, 0);
    assert_int_equal(a.clawback, 70);
    tl_config_free(&config);
}

/* Mean time until notice is 1/h, once the margin is below the limit. */
static void notice_has_its_waiting_time(void **state)
{
    (void)state;
    tl_Config config = small_config("provider.exit_margin", -0.02, "provider.exit_hazard", 2.0, NULL);
    double chance = tl_account_notice_chance(&config.constants, -0.03);
    double mean_years = TL_MONTH_DAYS / (double)TL_YEAR_DAYS * (1.0 / chance - 0.5);
    assert_near(chance, 1.0 - exp(-2.0 * TL_MONTH_DAYS / TL_YEAR_DAYS), 1e-12);
    assert_near(mean_years, 0.5, 0.002);
    assert_near(tl_account_notice_chance(&config.constants, -0.01), 0.0, 0.0);
    tl_config_free(&config);
}

/* ---- books --------------------------------------------------------------------------------------------- */

/* Parts dealt one after another come to the whole, whatever is held. */
static void parts_come_to_the_whole(void **state)
{
    (void)state;
    static const int64_t held[] = {1, 7, 0, 333, 12};
    int64_t left = 353, whole = 1000003;
    for (int i = 0; i < 5; i++) {
        int64_t part = tl_books_part(whole, held[i], left);
        assert_in_range(part, 0, whole);
        whole -= part;
        left -= held[i];
    }
    assert_int_equal(whole, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_visits_are_paid_by_hand),
        cmocka_unit_test(rests_are_carried_on),
        cmocka_unit_test(large_sums_fit),
        cmocka_unit_test(filled_time_is_a_share_of_what_is_left),
        cmocka_unit_test(a_rate_from_cost_pays_the_cost),
        cmocka_unit_test(an_owner_staffs_until_the_margin_is_there),
        cmocka_unit_test(temptation_follows_its_equation),
        cmocka_unit_test(insolvency_by_hand),
        cmocka_unit_test(the_own_provider_is_covered),
        cmocka_unit_test(owners_draw_what_is_above_the_buffer),
        cmocka_unit_test(money_is_claimed_back),
        cmocka_unit_test(notice_has_its_waiting_time),
        cmocka_unit_test(parts_come_to_the_whole),
    };
    return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}
