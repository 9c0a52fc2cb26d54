#include "core/purchaser/sanctions.h"

#include "core/market/conduct.h"
#include "core/market/finance.h"
#include "core/market/providers.h"
#include "core/numbers/num.h"
#include "core/purchaser/judgement.h"

enum { NOTICE_DAYS = 30 /* until a provider whose contract is ended leaves */ };

static bool something_was_found(const tl_Dossier *dossier)
{
    int32_t found = 0;
    for (int kind = 0; kind < TL_AUDIT_KINDS; kind++) {
        found += dossier->found[kind].misregistered + dossier->found[kind].cut;
    }
    return found > 0;
}

static void learn(tl_World *w, int32_t provider, double sanction)
{
    if (something_was_found(&w->provider_dossier[provider])) {
        tl_conduct_mends(w, provider, w->config->constants.provider_learning * (1.0 - sanction));
    }
}

/* A warning, or a month in which money is claimed back, speaks against the purchaser. */
static void offend(tl_World *w, int32_t provider)
{
    const tl_Constants *k = &w->config->constants;
    tl_provider_enters(w, provider, (tl_Evidence){.bad = k->opinion_kappa * k->opinion_meeting_evidence});
}

int64_t tl_clawback(int64_t payment, int32_t wrong, int32_t looked, double share)
{
    return looked > 0 && payment > 0 ? tl_round((double)payment * ((double)wrong / looked) * share) : 0;
}

static void claim_back(tl_World *w, int32_t provider, int32_t unit)
{
    const tl_Dossier *dossier = &w->provider_dossier[provider];
    const tl_Regime *r = &w->unit_regime[unit];
    tl_Account *account = &w->provider_account[provider];
    int32_t wrong = 0, looked = 0;
    for (int month = 0; month < TL_YEAR_MONTHS; month++) {
        wrong += dossier->year_wrong[month];
        looked += dossier->year_looked[month];
    }
    int64_t ore = tl_clawback(tl_account_last_payment(account), wrong, looked,
                              r->purchaser_clawback * r->purchaser_sanction);
    if (ore > 0) {
        tl_account_claim_back(account, ore);
        w->unit_counters[unit].clawback += ore;
        offend(w, provider);
    }
}

static void warn(tl_World *w, int32_t provider, int32_t unit)
{
    tl_Dossier *dossier = &w->provider_dossier[provider];
    double distrust = (double)tl_purchaser_opinion(w, provider).distrust;
    bool asked =
        dossier->verdict == TL_REVIEW_HALF_SEVERE || distrust >= w->unit_regime[unit].purchaser_warn_at;
    if (asked && !dossier->warned) {
        dossier->warned = 1;
        w->unit_counters[unit].warnings++;
        offend(w, provider);
    }
}

void tl_sanctions(tl_World *w, int32_t provider)
{
    int32_t unit = tl_provider_first_unit(w, provider);
    learn(w, provider, w->unit_regime[unit].purchaser_sanction);
    if (!tl_is_firm(w, provider)) {
        return;
    }
    claim_back(w, provider, unit);
    if (w->provider_dossier[provider].verdict == TL_REVIEW_SEVERE) {
        if (w->provider_status[provider] == TL_ACTIVE) {
            w->unit_counters[unit].terminations++;
            w->provider_dossier[provider].ended = w->day;
            tl_provider_ends(w, provider, NOTICE_DAYS, TL_TERMINATED);
        }
    } else {
        warn(w, provider, unit);
    }
}
