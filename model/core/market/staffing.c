#include "core/market/staffing.h"

#include "core/market/market.h"
#include "core/numbers/num.h"

double tl_owner_shortfall(double aim, double margin, double scale)
{
    return tl_clamp((aim - margin) / scale, -1.0, 1.0);
}

double tl_owner_saving(const tl_MonthPrices *p, double lost_care)
{
    if (!p->by_record || p->staff_ore_per_h <= 0.0) {
        return 1.0;
    }
    return 1.0 - p->pay_ore_per_h / p->staff_ore_per_h * p->client_time_share * lost_care;
}

double tl_owner_staffing(double staffing, double move, double band)
{
    return tl_clamp((1.0 + staffing) * tl_exp(move) - 1.0, -band, band);
}

double tl_booked_client_time(const tl_World *w, int32_t unit)
{
    double booked = w->unit_regime[unit].resources_client_time_share;
    return tl_market_pays(&w->config->market)
               ? booked * (1.0 + (double)w->provider_owner_mind[w->unit_provider[unit]].staffing)
               : booked;
}
