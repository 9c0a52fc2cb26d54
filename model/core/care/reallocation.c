#include "core/care/reallocation.h"

#include "core/world/each.h"
#include "core/numbers/num.h"

/* Familiarity with the own care contact; 0 without one. */
static double closeness(const tl_World *w, int32_t unit, int32_t recipient)
{
    int32_t contact = tl_contacts(w, recipient)[0];
    int64_t row = tl_pair_row(w, unit, recipient);
    double visits = contact == TL_NO_COLUMN ? 0.0 : w->pair_familiarity[row + contact];
    return visits / (visits + w->decay.familiarity_prior);
}

void tl_reallocation_week(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    TL_EACH_RECIPIENT(w, unit, r) {
        double level = (w->recipient_level[r] + w->recipient_transient[r]) / w->recipient_granted[r];
        double salience = k->reallocation_need * (level - 1.0) +
                          k->reallocation_closeness * closeness(w, unit, r) +
                          k->reallocation_voice * (w->recipient_voice[r] - 0.5);
        w->recipient_salience[r] = (float)tl_exp(tl_clamp(salience, -3.0, 3.0));
    }
}

double tl_reallocation_strength(const tl_World *w, int32_t unit)
{
    const tl_Climate *climate = &w->unit_climate[unit];
    return w->unit_regime[unit].steering_reallocation * climate->discretion * climate->pressure;
}

double tl_reallocation_scale(const tl_World *w, int32_t unit)
{
    int weekday = tl_weekday(w->day);
    double granted = 0.0, weighted = 0.0;
    TL_EACH_VISIT(w, unit, visit) {
        int32_t r = w->visit_recipient[visit];
        int32_t due = w->visit_weekdays[visit] >> weekday & (w->recipient_away[r] == 0);
        double time = (float)(due * w->visit_s[visit]) * w->recipient_granted[r];
        granted += time;
        weighted += time * w->recipient_salience[r];
    }
    return weighted > 0.0 ? granted / weighted : 1.0;
}
