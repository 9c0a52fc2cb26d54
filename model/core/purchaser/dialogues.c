#include "core/purchaser/dialogues.h"

#include "core/market/conduct.h"
#include "core/market/providers.h"
#include "core/market/voice.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/purchaser/checks.h"
#include "core/purchaser/judgement.h"

enum { DIALOGUE_WORD = 4 }; /* of a provider's month: is the promise kept, and what is told */

double tl_disclosed_share(const tl_Constants *k, double trust, double sanction)
{
    return tl_clamp(k->dialogue_disclosure + k->dialogue_disclosure_trust * trust -
                        k->dialogue_disclosure_sanction * sanction,
                    0.0, 1.0);
}

double tl_dialogues_asked(const tl_World *w, int32_t provider)
{
    return tl_provider_levers(w, provider)->purchaser_dialogues * tl_followed_weight(w, provider);
}

/* Only a part of a dialogue falls into a month, and only that part of the month is told of. */
static int32_t told(const tl_World *w, int32_t provider, double held, double u)
{
    const tl_Constants *k = &w->config->constants;
    double trust = tl_provider_expects(w, provider) - k->opinion_propensity;
    double sanction = tl_provider_levers(w, provider)->purchaser_sanction;
    double share = tl_smaller(held, 1.0) * tl_disclosed_share(k, trust, sanction);
    return (int32_t)(share * tl_faults_known(w, provider) + u);
}

/* A meeting speaks for whoever meets as promised. What is told speaks against the provider by what is not credited, by a
 * hundred recipients: a large provider has more to tell of. */
static void hold(tl_World *w, int32_t provider, double held, uint64_t word)
{
    const tl_Constants *k = &w->config->constants;
    double presence = w->municipality_purchaser[w->provider_municipality[provider]].presence;
    double meeting = held * k->opinion_meeting_evidence;
    double hundreds = tl_larger(tl_provider_recipients(w, provider) / 100.0, 0.01);
    tl_Evidence of_purchaser = {0}, of_provider = {0};
    w->provider_dossier[provider].disclosed = told(w, provider, held, tl_lower(word));
    tl_speak_for(&of_provider, k->dialogue_credit * meeting);
    of_provider.bad += k->opinion_kappa * k->opinion_audit_evidence * (1.0 - k->dialogue_credit) *
                       w->provider_dossier[provider].disclosed / hundreds;
    if (tl_upper(word) < presence) {
        of_purchaser.good = meeting;
    } else {
        of_purchaser.bad = k->opinion_kappa * meeting;
    }
    tl_purchaser_enters(w, provider, of_provider);
    tl_provider_enters(w, provider, of_purchaser);
}

void tl_purchaser_dialogues(tl_World *w, int32_t provider)
{
    int32_t municipality = w->provider_municipality[provider];
    const tl_Purchaser *purchaser = &w->municipality_purchaser[municipality];
    double presence = purchaser->presence;
    double held = tl_dialogues_asked(w, provider) * purchaser->coverage / TL_YEAR_MONTHS;
    uint64_t key = tl_day_key(w->keys.firm_month, tl_id_of_provider(w, provider), w->day);
    if (held > 0.0) {
        hold(w, provider, held, tl_bits(key, DIALOGUE_WORD));
        tl_conduct_mends(w, provider, w->config->constants.dialogue_repair * presence * held);
    }
}
