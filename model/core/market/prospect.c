#include "core/market/prospect.h"

#include "core/market/arrangement.h"
#include "core/market/offers.h"
#include "core/market/pay.h"
#include "core/market/providers.h"
#include "core/market/rate.h"
#include "core/world/each.h"

/* Mean of |dx| + |dy| between two places in a square, over its side; trips as planned, over those drawn at random
 * (municipality.trip_min); rivals reckoned with beyond the firms that there are: oneself and the own provider. */
static const double ACROSS = 2.0 / 3.0, PLANNED = 0.4, RIVALS = 2.0;

/* ---- reckoning ----------------------------------------------------------------------------------------- */

double tl_prospect_margin(const tl_Prospect *p)
{
    return p->pay > 0.0 ? 1.0 - p->share - (p->care + p->fixed) / p->pay : -1.0;
}

double tl_prospect_unit_cost(const tl_Prospect *p)
{
    return (p->care + p->fixed) / ((1.0 - p->share) * p->pay);
}

double tl_dearness(double client_time_share, double travel_s, double mean_travel_s, double visit_s)
{
    return tl_larger(1.0 + client_time_share * (travel_s - mean_travel_s) / visit_s, 0.0);
}

void tl_prospect_add(tl_Prospect *sum, const tl_Prospect *part)
{
    sum->hours += part->hours;
    sum->pay += part->pay;
    sum->care += part->care;
    sum->share = part->share;
}

void tl_prospect_overhead(const tl_World *w, int32_t provider, tl_Prospect *prospect)
{
    const tl_Constants *k = &w->config->constants;
    bool large = w->provider_owner[provider] == TL_LARGE_FIRM;
    prospect->fixed = (large ? k->provider_overhead_large : k->provider_overhead_small) * TL_ORE;
    prospect->share = k->provider_external_overhead;
}

/* ---- the ground ---------------------------------------------------------------------------------------- */

static double trip_s(const tl_World *w, int32_t area)
{
    return PLANNED * ACROSS * (double)w->area_reach_s[area];
}

static double mean_trip_s(const tl_World *w, int32_t municipality)
{
    double sum = 0.0, people = 0.0;
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        sum += trip_s(w, area) * w->area_start_recipients[area];
        people += w->area_start_recipients[area];
    }
    return people > 0.0 ? sum / people : 0.0;
}

/* The rate was set from what an hour costs the own provider, overhead with it. */
static double own_care(const tl_World *w, int32_t municipality, int64_t form)
{
    double rate = (double)w->municipality_purse[municipality].rate[form] / TL_MICRO;
    return rate * (1.0 - w->config->constants.provider_own_overhead);
}

tl_Ground tl_ground(const tl_World *w, int32_t municipality)
{
    int32_t first, end;
    double visits = 0.0, recipients = 0.0;
    tl_municipality_range(w, municipality, &first, &end);
    tl_Ground ground = {.levers = &w->unit_regime[first], .travel_s = mean_trip_s(w, municipality)};
    TL_EACH_ROW(unit, first, end) {
        ground.week_s += tl_unit_week_s(w, unit);
        recipients += w->unit_recipients[unit];
        TL_EACH_VISIT(w, unit, visit) {
            visits += __builtin_popcount(w->visit_weekdays[visit]);
        }
    }
    ground.mean_week_s = recipients > 0.0 ? ground.week_s / recipients : 0.0;
    ground.visit_s = visits > 0.0 ? ground.week_s / visits : (double)TL_HOUR_S;
    ground.care = own_care(w, municipality, ground.levers->reimbursement_form) *
                  (1.0 + tl_requirements_cost(w, municipality));
    return ground;
}

/* ---- an area ------------------------------------------------------------------------------------------- */

/* From one home to the next, and from the firm's only base if that is in another area. */
static double travel_s(const tl_World *w, int32_t base, int32_t area)
{
    float x = 0.0f, y = 0.0f;
    if (base >= 0) {
        tl_area_offset(w, area, base, &x, &y);
    }
    return trip_s(w, area) + PLANNED * (double)(__builtin_fabsf(x) + __builtin_fabsf(y));
}

tl_Prospect tl_prospect_of_area(const tl_World *w, const tl_Ground *ground, int32_t base, int32_t area,
                                double hours)
{
    int32_t municipality = w->area_municipality[area];
    const tl_Purse *purse = &w->municipality_purse[municipality];
    int64_t rate = tl_rate_by(purse, ground->levers, true, tl_area_is_outlying(w, area));
    double dear = tl_dearness(ground->levers->resources_client_time_share, travel_s(w, base, area),
                              ground->travel_s, ground->visit_s);
    return (tl_Prospect){.hours = hours,
                         .pay = hours * (double)rate / TL_MICRO,
                         .care = hours * ground->care * dear,
                         .share = w->config->constants.provider_external_overhead};
}

static int32_t firms_in(const tl_World *w, int32_t area)
{
    int32_t firms = 0;
    TL_EACH_HELD(w, provider, w->area_municipality[area], municipality_first_provider,
                 municipality_providers) {
        firms += tl_is_firm(w, provider) && tl_provider_serves(w, provider, area);
    }
    return firms;
}

double tl_hours_hoped_for(const tl_World *w, const tl_Ground *ground, int32_t area)
{
    double newcomers = w->config->constants.demography_inflow_per_year * w->area_start_recipients[area];
    double month_h = ground->mean_week_s / TL_WEEK_DAYS * TL_MONTH_DAYS / TL_HOUR_S;
    return newcomers / (firms_in(w, area) + RIVALS) * month_h;
}
