#include "core/market/arrangement.h"

#include "core/market/providers.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"

/* ---- whether people choose ----------------------------------------------------------------------------- */

bool tl_people_choose(const tl_Market *market)
{
    return market->lov.given || market->tender_count > 0;
}

int32_t tl_choice_begins(const tl_Market *market)
{
    int32_t first = market->lov.given ? market->lov.opens : INT32_MAX;
    for (int32_t i = 0; i < market->tender_count; i++) {
        first = market->tenders[i].starts < first ? market->tenders[i].starts : first;
    }
    return first;
}

static int64_t measured_day(const tl_World *w)
{
    return w->day - w->config->run.burn_in_days;
}

bool tl_choice_is_open(const tl_World *w, int32_t municipality)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    return tl_people_choose(market) && measured_day(w) >= tl_choice_begins(market);
}

bool tl_comes_with_month(const tl_World *w, int64_t day)
{
    int64_t today = measured_day(w);
    return w->day % TL_MONTH_DAYS == 0 && today >= day && today - TL_MONTH_DAYS < day;
}

/* ---- who may care for whom ----------------------------------------------------------------------------- */

static const uint64_t *areas_of(const tl_World *w, int32_t provider)
{
    return w->provider_areas + (ptrdiff_t)provider * TL_AREA_WORDS;
}

static bool has_areas(const uint64_t *areas)
{
    bool any = false;
    for (int i = 0; i < TL_AREA_WORDS; i++) {
        any = any || areas[i] != 0;
    }
    return any;
}

bool tl_provider_serves(const tl_World *w, int32_t provider, int32_t area)
{
    const uint64_t *areas = areas_of(w, provider);
    bool passed = !tl_is_firm(w, provider) && w->area_passed[area] != 0;
    return tl_provider_is_active(w, provider) && !passed &&
           (!has_areas(areas) || tl_areas_hold(areas, w->area_number[area]));
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

bool tl_provider_has_room(const tl_World *w, int32_t provider, double week_s)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    (void)week_s;
    return contract->cap_s < 0 ||
           tl_provider_week_s(w, provider) + (double)contract->coming_s < (double)contract->cap_s;
}

/* ---- contracts ----------------------------------------------------------------------------------------- */

bool tl_contract_turns(const tl_World *w, int32_t provider)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    int32_t since = w->provider_account[provider].since, years = 0;
    if (contract->lot != 0) {
        return contract->begins == w->day;
    }
    years = (w->day - since) / TL_COURSE_YEAR_DAYS;
    return w->day >= since && w->day - since - years * TL_COURSE_YEAR_DAYS < TL_MONTH_DAYS;
}

/* ---- the start ----------------------------------------------------------------------------------------- */

void tl_arrangement_start(tl_World *w, int32_t provider)
{
    w->provider_contract[provider] = (tl_Contract){.cap_s = TL_NO_CAP};
}
