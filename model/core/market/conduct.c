#include "core/market/conduct.h"

#include "core/market/market.h"
#include "core/numbers/num.h"

double tl_conduct_aim(const tl_Constants *k, bool opportunist, double shortfall, tl_Deterrence deterrence)
{
    double x = k->provider_conduct + (opportunist ? k->provider_opportunism : 0.0) +
               k->provider_strain_of_money * tl_larger(shortfall, 0.0) -
               k->provider_detection * deterrence.found - k->provider_trusting * deterrence.trust;
    return 1.0 / (1.0 + tl_exp(-x));
}

void tl_conduct_mends(tl_World *w, int32_t provider, double share)
{
    tl_OwnerMind *mind = &w->provider_owner_mind[provider];
    if (!mind->opportunist) {
        mind->temptation = (float)tl_clamp((double)mind->temptation * (1.0 - share), 0.0, 1.0);
    }
}

bool tl_conduct_by_record(const tl_World *w, int32_t unit)
{
    return tl_market_pays(&w->config->market) &&
           w->unit_regime[unit].reimbursement_form == TL_reimbursement_form_performed;
}

static double temptation(const tl_World *w, int32_t unit)
{
    return (double)w->provider_owner_mind[w->unit_provider[unit]].temptation;
}

double tl_conduct_padding(const tl_World *w, int32_t unit)
{
    return tl_conduct_by_record(w, unit) ? w->config->constants.provider_pad_most * temptation(w, unit) : 0.0;
}

double tl_conduct_skimping(const tl_World *w, int32_t unit)
{
    return tl_conduct_by_record(w, unit) ? 0.0
                                         : w->config->constants.provider_skimp_logit * temptation(w, unit);
}

double tl_conduct_fill(const tl_World *w, int32_t unit)
{
    return tl_conduct_by_record(w, unit) ? w->config->constants.provider_fill : 0.0;
}
