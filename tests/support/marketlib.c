#include "marketlib.h"

#include <string.h>

#include "core/observation/measure.h"
#include "core/world/each.h"

tl_Config config_with_market(tl_Market market)
{
    tl_Config config = small_config("municipality.recipients", 200.0, "municipality.areas", 3.0,
                                    "run.burn_in_days", 28.0, "run.days", 56.0, NULL);
    config.market = market;
    config.market.given = true;
    return config;
}

tl_Market market_of_firms(tl_ProviderKind kind, int32_t active, int32_t potential)
{
    tl_Market market = {.given = true, .externals = active, .share = active > 0 ? 0.5 : 0.0};
    market.firms[kind] = potential;
    return market;
}

tl_Market market_of_parts(int32_t firms)
{
    tl_Market market = {.given = true, .part_count = firms + 1, .parts = {0.5}};
    for (int32_t i = 1; i <= firms; i++) {
        market.parts[i] = 0.5 / firms;
    }
    return market;
}

tl_Lot lot_of(const char *name, int32_t providers, double share, int32_t area)
{
    tl_Lot lot = {.providers = providers, .share = share};
    strcpy(lot.name, name);
    if (area > 0) {
        tl_areas_add(lot.areas, area);
    }
    return lot;
}

Tendered tender_of(int32_t lots, const tl_Lot *lot)
{
    Tendered tender = {.terms = {.name = "first",
                                 .day = 30,
                                 .starts = 90,
                                 .length_days = 150,
                                 .renewal_count = 1,
                                 .renewals = {120},
                                 .quality = 0.5,
                                 .ask = 1.0,
                                 .lot_count = lots}};
    assert_true(lots <= (int32_t)(sizeof tender.lots / sizeof *tender.lots));
    memcpy(tender.lots, lot, (size_t)lots * sizeof *lot);
    return tender;
}

void market_add_tender(tl_Market *market, tl_Tender tender, const tl_Lot *lots)
{
    assert_true(market->tender_count < TL_MOST_TENDERS);
    assert_true(market->lot_count + tender.lot_count <= TL_MOST_MARKET_LOTS);
    memcpy(&market->lots[market->lot_count], lots, (size_t)tender.lot_count * sizeof *lots);
    tender.first_lot = market->lot_count;
    market->lot_count += tender.lot_count;
    market->tenders[market->tender_count++] = tender;
}

tl_Simulation start_simulation(const tl_Config *config)
{
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, 0, 1, NULL), TL_OK);
    return s;
}

void live_until(tl_Simulation *s, int32_t day)
{
    while (s->world.day < day) {
        assert_int_equal(tl_simulation_step(s, NULL), TL_OK);
    }
}

void live(tl_Simulation *s, int32_t days)
{
    live_until(s, s->world.day + days);
}

tl_Simulation lived(const tl_Config *config, int32_t day)
{
    tl_Simulation s = start_simulation(config);
    live_until(&s, day);
    return s;
}

tl_Counters counted_since_start(const tl_Simulation *s)
{
    tl_Counters total = {0};
    TL_EACH_UNIT(&s->world, unit) {
        tl_counters_add(&total, &s->world.unit_period[unit]);
        tl_counters_add(&total, &s->world.unit_counters[unit]);
    }
    for (int32_t i = 0; i < s->reports.retired; i++) {
        tl_counters_add(&total, &s->reports.units[i].counters);
    }
    return total;
}

void assert_same_digests(const tl_Config *a, const tl_Config *b)
{
    assert_true(digest_of(a, 0, 1, NULL) == digest_of(b, 0, 1, NULL));
}

void assert_same_care(tl_Config *a, tl_Config *b)
{
    config_without_conduct(a);
    config_without_conduct(b);
    tl_Counters first = totals_of(a, 0), second = totals_of(b, 0);
    forget_money(&first);
    forget_money(&second);
    assert_memory_equal(&first, &second, sizeof first);
}

void count_recipients(const tl_World *w, int32_t counts[3][8])
{
    memset(counts, 0, 3 * 8 * sizeof(int32_t));
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        for (int32_t i = 0; i < w->unit_recipient_room[unit]; i++) {
            int32_t r = w->unit_first_recipient[unit] + i;
            if (w->recipient_id[r] != 0) {
                counts[w->recipient_area[r]][w->unit_provider[unit]]++;
            }
        }
    }
}
