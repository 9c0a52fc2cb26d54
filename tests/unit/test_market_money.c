/* Money in worlds that run: it adds up to the ore on every day, whatever the form of pay; what forms do to care; firms
 * that end. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/market/market.h"
#include "core/market/pay.h"
#include "core/market/providers.h"
#include "core/market/rate.h"
#include "core/market/takings.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"
#include "support/marketlib.h"

static const char *const forms[] = {"granted", "performed", "per_recipient", "block"};

/* Half of a small municipality is cared for by three firms, one of each kind. */
static tl_Config market_config(int form)
{
    tl_Config config = small_config("municipality.recipients", 120.0, "run.burn_in_days", 0.0, "run.days",
                                    420.0, "record.period_days", 420.0, NULL);
    config.market = (tl_Market){.given = true,
                                .firms = {[TL_SMALL_FIRM] = 2, [TL_LARGE_FIRM] = 1, [TL_NONPROFIT] = 1},
                                .externals = 3,
                                .share = 0.5};
    config_set(&config, "reimbursement.form", form);
    return config;
}

/* All that stands in books and accounts. */
static tl_Takings booked(const tl_World *w)
{
    tl_Takings total = {0};
    TL_EACH_UNIT(w, unit) {
        tl_takings_add(&total, &w->unit_month[unit].takings);
    }
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        const tl_Account *a = &w->provider_account[provider];
        tl_Takings closed = {.payment = a->received, .cost = a->cost, .overhead = a->overhead};
        tl_takings_add(&total, &closed);
        tl_takings_add(&total, &a->month);
    }
    return total;
}

static int64_t borne(const tl_Counters *c)
{
    return c->cost_care + c->cost_travel + c->cost_administration + c->cost_planning + c->cost_management +
           c->cost_absence + c->cost_recruitment + c->cost_control - c->cost_purchaser;
}

static int64_t clawed_back(const tl_World *w)
{
    int64_t ore = 0;
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        ore += w->provider_account[provider].clawback;
    }
    return ore;
}

static void assert_money_is_kept(const tl_Simulation *s)
{
    const tl_World *w = &s->world;
    tl_Counters c = counted_since_start(s);
    tl_Takings t = booked(w);
    assert_int_equal(t.payment, c.payment);
    assert_int_equal(t.cost, borne(&c));
    assert_int_equal(t.overhead, c.overhead);
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        const tl_Account *a = &w->provider_account[provider];
        assert_int_equal(
            a->paid_in + a->received + a->covered - a->clawback - a->cost - a->overhead - a->drawn, a->cash);
        assert_true(w->provider_owner[provider] != TL_MUNICIPAL || a->cash == 0);
    }
    double surplus = (double)(c.external_payment - c.external_cost - c.external_overhead - c.clawback);
    assert_int_equal(c.clawback, clawed_back(w));
    double difference = measure_of(&c, "municipal_cost", 365.0) - measure_of(&c, "society_cost", 365.0);
    if (c.payment > 0) { /* elsewhere neither is a number */
        assert_near(difference * TL_ORE, surplus, 0.01 + 1e-9 * (double)c.payment);
    } else {
        assert_true(isnan(difference));
    }
}

/* What records say is what was given, what was padded and what was invented; staff game no records here. */
static void assert_records_add_up(const tl_Simulation *s)
{
    tl_Counters c = counted_since_start(s);
    assert_int_equal(c.registered_s, c.delivered_s + c.padded_s + c.phantom_s);
    assert_true(c.payable_s <= c.granted_s && c.misbilled_s >= 0);
}

static void money_adds_up_every_day(void **state)
{
    (void)state;
    for (int form = 0; form < TL_PAY_FORMS; form++) {
        tl_Config config = market_config(form);
        config_set(&config, "effort.gaming", 0.0);
        config_set(&config, "provider.conduct", -1.0);
        tl_Simulation s = start_simulation(&config);
        for (int day = 0; day < 130; day++) {
            assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
            assert_money_is_kept(&s);
            assert_records_add_up(&s);
        }
        tl_Counters c = counted_since_start(&s);
        assert_true(c.payment > 0 && c.overhead > 0 && c.external_payment > 0);
        assert_int_equal(c.padded_s + c.phantom_s > 0, strcmp(forms[form], "performed") == 0);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* With a requirement that costs, a supplement and an order. */
static void money_adds_up_with_offers(void **state)
{
    (void)state;
    int provider = tl_parameter_find("discretion.provider"), gap = tl_parameter_find("collective.wage_gap");
    for (int form = 0; form < TL_PAY_FORMS; form++) {
        tl_Config config = market_config(form);
        config_set(&config, "offer.adopts_per_year", 50.0);
        config_set(&config, "offer.renewal_days", 60.0);
        config_set(&config, "collective.wage_gap", 0.1);
        config.market.offers[0] = (tl_Offer){
            .name = "a", .way = TL_INVITATION, .supplement = 12.34, .set_count = 1, .set = {{provider, 0.9}}};
        config.market.offers[1] =
            (tl_Offer){.name = "b", .way = TL_REQUIREMENT, .day = 7, .set_count = 1, .set = {{gap, 0.0}}};
        config.market.offer_count = 2;
        tl_Simulation s = start_simulation(&config);
        for (int day = 0; day < 95; day++) {
            assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
            assert_money_is_kept(&s);
        }
        assert_true(counted_since_start(&s).supplement > 0);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* Sets every number of the market to somewhere within its range, ends as often as all that lies between. */
static void draw_market(tl_Config *config, tl_Rng *rng)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        double side = tl_rng_uniform(rng), at = side < 0.2 ? 0.0 : side < 0.4 ? 1.0 : tl_rng_uniform(rng);
        double value = p->low + at * (p->high - p->low);
        if (p->market && p->section != TL_SECTION_PROFILE) {
            config_set(config, p->path, p->kind == TL_REAL ? value : (double)tl_round(value));
        }
    }
}

static void money_adds_up_in_drawn_worlds(void **state)
{
    (void)state;
    enum { DRAWN = 24, DRAWN_DAYS = 95 };
    for (int number = 0; number < DRAWN; number++) {
        tl_Rng rng = tl_rng((uint64_t)number);
        tl_Config config = market_config(number % TL_PAY_FORMS);
        draw_market(&config, &rng);
        config_set(&config, "reimbursement.form", number % TL_PAY_FORMS);
        config_set(&config, "municipality.recipients", 50.0);
        config.market.externals = number % 5;
        config.market.share = number % 5 > 0 ? tl_rng_uniform(&rng) : 0.0;
        tl_Simulation s = start_simulation(&config);
        for (int day = 0; day < DRAWN_DAYS; day++) {
            assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
            assert_money_is_kept(&s);
        }
        assert_world_valid(&s.world);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* Units that are formed anew in the middle of a month take nothing with them. */
static void money_adds_up_over_a_reorganisation(void **state)
{
    (void)state;
    tl_Config config = market_config(TL_reimbursement_form_block);
    tl_Reorganisation reorganisation = {.day = 40, .span = 20, .pool_size = 8};
    config.reorganisations = &reorganisation;
    config.reorganisation_count = 1;
    tl_Simulation s = start_simulation(&config);
    for (int day = 0; day < 70; day++) {
        int64_t paid_before = booked(&s.world).payment;
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        assert_money_is_kept(&s);
        assert_true(booked(&s.world).payment > paid_before);
    }
    assert_true(s.reports.retired > 0);
    tl_simulation_free(&s);
    config.reorganisations = NULL;
    config.reorganisation_count = 0;
    tl_config_free(&config);
}

/* At the rates of the first twelve months each form would have paid the own provider what those months cost it,
 * within an ore and what a rate is rounded to. */
static void forms_are_at_an_equal_level(void **state)
{
    (void)state;
    tl_Config config = market_config(TL_reimbursement_form_granted);
    config.market.externals = 0;
    config.market.share = 0.0;
    tl_Simulation s = start_simulation(&config);
    live(&s, TL_YEAR_MONTHS * TL_MONTH_DAYS);
    const tl_Account *own = &s.world.provider_account[0];
    const tl_Purse *purse = &s.world.municipality_purse[0];
    tl_Counters c = counted_since_start(&s);
    const int64_t seconds[TL_PAY_FORMS] = {c.granted_s, c.payable_s, purse->mean_day_s * c.recipient_days,
                                           own->contract_day_s * TL_YEAR_MONTHS * TL_MONTH_DAYS};
    assert_int_equal(purse->set, 0);
    live(&s, 1);
    assert_int_equal(purse->set, 1);
    for (int form = 0; form < TL_PAY_FORMS; form++) {
        double payment = (double)tl_pay(purse->rate[form], seconds[form]) / TL_MICRO;
        assert_near(payment, (double)(own->cost + own->overhead), 2.0);
    }
    assert_int_equal(own->covered, own->cost + own->overhead - own->received);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Months that cost ten times as much an hour as the year before. */
static void dear_months(tl_World *w, int32_t months, bool passed)
{
    tl_Takings own = {.cost = 10000000LL * TL_HOUR_S};
    for (int form = 0; form < TL_PAY_FORMS; form++) {
        own.seconds[form] = TL_HOUR_S;
    }
    w->area_passed[0] = passed;
    for (int32_t month = 0; month < months; month++) {
        tl_rate_month(w, 0, &own);
    }
}

/* While a whole area has passed rates stand, whatever the little care costs that is left; after it a new base year begins. */
static void rates_stand_while_areas_have_passed(void **state)
{
    (void)state;
    tl_Config config = market_config(TL_reimbursement_form_granted);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    dear_months(w, TL_YEAR_MONTHS + 5, false);
    tl_Purse before = w->municipality_purse[0];
    assert_int_equal(before.set, 1);
    w->municipality_purse[0].rate[0] = 17;
    dear_months(w, 3 * TL_YEAR_MONTHS, true);
    assert_int_equal(w->municipality_purse[0].rate[0], 17);
    assert_int_equal(w->municipality_purse[0].set, 1);
    dear_months(w, TL_YEAR_MONTHS - 1, false);
    assert_int_equal(w->municipality_purse[0].rate[0], 17);
    dear_months(w, 1, false);
    assert_int_equal(w->municipality_purse[0].rate[0], before.rate[0]);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Every record says the grant: nothing else is paid for. Under granted time nothing is padded. */
static void full_padding_registers_the_grant(void **state)
{
    (void)state;
    for (int form = 0; form <= TL_reimbursement_form_performed; form++) {
        tl_Config config = market_config(form);
        config_set(&config, "run.days", 28.0);
        config_set(&config, "provider.conduct", 20.0);
        config_set(&config, "provider.found_chance", 0.0);
        config_set(&config, "provider.pad_most", 1.0);
        tl_Counters c = totals_of(&config, 0);
        if (form == TL_reimbursement_form_performed) {
            assert_int_equal(c.payable_s, c.granted_s);
            assert_true(c.registered_s >= c.granted_s && c.phantom_s > 0);
        } else {
            assert_int_equal(c.padded_s + c.phantom_s, 0);
        }
        tl_config_free(&config);
    }
}

/* Without what owners do, pay changes nothing: all forms give the same care, and so does a municipality of parts. */
static void pay_alone_changes_no_care(void **state)
{
    (void)state;
    tl_Counters first = {0};
    for (int form = 0; form < TL_PAY_FORMS; form++) {
        tl_Config config = market_config(form);
        config_set(&config, "run.days", 100.0);
        config_without_conduct(&config);
        tl_Counters c = totals_of(&config, 0);
        forget_money(&c);
        first = form == 0 ? c : first;
        assert_memory_equal(&c, &first, sizeof c);
        tl_config_free(&config);
    }
}

/* Its own provider alone, and no conduct of owners: as without a market. */
static void the_own_provider_alone_is_as_without_a_market(void **state)
{
    (void)state;
    tl_Config config = market_config(TL_reimbursement_form_granted);
    config_set(&config, "run.days", 100.0);
    config.market.externals = 0;
    config.market.share = 0.0;
    tl_Config without = config; /* a shallow one: the municipality is freed once */
    without.market = (tl_Market){0};
    assert_same_care(&config, &without);
    tl_config_free(&config);
}

static int32_t providers_that_are(const tl_World *w, tl_ProviderStatus status)
{
    int32_t count = 0;
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        count += w->provider_status[provider] == status;
    }
    return count;
}

/* Firms that are paid a third run out of money and are gone; their people are cared for by the municipality. */
static void firms_without_money_end(void **state)
{
    (void)state;
    tl_Config config = market_config(TL_reimbursement_form_block);
    config_set(&config, "reimbursement.external_factor", 0.33);
    tl_Simulation s = start_simulation(&config);
    for (int day = 0; day < 260; day++) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        assert_money_is_kept(&s);
        assert_world_valid(&s.world);
    }
    assert_int_equal(providers_that_are(&s.world, TL_GONE), 3);
    assert_int_equal(providers_that_are(&s.world, TL_ACTIVE), 1);
    assert_int_equal(counted_since_start(&s).firms_insolvent, 3);
    TL_EACH_UNIT(&s.world, unit) {
        assert_int_equal(s.world.provider_owner[s.world.unit_provider[unit]], TL_MUNICIPAL);
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Whoever gives notice is given nobody new, keeps its people until the notice is over, and is gone then. */
static void a_firm_that_gives_up_keeps_to_its_notice(void **state)
{
    (void)state;
    tl_Config config = market_config(TL_reimbursement_form_granted);
    config_set(&config, "run.days", 480.0);
    config_set(&config, "record.period_days", 480.0);
    config_set(&config, "provider.exit_margin", 1.0);
    config_set(&config, "provider.exit_hazard", 100.0);
    config_set(&config, "finance.capital", 100.0);
    tl_Simulation s = start_simulation(&config);
    live(&s, 360);
    assert_int_equal(providers_that_are(&s.world, TL_ACTIVE), 4);
    live(&s, 1);
    assert_int_equal(providers_that_are(&s.world, TL_LEAVING), 3);
    live(&s, 89);
    assert_int_equal(providers_that_are(&s.world, TL_LEAVING), 3);
    live(&s, 1);
    assert_int_equal(providers_that_are(&s.world, TL_GONE), 3);
    assert_int_equal(counted_since_start(&s).firms_giving_up, 3);
    assert_money_is_kept(&s);
    assert_world_valid(&s.world);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* An own provider that lacks money tightens its staffing where its budget is hard, and nowhere else; a firm does always. */
static void only_a_hard_budget_presses_the_own_provider(void **state)
{
    (void)state;
    for (int hard = 0; hard <= 1; hard++) {
        tl_Config config = market_config(TL_reimbursement_form_granted);
        config_set(&config, "reimbursement.own_cost_share", 0.8);
        config_set(&config, "own.hard_budget", hard);
        tl_Simulation s = start_simulation(&config);
        live(&s, 100);
        assert_int_equal(s.world.provider_owner_mind[0].staffing > 0.0f, hard);
        assert_true(s.world.provider_owner_mind[1].staffing > 0.0f);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* A tempted owner's staff cut more visits short, where registered time is not paid. */
static void temptation_skimps_where_it_cannot_pad(void **state)
{
    (void)state;
    int64_t cut[2][2];
    for (int form = 0; form <= TL_reimbursement_form_performed; form++) {
        for (int tempted = 0; tempted <= 1; tempted++) {
            tl_Config config = market_config(form);
            config_set(&config, "run.days", 56.0);
            config_set(&config, "provider.conduct", tempted ? 20.0 : -20.0);
            config_set(&config, "provider.found_chance", 0.0);
            config_set(&config, "provider.skimp_logit", 2.0);
            cut[form][tempted] = totals_of(&config, 0).visits_cut;
            tl_config_free(&config);
        }
    }
    assert_true(cut[0][1] > 3 * cut[0][0]);
    assert_int_equal(cut[1][1], cut[1][0]);
}

/* A fixed rate, and supplements to it, pay just what they say. */
static void a_fixed_rate_is_paid(void **state)
{
    (void)state;
    tl_Config config = market_config(TL_reimbursement_form_granted);
    config_set(&config, "run.days", 28.0);
    config_set(&config, "municipality.areas", 2.0);
    config_set(&config, "municipality.outlying_areas", 1.0);
    config_set(&config, "reimbursement.sek_per_h", 400.0);
    tl_Counters plain = totals_of(&config, 0);
    assert_near((double)plain.payment, (double)plain.granted_s / TL_HOUR_S * 40000.0, 20.0);
    config_set(&config, "reimbursement.outlying_supplement", 0.25);
    tl_Counters more = totals_of(&config, 0);
    assert_true(more.outlying_granted_s > 0 && more.outlying_granted_s < more.granted_s);
    assert_near((double)(more.payment - plain.payment), (double)more.outlying_granted_s / TL_HOUR_S * 10000.0,
                20.0);
    tl_config_free(&config);
}

/* Wages, overheads and rates times two: every amount is twice what it was, and nobody decides otherwise. */
static void only_ratios_of_money_matter(void **state)
{
    (void)state;
    tl_Config config = market_config(TL_reimbursement_form_performed);
    config_set(&config, "run.days", 150.0);
    tl_Counters once = totals_of(&config, 0);
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        if (p->section == TL_SECTION_CONSTANTS && strncmp(p->unit, "SEK", 3) == 0) {
            config_set(&config, p->path, 2.0 * tl_parameter_get(p, &config.constants));
        }
    }
    tl_Counters twice = totals_of(&config, 0);
    assert_int_equal(twice.visits_made, once.visits_made);
    assert_int_equal(twice.registered_s, once.registered_s);
    assert_int_equal(twice.paid_s, once.paid_s);
    assert_near((double)twice.payment / (double)once.payment, 2.0, 1e-4);
    assert_near(measure_of(&twice, "margin", 150.0), measure_of(&once, "margin", 150.0), 1e-4);
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_adds_up_every_day),
        cmocka_unit_test(money_adds_up_with_offers),
        cmocka_unit_test(money_adds_up_in_drawn_worlds),
        cmocka_unit_test(money_adds_up_over_a_reorganisation),
        cmocka_unit_test(forms_are_at_an_equal_level),
        cmocka_unit_test(rates_stand_while_areas_have_passed),
        cmocka_unit_test(full_padding_registers_the_grant),
        cmocka_unit_test(pay_alone_changes_no_care),
        cmocka_unit_test(the_own_provider_alone_is_as_without_a_market),
        cmocka_unit_test(firms_without_money_end),
        cmocka_unit_test(a_firm_that_gives_up_keeps_to_its_notice),
        cmocka_unit_test(only_a_hard_budget_presses_the_own_provider),
        cmocka_unit_test(temptation_skimps_where_it_cannot_pad),
        cmocka_unit_test(a_fixed_rate_is_paid),
        cmocka_unit_test(only_ratios_of_money_matter),
    };
    return cmocka_run_group_tests_name("money of a market", tests, NULL, NULL);
}
