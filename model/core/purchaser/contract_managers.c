#include "core/purchaser/contract_managers.h"

#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"
#include "core/world/people.h"

static const double LEAST_PROPENSITY = 0.05, MOST_PROPENSITY = 0.95;

uint64_t tl_purchaser_id(const tl_World *w, int32_t municipality)
{
    return tl_provider_id(w->municipality_place[municipality], 0);
}

int32_t tl_contract_managers(const tl_Constants *k, double asked_min)
{
    double managers = asked_min / (TL_HOUR_MIN * k->purchaser_manager_hours);
    return (int32_t)tl_round(tl_clamp(managers, 1.0, TL_MOST_CONTRACT_MANAGERS));
}

int32_t tl_contract_manager_of(const tl_World *w, int32_t provider)
{
    int32_t managers = w->municipality_purchaser[w->provider_municipality[provider]].managers;
    return managers > 0 ? (w->provider_number[provider] - 1) % managers : 0;
}

/* The key of a person is none of a day's: it begins above all days. */
static double difference(const tl_World *w, int32_t municipality, int32_t place)
{
    uint64_t person =
        ((uint64_t)place + 1) << 32 | (uint32_t)w->municipality_purchaser[municipality].successors[place];
    tl_Rng rng =
        tl_rng(tl_mix64(tl_mix64(w->keys.contract_manager ^ tl_purchaser_id(w, municipality)) + person));
    return tl_rng_normal(&rng);
}

double tl_contract_manager_propensity(const tl_World *w, int32_t provider)
{
    const tl_Constants *k = &w->config->constants;
    double differs = k->purchaser_propensity_sd *
                     difference(w, w->provider_municipality[provider], tl_contract_manager_of(w, provider));
    return tl_clamp(k->opinion_propensity + differs, LEAST_PROPENSITY, MOST_PROPENSITY);
}

static void forget(tl_World *w, int32_t provider)
{
    const tl_Constants *k = &w->config->constants;
    tl_Dossier *dossier = &w->provider_dossier[provider];
    float filed = (float)k->purchaser_file_share, stays = (float)k->provider_organisation_share;
    dossier->seen_good *= filed;
    dossier->seen_bad *= filed;
    dossier->view_good *= stays;
    dossier->view_bad *= stays;
}

static void replace(tl_World *w, int32_t municipality, int32_t place)
{
    w->municipality_purchaser[municipality].successors[place]++;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        if (tl_contract_manager_of(w, provider) == place) {
            forget(w, provider);
        }
    }
}

int32_t tl_contract_managers_leave(tl_World *w, int32_t municipality)
{
    uint64_t key = tl_day_key(w->keys.contract_manager, tl_purchaser_id(w, municipality), w->day);
    double leaves =
        1.0 - tl_exp(-w->config->constants.purchaser_manager_turnover * TL_MONTH_DAYS / TL_YEAR_DAYS);
    int32_t left = 0;
    for (int32_t place = 0; place < w->municipality_purchaser[municipality].managers; place++) {
        if (tl_upper(tl_bits(key, (uint32_t)place)) < leaves) {
            replace(w, municipality, place);
            left++;
        }
    }
    return left;
}
