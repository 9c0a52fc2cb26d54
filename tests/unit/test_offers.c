/* What a purchaser asks for and may not decide: requirements, invitations, orders, supplements; terms like a collective
 * agreement; and what stays with the municipality whoever gives the care. */
#include <stdio.h>
#include <string.h>

#include "core/market/collective.h"
#include "core/market/offers.h"
#include "core/market/providers.h"
#include "core/numbers/num.h"
#include "core/world/each.h"
#include "support/marketlib.h"

static int lever(const char *path)
{
    return tl_parameter_find(path);
}

static tl_Offer offer_of(tl_OfferWay way, int32_t day, const char *path, double value)
{
    tl_Offer offer = {.way = way, .day = day, .set_count = 1, .set = {{lever(path), value}}};
    snprintf(offer.name, sizeof offer.name, "%s on day %d", path, (int)day);
    return offer;
}

/* Three small firms with half of it from the first day, and no burn-in: measured days are days. */
static tl_Config config_with_offer(tl_Offer offer)
{
    tl_Config config = config_with_market(market_of_firms(TL_SMALL_FIRM, 3, 4));
    config_change(&config, "municipality.recipients", 60.0, "run.burn_in_days", 0.0, "run.days", 240.0,
                  "record.period_days", 240.0, "provider.practice_sd", 0.0, "provider.exit_hazard", 0.0,
                  NULL);
    config.market.offers[config.market.offer_count++] = offer;
    return config;
}

static double latitude(const tl_World *w, int32_t unit)
{
    return w->unit_regime[unit].discretion_provider;
}

/* Everybody's latitude: what firms have, or what the municipality has. */
static void assert_latitude(const tl_World *w, bool firms, double expected)
{
    TL_EACH_UNIT(w, unit) {
        if (tl_is_external(w, unit) == firms) {
            assert_true(latitude(w, unit) == expected);
        }
    }
}

/* ---- requirements -------------------------------------------------------------------------------------- */

/* Contracts of 90 days, renewed with the month: on day 90 first after the day it is asked for. */
static void a_requirement_acts_when_the_contract_is_renewed_and_not_before(void **state)
{
    (void)state;
    tl_Config config = config_with_offer(offer_of(TL_REQUIREMENT, 40, "discretion.provider", 0.93));
    double before = config.regime.discretion_provider;
    config_set(&config, "offer.renewal_days", 90.0);
    tl_Simulation s = start_simulation(&config);
    for (int32_t day = 0; day < 100; day++) {
        live(&s, 1);
        assert_latitude(&s.world, true, day < 90 ? before : 0.93);
        assert_latitude(&s.world, false, before);
    }
    assert_int_equal(counted_since_start(&s).adoptions, 3);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Firms that begin within a month agree on their first day to what is required by then; to what is required later, when the
 * contract is renewed: 90 days after the first day, with the month that begins then or next. */
static void a_requirement_acts_on_the_first_day_of_a_contract(void **state)
{
    (void)state;
    tl_Config config = config_with_offer(offer_of(TL_REQUIREMENT, 40, "discretion.provider", 0.93));
    config.market.offers[config.market.offer_count++] =
        offer_of(TL_REQUIREMENT, 50, "discretion.manager", 0.94);
    config.market.later = true;
    config.market.begins = 45;
    config.market.ask = 1.0;
    config_set(&config, "offer.renewal_days", 90.0);
    double before = config.regime.discretion_manager;
    tl_Simulation s = start_simulation(&config);
    live_until(&s, 45);
    for (int32_t day = 45; day < 155; day++) {
        live(&s, 1);
        TL_EACH_UNIT(&s.world, unit) {
            bool firm = tl_is_external(&s.world, unit);
            double manager = s.world.unit_regime[unit].discretion_manager;
            assert_true((latitude(&s.world, unit) == 0.93) == firm);
            assert_true(manager == (firm && day >= 150 ? 0.94 : before));
        }
    }
    assert_int_equal(counted_since_start(&s).adoptions, 6);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

static void what_a_requirement_costs_is_borne_by_those_who_meet_it(void **state)
{
    (void)state;
    tl_Config config = config_with_offer(offer_of(TL_REQUIREMENT, 10, "discretion.provider", 0.93));
    config_set(&config, "offer.renewal_days", 60.0);
    config_set(&config, "offer.requirement_cost", 0.04);
    tl_Simulation s = start_simulation(&config);
    live_until(&s, 20);
    assert_near(tl_requirements_cost(&s.world, 0), 0.04, 1e-15); /* who enters now has to reckon with it */
    assert_true(tl_requirements_met_cost(&s.world, 1) == 0.0);
    live_until(&s, 61);
    assert_near(tl_requirements_met_cost(&s.world, 1), 0.04, 1e-15);
    assert_true(tl_requirements_met_cost(&s.world, 0) == 0.0);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- invitations --------------------------------------------------------------------------------------- */

static void the_hazard_is_as_written(void **state)
{
    (void)state;
    tl_Config config = small_config(NULL);
    const tl_Constants *k = &config.constants;
    assert_near(tl_adoption_hazard(k, (tl_Invited){.openness = 0.5}), 0.5, 1e-12);
    tl_Invited warm = {.openness = 1.0, .trust = 0.2, .cost_share = -0.03, .others = 0.5};
    assert_near(tl_adoption_hazard(k, warm), 0.5 * 7.389056099, 1e-8); /* e^(1 + .2 + .3 + .5) */
    tl_Invited cold = {.openness = 0.0, .trust = -0.2, .cost_share = 0.03};
    assert_near(tl_adoption_hazard(k, cold), 0.5 * 0.22313016, 1e-8); /* e^-1.5 */
    tl_config_free(&config);
}

/* Days after which firms of one replicate take the invitation up, added to a sum. The month alone is played. */
static int32_t days_until_taken_up(tl_Config *config, int64_t replicate, double *sum)
{
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, replicate, 1, NULL), TL_OK);
    tl_World *w = &s.world;
    int32_t firms = (int32_t)w->sizes.PROVIDER - 1, taken = 0;
    for (w->day = TL_MONTH_DAYS; taken < firms && w->day < 40000; w->day += TL_MONTH_DAYS) {
        int32_t before = taken;
        tl_offers_month(w, 0);
        taken = 0;
        TL_EACH_ROW(provider, 1, firms + 1) {
            taken += w->provider_adopted[provider] != 0;
        }
        *sum += (double)(taken - before) * (w->day - config->market.offers[0].day);
    }
    assert_int_equal(taken, firms);
    assert_true(w->provider_adopted[0] == 0);
    tl_simulation_free(&s);
    return firms;
}

/* One over the hazard, and half a month until the month is over; the spread of a mean of so many is known. */
static void the_mean_time_to_take_an_invitation_up_is_one_over_the_hazard(void **state)
{
    (void)state;
    enum { REPLICATES = 12, FIRMS = 60, INVITED = 15 };
    tl_Config config = config_with_offer(offer_of(TL_INVITATION, INVITED, "discretion.provider", 0.93));
    config.market.firms[TL_SMALL_FIRM] = FIRMS;
    config.market.externals = FIRMS;
    config_set(&config, "offer.adopts_per_year", 2.0);
    config_set(&config, "offer.openness", 0.0);
    config_set(&config, "offer.others", 0.0);
    double sum = 0.0, count = 0.0;
    for (int64_t i = 0; i < REPLICATES; i++) {
        count += days_until_taken_up(&config, i, &sum);
    }
    double one_over = (double)TL_YEAR_DAYS / 2.0, month = 1.0 - tl_exp(-TL_MONTH_DAYS / one_over);
    double first = 1.0 - tl_exp(-(TL_MONTH_DAYS - INVITED) / one_over);
    double expected = TL_MONTH_DAYS - INVITED + (1.0 - first) * TL_MONTH_DAYS / month;
    assert_near(expected, one_over + 0.5 * TL_MONTH_DAYS, 1.0);
    assert_near(sum / count, expected, 4.0 * one_over / __builtin_sqrt(count));
    tl_config_free(&config);
}

/* Who is open, and who is paid for it, comes sooner. */
static void openness_and_supplements_speak_for_it(void **state)
{
    (void)state;
    double sums[3] = {0};
    for (int i = 0; i < 3; i++) {
        tl_Config config = config_with_offer(offer_of(TL_INVITATION, 0, "discretion.provider", 0.93));
        config.market.firms[TL_SMALL_FIRM] = 20;
        config.market.externals = 20;
        config.market.offers[0].supplement = i == 1 ? 100.0 : 0.0;
        config_set(&config, "offer.others", i == 2 ? 5.0 : 0.0);
        config_set(&config, "offer.openness", 0.0);
        for (int64_t replicate = 0; replicate < 4; replicate++) {
            days_until_taken_up(&config, replicate, &sums[i]);
        }
        tl_config_free(&config);
    }
    assert_true(sums[1] < sums[0] && sums[2] < sums[0]);
}

/* ---- orders -------------------------------------------------------------------------------------------- */

static void an_order_reaches_municipal_units_alone_on_its_day(void **state)
{
    (void)state;
    tl_Config config = config_with_offer(offer_of(TL_ORDER, 17, "discretion.provider", 0.93));
    double before = config.regime.discretion_provider;
    tl_Simulation s = start_simulation(&config);
    for (int32_t day = 0; day < 35; day++) {
        live(&s, 1);
        assert_latitude(&s.world, false, day < 17 ? before : 0.93);
        assert_latitude(&s.world, true, before);
    }
    tl_simulation_free(&s);
    config.market.part_count = 2;
    config.market.parts[0] = config.market.parts[1] = 0.5;
    config.market.externals = 0;
    config.market.share = 0.0;
    memset(config.market.firms, 0, sizeof config.market.firms);
    s = start_simulation(&config);
    live_until(&s, 18);
    assert_latitude(&s.world, false, 0.93); /* of all its parts */
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* A firm that begins later works as the municipality's regime says, not as its own units have been ordered to. */
static void firms_that_begin_later_are_ordered_nothing(void **state)
{
    (void)state;
    tl_Config config = config_with_offer(offer_of(TL_ORDER, 17, "discretion.provider", 0.93));
    tl_Change change = {.name = "everybody",
                        .day = 20,
                        .ramp_days = 4,
                        .value = 0.8,
                        .parameter = lever("discretion.provider")};
    config.market.later = true;
    config.market.begins = 22;
    config.market.ask = 0.5;
    config.changes = &change;
    config.change_count = 1;
    tl_Simulation s = start_simulation(&config);
    live_until(&s, 23);
    double before = config.regime.discretion_provider;
    TL_EACH_UNIT(&s.world, unit) {
        if (tl_is_external(&s.world, unit)) { /* three steps of four */
            assert_near(latitude(&s.world, unit), before + 0.75 * (0.8 - before), 1e-12);
        }
    }
    live_until(&s, 25);
    assert_latitude(&s.world, true, 0.8);
    tl_simulation_free(&s);
    config.changes = NULL;
    config.change_count = 0;
    tl_config_free(&config);
}

/* ---- supplements and adoption -------------------------------------------------------------------------- */

/* Granted seconds of a provider's units since the start. */
static int64_t granted_by(const tl_World *w, int32_t provider)
{
    int64_t granted_s = 0;
    TL_EACH_UNIT(w, unit) {
        granted_s += w->unit_provider[unit] == provider ? w->unit_period[unit].granted_s : 0;
    }
    return granted_s;
}

static int64_t supplement_to(const tl_World *w, int32_t provider)
{
    int64_t ore = 0;
    TL_EACH_UNIT(w, unit) {
        ore += w->unit_provider[unit] == provider ? w->unit_period[unit].supplement : 0;
    }
    return ore;
}

/* Paid for granted time of those who took it up, and to nobody else: to the ore but for what is carried on. */
static void a_supplement_is_paid_to_those_who_took_it_up(void **state)
{
    (void)state;
    enum { PROVIDERS = 4, ASKED = 10 };
    tl_Config config = config_with_offer(offer_of(TL_INVITATION, ASKED, "discretion.provider", 0.93));
    config.market.offers[0].supplement = 20.0;
    config_set(&config, "offer.adopts_per_year", 4.0);
    tl_Simulation s = start_simulation(&config);
    int64_t owed_s[PROVIDERS] = {0}, offered_s = 0, adopted_s = 0, paid = 0;
    for (int32_t day = 0; day < 200; day++) {
        int64_t before[PROVIDERS];
        TL_EACH_ROW(provider, 0, PROVIDERS) {
            before[provider] = granted_by(&s.world, provider);
        }
        live(&s, 1);
        TL_EACH_ROW(provider, 0, PROVIDERS) {
            int64_t today_s = granted_by(&s.world, provider) - before[provider];
            offered_s += day >= ASKED ? today_s : 0;
            owed_s[provider] += s.world.provider_adopted[provider] != 0 ? today_s : 0;
        }
    }
    TL_EACH_ROW(provider, 0, PROVIDERS) {
        int64_t got = supplement_to(&s.world, provider), owed = owed_s[provider] * 20 * TL_ORE / TL_HOUR_S;
        assert_true(got <= owed && owed - got <= (int64_t)s.world.sizes.UNIT);
        adopted_s += owed_s[provider];
        paid += got;
    }
    tl_Counters c = counted_since_start(&s);
    assert_true(paid > 0 && c.supplement == paid && c.payment > paid && owed_s[0] == 0);
    assert_near(measure_of(&c, "adoption", 200.0), (double)adopted_s / (double)offered_s, 1e-12);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    tl_Config config = config_with_offer(offer_of(TL_INVITATION, 10, "steering.meeting_min", 45.0));
    config.market.offers[config.market.offer_count++] = offer_of(TL_ORDER, 33, "plan.team_planning", 0.5);
    config.market.offers[config.market.offer_count++] = offer_of(TL_REQUIREMENT, 5, "plan.knowledge", 0.8);
    config_set(&config, "offer.adopts_per_year", 6.0);
    config_set(&config, "offer.renewal_days", 40.0);
    config_set(&config, "run.days", 120.0);
    config_set(&config, "record.period_days", 120.0);
    assert_true(digest_of(&config, 0, 1, NULL) == digest_of(&config, 0, 3, NULL));
    tl_config_free(&config);
}

/* ---- pilots -------------------------------------------------------------------------------------------- */

static void a_pilot_may_be_of_own_units_alone(void **state)
{
    (void)state;
    tl_Config config = config_with_offer(offer_of(TL_ORDER, 5, "discretion.provider", 0.6));
    config_set(&config, "pilot.share", 1.0);
    config_set(&config, "pilot.among", TL_pilot_among_own);
    tl_Simulation s = start_simulation(&config);
    live(&s, 1);
    TL_EACH_UNIT(&s.world, unit) {
        assert_int_equal(s.world.unit_pilot[unit], !tl_is_external(&s.world, unit));
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- where firms come and people choose ---------------------------------------------------------------- */

static tl_Config config_with_strangers(tl_Offer offer)
{
    tl_Config config = config_with_offer(offer);
    config.market.externals = 0;
    config.market.share = 0.0;
    config.market.firms[TL_SMALL_FIRM] = 8;
    config_change(&config, "municipality.recipients", 120.0, "run.days", 400.0, "record.period_days", 400.0,
                  "provider.overhead_small", 0.0, "provider.external_overhead", 0.0, "finance.credit", 120.0,
                  NULL);
    return config;
}

/* From their first day on, whenever that is. */
static void whoever_enters_agrees_to_what_is_required(void **state)
{
    (void)state;
    tl_Config config = config_with_strangers(offer_of(TL_REQUIREMENT, 0, "discretion.provider", 0.93));
    config.market.offers[config.market.offer_count++] = offer_of(TL_ORDER, 0, "discretion.manager", 0.94);
    config.market.lov = (tl_FreeChoice){.given = true, .opens = 5, .ask = 1.0};
    config_set(&config, "provider.entry_per_year", 4.0);
    config_set(&config, "market.authorise_days", 40.0);
    tl_Simulation s = start_simulation(&config);
    for (int32_t day = 0; day < 300; day++) {
        live(&s, 1);
        assert_latitude(&s.world, true, 0.93);
        TL_EACH_UNIT(&s.world, unit) {
            bool ordered = s.world.unit_regime[unit].discretion_manager == 0.94;
            assert_true(ordered != tl_is_external(&s.world, unit));
        }
    }
    tl_Counters c = counted_since_start(&s);
    assert_true(c.firms_entered > 1);
    assert_int_equal(c.adoptions, c.firms_entered + 1);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

static void add_tender_of_area(tl_Market *market, int32_t area, bool transfer)
{
    tl_Lot north = lot_of("north", 1, 0.3, area);
    Tendered tender = tender_of(1, &north);
    tender.terms.ask = transfer ? 0.0 : 1.0;
    tender.terms.transfer = transfer;
    market_add_tender(market, tender.terms, tender.lots);
}

/* A contract from day 90 that is prolonged on day 240. */
static void a_lot_meets_what_is_required_when_its_contract_begins_or_goes_on(void **state)
{
    (void)state;
    for (int transfer = 0; transfer < 2; transfer++) {
        tl_Config config = config_with_strangers(offer_of(TL_REQUIREMENT, 60, "discretion.provider", 0.93));
        config.market.offers[config.market.offer_count++] =
            offer_of(TL_REQUIREMENT, 100, "control.enabling", 0.77);
        config.market.offers[config.market.offer_count++] =
            offer_of(TL_ORDER, 10, "discretion.manager", 0.94);
        add_tender_of_area(&config.market, 1, transfer == 1);
        config_set(&config, "purchaser.renew_trust", 0.0);
        tl_Simulation s = start_simulation(&config);
        int32_t firms = 0;
        for (int32_t day = 0; day < 300; day++) {
            live(&s, 1);
            assert_latitude(&s.world, true, 0.93);
            TL_EACH_UNIT(&s.world, unit) {
                const tl_Regime *r = &s.world.unit_regime[unit];
                bool firm = tl_is_external(&s.world, unit);
                firms += firm;
                assert_true((r->control_enabling == 0.77) == (firm && day >= 240));
                assert_true((r->discretion_manager == 0.94) == (!firm && day >= 10));
            }
        }
        assert_true(firms >= 210);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* The firm that has all areas is insolvent, and they come back to a municipality that has no unit of its own by then. */
static void units_that_come_back_are_as_the_municipality_was_ordered(void **state)
{
    (void)state;
    for (int follow = 0; follow < 2; follow++) {
        tl_Config config = config_with_strangers(offer_of(TL_ORDER, 10, "discretion.provider", 0.93));
        config_set(&config, "handover.staff_share", follow * 0.5);
        add_tender_of_area(&config.market, 0, true);
        tl_Simulation s = lived(&config, 119);
        int32_t firm = s.world.unit_provider[0];
        assert_true(tl_is_firm(&s.world, firm) && latitude(&s.world, 0) != 0.93);
        tl_provider_ends(&s.world, firm, 0, TL_INSOLVENT);
        live(&s, 2);
        TL_EACH_UNIT(&s.world, unit) {
            assert_true(!tl_is_external(&s.world, unit) && latitude(&s.world, unit) == 0.93);
        }
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* ---- terms like a collective agreement ------------------------------------------------------------------ */

static void wages_of_firms_are_theirs(void **state)
{
    (void)state;
    tl_Config config = config_with_offer(offer_of(TL_REQUIREMENT, 31, "collective.wage_gap", 0.0));
    config_set(&config, "collective.wage_gap", 0.1);
    config_set(&config, "collective.firms_hourly", 1.5);
    config_set(&config, "offer.renewal_days", 60.0);
    tl_Simulation s = start_simulation(&config);
    const tl_World *w = &s.world;
    double hourly = config.regime.organisation_hourly_share;
    TL_EACH_UNIT(w, unit) {
        bool firm = tl_is_external(w, unit);
        assert_near(tl_unit_wage(w, unit), firm ? 0.9 : 1.0, 1e-15);
        assert_near(w->unit_regime[unit].organisation_hourly_share, firm ? 1.5 * hourly : hourly, 1e-15);
    }
    assert_near(tl_wage_quits(&config.constants, 0.9), 1.0 / 0.9, 1e-12);
    assert_true(tl_wage_quits(&config.constants, 1.0) == 1.0);
    live_until(&s, 61);
    TL_EACH_UNIT(w, unit) {
        assert_true(tl_unit_wage(w, unit) == 1.0);
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* The same people work the same time for less. */
static void lower_wages_are_paid_by_firms_alone(void **state)
{
    (void)state;
    int64_t cost[2][2] = {{0}};
    for (int gap = 0; gap < 2; gap++) {
        tl_Config config = config_with_offer(offer_of(TL_ORDER, 5, "discretion.provider", 0.6));
        config_set(&config, "collective.wage_gap", 0.1 * gap);
        config_set(&config, "collective.quits", 0.0);
        config_without_conduct(&config);
        tl_Simulation s = start_simulation(&config);
        live_until(&s, 20);
        TL_EACH_UNIT(&s.world, unit) {
            cost[gap][tl_is_external(&s.world, unit)] += s.world.unit_period[unit].cost_care;
        }
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
    assert_int_equal(cost[0][0], cost[1][0]);
    assert_near((double)cost[1][1] / (double)cost[0][1], 0.9, 0.01); /* agencies cost the same */
}

/* ---- what stays with the municipality ------------------------------------------------------------------ */

/* Nights, alarms and digital supervision cost a provider nothing, whoever it is; and they, with time of one's own, are levers of the
 * purchaser, which nobody can be asked for. */
static void nights_alarms_and_supervision_are_the_municipalitys(void **state)
{
    (void)state;
    int64_t cash[2][4] = {{0}}, nights[2] = {0};
    for (int dear = 0; dear < 2; dear++) {
        tl_Config config = config_with_offer(offer_of(TL_ORDER, 5, "discretion.provider", 0.6));
        config_set(&config, "night.supervision", 0.5);
        config_set(&config, "care.own_time", 0.1);
        config_set(&config, "cost.night_sek_per_h", dear ? 900.0 : 300.0);
        tl_Simulation s = start_simulation(&config);
        live_until(&s, 95);
        TL_EACH_ROW(provider, 0, 4) {
            const tl_Account *a = &s.world.provider_account[provider];
            cash[dear][provider] = a->cost + a->overhead + 3 * a->cash;
        }
        nights[dear] = counted_since_start(&s).cost_night;
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
    assert_true(nights[1] > nights[0] && nights[0] > 0);
    assert_memory_equal(cash[0], cash[1], sizeof cash[0]);
    static const char *const of_purchaser[] = {"night.supervision", "care.own_time"};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(tl_parameters[lever(of_purchaser[i])].owner, TL_OWNED_BY_PURCHASER);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_requirement_acts_when_the_contract_is_renewed_and_not_before),
        cmocka_unit_test(a_requirement_acts_on_the_first_day_of_a_contract),
        cmocka_unit_test(what_a_requirement_costs_is_borne_by_those_who_meet_it),
        cmocka_unit_test(the_hazard_is_as_written),
        cmocka_unit_test(the_mean_time_to_take_an_invitation_up_is_one_over_the_hazard),
        cmocka_unit_test(openness_and_supplements_speak_for_it),
        cmocka_unit_test(an_order_reaches_municipal_units_alone_on_its_day),
        cmocka_unit_test(firms_that_begin_later_are_ordered_nothing),
        cmocka_unit_test(a_supplement_is_paid_to_those_who_took_it_up),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(a_pilot_may_be_of_own_units_alone),
        cmocka_unit_test(whoever_enters_agrees_to_what_is_required),
        cmocka_unit_test(a_lot_meets_what_is_required_when_its_contract_begins_or_goes_on),
        cmocka_unit_test(units_that_come_back_are_as_the_municipality_was_ordered),
        cmocka_unit_test(wages_of_firms_are_theirs),
        cmocka_unit_test(lower_wages_are_paid_by_firms_alone),
        cmocka_unit_test(nights_alarms_and_supervision_are_the_municipalitys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
