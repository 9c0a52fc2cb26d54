#include "core/purchaser/purchaser.h"

#include "core/market/finance.h"
#include "core/market/market.h"
#include "core/market/providers.h"
#include "core/market/voice.h"
#include "core/numbers/num.h"
#include "core/observation/follow_up.h"
#include "core/purchaser/capacity.h"
#include "core/purchaser/checks.h"
#include "core/purchaser/contract_managers.h"
#include "core/purchaser/control_cost.h"
#include "core/purchaser/dialogues.h"
#include "core/purchaser/judgement.h"
#include "core/purchaser/sanctions.h"
#include "core/world/each.h"

/* Loops over those who are followed up. */
#define EACH_FOLLOWED(w, provider, municipality)                                                             \
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers)             \
        if (tl_is_followed(w, provider))

/* ---- time ---------------------------------------------------------------------------------------------- */

/* The levers of a municipality as a purchaser: those of its first unit. */
static const tl_Regime *levers_of(const tl_World *w, int32_t municipality)
{
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    return &w->unit_regime[first];
}

static int32_t recipients_of(const tl_World *w, int32_t municipality)
{
    int32_t first, end, recipients = 0;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        recipients += w->unit_recipients[unit];
    }
    return recipients;
}

static tl_PurchaserDuties duties_of(const tl_World *w, int32_t municipality)
{
    const tl_Constants *k = &w->config->constants;
    double providers = 0.0, dialogues = 0.0;
    EACH_FOLLOWED(w, provider, municipality)
    {
        providers += tl_followed_weight(w, provider);
        dialogues += tl_dialogues_asked(w, provider);
    }
    return tl_purchaser_duties(k, providers, dialogues, w->municipality_purchaser[municipality].moved);
}

/* What has come in since the last month adds to what applications, tenders and bids still take. */
static double letting_of(tl_World *w, int32_t municipality)
{
    tl_Purchaser *p = &w->municipality_purchaser[municipality];
    p->letting += tl_letting_min(&w->config->constants, p->applications, p->tenders, p->bids);
    p->applications = p->tenders = p->bids = 0;
    double now = tl_letting_now(p->letting);
    p->letting -= now;
    return now;
}

/* Minutes in which so many checks per 1,000 visits are made, where the lever says that there is always time for them. */
static double ensured_min(const tl_World *w, int32_t municipality)
{
    const tl_Regime *r = levers_of(w, municipality);
    double visits = 0.0;
    EACH_FOLLOWED(w, provider, municipality)
    {
        visits += tl_followed_weight(w, provider) * tl_records_sent(w, provider);
    }
    return r->purchaser_coverage / 1000.0 * visits /
           tl_checks_per_min(&w->config->constants, r->purchaser_audit_relational);
}

/* Contract managers are hired for the time that is asked for; whoever comes first finds an organisation that is there. They
 * become no fewer: a few recipients more or less would otherwise change whose providers are whose back and forth. */
static void build_up(tl_World *w, int32_t municipality, double duties)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = levers_of(w, municipality);
    tl_Purchaser *purchaser = &w->municipality_purchaser[municipality];
    bool ensured = r->purchaser_coverage > 0.0;
    double asked = ensured ? duties + ensured_min(w, municipality)
                           : tl_hours_asked_min(r, recipients_of(w, municipality));
    bool at_once = ensured || purchaser->managers == 0;
    purchaser->there = at_once ? asked : tl_capacity_next(purchaser->there, asked, k->purchaser_build_days);
    int32_t managers = tl_contract_managers(k, asked);
    purchaser->managers = managers > purchaser->managers ? managers : purchaser->managers;
    purchaser->coverage = tl_duties_coverage(purchaser->there, duties);
    purchaser->presence = tl_purchaser_presence(purchaser->there, duties);
}

/* What is left is dealt between firms and the own provider by granted time. */
static tl_CheckTime left_for_checks(const tl_World *w, int32_t municipality, double duties)
{
    double left = tl_larger(w->municipality_purchaser[municipality].there - duties, 0.0);
    double firms = 0.0, own = 0.0;
    EACH_FOLLOWED(w, provider, municipality)
    {
        double volume = tl_followed_weight(w, provider) * tl_checked_volume(w, provider);
        *(tl_is_firm(w, provider) ? &firms : &own) += volume;
    }
    double all = firms + own;
    return all > 0.0 ? (tl_CheckTime){.external = left * (firms / all), .own = left * (own / all)}
                     : (tl_CheckTime){0};
}

/* ---- the terms of firms and own provider --------------------------------------------------------------- */

typedef struct Looks {
    double looked, visits;
} Looks;

static void add_looks(const tl_World *w, int32_t provider, Looks *looks)
{
    for (int kind = 0; kind < TL_AUDIT_KINDS; kind++) {
        looks->looked += w->provider_dossier[provider].found[kind].looked;
    }
    looks->visits += tl_records_sent(w, provider);
}

/* Was the own provider's deficit covered, or was it looked at less than half as much as firms, by visit? */
static bool terms_are_unequal(const tl_World *w, int32_t municipality)
{
    int32_t own = tl_own_provider(w, municipality);
    Looks firms = {0}, municipal = {0};
    EACH_FOLLOWED(w, provider, municipality)
    {
        add_looks(w, provider, tl_is_firm(w, provider) ? &firms : &municipal);
    }
    bool covered = tl_account_last_result(&w->provider_account[own]) < 0;
    return covered || 2.0 * municipal.looked * firms.visits < firms.looked * municipal.visits;
}

/* ---- the month ----------------------------------------------------------------------------------------- */

static void learn_and_act(tl_World *w, int32_t municipality)
{
    bool unequal = terms_are_unequal(w, municipality);
    EACH_FOLLOWED(w, provider, municipality)
    {
        tl_purchaser_dialogues(w, provider);
        tl_purchaser_learns(w, provider);
        tl_provider_learns(w, provider, (double)w->provider_owner_mind[provider].margin,
                           unequal && tl_is_firm(w, provider));
        tl_sanctions(w, provider);
    }
}

void tl_purchaser_month(tl_World *w, int32_t municipality)
{
    if (!tl_has_purchaser(w->config)) {
        return;
    }
    tl_Purchaser *purchaser = &w->municipality_purchaser[municipality];
    int32_t left = tl_contract_managers_leave(w, municipality);
    tl_PurchaserDuties duties = duties_of(w, municipality);
    duties.letting = letting_of(w, municipality);
    build_up(w, municipality, tl_purchaser_duties_min(&duties));
    tl_CheckTime time = left_for_checks(w, municipality, tl_purchaser_duties_min(&duties));
    tl_checks_month(w, municipality, time);
    tl_control_cost(w, municipality, &duties, time);
    learn_and_act(w, municipality);
    tl_observe_follow_up(w, municipality, left);
    purchaser->moved = 0;
}
