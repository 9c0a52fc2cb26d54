#include "strain.h"

#include "conduct.h"
#include "discretion.h"
#include "effort.h"
#include "num.h"
#include "opinion.h"

/* Exposures in standard deviations: value under ordinary governance, and the spread for which the whole way
 * from detail control to trust-based steering is about one standard deviation (THEORY section 0). */
typedef struct Scale {
    double centre, spread;
} Scale;

static const Scale PRESSURE = {0.3, 0.25}, DISCRETION = {0.15, 0.5}, SUPPORT = {0.65, 0.2},
                   CONTROL = {0.2, 0.6}, UNCLEAR = {0.25, 0.25}, SAFETY = {0.55, 0.2},
                   EXPECTATION = {0.6, 0.2};
static const double INFLUENCE = 0.3, BREAKS_MIN = 15.0, TENURE_YEARS = 5.0;

static double standardised(double value, Scale scale)
{
    return (value - scale.centre) / scale.spread;
}

double tl_strain_discretion_sd(double discretion)
{
    return standardised(discretion, DISCRETION);
}

double tl_strain_aim(const tl_World *w, int32_t unit, const tl_Conduct *c)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    const tl_Climate *climate = &w->unit_climate[unit];
    double coercion = tl_control_tightness(r, (double)c->check_rate) * (1.0 - r->enabling);
    /* discretion whose purpose is unclear, and planning by those who do not know how yet */
    double unclear = (1.0 - (double)climate->clarity) * (0.5 + (double)c->discretion) +
                     r->team_planning * (1.0 - (double)c->skill);
    double aversion = (c->averse ? 1.3 : 0.3) / (0.3 + k->averse_share);
    return (double)c->person + k->strain_pressure * standardised((double)c->pressure, PRESSURE) -
           k->strain_discretion * standardised((double)c->discretion, DISCRETION) -
           k->strain_support * standardised((double)climate->support, SUPPORT) +
           k->strain_control * standardised(coercion, CONTROL) * aversion +
           k->strain_unclear * standardised(unclear, UNCLEAR) -
           k->strain_safety * standardised((double)climate->safety, SAFETY) -
           k->strain_hours * (r->hours_influence - INFLUENCE - (double)c->changed) -
           k->strain_breaks * r->breaks_min / BREAKS_MIN;
}

void tl_strain_week(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    double up = 1.0 - tl_exp(-TL_WEEK_DAYS / k->strain_up),
           down = 1.0 - tl_exp(-TL_WEEK_DAYS / k->strain_down);
    double remembered = 1.0 - tl_decay(TL_WEEK_DAYS, 28.0);
    for (int32_t staff = w->unit_first_staff[unit]; staff < tl_unit_staff_end(w, unit); staff++) {
        if (w->staff_id[staff] == 0) {
            continue;
        }
        tl_Conduct *c = &w->staff_conduct[staff];
        c->changed += (float)(remembered * ((double)w->staff_week[staff].changed - (double)c->changed));
        double way = tl_strain_aim(w, unit, c) - (double)c->strain;
        c->strain += (float)((way > 0.0 ? up : down) * way);
    }
}

void tl_strain_hazards(const tl_World *w, int32_t unit, tl_Conduct *c)
{
    const tl_Constants *k = &w->config->constants;
    double strain = (double)c->strain, support = standardised((double)w->unit_climate[unit].support, SUPPORT);
    c->short_hazard = (float)tl_exp(k->strain_short * strain);
    c->long_hazard = (float)tl_exp(k->strain_long * strain - k->support_long * support);
}

double tl_strain_quit_hazard(const tl_World *w, const tl_Conduct *c, double years)
{
    const tl_Constants *k = &w->config->constants;
    tl_Opinion opinion = tl_opinion(c->good, c->bad, w->fading.opinion_prior);
    double expectation = (double)tl_opinion_expectation(opinion, (float)k->propensity);
    return tl_exp(k->quit_strain * (double)c->strain -
                  k->quit_trust * standardised(expectation, EXPECTATION) +
                  k->quit_hours * (double)c->changed -
                  k->quit_tenure * (tl_log(1.0 + years) - tl_log(1.0 + TENURE_YEARS)));
}
