#include "core/purchaser/control_cost.h"

#include "core/market/providers.h"
#include "core/numbers/num.h"
#include "core/purchaser/dialogues.h"
#include "core/world/each.h"

/* What was paid so far: parts are differences of rounded sums, so that they come to the whole. */
typedef struct Till {
    double ore_per_min, minutes;
    int64_t ore;
} Till;

static int64_t charge(Till *till, double minutes)
{
    till->minutes += minutes;
    int64_t until = tl_round(till->minutes * till->ore_per_min), part = until - till->ore;
    till->ore = until;
    return part;
}

/* A provider's part of the time for checks of firms, or of that for the own provider. */
static double checked_min(const tl_World *w, int32_t provider, double firms_volume, tl_CheckTime time)
{
    if (!tl_is_firm(w, provider)) {
        return time.own;
    }
    return firms_volume > 0.0 ? time.external * (tl_checked_volume(w, provider) / firms_volume) : 0.0;
}

static void charge_provider(tl_World *w, int32_t provider, double checked, double coverage, Till *till)
{
    const tl_Constants *k = &w->config->constants;
    int32_t unit = tl_provider_first_unit(w, provider);
    const tl_Regime *r = &w->unit_regime[unit];
    tl_Counters *c = &w->unit_counters[unit];
    tl_PurchaserDuties duties =
        tl_purchaser_duties(k, tl_followed_weight(w, provider), tl_dialogues_asked(w, provider), 0);
    double before = till->minutes;
    c->control_fixed += charge(till, coverage * duties.fixed);
    c->control_dialogues += charge(till, coverage * duties.dialogues);
    c->control_checks += charge(till, (1.0 - r->purchaser_review_share) * checked);
    c->control_reviews += charge(till, r->purchaser_review_share * checked);
    c->control_min += till->minutes - before;
}

/* Time in which nobody is followed up is paid all the same. */
static void charge_rest(tl_World *w, int32_t municipality, double endings, double letting, Till *till)
{
    double before = till->minutes, there = w->municipality_purchaser[municipality].there;
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    tl_Counters *c = &w->unit_counters[first];
    c->control_endings += charge(till, endings);
    c->control_letting += charge(till, letting);
    c->control_fixed += charge(till, there - till->minutes);
    c->control_min += till->minutes - before;
}

void tl_control_cost(tl_World *w, int32_t municipality, const tl_PurchaserDuties *duties, tl_CheckTime time)
{
    double coverage = w->municipality_purchaser[municipality].coverage;
    double volume = tl_firms_volume(w, municipality);
    Till till = {.ore_per_min = w->config->constants.purchaser_sek_per_h / TL_HOUR_MIN * TL_ORE};
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        if (tl_is_followed(w, provider)) {
            charge_provider(w, provider, checked_min(w, provider, volume, time), coverage, &till);
        }
    }
    charge_rest(w, municipality, coverage * duties->endings, coverage * duties->letting, &till);
}
