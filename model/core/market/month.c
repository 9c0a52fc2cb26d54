#include "core/market/month.h"

#include "core/market/arrangement.h"
#include "core/market/books.h"
#include "core/market/conduct.h"
#include "core/market/finance.h"
#include "core/market/market.h"
#include "core/market/providers.h"
#include "core/market/rate.h"
#include "core/market/staffing.h"
#include "core/market/takings.h"
#include "core/market/voice.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/observation/shares.h"
#include "core/purchaser/deterrence.h"
#include "core/world/each.h"

enum { MARGIN_HALF_LIFE_DAYS = 90 };

/* ---- the start ----------------------------------------------------------------------------------------- */

static double orientation(const tl_Constants *k, tl_ProviderKind kind)
{
    const double of[TL_PROVIDER_KINDS] = {[TL_SMALL_FIRM] = k->provider_theta_small,
                                          [TL_LARGE_FIRM] = k->provider_theta_large,
                                          [TL_NONPROFIT] = k->provider_theta_nonprofit};
    return of[kind];
}

/* A firm is an opportunist or not whatever its kind. It begins content with its margin, and as tempted as it is then. */
static void draw_owner(tl_World *w, int32_t provider)
{
    const tl_Constants *k = &w->config->constants;
    tl_ProviderKind kind = (tl_ProviderKind)w->provider_owner[provider];
    double draw = tl_upper(tl_bits(tl_mix64(w->keys.firm ^ tl_id_of_provider(w, provider)), 0));
    bool opportunist = kind != TL_MUNICIPAL && draw < k->provider_opportunist_share;
    double theta = orientation(k, kind);
    tl_Deterrence deterrence = tl_deterrence_of(w, provider, tl_provider_first_unit(w, provider));
    w->provider_owner_mind[provider] =
        (tl_OwnerMind){.orientation = (float)theta,
                       .margin = (float)(theta * k->provider_margin_target),
                       .temptation = (float)tl_conduct_aim(k, opportunist, 0.0, deterrence),
                       .opportunist = opportunist};
}

/* Seconds a week that decisions grant in a unit, own time with them. */
static int64_t granted_week_s(const tl_World *w, int32_t unit)
{
    return tl_round(tl_unit_week_s(w, unit) * (1.0 + w->unit_regime[unit].care_own_time));
}

int64_t tl_market_contract(tl_World *w, int32_t municipality)
{
    int64_t all_s = 0;
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        w->provider_account[provider].contract_day_s = 0;
    }
    TL_EACH_ROW(unit, first, end) {
        int64_t day_s = granted_week_s(w, unit) / TL_WEEK_DAYS;
        w->provider_account[w->unit_provider[unit]].contract_day_s += day_s;
        all_s += day_s;
    }
    tl_books_deal(w, municipality);
    return all_s;
}

static void start_municipality(tl_World *w, int32_t municipality)
{
    tl_Purse *purse = &w->municipality_purse[municipality];
    int64_t granted_s = tl_market_contract(w, municipality), recipients = 0;
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        recipients += w->unit_recipients[unit];
    }
    purse->mean_day_s = recipients > 0 ? granted_s / recipients : 0;
    for (int form = 0; form < TL_PAY_FORMS; form++) {
        purse->rate[form] = tl_rate_at_first(&w->config->constants, &w->config->regime);
    }
}

void tl_market_start(tl_World *w)
{
    if (!tl_market_pays(&w->config->market)) {
        return;
    }
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        draw_owner(w, provider);
    }
    TL_EACH_ROW(municipality, 0, (int32_t)w->sizes.MUNICIPALITY) {
        start_municipality(w, municipality);
    }
}

/* ---- what owners decide -------------------------------------------------------------------------------- */

static double per_hour(int64_t ore, int64_t seconds)
{
    return seconds > 0 ? (double)ore / (double)seconds * TL_HOUR_S : 0.0;
}

static tl_MonthPrices prices_of(const tl_World *w, int32_t provider, int32_t unit)
{
    const tl_Takings *month = &w->provider_account[provider].month;
    int64_t form = w->unit_regime[unit].reimbursement_form;
    return (tl_MonthPrices){.pay_ore_per_h = per_hour(month->payment, month->seconds[form]),
                            .staff_ore_per_h = per_hour(month->cost, month->paid_s),
                            .client_time_share = tl_booked_client_time(w, unit),
                            .by_record = tl_conduct_by_record(w, unit)};
}

/* A municipality's own provider is pressed by its margin as far as its budget is hard, and never tempted by it. */
static void decide(tl_World *w, int32_t provider, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Takings *month = &w->provider_account[provider].month;
    tl_OwnerMind *mind = &w->provider_owner_mind[provider];
    tl_MonthPrices prices = prices_of(w, provider, unit);
    bool external = tl_is_firm(w, provider);
    double left = (double)(tl_takings_result(month) - w->provider_account[provider].claimed);
    double margin = left / tl_larger((double)month->payment, TL_ORE);
    double step = 1.0 - tl_decay(TL_MONTH_DAYS, MARGIN_HALF_LIFE_DAYS);
    mind->margin += (float)(step * (margin - (double)mind->margin));
    double aim = (double)mind->orientation * k->provider_margin_target;
    double short_of = tl_owner_shortfall(aim, (double)mind->margin, k->provider_margin_scale);
    double pressed = short_of * (external ? 1.0 : w->unit_regime[unit].own_hard_budget);
    double move = k->provider_staffing_step * pressed * tl_owner_saving(&prices, k->provider_lost_care);
    double tempted =
        tl_conduct_aim(k, mind->opportunist, external ? short_of : 0.0, tl_deterrence_of(w, provider, unit));
    mind->staffing = (float)tl_owner_staffing((double)mind->staffing, move, k->provider_staffing_band);
    mind->temptation += (float)(step * (tempted - (double)mind->temptation));
}

/* ---- endings ------------------------------------------------------------------------------------------- */

/* Insolvent firms leave at once, those that earn too little may give notice. */
static void end_or_go_on(tl_World *w, int32_t provider, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    tl_Account *account = &w->provider_account[provider];
    double draw =
        tl_upper(tl_bits(tl_day_key(w->keys.firm_month, tl_id_of_provider(w, provider), w->day), 0));
    if (tl_account_insolvent(k, account)) {
        w->unit_counters[unit].firms_insolvent++;
        tl_provider_ends(w, provider, 0, TL_INSOLVENT);
    } else if (account->leaves == 0 && draw < tl_account_notice_chance(k, tl_account_year_margin(account))) {
        w->unit_counters[unit].firms_giving_up++;
        tl_provider_ends(w, provider, w->unit_regime[unit].contract_notice_days, TL_GAVE_UP);
    }
}

/* ---- the month ----------------------------------------------------------------------------------------- */

static void close_provider(tl_World *w, int32_t provider)
{
    const tl_Constants *k = &w->config->constants;
    tl_Account *account = &w->provider_account[provider];
    bool external = tl_is_firm(w, provider);
    int32_t unit = tl_provider_first_unit(w, provider);
    tl_account_close(k, account, external);
    if (unit >= 0) {
        decide(w, provider, unit);
    }
    if (external) {
        tl_account_draw(k, account);
    }
    if (external && unit >= 0) {
        end_or_go_on(w, provider, unit);
    }
}

/* Not those that begin today. */
static bool has_month(const tl_World *w, int32_t provider)
{
    return (w->provider_status[provider] == TL_ACTIVE || w->provider_status[provider] == TL_LEAVING) &&
           w->provider_account[provider].since < w->day;
}

void tl_market_month(tl_World *w, int32_t municipality)
{
    int32_t first, end, own = w->municipality_first_provider[municipality];
    if (!tl_market_pays(&w->config->market)) {
        return;
    }
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        tl_books_close(w, unit);
    }
    if (tl_has_purchaser(w->config)) {
        tl_voice_month(w, municipality);
    }
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        if (has_month(w, provider)) {
            close_provider(w, provider);
        }
    }
    tl_rate_month(w, municipality, &w->provider_account[own].month);
    tl_observe_shares(w, municipality);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        w->provider_account[provider].month = (tl_Takings){0};
    }
}
