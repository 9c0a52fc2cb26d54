#include "core/market/arrangement.h"

#include "core/market/providers.h"
#include "core/numbers/rng.h"
#include "core/world/clock.h"
#include "core/world/each.h"

/* ---- whether people choose ----------------------------------------------------------------------------- */

int32_t tl_choice_begins(const tl_Market *market)
{
    int32_t first = market->lov.given ? market->lov.opens : INT32_MAX;
    for (int32_t i = 0; i < market->tender_count; i++) {
        first = market->tenders[i].starts < first ? market->tenders[i].starts : first;
    }
    return first;
}

bool tl_has_come(const tl_World *w, int64_t day)
{
    return day == TL_FROM_START || tl_measured_day(w) >= day;
}

bool tl_choice_is_open(const tl_World *w, int32_t municipality)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    return tl_people_choose(market) && tl_has_come(w, tl_choice_begins(market));
}

bool tl_comes_with_month(const tl_World *w, int64_t day)
{
    int64_t today = tl_measured_day(w);
    bool first = w->day == TL_MONTH_DAYS; /* no month begins with a run */
    return w->day % TL_MONTH_DAYS == 0 && today >= day && (first || today - TL_MONTH_DAYS < day);
}

bool tl_tenders_have_begun(const tl_World *w, int32_t municipality)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    bool begun = false;
    for (int32_t i = 0; i < market->tender_count; i++) {
        begun = begun || tl_has_come(w, market->tenders[i].starts);
    }
    return begun;
}

/* ---- lots ---------------------------------------------------------------------------------------------- */

int32_t tl_lot_number(int32_t tender, int32_t lot)
{
    return 1 + tender * TL_MOST_LOTS + lot;
}

const tl_Tender *tl_tender_of(const tl_Market *market, int32_t number)
{
    return number > 0 ? &market->tenders[(number - 1) / TL_MOST_LOTS] : NULL;
}

const tl_Lot *tl_lot_of(const tl_Market *market, int32_t number)
{
    const tl_Tender *tender = tl_tender_of(market, number);
    return tender != NULL ? tl_lots(market, tender) + (number - 1) % TL_MOST_LOTS : NULL;
}

const tl_Tender *tl_tender_in_force(const tl_World *w, int32_t provider)
{
    const tl_Market *market = tl_market_of(w->config, w->provider_municipality[provider]);
    return tl_tender_of(market, w->provider_contract[provider].lot);
}

bool tl_has_whole_areas(const tl_World *w, int32_t provider)
{
    const tl_Tender *tender = tl_tender_in_force(w, provider);
    return tender != NULL && tender->transfer;
}

int32_t tl_who_serves(const tl_World *w, int32_t area)
{
    int32_t municipality = w->area_municipality[area], own = tl_own_provider(w, municipality);
    TL_EACH_HELD(w, other, municipality, municipality_first_provider, municipality_providers) {
        if (tl_provider_serves(w, other, area)) {
            return other;
        }
    }
    return own;
}

/* A firm with one base takes over nothing that stands elsewhere. */
static bool can_take_over(const tl_World *w, int32_t other, int32_t from)
{
    return w->provider_home[other] < 0 || w->provider_home[other] == w->provider_home[from];
}

int32_t tl_receiver_of(const tl_World *w, int32_t provider)
{
    int32_t municipality = w->provider_municipality[provider], lot = w->provider_contract[provider].lot;
    TL_EACH_HELD(w, other, municipality, municipality_first_provider, municipality_providers) {
        if (lot != 0 && other != provider && tl_provider_is_active(w, other) &&
            can_take_over(w, other, provider) && w->provider_contract[other].lot == lot &&
            tl_contract_turns(w, other)) {
            return other;
        }
    }
    int32_t home = w->provider_home[provider];
    int32_t own = tl_own_provider(w, municipality), next = home >= 0 ? tl_who_serves(w, home) : own;
    return can_take_over(w, next, provider) ? next : own;
}

/* A firm that begins within a month has its contract from then on, and none begins with the next month. */
bool tl_contract_turns(const tl_World *w, int32_t provider)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    int64_t term = w->config->constants.offer_renewal_days;
    int64_t days = w->day - w->provider_account[provider].since, before = days - TL_MONTH_DAYS;
    if (contract->lot != 0) {
        return w->day >= contract->begins && w->day - TL_MONTH_DAYS < contract->begins;
    }
    return days == 0 || (before >= 0 && days / term > before / term);
}

/* ---- who may care for whom ----------------------------------------------------------------------------- */

bool tl_provider_serves(const tl_World *w, int32_t provider, int32_t area)
{
    const uint64_t *areas = w->provider_areas + (ptrdiff_t)provider * TL_AREA_WORDS;
    bool to_the_last = w->provider_status[provider] == TL_LEAVING &&
                       w->provider_account[provider].leaves > w->day && tl_has_whole_areas(w, provider);
    bool passed = !tl_is_firm(w, provider) && w->area_passed[area] != 0;
    return (tl_provider_is_active(w, provider) || to_the_last) && !passed &&
           tl_areas_serve(areas, w->area_number[area]);
}

double tl_unit_week_s(const tl_World *w, int32_t unit)
{
    double seconds = 0.0;
    TL_EACH_VISIT(w, unit, visit) {
        seconds += (double)w->visit_s[visit] * __builtin_popcount(w->visit_weekdays[visit]) *
                   (double)w->recipient_granted[w->visit_recipient[visit]];
    }
    return seconds;
}

double tl_provider_week_s(const tl_World *w, int32_t provider)
{
    double seconds = 0.0;
    int32_t first, end;
    tl_municipality_range(w, w->provider_municipality[provider], &first, &end);
    TL_EACH_ROW(unit, first, end) {
        if (w->unit_provider[unit] == provider) {
            seconds += tl_unit_week_s(w, unit);
        }
    }
    return seconds;
}

bool tl_provider_has_room(const tl_World *w, int32_t provider)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    return contract->cap_s < 0 ||
           tl_provider_week_s(w, provider) + (double)contract->coming_s < (double)contract->cap_s;
}

/* ---- the start ----------------------------------------------------------------------------------------- */

void tl_arrangement_start(tl_World *w, int32_t provider)
{
    w->provider_contract[provider] = (tl_Contract){.cap_s = TL_NO_CAP};
}

/* Words of a firm after its owner's, its home's and those of its practice. */
enum { LANGUAGE_WORD = 2 + TL_TRAITS, WHICH_WORD };

int32_t tl_provider_language(const tl_World *w, int32_t provider)
{
    uint64_t key = tl_mix64(w->keys.firm ^ tl_id_of_provider(w, provider));
    double speaks = tl_upper(tl_bits(key, LANGUAGE_WORD)), which = tl_upper(tl_bits(key, WHICH_WORD));
    bool offers = tl_is_firm(w, provider) && speaks < w->config->constants.provider_language_share;
    return offers ? 1 + (int32_t)(which * TL_LANGUAGES) : 0;
}
