/* Worlds in which firms come by free choice or by tender: people, minutes and money are kept on every day, caps hold, phases
 * step, contracts end or go on, and a firm is the same however it came. */
#include <stdlib.h>
#include <string.h>

#include "core/market/account.h"
#include "core/market/arrangement.h"
#include "core/market/providers.h"
#include "core/market/tender.h"
#include "core/world/each.h"
#include "support/marketlib.h"

enum { BURN_IN = 28, RUN = 600 };

/* ---- arrangements ---------------------------------------------------------------------------------------- */

static tl_Market market_of_strangers(void)
{
    tl_Market market = {.given = true};
    market.firms[TL_SMALL_FIRM] = 8;
    market.firms[TL_LARGE_FIRM] = 3;
    market.firms[TL_NONPROFIT] = 2;
    return market;
}

static tl_Lot lot(const char *name, int32_t providers, double share, int32_t area)
{
    tl_Lot own = {.providers = providers, .share = share};
    strcpy(own.name, name);
    if (area > 0) {
        tl_areas_add(own.areas, area);
    }
    return own;
}

/* Two lots: one for two firms in one area, one for one firm anywhere. */
static tl_Tender short_tender(void)
{
    tl_Tender tender = {.name = "first",
                        .day = 30,
                        .starts = 90,
                        .length_days = 150,
                        .renewal_count = 1,
                        .renewals = {120},
                        .quality = 0.5,
                        .ask = 1.0,
                        .lot_count = 2};
    tender.lots[0] = lot("north", 2, 0.3, 1);
    tender.lots[1] = lot("anywhere", 1, 0.2, 0);
    tender.phases = (tl_Phases){.count = 2, .day = {90, 180}, .share = {0.4, 1.0}};
    return tender;
}

static tl_Market market_of_tender(tl_Tender tender)
{
    tl_Market market = market_of_strangers();
    market.tender_count = 1;
    market.tenders[0] = tender;
    return market;
}

static tl_Tender whole_areas(void)
{
    tl_Tender tender = short_tender();
    tender.transfer = true;
    tender.ask = 0.0;
    tender.phases = (tl_Phases){0};
    tender.renewal_count = 0;
    tender.lots[0] = lot("north", 1, 0.3, 1);
    tender.lots[1] = lot("south", 1, 0.3, 3);
    return tender;
}

static tl_Market market_of_choice(int32_t slots)
{
    tl_Market market = market_of_strangers();
    market.lov = (tl_FreeChoice){.given = true, .opens = 10, .slots = slots, .ask = 0.5};
    return market;
}

/* Firms come often enough for something to happen, and go. */
static tl_Config config_of(tl_Market market)
{
    tl_Config config = config_with_market(market);
    config_set(&config, "run.days", RUN);
    config_set(&config, "record.period_days", RUN);
    config_set(&config, "provider.entry_per_year", 4.0);
    config_set(&config, "market.authorise_days", 40.0);
    config_set(&config, "provider.overhead_small", 0.0);
    config_set(&config, "provider.overhead_large", 0.0);
    config_set(&config, "provider.external_overhead", 0.0);
    config_set(&config, "contract.notice_days", 45.0);
    config_set(&config, "effort.gaming", 0.0);
    return config;
}

/* ---- what is kept ---------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void assert_everybody_is_there_once(const tl_Simulation *s, int64_t before)
{
    const tl_World *w = &s->world;
    tl_Counters c = counted_since_start(s);
    uint64_t *ids = calloc((size_t)w->sizes.RECIPIENT + 1, sizeof *ids);
    int32_t count = 0;
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, r) {
            ids[count++] = w->recipient_id[r];
        }
    }
    qsort(ids, (size_t)count, sizeof *ids, by_id);
    for (int32_t i = 1; i < count; i++) {
        assert_true(ids[i] != ids[i - 1]);
    }
    if (before >= 0) {
        assert_int_equal(count, before + c.arrivals - c.deaths - c.to_residential - c.ended);
    }
    free(ids);
}

static void assert_money_is_kept(const tl_Simulation *s)
{
    const tl_World *w = &s->world;
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        const tl_Account *a = &w->provider_account[provider];
        assert_int_equal(
            a->paid_in + a->received + a->covered - a->clawback - a->cost - a->overhead - a->drawn, a->cash);
    }
}

static void assert_minutes_are_kept(const tl_Simulation *s)
{
    tl_Counters c = counted_since_start(s);
    assert_int_equal(c.registered_s, c.delivered_s + c.padded_s + c.phantom_s);
}

/* Whoever has a lot has at most its cap and one recipient more, of those who came since it had it. */
static void assert_nobody_waits_in_vain(const tl_World *w)
{
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        const tl_Contract *contract = &w->provider_contract[provider];
        assert_int_equal(contract->coming_s, 0);
        assert_true(contract->lot == 0 || contract->cap_s == TL_NO_CAP ||
                    contract->cap_s <= contract->volume_s);
    }
}

static int32_t recipients_of(const tl_World *w)
{
    int32_t recipients = 0;
    TL_EACH_UNIT(w, unit) {
        recipients += w->unit_recipients[unit];
    }
    return recipients;
}

/* What happened in a world that was checked every day. */
static tl_Counters live_through(tl_Config *config)
{
    tl_Simulation s = start_simulation(config);
    int64_t before = -1;
    for (int day = 0; day < BURN_IN + RUN - 1; day++) {
        before = day == BURN_IN ? recipients_of(&s.world) : before;
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        assert_world_valid(&s.world);
        assert_everybody_is_there_once(&s, before);
        assert_money_is_kept(&s);
        assert_minutes_are_kept(&s);
        assert_nobody_waits_in_vain(&s.world);
    }
    tl_Counters c = counted_since_start(&s);
    tl_simulation_free(&s);
    tl_config_free(config);
    return c;
}

static void free_choice_keeps_all(void **state)
{
    (void)state;
    tl_Config config = config_of(market_of_choice(0));
    tl_Counters c = live_through(&config);
    assert_true(c.applications > 0 && c.firms_entered > 0);
}

static void tenders_keep_all(void **state)
{
    (void)state;
    tl_Config based = config_of(market_of_tender(short_tender())),
              config = config_of(market_of_tender(short_tender()));
    config_set(&based, "seed", 4.0); /* the next firm has its only base elsewhere than the one before it */
    config_set(&based, "provider.spans", TL_provider_spans_one_unit);
    config_set(&based, "choice.own", -1.0);
    live_through(&based);
    tl_Counters c = live_through(&config);
    assert_true(c.tenders > 0 && c.bids > 0 && c.firms_entered > 0);
}

static void whole_areas_keep_all(void **state)
{
    (void)state;
    for (int follow = 0; follow < 2; follow++) {
        tl_Config config = config_of(market_of_tender(whole_areas()));
        config_set(&config, "handover.staff_share", follow * 0.7);
        tl_Counters c = live_through(&config);
        assert_true(c.tenders > 0 && c.firms_entered > 0);
    }
}

/* Free choice that gives way to a tender; firms without a lot leave 45 days after its contracts have begun. */
static tl_Market choice_then(tl_Tender tender)
{
    tl_Market market = market_of_choice(4);
    market.externals = 3;
    market.share = 0.3;
    market.tender_count = 1;
    market.tenders[0] = tender;
    market.tenders[0].day = 200;
    market.tenders[0].starts = 280;
    market.tenders[0].phases.day[0] = 280;
    market.tenders[0].phases.day[1] = 400;
    return market;
}

static void a_tender_after_free_choice_keeps_all(void **state)
{
    (void)state;
    for (int follow = 0; follow < 2; follow++) {
        tl_Config config = config_of(choice_then(follow ? whole_areas() : short_tender()));
        config_set(&config, "handover.staff_share", follow * 0.7);
        tl_Counters c = live_through(&config);
        assert_true(c.firms_abolished > 0);
    }
}

/* Recipients of areas that have passed who are still, or again, the municipality's. */
static int32_t left_behind(const tl_World *w)
{
    int32_t people = 0;
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, r) {
            people += !tl_is_firm(w, w->unit_provider[unit]) && w->area_passed[w->recipient_area[r]] != 0;
        }
    }
    return people;
}

static void where_areas_have_passed_firms_hand_over_to_whoever_serves(void **state)
{
    (void)state;
    for (int follow = 0; follow < 2; follow++) {
        tl_Config config = config_of(choice_then(whole_areas()));
        config_set(&config, "handover.staff_share", follow);
        config_set(&config, "finance.credit", 100.0);
        tl_Simulation s = start_simulation(&config);
        for (int32_t day = 0; day < BURN_IN + 350; day++) {
            assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        }
        assert_true(counted_since_start(&s).firms_abolished > 0);
        assert_int_equal(left_behind(&s.world), 0);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* ---- caps and phases ------------------------------------------------------------------------------------- */

/* The most that one recipient of a provider is granted a week. */
static double largest_s(const tl_World *w, int32_t provider)
{
    double largest = 0.0;
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, r) {
            double own = 0.0;
            TL_EACH_VISIT(w, unit, visit) {
                own += w->visit_recipient[visit] == r
                           ? (double)w->visit_s[visit] * __builtin_popcount(w->visit_weekdays[visit]) *
                                 (double)w->recipient_granted[r]
                           : 0.0;
            }
            largest = w->unit_provider[unit] == provider && own > largest ? own : largest;
        }
    }
    return largest;
}

/* Firms with a lot that are as full as they may be. */
static int32_t full_firms(const tl_World *w)
{
    int32_t full = 0;
    TL_EACH_ROW(provider, 1, (int32_t)w->sizes.PROVIDER) {
        const tl_Contract *contract = &w->provider_contract[provider];
        if (contract->lot != 0 && tl_provider_is_active(w, provider)) {
            double has_s = tl_provider_week_s(w, provider), most_s = (double)contract->cap_s;
            assert_true(has_s < most_s + largest_s(w, provider));
            full += has_s >= most_s;
        }
    }
    return full;
}

/* One lot for three firms that everybody wants to have, whose decisions stay as they are. */
static tl_Config wanted_config(tl_Phases phases)
{
    tl_Tender tender = short_tender();
    tender.length_days = 3000;
    tender.lots[0] = lot("all", 3, 0.3, 0);
    tender.lot_count = 1;
    tender.phases = phases;
    tl_Config config = config_of(market_of_tender(tender));
    config_set(&config, "choice.own", -50.0);
    config_set(&config, "switching.thinks_per_year", 100.0);
    config_set(&config, "switching.cost", -20.0);
    config_set(&config, "need.reviews_per_year", 0.0);
    config_set(&config, "need.review_discretion", 0.0);
    config_set(&config, "need.review_meetings", 0.0);
    config_set(&config, "finance.credit", 120.0);
    config_set(&config, "provider.exit_hazard", 0.0);
    return config;
}

/* Caps are shares of the lot's volume in force, month by month, and are passed by one recipient at most. */
static void caps_hold_and_phases_step_on_their_day(void **state)
{
    (void)state;
    tl_Config config = wanted_config((tl_Phases){.count = 2, .day = {90, 180}, .share = {0.4, 1.0}});
    tl_Simulation s = start_simulation(&config);
    int32_t full = 0;
    for (int32_t day = 0; day < BURN_IN + 300; day++) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        full += day % 10 == 0 && day > BURN_IN + 90 ? full_firms(&s.world) : 0;
        TL_EACH_ROW(provider, 1, (int32_t)s.world.sizes.PROVIDER) {
            const tl_Contract *c = &s.world.provider_contract[provider];
            double share =
                day < 210 ? 0.4 : 1.0; /* day 180 of those measured is day 208, and the month begins on 210 */
            assert_true(c->lot == 0 || llabs(c->cap_s - (int64_t)(share * (double)c->volume_s + 0.5)) <= 1);
            assert_true(c->lot == 0 || c->begins == 120);
        }
    }
    assert_true(full > 10);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* By the queue a firm has its next step when somebody waits for it and it has used up the last one; not before. */
static void phases_by_queue_step_when_somebody_waits(void **state)
{
    (void)state;
    tl_Config config = wanted_config((tl_Phases){.by_queue = true, .count = 3, .share = {0.2, 0.6, 1.0}});
    tl_Simulation s = start_simulation(&config);
    int32_t steps[16] = {0}, taken = 0;
    for (int32_t day = 0; day < BURN_IN + 300; day++) {
        tl_World *w = &s.world;
        double used[16] = {0};
        TL_EACH_ROW(provider, 1, (int32_t)w->sizes.PROVIDER) {
            used[provider] = tl_provider_week_s(w, provider) / (double)w->provider_contract[provider].cap_s;
        }
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        TL_EACH_ROW(provider, 1, (int32_t)w->sizes.PROVIDER) {
            int32_t now = w->provider_contract[provider].steps;
            assert_true(now == steps[provider] || (now == steps[provider] + 1 && used[provider] >= 0.9));
            taken += now - steps[provider];
            steps[provider] = now;
        }
    }
    assert_true(taken >= 2);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- the same firms -------------------------------------------------------------------------------------- */

/* However it comes, a firm is the same: its kind, its owner, its practice, its language, and whoever holds its first post. */
static void a_firm_is_the_same_however_it_comes(void **state)
{
    (void)state;
    tl_Config choice = config_of(market_of_choice(0)), tender = config_of(market_of_tender(short_tender()));
    config_set(&choice, "finance.credit", 120.0);
    config_set(&tender, "finance.credit", 120.0);
    tl_Simulation a = start_simulation(&choice), b = start_simulation(&tender);
    int32_t both = 0;
    for (int32_t day = 0; day < BURN_IN + 300; day++) {
        assert_int_equal(tl_simulation_step(&a, NULL), TL_OK);
        assert_int_equal(tl_simulation_step(&b, NULL), TL_OK);
    }
    TL_EACH_ROW(i, 1, (int32_t)a.world.sizes.PROVIDER) {
        assert_int_equal(a.world.provider_owner[i], b.world.provider_owner[i]);
        assert_int_equal(tl_provider_language(&a.world, i), tl_provider_language(&b.world, i));
        assert_int_equal(a.world.provider_owner_mind[i].opportunist,
                         b.world.provider_owner_mind[i].opportunist);
        assert_memory_equal(a.world.provider_trait + i * TL_TRAITS, b.world.provider_trait + i * TL_TRAITS,
                            TL_TRAITS * sizeof(float));
        int32_t one = tl_provider_first_unit(&a.world, i), other = tl_provider_first_unit(&b.world, i);
        if (one >= 0 && other >= 0) {
            both++;
            assert_true(a.world.staff_post[a.world.unit_first_staff[one]] ==
                        b.world.staff_post[b.world.unit_first_staff[other]]);
        }
    }
    assert_true(both > 0);
    tl_simulation_free(&a);
    tl_simulation_free(&b);
    tl_config_free(&choice);
    tl_config_free(&tender);
}

/* Until a tender's day the municipality is one that never lets anybody in, so that a history without goes on with one. */
static void a_history_goes_on_with_a_tender(void **state)
{
    (void)state;
    tl_Config with = config_of(market_of_tender(short_tender())), never = config_of(market_of_strangers());
    config_set(&with, "choice.information",
               1.0); /* people will go by surveys, and those of the burn-in count */
    config_set(&never, "choice.information", 1.0);
    tl_Simulation a = start_simulation(&with), b = start_simulation(&never), branch;
    for (int32_t day = 0; day < BURN_IN + 30; day++) {
        assert_int_equal(tl_simulation_step(&a, NULL), TL_OK);
        assert_int_equal(tl_simulation_step(&b, NULL), TL_OK);
        assert_true(tl_simulation_digest(&a) == tl_simulation_digest(&b));
    }
    assert_true(b.world.provider_survey[0].yearly > 0.0f);
    assert_memory_equal(a.world.provider_survey, b.world.provider_survey,
                        (size_t)a.world.sizes.PROVIDER * sizeof *a.world.provider_survey);
    assert_memory_equal(a.world.area_repute, b.world.area_repute,
                        (size_t)a.world.sizes.AREA * TL_MOST_PROVIDERS * sizeof *a.world.area_repute);
    assert_int_equal(tl_simulation_copy(&branch, &b, &with), TL_OK);
    for (int32_t day = 0; day < 200; day++) {
        assert_int_equal(tl_simulation_step(&a, NULL), TL_OK);
        assert_int_equal(tl_simulation_step(&branch, NULL), TL_OK);
    }
    assert_true(tl_simulation_digest(&a) == tl_simulation_digest(&branch));
    tl_simulation_free(&a);
    tl_simulation_free(&b);
    tl_simulation_free(&branch);
    tl_config_free(&with);
    tl_config_free(&never);
}

/* Without a burn-in no month begins with the first day: what is said of it acts with the first month that does. */
static void the_first_day_of_a_run_is_not_too_early(void **state)
{
    (void)state;
    tl_Tender tender = short_tender();
    tender.day = tender.starts = tender.phases.day[0] = 0;
    tl_Market market = market_of_tender(tender), choice = market_of_choice(0);
    choice.lov.opens = 0;
    choice.externals = 2;
    choice.share = 0.2;
    for (int lov = 0; lov < 2; lov++) {
        tl_Config config = config_of(lov ? choice : market);
        config_set(&config, "run.burn_in_days", 0.0);
        tl_Simulation s = start_simulation(&config);
        for (int32_t day = 0; day <= 30; day++) {
            assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        }
        tl_Counters c = counted_since_start(&s);
        assert_true(lov ? c.choices > 0 : c.tenders == 1 && c.bids > 0 && c.firms_entered > 0);
        assert_true(c.moved_at_beginning > 0);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

static void threads_change_nothing(void **state)
{
    (void)state;
    tl_Market market = market_of_choice(4);
    market.tender_count = 1;
    market.tenders[0] = short_tender();
    market.tenders[0].day = 120;
    market.tenders[0].starts = 180;
    market.tenders[0].phases.day[0] = 180;
    market.tenders[0].phases.day[1] = 270;
    tl_Config config = config_of(market);
    config_set(&config, "run.days", 300.0);
    config_set(&config, "purchaser.form", TL_purchaser_form_contract_managers);
    assert_true(digest_of(&config, 0, 1, NULL) == digest_of(&config, 0, 4, NULL));
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(free_choice_keeps_all),
        cmocka_unit_test(tenders_keep_all),
        cmocka_unit_test(whole_areas_keep_all),
        cmocka_unit_test(a_tender_after_free_choice_keeps_all),
        cmocka_unit_test(where_areas_have_passed_firms_hand_over_to_whoever_serves),
        cmocka_unit_test(caps_hold_and_phases_step_on_their_day),
        cmocka_unit_test(phases_by_queue_step_when_somebody_waits),
        cmocka_unit_test(a_firm_is_the_same_however_it_comes),
        cmocka_unit_test(a_history_goes_on_with_a_tender),
        cmocka_unit_test(the_first_day_of_a_run_is_not_too_early),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
