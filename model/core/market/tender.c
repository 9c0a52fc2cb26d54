#include "core/market/tender.h"

#include "core/market/arrangement.h"
#include "core/market/entry.h"
#include "core/market/market.h"
#include "core/market/providers.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/purchaser/judgement.h"
#include "core/world/clock.h"
#include "core/world/each.h"

enum { PRICE_WORD = 17, PROMISE_WORD }; /* of a firm's month, after that of entry */

/* What a price of a tenth more takes away, against a standard deviation of quality. */
static const double PRICE_SCALE = 10.0;

static const tl_Regime *levers_of(const tl_World *w, int32_t municipality)
{
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    return &w->unit_regime[first];
}

/* ---- bids ---------------------------------------------------------------------------------------------- */

double tl_bid_price(const tl_Constants *k, double unit_cost, double orientation, double z)
{
    return unit_cost * (1.0 + orientation * k->provider_margin_target + k->bid_noise * z);
}

double tl_bid_quality(const tl_Constants *k, const float *traits, double z)
{
    double sum = 0.0;
    for (int i = 0; i < TL_TRAITS; i++) {
        sum += (double)traits[i];
    }
    return sum / TL_TRAITS + k->bid_promise_noise * z;
}

double tl_bid_score(double quality_weight, const tl_Bid *bid)
{
    return quality_weight * bid->quality - PRICE_SCALE * (1.0 - quality_weight) * (bid->price - 1.0);
}

static bool is_better(double quality_weight, const tl_Bid *a, const tl_Bid *b)
{
    double score_a = tl_bid_score(quality_weight, a), score_b = tl_bid_score(quality_weight, b);
    return score_a > score_b || (score_a == score_b && a->order < b->order);
}

int32_t tl_award(double quality_weight, const tl_Bid *bids, int32_t count)
{
    int32_t best = -1;
    for (int32_t i = 0; i < count; i++) {
        best = best < 0 || is_better(quality_weight, &bids[i], &bids[best]) ? i : best;
    }
    return best;
}

/* ---- who bids ------------------------------------------------------------------------------------------ */

bool tl_meets_orientation(const tl_World *w, int32_t provider, int32_t orientation)
{
    return orientation == TL_ANY_FIRM ||
           (orientation == TL_NONPROFIT_FIRM && w->provider_owner[provider] == TL_NONPROFIT) ||
           (orientation == TL_LANGUAGE_FIRM && tl_provider_language(w, provider) != 0);
}

/* Whoever has no lot, or has this one and will lose it. */
static bool may_bid(const tl_World *w, int32_t provider, int32_t number)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    uint8_t status = w->provider_status[provider];
    bool free =
        status == TL_POTENTIAL || status == TL_WAITING || (status == TL_GONE && tl_may_return(w, provider)) ||
        (status == TL_ACTIVE && (contract->lot == 0 || (contract->lot == number && contract->over != 0)));
    return tl_is_firm(w, provider) && free && contract->won == 0;
}

int32_t tl_base_for(const tl_World *w, int32_t provider, const tl_Tender *tender, const tl_Lot *lot)
{
    int32_t home = w->provider_home[provider];
    if (home < 0 || tender->transfer) {
        return -1;
    }
    if (tl_provider_first_unit(w, provider) >= 0 || tl_areas_serve(lot->areas, w->area_number[home])) {
        return home;
    }
    TL_EACH_HELD(w, area, w->provider_municipality[provider], municipality_first_area, municipality_areas) {
        if (tl_areas_hold(lot->areas, w->area_number[area])) {
            return area;
        }
    }
    return home;
}

static double people_in(const tl_World *w, int32_t municipality, const tl_Lot *lot)
{
    double people = 0.0;
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        people += tl_areas_serve(lot->areas, w->area_number[area]) ? w->area_start_recipients[area] : 0;
    }
    return people;
}

/* Granted seconds a week that each winner is to have of a lot. */
static double volume_s(const tl_Ground *ground, const tl_Lot *lot)
{
    return lot->share / lot->providers * ground->week_s;
}

/* A winner's part of a lot, spread over its areas by those who live there. */
static tl_Prospect look_at(const tl_World *w, const tl_Ground *ground, int32_t provider,
                           const tl_Tender *tender, const tl_Lot *lot)
{
    int32_t municipality = w->provider_municipality[provider], base = tl_base_for(w, provider, tender, lot);
    double hours = volume_s(ground, lot) / TL_WEEK_DAYS * TL_MONTH_DAYS / TL_HOUR_S;
    double people = people_in(w, municipality, lot);
    tl_Prospect all = {0};
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        if (tl_areas_serve(lot->areas, w->area_number[area]) && people > 0.0) {
            tl_Prospect here =
                tl_prospect_of_area(w, ground, base, area, hours * w->area_start_recipients[area] / people);
            tl_prospect_add(&all, &here);
        }
    }
    tl_prospect_overhead(w, provider, &all);
    return all;
}

static tl_Bid bid_of(const tl_World *w, int32_t provider, const tl_Prospect *prospect)
{
    const tl_Constants *k = &w->config->constants;
    uint64_t id = tl_id_of_provider(w, provider), key = tl_day_key(w->keys.firm_month, id, w->day);
    double theta = (double)w->provider_owner_mind[provider].orientation;
    return (tl_Bid){
        .price = tl_bid_price(k, tl_prospect_unit_cost(prospect), theta, tl_noise(tl_bits(key, PRICE_WORD))),
        .quality = tl_bid_quality(k, w->provider_trait + (ptrdiff_t)provider * TL_TRAITS,
                                  tl_noise(tl_bits(key, PROMISE_WORD))),
        .order = tl_mix64(key),
        .provider = provider};
}

static int32_t collect_bids(const tl_World *w, const tl_Ground *ground, int32_t municipality, int32_t number,
                            tl_Bid *bids)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    const tl_Tender *tender = tl_tender_of(market, number);
    const tl_Lot *lot = tl_lot_of(market, number);
    int32_t count = 0;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        if (may_bid(w, provider, number) && tl_meets_orientation(w, provider, lot->orientation)) {
            tl_Prospect prospect = look_at(w, ground, provider, tender, lot);
            if (tl_prospect_margin(&prospect) >= 0.0) {
                bids[count++] = bid_of(w, provider, &prospect);
            }
        }
    }
    return count;
}

/* ---- awards -------------------------------------------------------------------------------------------- */

/* Where quality alone decides, the price is the rate. */
static void win(tl_World *w, const tl_Ground *ground, const tl_Bid *bid, int32_t number, int32_t starts)
{
    const tl_Market *market = tl_market_of(w->config, w->provider_municipality[bid->provider]);
    tl_Contract *contract = &w->provider_contract[bid->provider];
    contract->won = number;
    contract->won_begins = starts;
    contract->won_price = tl_tender_of(market, number)->quality < 1.0 ? bid->price : 0.0;
    contract->won_s = tl_round(volume_s(ground, tl_lot_of(market, number)));
    if (w->provider_status[bid->provider] == TL_POTENTIAL || w->provider_status[bid->provider] == TL_GONE) {
        w->provider_status[bid->provider] = TL_WAITING;
    }
}

/* The places of a lot that are to be let go to the best bids; those that nobody bids for stay with the municipality. */
static void let_lot(tl_World *w, const tl_Ground *ground, int32_t municipality, int32_t number,
                    tl_LotState *state, tl_Counters *c)
{
    const tl_Tender *tender = tl_tender_of(tl_market_of(w->config, municipality), number);
    tl_Bid bids[TL_MOST_PROVIDERS];
    int32_t count = collect_bids(w, ground, municipality, number, bids);
    c->bids += count;
    w->municipality_purchaser[municipality].bids += count;
    for (; state->vacant > 0 && count > 0; state->vacant--) {
        int32_t best = tl_award(tender->quality, bids, count);
        win(w, ground, &bids[best], number, state->starts);
        bids[best] = bids[--count];
    }
    c->places_unlet += state->vacant;
    *state = (tl_LotState){0};
}

static tl_LotState *lot_state(tl_World *w, int32_t municipality, int32_t number)
{
    return w->municipality_lot + (ptrdiff_t)municipality * TL_MOST_TENDERS * TL_MOST_LOTS + number - 1;
}

static void vacate(tl_World *w, int32_t municipality, int32_t number, int32_t places, int32_t starts)
{
    tl_LotState *state = lot_state(w, municipality, number);
    state->vacant += places;
    state->starts = starts > state->starts ? starts : state->starts;
}

/* A tender whose day has come lets all its places; whatever else is vacant is let anew on the same terms. */
static void let_tender(tl_World *w, int32_t municipality, int32_t t, tl_Counters *c)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    const tl_Tender *tender = &market->tenders[t];
    tl_Ground ground = tl_ground(w, municipality);
    bool held = false;
    for (int32_t i = 0; i < tender->lot_count; i++) {
        int32_t number = tl_lot_number(t, i);
        if (tl_comes_with_month(w, tender->day)) {
            vacate(w, municipality, number, tl_lots(market, tender)[i].providers,
                   tender->starts + (int32_t)w->config->run.burn_in_days);
        }
        if (lot_state(w, municipality, number)->vacant > 0) {
            let_lot(w, &ground, municipality, number, lot_state(w, municipality, number), c);
            held = true;
        }
    }
    c->tenders += held;
    w->municipality_purchaser[municipality].tenders += held;
}

/* ---- contracts that end -------------------------------------------------------------------------------- */

/* Days from the award to the start. */
static int32_t lead_days(const tl_Tender *tender)
{
    return tender->starts - tender->day;
}

static bool is_to_be_renewed(const tl_World *w, int32_t provider, const tl_Tender *tender)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    double least = levers_of(w, w->provider_municipality[provider])->purchaser_renew_trust;
    return contract->renewals < tender->renewal_count &&
           (!tl_has_purchaser(w->config) || tl_purchaser_expects(w, provider) >= least);
}

/* In time for a new tender it is decided whether a contract is renewed. */
static void renew_or_vacate(tl_World *w, int32_t provider, const tl_Tender *tender, tl_Counters *c)
{
    tl_Contract *contract = &w->provider_contract[provider];
    if (is_to_be_renewed(w, provider, tender)) {
        contract->begins = contract->ends;
        contract->ends += tender->renewals[contract->renewals++];
        c->contracts_renewed++;
    } else {
        contract->over = 1;
        vacate(w, w->provider_municipality[provider], contract->lot, 1, contract->ends);
    }
}

/* A place that is left before its time is let anew as soon as can be. */
static void look_ahead(tl_World *w, int32_t provider, tl_Counters *c)
{
    tl_Contract *contract = &w->provider_contract[provider];
    const tl_Tender *tender = tl_tender_in_force(w, provider);
    if (tender == NULL || contract->over != 0) {
        return;
    }
    int32_t soonest = w->day + lead_days(tender), leaves = w->provider_account[provider].leaves;
    if (w->provider_status[provider] == TL_LEAVING) {
        contract->over = 1;
        vacate(w, w->provider_municipality[provider], contract->lot, 1, soonest > leaves ? soonest : leaves);
    } else if (soonest + TL_MONTH_DAYS > contract->ends) {
        renew_or_vacate(w, provider, tender, c);
    }
}

/* An award to a firm that has left since, and may not return, is void. */
static void void_award(tl_World *w, int32_t provider)
{
    tl_Contract *contract = &w->provider_contract[provider];
    int32_t municipality = w->provider_municipality[provider];
    if (contract->won != 0 && !tl_may_return(w, provider)) {
        const tl_Tender *tender = tl_tender_of(tl_market_of(w->config, municipality), contract->won);
        int32_t soonest = w->day + lead_days(tender), begins = contract->won_begins;
        vacate(w, municipality, contract->won, 1, soonest > begins ? soonest : begins);
        contract->won = 0;
    }
}

/* Whoever will lose its lot is given notice as everybody is. */
static void give_notice(tl_World *w, int32_t provider, tl_Counters *c)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    int64_t notice = levers_of(w, w->provider_municipality[provider])->contract_notice_days;
    if (tl_provider_is_active(w, provider) && contract->lot != 0 && contract->over != 0 &&
        contract->won == 0 && w->day + notice >= contract->ends) {
        c->firms_not_renewed++;
        tl_provider_ends(w, provider, contract->ends > w->day ? contract->ends - w->day : 0, TL_NOT_RENEWED);
    }
}

/* When contracts begin, free choice is over: firms without a lot leave, and those that have been let in do not begin. */
static void close_free_choice(tl_World *w, int32_t provider, tl_Counters *c)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    if (!tl_is_firm(w, provider) || contract->lot != 0 || contract->won != 0) {
        return;
    }
    if (w->provider_status[provider] == TL_WAITING) {
        w->provider_status[provider] = TL_POTENTIAL;
    } else if (tl_provider_is_active(w, provider)) {
        c->firms_abolished++;
        tl_provider_ends(w, provider, levers_of(w, w->provider_municipality[provider])->contract_notice_days,
                         TL_ABOLISHED);
    }
}

/* ---- the month ----------------------------------------------------------------------------------------- */

void tl_tenders_month(tl_World *w, int32_t municipality)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    int32_t first, end;
    if (market->tender_count == 0) {
        return;
    }
    tl_municipality_range(w, municipality, &first, &end);
    tl_Counters *c = &w->unit_counters[first];
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        void_award(w, provider);
        look_ahead(w, provider, c);
    }
    for (int32_t t = 0; t < market->tender_count; t++) {
        let_tender(w, municipality, t, c);
    }
    bool closed = tl_tenders_have_begun(w, municipality);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        give_notice(w, provider, c);
        if (closed) {
            close_free_choice(w, provider, c);
        }
    }
}

/* ---- phases -------------------------------------------------------------------------------------------- */

static const double USED_UP = 0.95;

static double phase_share(const tl_World *w, const tl_Phases *phases, int32_t steps)
{
    int32_t phase = phases->by_queue ? steps : 0;
    while (!phases->by_queue && phase + 1 < phases->count && tl_has_come(w, phases->day[phase + 1])) {
        phase++;
    }
    return phases->count > 0 ? phases->share[phase] : 1.0;
}

static bool is_waited_for(const tl_World *w, int32_t provider)
{
    int32_t first, end;
    tl_municipality_range(w, w->provider_municipality[provider], &first, &end);
    TL_EACH_ROW(unit, first, end) {
        TL_EACH_RECIPIENT(w, unit, recipient) {
            if (w->recipient_wish[recipient] == w->provider_number[provider]) {
                return true;
            }
        }
    }
    return false;
}

/* Not in the month in which the contract begins. */
static bool takes_a_step(const tl_World *w, int32_t provider, const tl_Phases *phases)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    return phases->by_queue && contract->steps + 1 < phases->count && contract->begins != w->day &&
           is_waited_for(w, provider) && tl_provider_week_s(w, provider) >= USED_UP * (double)contract->cap_s;
}

void tl_cap_by_phase(tl_World *w, int32_t provider)
{
    tl_Contract *contract = &w->provider_contract[provider];
    const tl_Tender *tender = tl_tender_in_force(w, provider);
    contract->cap_s =
        tender == NULL || tender->transfer
            ? TL_NO_CAP
            : tl_round(phase_share(w, &tender->phases, contract->steps) * (double)contract->volume_s);
}

void tl_phases_month(tl_World *w, int32_t municipality)
{
    if (tl_market_of(w->config, municipality)->tender_count == 0) {
        return;
    }
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        const tl_Tender *tender = tl_tender_in_force(w, provider);
        if (tender != NULL) {
            w->provider_contract[provider].steps += takes_a_step(w, provider, &tender->phases);
            tl_cap_by_phase(w, provider);
        }
    }
}
