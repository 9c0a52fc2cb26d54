#include "core/staff/practice.h"

#include <math.h>

#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/steering/control.h"

double tl_practice_skill(const tl_Constants *k, double years)
{
    double speed = k->skill_own_share + (1.0 - k->skill_own_share) * 0.5;
    return 1.0 - (1.0 - k->skill_newcomer) * tl_exp(-years * TL_YEAR_DAYS * speed / k->skill_days);
}

double tl_practice_reversion(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    const tl_Regime *r = &w->unit_regime[unit];
    double learning = k->drift_coercive + (1.0 - k->drift_coercive) * r->control_enabling;
    double control = k->drift_control * tl_control_tightness(r, r->control_relational_checks) * learning;
    double watching = 1.0 - k->drift_trusting_peers * w->unit_climate[unit].safety;
    double meetings = tl_smaller(r->steering_meeting_min / k->drift_meeting_full_min, 1.0);
    double peers = (k->drift_peers * r->plan_team_planning + k->drift_meetings * meetings) * watching;
    return tl_clamp(control + peers + k->drift_background, 0.0, 1.0);
}

double tl_practice_drift(double drift, double pull, double noise, int days, double normal)
{
    double kept = 1.0, variance = 0.0, once = (1.0 - pull) * (1.0 - pull);
    for (int day = 0; day < days; day++) {
        variance = variance * once + 1.0;
        kept *= 1.0 - pull;
    }
    return drift * kept + noise * sqrt(variance) * normal;
}

float tl_practice_quality(const tl_Constants *k, const tl_StaffState *c)
{
    double drift = c->drift;
    return (float)(k->experience_discretion * c->discretion * (c->skill - k->experience_skill_threshold) +
                   k->experience_drift * drift * drift +
                   k->experience_motivation * (c->motivation - k->motivation_mean));
}

static void learn(const tl_World *w, int32_t unit, tl_StaffState *c)
{
    const tl_Constants *k = &w->config->constants;
    double support = w->unit_manager[unit].support;
    double speed = (k->skill_own_share + (1.0 - k->skill_own_share) * support) *
                   (1.0 + k->skill_training * w->unit_regime[unit].steering_training_min / TL_HOUR_MIN);
    double left = tl_exp(-TL_WEEK_DAYS * speed / k->skill_days);
    c->skill = (float)(1.0 - (1.0 - c->skill) * left);
}

void tl_practice_week(tl_World *w, int32_t unit)
{
    double pull = tl_practice_reversion(w, unit);
    TL_EACH_EMPLOYEE(w, unit, staff) {
        tl_StaffState *c = &w->staff_state[staff];
        tl_Rng rng = tl_rng(tl_day_key(w->keys.week, ~w->staff_id[staff], w->day));
        double noise = w->config->constants.drift_noise * c->discretion;
        double normal = tl_rng_noise(&rng);
        if (w->staff_week[staff].days > 0) {
            c->drift = (float)tl_practice_drift(c->drift, pull, noise, TL_WEEK_DAYS, normal);
            learn(w, unit, c);
        }
    }
}
