#include "core/market/entry.h"

#include "core/market/arrangement.h"
#include "core/market/market.h"
#include "core/market/providers.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"

enum { QUARTER_DAYS = 3 * TL_MONTH_DAYS, ENTRY_WORD = 16 /* of a firm's month */ };

/* ---- when ---------------------------------------------------------------------------------------------- */

bool tl_entry_is_open(const tl_World *w, int32_t municipality)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    return market->lov.given && tl_has_come(w, market->lov.opens) && !tl_tenders_have_begun(w, municipality);
}

/* ---- who applies --------------------------------------------------------------------------------------- */

double tl_entry_chance(const tl_Constants *k, double margin, double aim)
{
    double keen = tl_clamp(0.5 + k->provider_entry_margin * (margin - aim), 0.0, 1.0);
    return 1.0 - tl_exp(-k->provider_entry_per_year * QUARTER_DAYS / TL_YEAR_DAYS * keen);
}

bool tl_may_return(const tl_World *w, int32_t provider)
{
    int32_t first, end, why = w->provider_account[provider].ending;
    tl_municipality_range(w, w->provider_municipality[provider], &first, &end);
    return why != TL_INSOLVENT && (why != TL_TERMINATED || w->unit_regime[first].market_readmit != 0);
}

/* Whoever has won a lot has what it wants. */
static bool may_apply(const tl_World *w, int32_t provider)
{
    uint8_t status = w->provider_status[provider];
    return tl_is_firm(w, provider) && w->provider_contract[provider].won == 0 &&
           (status == TL_POTENTIAL || (status == TL_GONE && tl_may_return(w, provider)));
}

/* Areas in which care pays, and what they come to together. A firm that has one base comes if care pays around it. */
static tl_Prospect look_around(const tl_World *w, const tl_Ground *ground, int32_t provider,
                               uint64_t areas[TL_AREA_WORDS])
{
    tl_Prospect all = {0};
    int32_t home = w->provider_home[provider];
    TL_EACH_HELD(w, area, w->provider_municipality[provider], municipality_first_area, municipality_areas) {
        tl_Prospect here = tl_prospect_of_area(w, ground, home, area, tl_hours_hoped_for(w, ground, area));
        if (tl_prospect_margin(&here) >= 0.0) {
            tl_areas_add(areas, w->area_number[area]);
            tl_prospect_add(&all, &here);
        } else if (area == home) {
            return (tl_Prospect){0};
        }
    }
    tl_prospect_overhead(w, provider, &all);
    return all;
}

static double draw_of(const tl_World *w, int32_t provider)
{
    uint64_t key = tl_day_key(w->keys.firm_month, tl_id_of_provider(w, provider), w->day);
    return tl_upper(tl_bits(key, ENTRY_WORD));
}

static bool applies(const tl_World *w, const tl_Ground *ground, int32_t provider)
{
    const tl_Constants *k = &w->config->constants;
    uint64_t areas[TL_AREA_WORDS] = {0};
    tl_Prospect all = look_around(w, ground, provider, areas);
    double aim = (double)w->provider_owner_mind[provider].orientation * k->provider_margin_target;
    double margin = tl_prospect_margin(&all);
    return all.pay > 0.0 && draw_of(w, provider) < tl_entry_chance(k, margin, aim);
}

/* ---- who is let in ------------------------------------------------------------------------------------- */

static int32_t places_left(const tl_World *w, int32_t municipality)
{
    int32_t slots = tl_market_of(w->config, municipality)->lov.slots, taken = 0;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        uint8_t status = w->provider_status[provider];
        taken += tl_is_firm(w, provider) && (status == TL_ACTIVE || status == TL_WAITING);
    }
    return slots == 0 ? INT32_MAX : slots - taken;
}

static void authorise(tl_World *w, const tl_Ground *ground, int32_t provider)
{
    int32_t municipality = w->provider_municipality[provider], first, end;
    tl_Contract *contract = &w->provider_contract[provider];
    tl_municipality_range(w, municipality, &first, &end);
    uint64_t *areas = w->provider_areas + (ptrdiff_t)provider * TL_AREA_WORDS;
    memset(areas, 0, TL_AREA_WORDS * sizeof *areas);
    look_around(w, ground, provider, areas);
    *contract = (tl_Contract){.cap_s = TL_NO_CAP,
                              .begins = w->day + (int32_t)w->config->constants.market_authorise_days};
    w->provider_status[provider] = TL_WAITING;
    w->municipality_purchaser[municipality].applications++;
    w->unit_counters[first].applications++;
}

/* The one of those who apply whose draw comes first after `after`; -1: no more. */
static int32_t next_of(const tl_World *w, const bool *apply, int32_t municipality, double after)
{
    int32_t best = -1, first = w->municipality_first_provider[municipality];
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        double draw = draw_of(w, provider);
        if (apply[provider - first] && draw > after && (best < 0 || draw < draw_of(w, best))) {
            best = provider;
        }
    }
    return best;
}

static void let_in(tl_World *w, const tl_Ground *ground, int32_t municipality)
{
    bool apply[TL_MOST_PROVIDERS] = {false};
    int32_t left = places_left(w, municipality), first = w->municipality_first_provider[municipality];
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        apply[provider - first] = left > 0 && may_apply(w, provider) && applies(w, ground, provider);
    }
    double after = -1.0;
    for (int32_t next = next_of(w, apply, municipality, after); next >= 0 && left > 0;
         next = next_of(w, apply, municipality, after), left--) {
        after = draw_of(w, next);
        authorise(w, ground, next);
    }
}

/* ---- the month ----------------------------------------------------------------------------------------- */

void tl_entry_month(tl_World *w, int32_t municipality)
{
    if (tl_entry_is_open(w, municipality) && w->day % QUARTER_DAYS == 0) {
        tl_Ground ground = tl_ground(w, municipality);
        let_in(w, &ground, municipality);
    }
}
