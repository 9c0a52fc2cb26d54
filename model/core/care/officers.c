#include "core/care/officers.h"

#include "core/market/providers.h"
#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/numbers/opinion.h"
#include "core/numbers/rng.h"

tl_Opinion tl_officers_opinion(const tl_World *w, int32_t unit)
{
    return tl_opinion(w->unit_officer[unit].good, w->unit_officer[unit].bad, w->decay.opinion_prior);
}

double tl_officers_meetings(const tl_World *w, int32_t unit)
{
    const tl_Regime *r = &w->unit_regime[unit];
    return r->officers_meetings * (tl_is_external(w, unit) ? r->officers_external_factor : 1.0);
}

double tl_officers_review_rate(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    double trust = tl_opinion_expectation(tl_officers_opinion(w, unit), (float)k->opinion_propensity);
    return tl_larger(k->need_reviews_per_year + k->need_review_discretion * (r->officers_discretion - 0.5) +
                         k->need_review_meetings * tl_officers_meetings(w, unit) * trust,
                     0.0);
}

/* A meeting speaks for the unit, a visit found cut short against it. */
tl_Evidence tl_officers_learned(const tl_World *w, int32_t unit, double growth)
{
    const tl_Constants *k = &w->config->constants;
    return (tl_Evidence){.good = k->opinion_meeting_evidence * growth * tl_officers_meetings(w, unit),
                         .bad = k->opinion_kappa * k->opinion_visit_evidence * growth *
                                w->unit_officer[unit].month_cuts};
}

static void judge_unit(tl_World *w, int32_t unit)
{
    tl_Evidence learned = tl_officers_learned(w, unit, w->decay.opinion_growth);
    w->unit_officer[unit].good += (float)learned.good;
    w->unit_officer[unit].bad += (float)learned.bad;
}

/* A new decision: the level of need, as generously or strictly as this officer sees it. */
static void review(tl_World *w, int32_t unit, int32_t recipient, double view)
{
    double spread = w->config->constants.need_grant_noise * w->unit_regime[unit].officers_discretion;
    double factor = tl_exp(spread * view - 0.5 * spread * spread);
    float level = w->recipient_level[recipient] + w->recipient_transient[recipient];
    w->recipient_granted[recipient] = (float)(level * factor);
    w->recipient_mismatch[recipient] = 0.0f;
    w->unit_counters[unit].reviews++;
}

/* A scandal: too many visits found cut short, and control snaps back (optional). */
static void snap_back(tl_World *w, int32_t unit)
{
    double limit = w->config->constants.reform_scandal_share;
    tl_Officer *officer = &w->unit_officer[unit];
    if (limit > 0.0 && officer->month_cuts > limit * officer->month_visits) {
        tl_Regime *r = &w->unit_regime[unit];
        r->control_record_checks = 1.0;
        r->discretion_officer = r->discretion_provider = r->discretion_manager = 0.2;
        w->unit_counters[unit].scandals++;
    }
    officer->month_cuts = officer->month_visits = 0;
}

void tl_officers_month(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    judge_unit(w, unit);
    snap_back(w, unit);
    double probability = 1.0 - tl_exp(-tl_officers_review_rate(w, unit) * TL_MONTH_DAYS / TL_YEAR_DAYS);
    double others = k->need_plans * r->steering_plans_kept + k->need_nurse * r->officers_nurse_meetings;
    double relation = k->need_adaptation * w->unit_climate[unit].discretion;
    TL_EACH_RECIPIENT(w, unit, recipient) {
        tl_Rng rng = tl_rng(tl_day_key(w->keys.review, w->recipient_id[recipient], w->day));
        double luck = tl_rng_uniform(&rng), view = tl_rng_noise(&rng);
        int32_t visits = w->recipient_window_visits[recipient], most = w->recipient_window_most[recipient];
        double known = visits > 0 ? (double)most / visits : 0.0; /* by the one who comes most */
        double mismatch = w->recipient_mismatch[recipient] * tl_exp(-(others + relation * known));
        w->recipient_mismatch[recipient] = (float)(mismatch < 1.0 ? mismatch : 1.0);
        if (luck < probability) {
            review(w, unit, recipient, view);
        }
    }
}
