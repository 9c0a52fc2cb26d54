#include "core/observation/follow_up.h"

#include "core/market/providers.h"
#include "core/purchaser/checks.h"
#include "core/purchaser/judgement.h"
#include "core/world/each.h"

/* Integrity at which trust has grounds, over three months, and at which a contract is ended without, over a year. */
static const double SOUND = 0.97, UNBLEMISHED = 0.98;
enum { QUARTER_MONTHS = 3 };

static void count_opinions(const tl_World *w, int32_t provider, double hours, tl_Counters *c)
{
    tl_Opinion seen = tl_purchaser_opinion(w, provider), view = tl_provider_opinion(w, provider);
    c->followed_hours += hours;
    c->purchaser_trust += hours * (double)seen.trust;
    c->purchaser_distrust += hours * (double)seen.distrust;
    c->purchaser_uncertainty += hours * (double)seen.uncertainty;
    c->purchaser_ambivalence += hours * (double)tl_opinion_ambivalence(seen);
    c->provider_view_trust += hours * (double)view.trust;
    c->provider_view_distrust += hours * (double)view.distrust;
    c->provider_view_uncertainty += hours * (double)view.uncertainty;
}

static void count_checks(const tl_World *w, int32_t provider, tl_Counters *c)
{
    const tl_Dossier *dossier = &w->provider_dossier[provider];
    const tl_MonthTruth *truth = &w->provider_followed[provider].month.truth;
    int32_t reviews = dossier->year_reviews[tl_month_place(w)];
    c->checks_at_home += dossier->found[TL_AUDIT_RELATIONAL].looked;
    c->checks_of_records += dossier->found[TL_AUDIT_RECORDS].looked;
    c->close_reviews += reviews;
    for (int kind = 0; kind < TL_AUDIT_KINDS; kind++) {
        c->found_misregistered += dossier->found[kind].misregistered;
        c->found_cut += dossier->found[kind].cut;
    }
    c->checkable_visits += truth->records;
    c->bad_visits += truth->misregistered + truth->cut;
    c->followed_months++;
    c->followed_firm_months += tl_is_firm(w, provider);
    c->firm_reviews += tl_is_firm(w, provider) ? reviews : 0;
    c->audit_coverage += w->municipality_purchaser[w->provider_municipality[provider]].coverage;
}

/* 1 - integrity of the last months; below 0 where nothing was registered. */
static double lapse_of(const tl_World *w, int32_t provider, int months)
{
    const tl_YearTruth *year = &w->provider_year[provider];
    int64_t registered_s = 0, lacking_s = 0;
    for (int back = 0; back < months; back++) {
        int month = (tl_month_place(w) + TL_YEAR_MONTHS - back) % TL_YEAR_MONTHS;
        registered_s += year->registered_s[month];
        lacking_s += year->lacking_s[month];
    }
    return registered_s > 0 ? (double)lacking_s / (double)registered_s : -1.0;
}

static void count_grounds(const tl_World *w, int32_t provider, double hours, tl_Counters *c)
{
    double lapse = lapse_of(w, provider, QUARTER_MONTHS), expected = tl_purchaser_expects(w, provider);
    bool trusted = expected > 0.5, sound = 1.0 - lapse >= SOUND;
    if (lapse < 0.0) {
        return;
    }
    c->trusted_hours += trusted ? hours : 0.0;
    c->trusted_amiss_hours += trusted && !sound ? hours : 0.0;
    c->distrusted_hours += !trusted ? hours : 0.0;
    c->distrusted_amiss_hours += !trusted && sound ? hours : 0.0;
    c->judged_months++;
    c->lapse_sum += lapse;
    c->lapse_squares += lapse * lapse;
    c->expected_sum += expected;
    c->lapse_expected += lapse * expected;
}

/* Contracts that were ended this month. */
static void count_ending(const tl_World *w, int32_t provider, tl_Counters *c)
{
    const tl_Dossier *dossier = &w->provider_dossier[provider];
    const tl_Account *account = &w->provider_account[provider];
    if (dossier->ended != w->day) {
        return;
    }
    double lapse = lapse_of(w, provider, TL_YEAR_MONTHS);
    c->terminations_unfounded += lapse >= 0.0 && 1.0 - lapse >= UNBLEMISHED;
    if (w->provider_owner_mind[provider].opportunist) {
        c->opportunists_ended++;
        c->opportunists_months += account->months;
    }
}

static void keep_year(tl_World *w, int32_t provider)
{
    const tl_MonthTruth *truth = &w->provider_followed[provider].month.truth;
    w->provider_year[provider].registered_s[tl_month_place(w)] = truth->registered_s;
    w->provider_year[provider].lacking_s[tl_month_place(w)] = truth->lacking_s;
}

void tl_observe_follow_up(tl_World *w, int32_t municipality, int32_t managers_left)
{
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    w->unit_counters[first].contract_managers_left += managers_left;
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        if (tl_is_followed(w, provider)) {
            double hours = (double)w->provider_account[provider].granted_s / TL_HOUR_S;
            tl_Counters *c = &w->unit_counters[tl_provider_first_unit(w, provider)];
            keep_year(w, provider);
            count_opinions(w, provider, hours, c);
            count_checks(w, provider, c);
            if (tl_is_firm(w, provider)) {
                count_grounds(w, provider, hours, c);
                count_ending(w, provider, c);
            }
        }
    }
}
