#include "core/observation/shares.h"

#include "core/market/providers.h"
#include "core/world/each.h"

static void add(tl_Spread *spread, double seconds)
{
    spread->sum += seconds;
    spread->squares += seconds * seconds;
}

double tl_concentration(const tl_Spread *spread)
{
    return spread->sum > 0.0 ? spread->squares / (spread->sum * spread->sum) : 0.0;
}

void tl_observe_shares(tl_World *w, int32_t municipality)
{
    tl_Spread all = {0}, firms = {0};
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        double granted_s = (double)w->provider_account[provider].month.seconds[TL_reimbursement_form_granted];
        add(&all, granted_s);
        add(&firms, tl_is_firm(w, provider) ? granted_s : 0.0);
    }
    tl_Counters *c = &w->unit_counters[first];
    c->market_months += all.sum > 0.0;
    c->concentration += tl_concentration(&all);
    c->firm_market_months += firms.sum > 0.0;
    c->external_concentration += tl_concentration(&firms);
}
