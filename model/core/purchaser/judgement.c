#include "core/purchaser/judgement.h"

#include "core/care/officers.h"
#include "core/market/providers.h"
#include "core/market/voice.h"
#include "core/numbers/num.h"
#include "core/purchaser/contract_managers.h"
#include "core/world/each.h"

/* ---- opinions ------------------------------------------------------------------------------------------ */

tl_Opinion tl_purchaser_opinion(const tl_World *w, int32_t provider)
{
    const tl_Dossier *dossier = &w->provider_dossier[provider];
    return tl_opinion(dossier->seen_good, dossier->seen_bad, w->decay.opinion_prior);
}

tl_Opinion tl_provider_opinion(const tl_World *w, int32_t provider)
{
    const tl_Dossier *dossier = &w->provider_dossier[provider];
    return tl_opinion(dossier->view_good, dossier->view_bad, w->decay.opinion_prior);
}

double tl_purchaser_expects(const tl_World *w, int32_t provider)
{
    double propensity = tl_contract_manager_propensity(w, provider);
    return (double)tl_opinion_expectation(tl_purchaser_opinion(w, provider), (float)propensity);
}

double tl_provider_expects(const tl_World *w, int32_t provider)
{
    float propensity = (float)w->config->constants.opinion_propensity;
    return (double)tl_opinion_expectation(tl_provider_opinion(w, provider), propensity);
}

void tl_purchaser_enters(tl_World *w, int32_t provider, tl_Evidence evidence)
{
    double growth = w->decay.opinion_growth;
    w->provider_dossier[provider].seen_good += (float)(growth * evidence.good);
    w->provider_dossier[provider].seen_bad += (float)(growth * evidence.bad);
}

void tl_provider_enters(tl_World *w, int32_t provider, tl_Evidence evidence)
{
    double growth = w->decay.opinion_growth;
    w->provider_dossier[provider].view_good += (float)(growth * evidence.good);
    w->provider_dossier[provider].view_bad += (float)(growth * evidence.bad);
}

/* ---- what the purchaser learns ------------------------------------------------------------------------- */

/* A clean visit says less of goodwill, the more is controlled; a record says little. */
static void learn_from(const tl_Constants *k, const tl_AuditFound *found, double clean, double weight,
                       tl_Evidence *evidence)
{
    int32_t sound = found->looked - found->misregistered - found->cut;
    tl_speak_for(evidence, weight * clean * (sound > 0 ? sound : 0));
    tl_speak_against(evidence, weight * k->opinion_kappa *
                                   (k->opinion_audit_evidence * found->cut +
                                    k->opinion_irregularity * found->misregistered));
}

tl_Evidence tl_audit_evidence(const tl_Constants *k, const tl_AuditFound found[TL_AUDIT_KINDS],
                              double controlled)
{
    double at_home = k->opinion_audit_evidence * (1.0 - k->opinion_attribution * controlled);
    tl_Evidence evidence = {0};
    learn_from(k, &found[TL_AUDIT_RELATIONAL], at_home, 1.0, &evidence);
    learn_from(k, &found[TL_AUDIT_RECORDS], k->opinion_record_evidence, 1.0, &evidence);
    learn_from(k, &found[TL_AUDIT_REVIEW], at_home, k->review_weight, &evidence);
    return evidence;
}

static double controlled(const tl_World *w, int32_t provider)
{
    const tl_AuditFound *found = w->provider_dossier[provider].found;
    int32_t looked = 0, records = tl_records_sent(w, provider);
    for (int kind = 0; kind < TL_AUDIT_KINDS; kind++) {
        looked += found[kind].looked;
    }
    return records > 0 ? tl_smaller((double)looked / records, 1.0) : 0.0;
}

/* What case officers learned of a provider's units this month, the mean by recipients: a large provider has more units, and
 * is no better or worse for it. */
static tl_Evidence of_officers(const tl_World *w, int32_t provider, int32_t recipients)
{
    int32_t first, end;
    tl_Evidence mean = {0};
    tl_municipality_range(w, w->provider_municipality[provider], &first, &end);
    TL_EACH_ROW(unit, first, end) {
        if (w->unit_provider[unit] == provider && recipients > 0) {
            double part = (double)w->unit_recipients[unit] / recipients;
            tl_Evidence learned = tl_officers_learned(w, unit, 1.0);
            mean.good += part * learned.good;
            mean.bad += part * learned.bad;
        }
    }
    return mean;
}

void tl_purchaser_learns(tl_World *w, int32_t provider)
{
    const tl_Constants *k = &w->config->constants;
    const tl_MonthSeen *month = &w->provider_followed[provider].month;
    int32_t unit = tl_provider_first_unit(w, provider), recipients = tl_provider_recipients(w, provider);
    double share = unit >= 0 ? w->unit_regime[unit].purchaser_officer_share : 0.0;
    double hundreds = tl_larger(recipients / 100.0, 0.01);
    tl_Evidence evidence = tl_audit_evidence(k, w->provider_dossier[provider].found, controlled(w, provider));
    tl_Evidence officers = of_officers(w, provider, recipients);
    evidence.good += share * officers.good;
    evidence.bad += share * officers.bad;
    evidence.bad += k->opinion_kappa * (k->opinion_complaint_evidence * month->complaints / hundreds +
                                        k->opinion_tip_evidence * month->tips);
    tl_purchaser_enters(w, provider, evidence);
    w->provider_dossier[provider].tipped |= month->tips > 0;
}

/* ---- what providers learn ------------------------------------------------------------------------------ */

void tl_provider_learns(tl_World *w, int32_t provider, double surplus, bool unequal)
{
    const tl_Constants *k = &w->config->constants;
    double meeting = k->opinion_meeting_evidence;
    tl_Evidence evidence = {0};
    tl_speak_for(&evidence, surplus > 0.0 ? k->opinion_margin_evidence * meeting : 0.0);
    tl_speak_against(&evidence, surplus < 0.0 ? k->opinion_margin_evidence * meeting : 0.0);
    tl_speak_against(&evidence, unequal ? k->opinion_kappa * k->opinion_unequal_evidence * meeting : 0.0);
    tl_provider_enters(w, provider, evidence);
}
