#include "core/world/clock.h"

#include "core/numbers/num.h"

int32_t tl_measured_day(const tl_World *w)
{
    return w->day - (int32_t)w->config->run.burn_in_days;
}

static double growth(double day, double epoch, double half_life)
{
    return tl_exp(TL_LN2 * (day - epoch) / half_life);
}

static void update_decay(tl_World *w)
{
    const tl_Constants *k = &w->config->constants;
    tl_Decay *decay = &w->decay;
    double opinion = growth(w->day, decay->opinion_epoch, k->opinion_half_life_days);
    double familiarity = growth(w->day, decay->familiarity_epoch, k->familiarity_half_life_days);
    decay->opinion_growth = (float)opinion;
    decay->familiarity_growth = (float)familiarity;
    float weight = (float)(k->opinion_prior_weight * opinion);
    decay->opinion_prior = k->opinion_form == TL_opinion_form_scalar
                               ? tl_prior_scalar(weight, (float)k->opinion_propensity)
                               : tl_prior_two_sided(weight);
    decay->familiarity_prior = (float)(k->familiarity_half_visits * familiarity);
}

/* The first window may be cut short by the first measured day. */
void tl_clock_update(tl_World *w)
{
    int32_t rest = (int32_t)w->config->run.burn_in_days % TL_WINDOW_DAYS;
    int32_t before_first = rest == 0 ? 0 : TL_WINDOW_DAYS - rest;
    w->window = 1 + (w->day + before_first) / TL_WINDOW_DAYS;
    update_decay(w);
}

enum { RESCALE_HALF_LIVES = 16 };

typedef enum HalfLife { OPINION, FAMILIARITY } HalfLife;

/* All that decays with a half-life. */
static void scale(tl_World *w, HalfLife half_life, float factor)
{
#define TL_ARRAY(...)
#define TL_DECAYS(dimension, value, half_life_)                                                              \
    for (int64_t row = 0; half_life == half_life_ && row < w->sizes.dimension; row++) {                      \
        w->value *= factor;                                                                                  \
    }
#include "core/world/state.def"
}

/* Rescales as often as is due; the new day of weight 1. */
static double rescale(tl_World *w, HalfLife half_life, double epoch, double days)
{
    for (; w->day - epoch >= RESCALE_HALF_LIVES * days; epoch += RESCALE_HALF_LIVES * days) {
        scale(w, half_life, (float)tl_exp2i(-RESCALE_HALF_LIVES));
    }
    return epoch;
}

void tl_decay_rescale(tl_World *w)
{
    const tl_Constants *k = &w->config->constants;
    tl_Decay *decay = &w->decay;
    decay->opinion_epoch = rescale(w, OPINION, decay->opinion_epoch, k->opinion_half_life_days);
    decay->familiarity_epoch =
        rescale(w, FAMILIARITY, decay->familiarity_epoch, k->familiarity_half_life_days);
    update_decay(w);
}
