#include "core/purchaser/deterrence.h"

#include "core/market/market.h"
#include "core/numbers/num.h"
#include "core/purchaser/audit.h"
#include "core/purchaser/judgement.h"

/* Share of visits that a firm thinks of being bad when it thinks of being found out. */
static const double IMAGINED_SHARE = 0.1;

/* Chance that none of so many visits is found. */
static double missed_in(double precision, int32_t visits)
{
    return tl_exp(visits * tl_log(1.0 - IMAGINED_SHARE * precision));
}

double tl_found_chance(double precision, int32_t checks, int32_t year_reviews, int32_t review_visits)
{
    double reviewed =
        (year_reviews < TL_YEAR_MONTHS ? year_reviews : TL_YEAR_MONTHS) / (double)TL_YEAR_MONTHS;
    return 1.0 -
           missed_in(precision, checks) * (1.0 - (1.0 - missed_in(precision, review_visits)) * reviewed);
}

static int32_t reviews_of_year(const tl_Dossier *dossier)
{
    int32_t reviews = 0;
    for (int month = 0; month < TL_YEAR_MONTHS; month++) {
        reviews += dossier->year_reviews[month];
    }
    return reviews;
}

tl_Deterrence tl_deterrence_of(const tl_World *w, int32_t provider, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Dossier *dossier = &w->provider_dossier[provider];
    if (!tl_has_purchaser(w->config)) {
        return (tl_Deterrence){.found = k->provider_found_chance};
    }
    double chance =
        tl_found_chance(tl_audit_precision(w, provider), dossier->found[TL_AUDIT_RELATIONAL].looked,
                        reviews_of_year(dossier), (int32_t)k->review_visits);
    return (tl_Deterrence){.found = chance * (0.5 + 0.5 * w->unit_regime[unit].purchaser_sanction),
                           .trust = tl_provider_expects(w, provider) - k->opinion_propensity};
}
