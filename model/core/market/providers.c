#include "core/market/providers.h"

#include <stdlib.h>
#include <string.h>

#include "core/market/market.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"
#include "core/world/people.h"

/* ---- who there is -------------------------------------------------------------------------------------- */

static double sum_of(const double *shares, int32_t count)
{
    double sum = 0.0;
    for (int32_t i = 0; i < count; i++) {
        sum += shares[i];
    }
    return sum;
}

int32_t tl_turn(const double *shares, int32_t count, float *credit)
{
    double total = sum_of(shares, count);
    int32_t best = -1;
    for (int32_t i = 0; i < count; i++) {
        if (shares[i] > 0.0) {
            credit[i] += (float)(shares[i] / total);
            best = best < 0 || credit[i] > credit[best] ? i : best;
        }
    }
    if (best >= 0) {
        credit[best] -= 1.0f;
    }
    return best;
}

int32_t tl_deal(const double *shares, int32_t count, float *credit)
{
    double both[] = {shares[0], sum_of(shares + 1, count - 1)};
    float credit_of_both[] = {credit[0], -credit[0]};
    int32_t turn = tl_turn(both, 2, credit_of_both);
    credit[0] = credit_of_both[0];
    return turn < 1 ? turn : 1 + tl_turn(shares + 1, count - 1, credit + 1);
}

/* Parts of the municipality's own care, at least one, stand before the firms. */
static int32_t parts_of(const tl_Market *market)
{
    return market->part_count > 0 ? market->part_count : 1;
}

/* Kinds are spread evenly over the firms' numbers, so that the first of them are like the whole. */
tl_ProviderKind tl_market_kind(const tl_Market *market, int32_t number)
{
    double firms[TL_PROVIDER_KINDS];
    float credit[TL_PROVIDER_KINDS] = {0};
    int32_t kind = TL_MUNICIPAL;
    for (int i = 0; i < TL_PROVIDER_KINDS; i++) {
        firms[i] = market->firms[i];
    }
    for (int32_t firm = parts_of(market) + 1; firm <= number; firm++) {
        kind = tl_turn(firms, TL_PROVIDER_KINDS, credit);
    }
    return (tl_ProviderKind)kind;
}

double tl_market_share(const tl_Market *market, int32_t number)
{
    int32_t parts = parts_of(market);
    if (number <= parts) {
        return market->part_count > 0 ? market->parts[number - 1] : 1.0 - market->share;
    }
    return number <= parts + market->externals ? market->share / market->externals : 0.0;
}

static bool has_one_unit(const tl_Config *config, tl_ProviderKind kind, int32_t number)
{
    int64_t spans = config->constants.provider_spans;
    return number > 1 &&
           (spans == TL_provider_spans_one_unit ||
            (spans == TL_provider_spans_by_kind && (kind == TL_SMALL_FIRM || kind == TL_NONPROFIT)));
}

/* Where the n-th area lies, from 0: a square spiral around the first. */
static void walk_spiral(int32_t n, int32_t *x, int32_t *y)
{
    int32_t dx = 1, dy = 0, side = 1;
    *x = *y = 0;
    for (int32_t done = 0, sides = 0, left = side; done < n; done++) {
        *x += dx;
        *y += dy;
        if (--left == 0) {
            int32_t turned = dx;
            dx = -dy;
            dy = turned;
            side += ++sides % 2 == 0;
            left = side;
        }
    }
}

static int32_t streets_apart(int32_t area, int32_t other)
{
    int32_t x, y, other_x, other_y;
    walk_spiral(area, &x, &y);
    walk_spiral(other, &other_x, &other_y);
    return abs(x - other_x) + abs(y - other_y);
}

/* In a large municipality a firm begins around its base: no table says where, and one that drove through a whole city for
 * each person would be none that there is. Of areas as far away the first. */
static void settle_around(tl_Provider *provider, int32_t areas)
{
    enum { AREAS_AT_FIRST = 6 };
    for (int32_t apart = 0, taken = 0; areas > AREAS_AT_FIRST && taken < AREAS_AT_FIRST; apart++) {
        for (int32_t area = 0; area < areas && taken < AREAS_AT_FIRST; area++) {
            if (streets_apart(provider->home, area) == apart) {
                tl_areas_add(provider->areas, area + 1);
                taken++;
            }
        }
    }
}

/* Word 0 of a firm is its owner's (conduct.c), 1 its home, then its practice. */
tl_Provider tl_provider_draw(const tl_World *w, int32_t municipality, int32_t number)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    uint64_t key = tl_mix64(w->keys.firm ^ tl_provider_id(tl_place_id(w->config, municipality), number));
    tl_Provider provider = {
        .kind = tl_market_kind(market, number), .share = tl_market_share(market, number), .home = -1};
    provider.status = number <= tl_market_active(market) ? TL_ACTIVE : TL_POTENTIAL;
    if (market->later) {
        provider.status = number == 1 ? TL_ACTIVE : TL_POTENTIAL;
        provider.share = number == 1 ? 1.0 : 0.0;
    }
    if (has_one_unit(w->config, provider.kind, number)) {
        int64_t areas = w->config->municipalities[municipality].profile.areas;
        provider.home = (int32_t)(tl_upper(tl_bits(key, 1)) * (double)areas);
        if (market->drawn && number <= tl_market_active(market)) {
            settle_around(&provider, (int32_t)areas);
        }
    }
    for (uint32_t i = 0; i < TL_TRAITS; i++) {
        provider.trait[i] = (float)tl_noise(tl_bits(key, 2 + i));
    }
    return provider;
}

/* What firms do in their own way, a trait each. */
static const char *const practices[] = {"control.enabling", "discretion.provider", "discretion.manager",
                                        "steering.meeting_min", "steering.follow_up_min"};
_Static_assert(sizeof practices / sizeof practices[0] == TL_TRAITS, "a trait each");

/* The municipality's collective agreement need not be a firm's. */
static void start_terms(const tl_Constants *k, tl_Regime *regime)
{
    const tl_Parameter *lever = &tl_parameters[tl_parameter_find("organisation.hourly_share")];
    double hourly = regime->organisation_hourly_share * k->collective_firms_hourly;
    regime->organisation_hourly_share = tl_clamp(hourly, lever->low, lever->high);
}

tl_Regime tl_provider_regime(const tl_World *w, const tl_Provider *provider, const tl_Regime *as)
{
    tl_Regime regime = *as;
    double sd = provider->kind == TL_MUNICIPAL ? 0.0 : w->config->constants.provider_practice_sd;
    for (int i = 0; i < TL_TRAITS && sd > 0.0; i++) {
        const tl_Parameter *lever = &tl_parameters[tl_parameter_find(practices[i])];
        double width = lever->neutral.high - lever->neutral.low;
        double value = tl_parameter_get(lever, &regime) + sd * width * provider->trait[i];
        tl_parameter_set(lever, &regime, tl_clamp(value, lever->low, lever->high));
    }
    if (provider->kind != TL_MUNICIPAL) {
        start_terms(&w->config->constants, &regime);
    }
    return regime;
}

/* ---- areas --------------------------------------------------------------------------------------------- */

bool tl_area_is_outlying(const tl_World *w, int32_t area)
{
    int32_t municipality = w->area_municipality[area];
    const tl_Profile *profile = &w->config->municipalities[municipality].profile;
    return w->area_number[area] > profile->areas - profile->outlying_areas;
}

void tl_area_offset(const tl_World *w, int32_t area, int32_t seen_from, float *x, float *y)
{
    int32_t to_x, to_y, from_x, from_y;
    *x = *y = 0.0f;
    if (area == seen_from || !w->config->market.given) {
        return;
    }
    const tl_Municipality *municipality = &w->config->municipalities[w->area_municipality[area]];
    double apart_s = municipality->profile.area_distance_min * TL_MINUTE_S;
    walk_spiral(w->area_number[area] - 1, &to_x, &to_y);
    walk_spiral(w->area_number[seen_from] - 1, &from_x, &from_y);
    *x = (float)(apart_s * (to_x - from_x));
    *y = (float)(apart_s * (to_y - from_y));
}

void tl_settle(tl_World *w, int32_t recipient, int32_t area, float x, float y)
{
    int32_t unit = w->team_unit[w->recipient_team[recipient]];
    float to_x, to_y;
    tl_area_offset(w, area, w->unit_area[unit], &to_x, &to_y);
    w->recipient_area[recipient] = area;
    w->recipient_x[recipient] = x + to_x;
    w->recipient_y[recipient] = y + to_y;
}

/* ---- who is given whom --------------------------------------------------------------------------------- */

static float *credits(const tl_World *w, int32_t area)
{
    return w->area_credit + (ptrdiff_t)area * TL_MOST_PROVIDERS;
}

/* The shares of a municipality's providers in newcomers; how many providers. */
static int32_t shares_of(const tl_World *w, int32_t municipality, double shares[TL_MOST_PROVIDERS])
{
    int32_t first = w->municipality_first_provider[municipality],
            count = w->municipality_providers[municipality];
    for (int32_t i = 0; i < count; i++) {
        shares[i] = tl_provider_is_active(w, first + i) ? w->provider_share[first + i] : 0.0;
    }
    return count;
}

int32_t tl_provider_in_turn(tl_World *w, int32_t area)
{
    int32_t municipality = w->area_municipality[area], own = tl_own_provider(w, municipality);
    double shares[TL_MOST_PROVIDERS] = {0};
    if (!tl_has_market(w, municipality)) {
        return own;
    }
    int32_t count = shares_of(w, municipality, shares), turn = tl_deal(shares, count, credits(w, area));
    return turn < 0 ? own : own + turn;
}

/* Credits sum to 0. Whoever is given somebody therefore has more than 0, and more than -1 afterwards: of n newcomers nobody
 * gets more than the credit before, the share of n, and less than one more. Another is added for rounding. */
static int32_t most_of(double credit, double share, int32_t newcomers)
{
    int32_t most = share > 0.0 ? (int32_t)(credit + share * newcomers + 2.0) : 0;
    return most < newcomers ? most : newcomers;
}

int32_t tl_provider_most(const tl_World *w, int32_t area, int32_t provider, int32_t newcomers)
{
    int32_t municipality = w->area_municipality[area], number = provider - tl_own_provider(w, municipality);
    const float *credit = credits(w, area);
    double shares[TL_MOST_PROVIDERS] = {0};
    if (!tl_has_market(w, municipality) || tl_people_choose(tl_market_of(w->config, municipality))) {
        return newcomers;
    }
    int32_t count = shares_of(w, municipality, shares);
    double others = sum_of(shares + 1, count - 1), all = shares[0] + others;
    if (number == 0) {
        return all > 0.0 ? most_of((double)credit[0], shares[0] / all, newcomers) : newcomers;
    }
    int32_t left = shares[number] > 0.0 ? most_of(-(double)credit[0], others / all, newcomers) : 0;
    return left > 0 ? most_of((double)credit[number], shares[number] / others, left) : 0;
}

int32_t tl_provider_units(const tl_World *w, int32_t area, int32_t provider, int32_t *first)
{
    int32_t count = 0, home = w->provider_home[provider];
    *first = -1;
    TL_EACH_UNIT_OF_AREA(w, home >= 0 ? home : area, unit) {
        if (w->unit_provider[unit] == provider) {
            *first = count++ == 0 ? unit : *first;
        }
    }
    return count;
}

void tl_provider_leaves(tl_World *w, int32_t provider)
{
    int32_t municipality = w->provider_municipality[provider];
    w->provider_status[provider] = TL_LEAVING;
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        memset(credits(w, area), 0, TL_MOST_PROVIDERS * sizeof(float));
    }
}

uint64_t tl_id_of_provider(const tl_World *w, int32_t provider)
{
    int32_t place = w->municipality_place[w->provider_municipality[provider]];
    return tl_provider_id(place, w->provider_number[provider]);
}

int32_t tl_provider_first_unit(const tl_World *w, int32_t provider)
{
    int32_t first, end;
    tl_municipality_range(w, w->provider_municipality[provider], &first, &end);
    while (first < end && w->unit_provider[first] != provider) {
        first++;
    }
    return first < end ? first : -1;
}

int32_t tl_provider_recipients(const tl_World *w, int32_t provider)
{
    int32_t first, end, recipients = 0;
    tl_municipality_range(w, w->provider_municipality[provider], &first, &end);
    TL_EACH_ROW(unit, first, end) {
        recipients += w->unit_provider[unit] == provider ? w->unit_recipients[unit] : 0;
    }
    return recipients;
}

void tl_provider_ends(tl_World *w, int32_t provider, int64_t days, tl_Ending why)
{
    w->provider_account[provider].leaves = w->day + (int32_t)days;
    w->provider_account[provider].notice = (int32_t)days;
    w->provider_account[provider].ending = (int32_t)why;
    tl_provider_leaves(w, provider);
}

/* ---- managers ------------------------------------------------------------------------------------------ */

static void share_managers(tl_World *w, int32_t provider, int32_t first, int32_t end)
{
    int32_t heads = 0, units = 0;
    int64_t span = 1;
    TL_EACH_ROW(unit, first, end) {
        if (w->unit_provider[unit] == provider) {
            heads += tl_employees(w, unit);
            span = units++ == 0 ? w->unit_regime[unit].organisation_span : span;
        }
    }
    double managers = tl_larger((double)tl_round((double)heads / (double)span), 1.0);
    TL_EACH_ROW(unit, first, end) {
        if (w->unit_provider[unit] == provider) {
            double part = heads > 0 ? (double)tl_employees(w, unit) / heads : 1.0 / units;
            w->unit_manager_share[unit] = (float)(managers * part);
        }
    }
}

void tl_manager_shares(tl_World *w, int32_t municipality)
{
    int32_t first, end, own = tl_own_provider(w, municipality);
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        w->unit_manager_share[unit] = 1.0f;
    }
    for (int32_t i = 1; i < w->municipality_providers[municipality]; i++) {
        share_managers(w, own + i, first, end);
    }
}
