/* What firms expect, when they apply, what they bid and who wins: reckoned by hand. */
#include <string.h>

#include "core/market/arrangement.h"
#include "core/market/entry.h"
#include "core/market/prospect.h"
#include "core/market/providers.h"
#include "core/market/tender.h"
#include "core/numbers/num.h"
#include "core/observation/shares.h"
#include "core/purchaser/capacity.h"
#include "core/world/each.h"
#include "support/marketlib.h"

/* ---- bids ------------------------------------------------------------------------------------------------ */

/* Three bids: a dear one that promises much, a cheap one that promises little, and one in between. */
static const tl_Bid bids[] = {{.price = 1.02, .quality = 1.5, .order = 30},
                              {.price = 0.90, .quality = -0.5, .order = 20},
                              {.price = 0.97, .quality = 1.0, .order = 10}};

static void a_bid_is_scored_by_quality_and_price(void **state)
{
    (void)state;
    const double scores[3][3] = {{-0.2, 1.0, 0.3},   /* w = 0: -10 (price - 1) */
                                 {0.65, 0.25, 0.65}, /* w = 1/2: half of each */
                                 {1.5, -0.5, 1.0}};  /* w = 1: quality alone */
    const double weights[] = {0.0, 0.5, 1.0};
    for (int w = 0; w < 3; w++) {
        for (int i = 0; i < 3; i++) {
            assert_near(tl_bid_score(weights[w], &bids[i]), scores[w][i], 1e-12);
        }
    }
    assert_int_equal(tl_award(0.0, bids, 3), 1);
    assert_int_equal(tl_award(1.0, bids, 3), 0);
    assert_int_equal(tl_award(0.4, bids, 3), 2); /* .48, .40, .58 */
    assert_int_equal(tl_award(1.0, bids + 1, 2), 1);
}

static void equals_go_by_their_hash_and_nobody_wins_without_a_bid(void **state)
{
    (void)state;
    tl_Bid alike[] = {bids[0], bids[0], bids[0]};
    alike[0].order = 7;
    alike[1].order = 5;
    alike[2].order = 9;
    assert_int_equal(tl_award(0.3, alike, 3), 1);
    alike[2].order = 1;
    assert_int_equal(tl_award(0.3, alike, 3), 2);
    assert_int_equal(tl_award(0.3, alike, 0), -1);
}

static void a_bid_is_what_care_costs_and_what_the_owner_wants(void **state)
{
    (void)state;
    tl_Constants k = {.provider_margin_target = 0.06, .bid_noise = 0.05, .bid_promise_noise = 0.5};
    const float traits[TL_TRAITS] = {1.0f, 0.0f, -0.5f, 0.5f, 1.5f};
    assert_near(tl_bid_price(&k, 0.9, 0.5, 0.0), 0.927, 1e-12);
    assert_near(tl_bid_price(&k, 0.9, 0.0, -1.0), 0.855, 1e-12);
    assert_near(tl_bid_quality(&k, traits, 0.0), 0.5, 1e-12);
    assert_near(tl_bid_quality(&k, traits, -1.0), 0.0, 1e-12);
}

/* ---- what firms expect ----------------------------------------------------------------------------------- */

/* 100 hours at 500 kronor, of which care takes 88 %, a share of 4 % overhead and 2,000 kronor of fixed overhead. */
static void a_margin_is_what_is_left(void **state)
{
    (void)state;
    tl_Prospect p = {.hours = 100.0, .pay = 50000.0, .care = 44000.0, .fixed = 2000.0, .share = 0.04};
    tl_Prospect nobody = {0};
    assert_near(tl_prospect_margin(&p), 0.04, 1e-12);
    assert_near(tl_prospect_unit_cost(&p), 46000.0 / 48000.0, 1e-12);
    assert_near(tl_prospect_margin(&nobody), -1.0, 0.0);
    p.pay = 46000.0 / 0.96; /* what the unit cost asks for leaves nothing */
    assert_near(tl_prospect_margin(&p), 0.0, 1e-12);
}

/* Half an hour's visit with seven minutes more of travel than usual, three fifths of the time booked: 14 % dearer. */
static void longer_trips_make_care_dearer(void **state)
{
    (void)state;
    assert_near(tl_dearness(0.6, 720.0, 300.0, 1800.0), 1.14, 1e-12);
    assert_near(tl_dearness(0.6, 300.0, 300.0, 1800.0), 1.0, 0.0);
}

/* ---- who applies ----------------------------------------------------------------------------------------- */

static void the_chance_to_apply_follows_the_margin(void **state)
{
    (void)state;
    tl_Constants k = {.provider_entry_per_year = 0.4, .provider_entry_margin = 5.0};
    double quarter = 0.4 * 90.0 / 365.0;
    assert_near(tl_entry_chance(&k, 0.06, 0.06), 1.0 - tl_exp(-quarter / 2.0), 1e-15);
    assert_near(tl_entry_chance(&k, 0.16, 0.06), 1.0 - tl_exp(-quarter), 1e-15);
    assert_near(tl_entry_chance(&k, 0.9, 0.06), 1.0 - tl_exp(-quarter), 1e-15);
    assert_near(tl_entry_chance(&k, -0.04, 0.06), 0.0, 0.0);
    k.provider_entry_margin = 0.0; /* it does not matter what is expected */
    assert_near(tl_entry_chance(&k, -0.9, 0.06), 1.0 - tl_exp(-quarter / 2.0), 1e-15);
}

/* A municipality in which care pays everywhere, with many firms that might come. */
static tl_Config open_config(int32_t firms)
{
    tl_Config config = config_with_market((tl_Market){.lov = {.given = true, .opens = 0}});
    config.market.firms[TL_SMALL_FIRM] = firms;
    config_set(&config, "provider.entry_margin", 0.0);
    config_set(&config, "provider.entry_per_year", 2.0);
    config_set(&config, "provider.overhead_small", 0.0);
    config_set(&config, "municipality.area_distance_min", 0.0);
    return config;
}

/* Quarters until each of 120 firms has applied, when nothing stands in their way: 1/p on the mean. */
static void a_firm_waits_as_long_as_its_chance_says(void **state)
{
    (void)state;
    tl_Config config = open_config(120);
    tl_Simulation s = start_simulation(&config);
    double p = tl_entry_chance(&config.constants, 0.0, 0.0), quarters = 0.0, count = 0.0;
    tl_World *w = &s.world;
    for (int quarter = 1; quarter <= 120; quarter++) {
        w->day = 90 * quarter;
        tl_entry_month(w, 0);
        TL_EACH_ROW(provider, 1, (int32_t)w->sizes.PROVIDER) {
            if (w->provider_status[provider] == TL_WAITING) {
                quarters += quarter;
                count++;
                w->provider_status[provider] = TL_GONE; /* as insolvent as can be: it does not return */
                w->provider_account[provider].ending = TL_INSOLVENT;
            }
        }
    }
    assert_true(count == 120.0);
    double error = 4.0 / p * 1.0 / 10.95; /* four times the standard deviation over the root of 120 */
    assert_near(quarters / count, 1.0 / p, error);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

static int32_t waiting(const tl_World *w)
{
    int32_t count = 0;
    TL_EACH_ROW(provider, 1, (int32_t)w->sizes.PROVIDER) {
        count += w->provider_status[provider] == TL_WAITING;
    }
    return count;
}

static void no_more_apply_than_there_are_slots(void **state)
{
    (void)state;
    tl_Config config = open_config(40);
    config.market.lov.slots = 3;
    config_set(&config, "provider.entry_per_year", 100.0);
    tl_Simulation s = start_simulation(&config);
    s.world.day = 30;
    tl_entry_month(&s.world, 0); /* no quarter */
    assert_int_equal(waiting(&s.world), 0);
    s.world.day = 90;
    tl_entry_month(&s.world, 0);
    assert_int_equal(waiting(&s.world), 3);
    s.world.day = 180;
    tl_entry_month(&s.world, 0);
    assert_int_equal(waiting(&s.world), 3);
    assert_int_equal(s.world.municipality_purchaser[0].applications, 3);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* An insolvent firm never, one whose contract the purchaser ended as the law says, any other always. */
static void who_left_may_return_by_why(void **state)
{
    (void)state;
    tl_Config config = open_config(3);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    const tl_Ending why[] = {TL_INSOLVENT, TL_GAVE_UP, TL_TERMINATED, TL_NOT_RENEWED, TL_ABOLISHED};
    for (int readmit = 0; readmit < 2; readmit++) {
        w->unit_regime[0].market_readmit = readmit;
        const bool may[] = {false, true, readmit != 0, true, true};
        for (int i = 0; i < 5; i++) {
            w->provider_account[1].ending = (int32_t)why[i];
            assert_int_equal(tl_may_return(w, 1), may[i]);
        }
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Two firms that might come for a lot of 150 days: let on day 30, from day 90 on. */
static tl_Config config_of_a_lot(void)
{
    tl_Lot north = lot_of("north", 1, 0.3, 0);
    Tendered tender = tender_of(1, &north);
    tl_Config config = open_config(2);
    market_add_tender(&config.market, tender.terms, tender.lots);
    config_set(&config, "reimbursement.own_cost_share", 1.5);
    return config;
}

/* The first firm has left since it won the lot from day 118 on, counted from the burn-in; the second may bid. */
static void leave_after_award(tl_World *w, tl_Ending why)
{
    w->provider_status[1] = TL_GONE;
    w->provider_account[1].ending = (int32_t)why;
    w->provider_contract[1].won = tl_lot_number(0, 0);
    w->provider_contract[1].won_begins = 118;
}

/* Its award is void: the place is let anew, 60 days before the new start as the first time, and the insolvent firm bids for it no more. */
static void an_insolvent_firm_has_no_lot_to_begin(void **state)
{
    (void)state;
    tl_Config config = config_of_a_lot();
    for (int insolvent = 0; insolvent < 2; insolvent++) {
        tl_Simulation s = start_simulation(&config);
        const tl_Contract *first = &s.world.provider_contract[1], *second = &s.world.provider_contract[2];
        leave_after_award(&s.world, insolvent ? TL_INSOLVENT : TL_GAVE_UP);
        s.world.day = 90; /* neither the month of the tender nor that of the start */
        tl_tenders_month(&s.world, 0);
        assert_int_equal(first->won, insolvent ? 0 : tl_lot_number(0, 0));
        assert_int_equal(second->won, insolvent ? tl_lot_number(0, 0) : 0);
        assert_int_equal(second->won_begins, insolvent ? 150 : 0);
        tl_simulation_free(&s);
    }
    tl_config_free(&config);
}

/* Whoever is authorised has no award any longer. */
static void a_firm_with_an_award_does_not_apply(void **state)
{
    (void)state;
    tl_Config config = config_of_a_lot();
    config_set(&config, "provider.entry_per_year", 100.0);
    tl_Simulation s = start_simulation(&config);
    leave_after_award(&s.world, TL_GAVE_UP);
    s.world.day = 90;
    tl_entry_month(&s.world, 0);
    assert_int_equal(waiting(&s.world), 1);
    assert_int_equal(s.world.provider_contract[1].won, tl_lot_number(0, 0));
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Care in an outlying area costs more than it brings in, until the supplement pays for the travel. */
static void firms_leave_out_areas_that_do_not_pay(void **state)
{
    (void)state;
    for (int paid = 0; paid < 2; paid++) {
        tl_Config config = open_config(30);
        config_set(&config, "municipality.outlying_areas", 1.0);
        config_set(&config, "provider.entry_per_year", 100.0);
        config_set(&config, "reimbursement.outlying_supplement", paid * 0.3);
        tl_Simulation s = start_simulation(&config);
        int32_t outlying = 0;
        s.world.day = 90;
        tl_entry_month(&s.world, 0);
        TL_EACH_ROW(provider, 1, (int32_t)s.world.sizes.PROVIDER) {
            s.world.provider_status[provider] =
                s.world.provider_status[provider] == TL_WAITING ? TL_ACTIVE : TL_POTENTIAL;
            outlying += tl_provider_serves(&s.world, provider, 2);
        }
        assert_int_equal(outlying > 0, paid);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* ---- the purchaser's time -------------------------------------------------------------------------------- */

static void letting_takes_its_hours_over_months(void **state)
{
    (void)state;
    tl_Constants k = {.purchaser_apply_h = 60.0, .purchaser_tender_h = 600.0, .purchaser_bid_h = 80.0};
    assert_near(tl_letting_min(&k, 2, 1, 5), 60.0 * (120.0 + 600.0 + 400.0), 1e-9);
    double left = 600.0, done = 0.0;
    assert_near(tl_letting_now(left), 100.0, 1e-12);
    for (int month = 0; month < 60 && left > 0.0; month++) {
        double now = tl_letting_now(left);
        left -= now;
        done += now;
    }
    assert_near(left, 0.0, 0.0);
    assert_near(done, 600.0, 1e-9);
}

static void concentration_is_the_sum_of_squares(void **state)
{
    (void)state;
    tl_Spread spread = {.sum = 10.0, .squares = 36.0 + 9.0 + 1.0}, nobody = {0};
    assert_near(tl_concentration(&spread), 0.46, 1e-12);
    assert_near(tl_concentration(&nobody), 0.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bid_is_scored_by_quality_and_price),
        cmocka_unit_test(equals_go_by_their_hash_and_nobody_wins_without_a_bid),
        cmocka_unit_test(a_bid_is_what_care_costs_and_what_the_owner_wants),
        cmocka_unit_test(a_margin_is_what_is_left),
        cmocka_unit_test(longer_trips_make_care_dearer),
        cmocka_unit_test(the_chance_to_apply_follows_the_margin),
        cmocka_unit_test(a_firm_waits_as_long_as_its_chance_says),
        cmocka_unit_test(no_more_apply_than_there_are_slots),
        cmocka_unit_test(who_left_may_return_by_why),
        cmocka_unit_test(an_insolvent_firm_has_no_lot_to_begin),
        cmocka_unit_test(a_firm_with_an_award_does_not_apply),
        cmocka_unit_test(firms_leave_out_areas_that_do_not_pay),
        cmocka_unit_test(letting_takes_its_hours_over_months),
        cmocka_unit_test(concentration_is_the_sum_of_squares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
