#include "core/purchaser/checks.h"

#include "core/market/providers.h"
#include "core/market/voice.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/purchaser/audit.h"
#include "core/purchaser/contract_managers.h"
#include "core/purchaser/judgement.h"
#include "core/world/each.h"

/* Words of a provider's month beside the one that gives notice. */
enum { DEAL_WORD = 1, RELATIONAL_WORD, RECORDS_WORD, REVIEW_WORD = 8 };

enum { NOBODY = -1 };

static uint64_t word_of(const tl_World *w, int32_t provider, uint32_t word)
{
    return tl_bits(tl_day_key(w->keys.firm_month, tl_id_of_provider(w, provider), w->day), word);
}

bool tl_is_followed(const tl_World *w, int32_t provider)
{
    bool at_work =
        w->provider_status[provider] == TL_ACTIVE ||
        (w->provider_status[provider] == TL_LEAVING && w->provider_account[provider].leaves > w->day);
    return at_work && w->provider_account[provider].since < w->day &&
           tl_provider_first_unit(w, provider) >= 0;
}

double tl_followed_weight(const tl_World *w, int32_t provider)
{
    return tl_is_firm(w, provider) ? 1.0 : tl_provider_levers(w, provider)->purchaser_audit_own;
}

double tl_checked_volume(const tl_World *w, int32_t provider)
{
    return (double)w->provider_account[provider].granted_s;
}

static bool is_followed_firm(const tl_World *w, int32_t provider)
{
    return tl_is_firm(w, provider) && tl_is_followed(w, provider);
}

/* ---- routine checks ------------------------------------------------------------------------------------ */

static int32_t whole(double checks, double u)
{
    return (int32_t)tl_smaller(checks + u, INT32_MAX / 2);
}

static void remember(const tl_World *w, tl_Dossier *dossier, const tl_AuditFound *found)
{
    int32_t month = tl_month_place(w);
    dossier->year_looked[month] += found->looked;
    dossier->year_wrong[month] += found->misregistered;
}

static void check(tl_World *w, int32_t provider, double minutes)
{
    const tl_Constants *k = &w->config->constants;
    tl_Dossier *dossier = &w->provider_dossier[provider];
    double relational = tl_provider_levers(w, provider)->purchaser_audit_relational;
    uint64_t deal = word_of(w, provider, DEAL_WORD);
    int32_t asked = whole(relational * minutes / k->purchaser_relational_min, tl_upper(deal));
    int32_t read = whole((1.0 - relational) * minutes / k->purchaser_record_min, tl_lower(deal));
    dossier->found[TL_AUDIT_RELATIONAL] =
        tl_audit_look(w, provider, TL_AUDIT_RELATIONAL, asked, word_of(w, provider, RELATIONAL_WORD));
    dossier->found[TL_AUDIT_RECORDS] =
        tl_audit_look(w, provider, TL_AUDIT_RECORDS, read, word_of(w, provider, RECORDS_WORD));
    remember(w, dossier, &dossier->found[TL_AUDIT_RELATIONAL]);
}

/* ---- reviews ------------------------------------------------------------------------------------------- */

static tl_ReviewOutcome verdict_on(const tl_Regime *r, const tl_AuditFound *found)
{
    double severe = r->purchaser_severe_share * found->looked;
    return found->misregistered == 0            ? TL_REVIEW_CLEAN
           : found->misregistered >= severe     ? TL_REVIEW_SEVERE
           : 2 * found->misregistered >= severe ? TL_REVIEW_HALF_SEVERE
                                                : TL_REVIEW_CLEAN;
}

static void review(tl_World *w, int32_t provider, int32_t number)
{
    const tl_Regime *r = tl_provider_levers(w, provider);
    tl_Dossier *dossier = &w->provider_dossier[provider];
    tl_AuditFound *total = &dossier->found[TL_AUDIT_REVIEW];
    tl_AuditFound found =
        tl_audit_look(w, provider, TL_AUDIT_REVIEW, (int32_t)w->config->constants.review_visits,
                      word_of(w, provider, (uint32_t)(REVIEW_WORD + number)));
    tl_ReviewOutcome verdict = verdict_on(r, &found);
    total->looked += found.looked;
    total->misregistered += found.misregistered;
    total->cut += found.cut;
    remember(w, dossier, &found);
    dossier->year_reviews[tl_month_place(w)]++;
    dossier->verdict = (uint8_t)(verdict > dossier->verdict ? verdict : dossier->verdict);
    dossier->reviewed = w->day;
    dossier->warned = dossier->tipped = 0;
}

/* Whom a rule puts first: a warning or a tip stands before any opinion. */
static double urgency(const tl_World *w, int32_t provider, bool by_distrust)
{
    const tl_Dossier *dossier = &w->provider_dossier[provider];
    tl_Opinion opinion = tl_purchaser_opinion(w, provider);
    bool flagged = dossier->warned || dossier->tipped;
    return by_distrust ? (double)opinion.distrust + (flagged ? 1.0 : 0.0) : (double)opinion.uncertainty;
}

/* The first of those with most urgency who were not reviewed in the last half year; whom a warning or a tip is about is
 * not passed over by distrust. */
static int32_t most_urgent(const tl_World *w, int32_t municipality, bool by_distrust)
{
    int32_t found = NOBODY;
    double most = -1.0;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        const tl_Dossier *dossier = &w->provider_dossier[provider];
        bool due = dossier->reviewed == 0 || w->day - dossier->reviewed >= TL_HALF_YEAR_DAYS;
        bool called = by_distrust && (dossier->warned || dossier->tipped);
        if (is_followed_firm(w, provider) && (due || called) && urgency(w, provider, by_distrust) > most) {
            most = urgency(w, provider, by_distrust);
            found = provider;
        }
    }
    return found;
}

double tl_firms_volume(const tl_World *w, int32_t municipality)
{
    double volume = 0.0;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        volume += is_followed_firm(w, provider) ? tl_checked_volume(w, provider) : 0.0;
    }
    return volume;
}

static int32_t by_lot(const tl_World *w, int32_t municipality, double u)
{
    double left = u * tl_firms_volume(w, municipality);
    int32_t last = NOBODY;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        if (is_followed_firm(w, provider)) {
            last = provider;
            left -= tl_checked_volume(w, provider);
            if (left < 0.0) {
                break;
            }
        }
    }
    return last;
}

/* Whom a review of the month is of. */
static int32_t target(const tl_World *w, int32_t municipality, const tl_Regime *r, int32_t number)
{
    uint64_t key = tl_day_key(w->keys.purchaser_month, tl_purchaser_id(w, municipality), w->day);
    uint64_t word = tl_bits(key, (uint32_t)number);
    double rule = tl_upper(word);
    int32_t provider = NOBODY;
    if (rule < r->purchaser_target_distrust) {
        provider = most_urgent(w, municipality, true);
    } else if (rule < r->purchaser_target_distrust + r->purchaser_target_uncertainty) {
        provider = most_urgent(w, municipality, false);
    }
    return provider != NOBODY ? provider : by_lot(w, municipality, tl_lower(word));
}

static void review_firms(tl_World *w, int32_t municipality, const tl_Regime *r)
{
    double *saved = &w->municipality_purchaser[municipality].saved_external;
    double costs = TL_HOUR_MIN * w->config->constants.review_hours;
    for (int32_t number = 0; number < TL_MOST_REVIEWS && *saved >= costs; number++) {
        int32_t provider = target(w, municipality, r, number);
        if (provider == NOBODY) {
            return;
        }
        review(w, provider, number);
        *saved -= costs;
    }
}

static void review_own(tl_World *w, int32_t municipality)
{
    double *saved = &w->municipality_purchaser[municipality].saved_own;
    double costs = TL_HOUR_MIN * w->config->constants.review_hours;
    int32_t own = tl_own_provider(w, municipality);
    for (int32_t number = 0; number < TL_MOST_REVIEWS && *saved >= costs && tl_is_followed(w, own);
         number++) {
        review(w, own, number);
        *saved -= costs;
    }
}

/* ---- the month ----------------------------------------------------------------------------------------- */

static void begin(const tl_World *w, int32_t provider)
{
    tl_Dossier *dossier = &w->provider_dossier[provider];
    int32_t month = tl_month_place(w);
    for (int kind = 0; kind < TL_AUDIT_KINDS; kind++) {
        dossier->found[kind] = (tl_AuditFound){0};
    }
    dossier->disclosed = 0;
    dossier->verdict = TL_REVIEW_CLEAN;
    dossier->year_looked[month] = dossier->year_wrong[month] = dossier->year_reviews[month] = 0;
}

void tl_checks_month(tl_World *w, int32_t municipality, tl_CheckTime time)
{
    tl_Purchaser *purchaser = &w->municipality_purchaser[municipality];
    int32_t own = tl_own_provider(w, municipality), first, end;
    double volume = tl_firms_volume(w, municipality);
    tl_municipality_range(w, municipality, &first, &end);
    const tl_Regime *r = &w->unit_regime[first];
    double routine = 1.0 - r->purchaser_review_share;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        begin(w, provider);
        if (is_followed_firm(w, provider) && volume > 0.0) {
            check(w, provider, routine * time.external * (tl_checked_volume(w, provider) / volume));
        } else if (provider == own && tl_is_followed(w, own)) {
            check(w, own, routine * time.own);
        }
    }
    purchaser->saved_external += r->purchaser_review_share * time.external;
    purchaser->saved_own += r->purchaser_review_share * time.own;
    review_firms(w, municipality, r);
    review_own(w, municipality);
}
