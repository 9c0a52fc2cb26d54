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
        if (getenv("SHOW"))
            print_message("day %d n %d\n", day, (int)recipients_of(&s.world));
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

static void say(const char *what, const tl_Counters *c)
{
    print_message(
        "%s: entered %ld, applications %ld, tenders %ld, bids %ld, unlet %ld, renewed %ld, not renewed %ld, "
        "abolished %ld, insolvent %ld, giving up %ld, moved %ld, at beginning %ld, switches %ld, lost %ld\n",
        what, (long)c->firms_entered, (long)c->applications, (long)c->tenders, (long)c->bids,
        (long)c->places_unlet, (long)c->contracts_renewed, (long)c->firms_not_renewed,
        (long)c->firms_abolished, (long)c->firms_insolvent, (long)c->firms_giving_up,
        (long)c->moved_by_endings, (long)c->moved_at_beginning, (long)c->switches, (long)c->relations_lost);
}

static void free_choice_keeps_all(void **state)
{
    (void)state;
    tl_Config config = config_of(market_of_choice(0));
    tl_Counters c = live_through(&config);
    say("lov", &c);
    assert_true(c.applications > 0 && c.firms_entered > 0);
}

static void tenders_keep_all(void **state)
{
    (void)state;
    tl_Config config = config_of(market_of_tender(short_tender()));
    tl_Counters c = live_through(&config);
    say("lou", &c);
    assert_true(c.tenders > 0 && c.bids > 0 && c.firms_entered > 0);
}

static void whole_areas_keep_all(void **state)
{
    (void)state;
    for (int follow = 0; follow < 2; follow++) {
        tl_Config config = config_of(market_of_tender(whole_areas()));
        config_set(&config, "handover.staff_share", follow * 0.7);
        tl_Counters c = live_through(&config);
        say("areas", &c);
        assert_true(c.tenders > 0 && c.firms_entered > 0);
    }
}

static void a_tender_after_free_choice_keeps_all(void **state)
{
    (void)state;
    for (int follow = 0; follow < 2; follow++) {
        tl_Market market = market_of_choice(4);
        market.externals = 3;
        market.share = 0.3;
        market.tender_count = 1;
        market.tenders[0] = follow ? whole_areas() : short_tender();
        market.tenders[0].day = 200;
        market.tenders[0].starts = 280;
        market.tenders[0].phases.day[0] = 280;
        market.tenders[0].phases.day[1] = 400;
        tl_Config config = config_of(market);
        config_set(&config, "handover.staff_share", follow * 0.7);
        tl_Counters c = live_through(&config);
        say("lov, lou", &c);
        assert_true(c.firms_abolished > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(free_choice_keeps_all),
        cmocka_unit_test(tenders_keep_all),
        cmocka_unit_test(whole_areas_keep_all),
        cmocka_unit_test(a_tender_after_free_choice_keeps_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
