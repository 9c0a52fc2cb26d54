#include "core/market/let_in.h"

#include "core/market/arrangement.h"
#include "core/market/begin.h"
#include "core/market/entry.h"
#include "core/market/finance.h"
#include "core/market/providers.h"
#include "core/market/tender.h"
#include "core/numbers/num.h"
#include "core/world/each.h"

/* ---- firms --------------------------------------------------------------------------------------------- */

/* Units that it left to others, and that have shared hourly staff among themselves since, do so with their owner's. */
static void open_firm(tl_World *w, int32_t provider)
{
    int32_t first, end;
    tl_municipality_range(w, w->provider_municipality[provider], &first, &end);
    TL_EACH_ROW(unit, first, end) {
        w->unit_pool[unit] = w->unit_pool[unit] == provider ? w->unit_provider[unit] : w->unit_pool[unit];
    }
    w->provider_status[provider] = TL_ACTIVE;
    tl_account_begin(&w->provider_account[provider], w->day);
    w->unit_counters[first].firms_entered++;
}

/* The lot that it has won is in force. Whoever has been let in before keeps those in its care. */
static void take_lot(tl_World *w, int32_t provider)
{
    const tl_Market *market = tl_market_of(w->config, w->provider_municipality[provider]);
    tl_Contract *contract = &w->provider_contract[provider];
    int32_t number = contract->won;
    const tl_Tender *tender = tl_tender_of(market, number);
    const tl_Lot *lot = tl_lot_of(market, number);
    w->provider_home[provider] = tl_base_for(w, provider, tender, lot);
    memcpy(w->provider_areas + (ptrdiff_t)provider * TL_AREA_WORDS, lot->areas, sizeof lot->areas);
    *contract = (tl_Contract){.price = contract->won_price,
                              .volume_s = contract->won_s,
                              .cap_s = TL_NO_CAP,
                              .lot = number,
                              .begins = w->day,
                              .ends = contract->won_begins + tender->length_days};
    tl_cap_by_phase(w, provider);
}

static bool lot_begins(const tl_World *w, int32_t provider)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    return contract->won != 0 && contract->won_begins <= w->day;
}

static bool authorisation_begins(const tl_World *w, int32_t provider)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    return w->provider_status[provider] == TL_WAITING && contract->won == 0 && contract->begins <= w->day;
}

static bool let_in(tl_World *w, int32_t provider)
{
    bool lot = lot_begins(w, provider), authorised = authorisation_begins(w, provider);
    if (lot) {
        take_lot(w, provider);
    }
    if ((lot || authorised) && !tl_provider_is_active(w, provider)) {
        open_firm(w, provider);
    }
    return lot || authorised;
}

/* Units that are taken over with those who work there need no others. */
static bool needs_units(const tl_World *w, int32_t provider)
{
    return !tl_has_whole_areas(w, provider) || w->config->constants.handover_staff_share <= 0.0;
}

/* ---- areas that come back ------------------------------------------------------------------------------ */

static bool leaves_today(const tl_World *w, int32_t provider)
{
    return w->provider_status[provider] == TL_LEAVING && w->provider_account[provider].leaves <= w->day;
}

/* Areas of a firm that leaves, and that no other has won, are the municipality's again. */
static bool give_back(tl_World *w, int32_t provider)
{
    int32_t municipality = w->provider_municipality[provider];
    if (!leaves_today(w, provider) || !tl_has_whole_areas(w, provider) ||
        tl_receiver_of(w, provider) != tl_own_provider(w, municipality)) {
        return false;
    }
    const uint64_t *areas = w->provider_areas + (ptrdiff_t)provider * TL_AREA_WORDS;
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        if (tl_areas_serve(areas, w->area_number[area])) {
            w->area_passed[area] = 0;
        }
    }
    return w->config->constants.handover_staff_share <= 0.0;
}

/* ---- those present ------------------------------------------------------------------------------------- */

static void ask_in(tl_World *w, int32_t municipality, const uint64_t *areas, double share)
{
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        if (tl_areas_serve(areas, w->area_number[area])) {
            w->area_ask[area] = (float)tl_larger((double)w->area_ask[area], share);
        }
    }
}

/* From the day on which free choice opens, or contracts of a tender begin, people are to be asked. */
static void note_asks(tl_World *w, int32_t municipality)
{
    static const uint64_t everywhere[TL_AREA_WORDS] = {0};
    const tl_Market *market = tl_market_of(w->config, municipality);
    if (market->lov.given && tl_comes_with_month(w, market->lov.opens)) {
        ask_in(w, municipality, everywhere, market->lov.ask);
    }
    for (int32_t t = 0; t < market->tender_count; t++) {
        const tl_Tender *tender = &market->tenders[t];
        for (int32_t i = 0; tl_comes_with_month(w, tender->starts) && i < tender->lot_count; i++) {
            ask_in(w, municipality, tl_lots(market, tender)[i].areas, tender->ask);
        }
    }
}

static bool has_firm(const tl_World *w, int32_t area)
{
    bool any = false;
    TL_EACH_HELD(w, provider, w->area_municipality[area], municipality_first_provider,
                 municipality_providers) {
        any = any || (tl_is_firm(w, provider) && tl_provider_serves(w, provider, area));
    }
    return any;
}

/* They are, once, when a firm serves them. */
static bool ask(tl_World *w, int32_t area, tl_Beginners *who)
{
    bool now = w->area_ask[area] > 0.0f && has_firm(w, area);
    who->ask[area] = now ? (double)w->area_ask[area] : 0.0;
    w->area_ask[area] = now ? 0.0f : w->area_ask[area];
    return now;
}

/* ---- the month ----------------------------------------------------------------------------------------- */

/* Does anything begin in a municipality? */
static bool look_at(tl_World *w, int32_t municipality, tl_Beginners *who)
{
    int32_t own = tl_own_provider(w, municipality);
    bool any = false;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        who->begins[provider] = let_in(w, provider) && needs_units(w, provider);
        any = any || who->begins[provider];
    }
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        who->begins[own] = give_back(w, provider) || who->begins[own];
    }
    note_asks(w, municipality);
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        any = ask(w, area, who) || any;
    }
    return any || who->begins[own];
}

bool tl_firms_let_in(tl_World *w)
{
    tl_Beginners who;
    if (!tl_people_choose(&w->config->market)) {
        return true;
    }
    bool done = tl_beginners_allocate(&who, w), any = false;
    for (int32_t m = 0; done && m < (int32_t)w->sizes.MUNICIPALITY; m++) {
        any = look_at(w, m, &who) || any;
    }
    done = done && (!any || tl_providers_begin(w, &who));
    tl_beginners_free(&who);
    return done;
}
