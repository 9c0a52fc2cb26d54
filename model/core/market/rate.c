#include "core/market/rate.h"

#include "core/market/pay.h"
#include "core/market/providers.h"
#include "core/market/takings.h"
#include "core/world/each.h"

/* A hundred thousand kronor an hour: a provider with next to no time of its own says nothing of what an hour costs. */
static const double MOST_RATE = 1e5 * TL_ORE * TL_MICRO;

int64_t tl_rate_from(int64_t cost, int64_t seconds, double share, int64_t before)
{
    if (seconds <= 0 || cost <= 0) {
        return before;
    }
    double rate = share * (double)cost / (double)seconds * ((double)TL_HOUR_S * TL_MICRO);
    return tl_round(tl_smaller(rate, MOST_RATE));
}

int64_t tl_rate_at_first(const tl_Constants *k, const tl_Regime *r)
{
    double hour = k->cost_permanent_sek_per_h / r->resources_client_time_share;
    return tl_round(hour / (1.0 - k->provider_own_overhead) * ((double)TL_ORE * TL_MICRO));
}

int64_t tl_rate_by(const tl_Purse *purse, const tl_Regime *r, bool external, bool outlying)
{
    int64_t rate = r->reimbursement_sek_per_h > 0.0
                       ? tl_round(r->reimbursement_sek_per_h * ((double)TL_ORE * TL_MICRO))
                       : tl_rate_times(purse->rate[r->reimbursement_form], r->reimbursement_own_cost_share);
    return tl_rate_times(rate, (outlying ? 1.0 + r->reimbursement_outlying_supplement : 1.0) *
                                   (external ? r->reimbursement_external_factor : 1.0));
}

int64_t tl_rate_of(const tl_World *w, int32_t unit, bool outlying)
{
    const tl_Purse *purse = &w->municipality_purse[tl_unit_municipality(w, unit)];
    double price = w->provider_contract[w->unit_provider[unit]].price;
    int64_t rate = tl_rate_by(purse, &w->unit_regime[unit], tl_is_external(w, unit), outlying);
    return price > 0.0 ? tl_rate_times(rate, price) : rate;
}

/* What is left of the municipality's own care where whole areas have passed to others says little of what an hour costs. */
static bool any_area_has_passed(const tl_World *w, int32_t municipality)
{
    bool any = false;
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        any = any || w->area_passed[area] != 0;
    }
    return any;
}

static void begin_year(tl_Purse *purse)
{
    purse->base = (tl_Takings){0};
    purse->base_months = 0;
}

/* The rates of a year that is full stand for the next; without an own provider the last ones do. */
static void add_month(tl_Purse *purse, const tl_Takings *own, bool indexed)
{
    tl_takings_add(&purse->base, own);
    bool full = ++purse->base_months == TL_YEAR_MONTHS;
    if (purse->set == 0 || (full && indexed)) {
        for (int form = 0; form < TL_PAY_FORMS; form++) {
            purse->rate[form] = tl_rate_from(purse->base.cost + purse->base.overhead,
                                             purse->base.seconds[form], 1.0, purse->rate[form]);
        }
    }
    if (full) {
        begin_year(purse);
        purse->set++;
    }
}

void tl_rate_month(tl_World *w, int32_t municipality, const tl_Takings *own)
{
    tl_Purse *purse = &w->municipality_purse[municipality];
    if (any_area_has_passed(w, municipality)) {
        begin_year(purse);
    } else {
        add_month(purse, own, w->config->constants.reimbursement_indexed != 0);
    }
}
