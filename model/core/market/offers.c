#include "core/market/offers.h"

#include "core/market/arrangement.h"
#include "core/market/market.h"
#include "core/market/pay.h"
#include "core/market/providers.h"
#include "core/market/rate.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/purchaser/judgement.h"
#include "core/steering/regime.h"
#include "core/unit/cost.h"
#include "core/world/clock.h"
#include "core/world/each.h"
#include "core/world/place.h"
#include "core/world/shifts.h"

/* Words of a firm and of its month, beside those of others. */
enum { OPENNESS_WORD = 9, ADOPTION_WORD = 32 };

/* ---- what is asked for --------------------------------------------------------------------------------- */

static const tl_Market *market_of_provider(const tl_World *w, int32_t provider)
{
    return tl_market_of(w->config, w->provider_municipality[provider]);
}

static bool is_made(const tl_World *w, const tl_Offer *offer)
{
    return offer->day <= tl_measured_day(w);
}

static bool has_adopted(const tl_World *w, int32_t provider, int32_t number)
{
    return (w->provider_adopted[provider] >> number & 1) != 0;
}

/* Loops over offers of one way that are made by today, as offers[number]. */
#define EACH_OFFER(w, market, wanted, number)                                                                \
    for (int32_t number = 0; number < (market)->offer_count; number++)                                       \
        if ((market)->offers[number].way == (wanted) && is_made(w, &(market)->offers[number]))

/* ---- taking it up -------------------------------------------------------------------------------------- */

static void set_levers(const tl_Offer *offer, tl_Regime *regime)
{
    for (int32_t i = 0; i < offer->set_count; i++) {
        tl_parameter_set(&tl_parameters[offer->set[i].parameter], regime, offer->set[i].value);
    }
}

static void take_up(tl_World *w, int32_t provider, int32_t number)
{
    int32_t first, end;
    const tl_Offer *offer = &market_of_provider(w, provider)->offers[number];
    tl_municipality_range(w, w->provider_municipality[provider], &first, &end);
    TL_EACH_ROW(unit, first, end) {
        if (w->unit_provider[unit] == provider) {
            set_levers(offer, &w->unit_regime[unit]);
        }
    }
    w->provider_adopted[provider] |= (uint8_t)(1u << number);
}

static void adopt(tl_World *w, int32_t provider, int32_t number)
{
    int32_t unit = tl_provider_first_unit(w, provider);
    take_up(w, provider, number);
    if (unit >= 0) {
        w->unit_counters[unit].adoptions++;
    }
}

void tl_offers_apply(tl_World *w, int32_t unit)
{
    const tl_Market *market = tl_market_of(w->config, tl_unit_municipality(w, unit));
    for (int32_t number = 0; number < market->offer_count; number++) {
        if (has_adopted(w, w->unit_provider[unit], number)) {
            set_levers(&market->offers[number], &w->unit_regime[unit]);
        }
    }
}

/* ---- orders -------------------------------------------------------------------------------------------- */

void tl_offers_ordered(tl_World *w, int32_t municipality)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    EACH_OFFER(w, market, TL_ORDER, number)
    {
        TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
            if (!tl_is_firm(w, provider) && !has_adopted(w, provider, number)) {
                adopt(w, provider, number);
            }
        }
    }
}

/* ---- requirements -------------------------------------------------------------------------------------- */

static void require(tl_World *w, int32_t provider)
{
    const tl_Market *market = market_of_provider(w, provider);
    EACH_OFFER(w, market, TL_REQUIREMENT, number)
    {
        if (!has_adopted(w, provider, number)) {
            adopt(w, provider, number);
        }
    }
}

void tl_offers_contract(tl_World *w, int32_t provider)
{
    const tl_Market *market = market_of_provider(w, provider);
    w->provider_adopted[provider] = 0;
    EACH_OFFER(w, market, TL_REQUIREMENT, number)
    {
        take_up(w, provider, number);
    }
}

static int32_t requirements_met(const tl_World *w, int32_t provider)
{
    const tl_Market *market = market_of_provider(w, provider);
    int32_t met = 0;
    EACH_OFFER(w, market, TL_REQUIREMENT, number)
    {
        met += has_adopted(w, provider, number);
    }
    return met;
}

double tl_requirements_cost(const tl_World *w, int32_t municipality)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    int32_t asked = 0;
    EACH_OFFER(w, market, TL_REQUIREMENT, number)
    {
        asked++;
    }
    return asked * w->config->constants.offer_requirement_cost;
}

double tl_requirements_met_cost(const tl_World *w, int32_t provider)
{
    return requirements_met(w, provider) * w->config->constants.offer_requirement_cost;
}

/* ---- invitations --------------------------------------------------------------------------------------- */

double tl_adoption_hazard(const tl_Constants *k, tl_Invited invited)
{
    return k->offer_adopts_per_year *
           tl_exp(k->offer_openness * (invited.openness - 0.5) + k->offer_trust * invited.trust -
                  k->offer_cost * invited.cost_share + k->offer_others * invited.others);
}

static int64_t supplement(const tl_Offer *offer)
{
    return tl_round(offer->supplement * ((double)TL_ORE * TL_MICRO));
}

int64_t tl_supplement_of(const tl_World *w, int32_t provider)
{
    const tl_Market *market = market_of_provider(w, provider);
    int64_t sum = 0;
    EACH_OFFER(w, market, TL_INVITATION, number)
    {
        sum += has_adopted(w, provider, number) ? supplement(&market->offers[number]) : 0;
    }
    return sum;
}

/* What the practice reserves of a shift beyond what is reserved by now. */
static double reserved_share(tl_World *w, int32_t unit, const tl_Offer *offer)
{
    tl_Regime before = w->unit_regime[unit];
    int32_t now_s = tl_reserved_s(w, unit);
    set_levers(offer, &w->unit_regime[unit]);
    int32_t then_s = tl_reserved_s(w, unit);
    w->unit_regime[unit] = before;
    return (double)(then_s - now_s) / tl_shift_s(&w->config->constants, TL_DAY_SHIFT);
}

static double paid_share(const tl_World *w, int32_t unit, const tl_Offer *offer)
{
    int64_t rate = tl_rate_of(w, unit, false);
    return rate > 0 ? (double)supplement(offer) / (double)rate : 0.0;
}

static double openness_of(const tl_World *w, int32_t provider)
{
    return tl_upper(tl_bits(tl_mix64(w->keys.firm ^ tl_id_of_provider(w, provider)), OPENNESS_WORD));
}

static bool can_take_up(const tl_World *w, int32_t provider)
{
    return tl_is_firm(w, provider) && tl_provider_is_active(w, provider) &&
           tl_provider_first_unit(w, provider) >= 0;
}

static double share_adopted(const tl_World *w, int32_t municipality, int32_t number)
{
    int32_t firms = 0, adopted = 0;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        if (can_take_up(w, provider)) {
            firms++;
            adopted += has_adopted(w, provider, number);
        }
    }
    return firms > 0 ? (double)adopted / firms : 0.0;
}

/* Of the month that is over, the days on which it stood invited. */
static int64_t days_invited(const tl_World *w, const tl_Offer *offer)
{
    int64_t days = tl_measured_day(w) - offer->day;
    return days < TL_MONTH_DAYS ? days : TL_MONTH_DAYS;
}

static bool accepts(tl_World *w, int32_t provider, int32_t number, double others)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Offer *offer = &market_of_provider(w, provider)->offers[number];
    double years = (double)days_invited(w, offer) / TL_YEAR_DAYS;
    int32_t unit = tl_provider_first_unit(w, provider);
    tl_Invited invited = {
        .openness = openness_of(w, provider),
        .trust = tl_has_purchaser(w->config) ? tl_provider_expects(w, provider) - k->opinion_propensity : 0.0,
        .cost_share = reserved_share(w, unit, offer) - paid_share(w, unit, offer),
        .others = others};
    double chance = 1.0 - tl_exp(-tl_adoption_hazard(k, invited) * years);
    uint64_t key = tl_day_key(w->keys.firm_month, tl_id_of_provider(w, provider), w->day);
    return tl_upper(tl_bits(key, (uint32_t)(ADOPTION_WORD + number))) < chance;
}

/* What others have taken up is what they had before today. */
static void invite(tl_World *w, int32_t municipality, int32_t number)
{
    double others = share_adopted(w, municipality, number);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        if (can_take_up(w, provider) && !has_adopted(w, provider, number) &&
            accepts(w, provider, number, others)) {
            adopt(w, provider, number);
        }
    }
}

/* Units that have come over from another provider are there by now. */
static void turn_contract(tl_World *w, int32_t provider)
{
    if (w->provider_account[provider].since == w->day) {
        tl_offers_contract(w, provider);
    } else if (tl_contract_turns(w, provider)) {
        require(w, provider);
    }
}

/* ---- the month and the day ----------------------------------------------------------------------------- */

void tl_offers_month(tl_World *w, int32_t municipality)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        if (market->offer_count > 0 && can_take_up(w, provider)) {
            turn_contract(w, provider);
        }
    }
    EACH_OFFER(w, market, TL_INVITATION, number)
    {
        invite(w, municipality, number);
    }
}

static bool anything_is_asked(const tl_World *w, const tl_Market *market)
{
    bool any = false;
    for (int32_t number = 0; number < market->offer_count; number++) {
        any = any || is_made(w, &market->offers[number]);
    }
    return any;
}

/* What a firm that begins agrees to is counted when its units are formed. */
static int32_t agreed_today(const tl_World *w, int32_t provider, int32_t unit)
{
    bool begins = tl_is_firm(w, provider) && w->provider_account[provider].since == w->day && w->day > 0;
    return begins && tl_provider_first_unit(w, provider) == unit ? requirements_met(w, provider) : 0;
}

void tl_offers_day(tl_World *w, int32_t unit)
{
    tl_Counters *c = &w->unit_counters[unit];
    int32_t provider = w->unit_provider[unit];
    if (anything_is_asked(w, tl_market_of(w->config, tl_unit_municipality(w, unit)))) {
        c->offered_s += c->granted_s;
        c->adopted_s += w->provider_adopted[provider] != 0 ? c->granted_s : 0;
        c->adoptions += agreed_today(w, provider, unit);
    }
}

/* ---- levers without orders ----------------------------------------------------------------------------- */

tl_Regime tl_levers_without_orders(const tl_World *w, int32_t unit)
{
    const tl_Market *market = tl_market_of(w->config, tl_unit_municipality(w, unit));
    tl_Regime regime = w->unit_regime[unit];
    EACH_OFFER(w, market, TL_ORDER, number)
    {
        for (int32_t i = 0; i < market->offers[number].set_count; i++) {
            int32_t lever = market->offers[number].set[i].parameter;
            tl_parameter_set(&tl_parameters[lever], &regime,
                             tl_lever_by_timeline(w, tl_unit_place(w, unit), lever));
        }
    }
    return regime;
}
