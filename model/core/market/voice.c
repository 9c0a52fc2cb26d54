#include "core/market/voice.h"

#include "core/market/providers.h"
#include "core/market/truth.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"
#include "core/world/people.h"

/* ---- complaints ---------------------------------------------------------------------------------------- */

bool tl_has_relatives(const tl_World *w, uint64_t recipient_id)
{
    double draw = tl_upper(tl_mix64(w->keys.relatives ^ recipient_id));
    return draw < w->config->constants.recipient_relatives_share;
}

static double speaks_up(const tl_World *w, int32_t recipient)
{
    const tl_Constants *k = &w->config->constants;
    bool minority = (w->recipient_needs[recipient] & ~TL_SKILL_NURSE) != 0;
    return (double)w->recipient_voice[recipient] *
           (tl_has_relatives(w, w->recipient_id[recipient]) ? k->complaints_relatives_voice : 1.0) *
           (minority ? k->complaints_language_voice : 1.0);
}

double tl_voice_of(const tl_World *w, int32_t unit)
{
    double sum = 0.0;
    TL_EACH_RECIPIENT(w, unit, recipient) {
        sum += speaks_up(w, recipient);
    }
    return w->unit_recipients[unit] > 0 ? sum / w->unit_recipients[unit] : 0.0;
}

int32_t tl_complaints(const tl_Constants *k, double voice, int32_t faults, double u)
{
    return (int32_t)(tl_smaller(k->complaints_rate * voice, 1.0) * faults + u);
}

double tl_settled_share(const tl_Constants *k, const tl_Regime *r)
{
    return tl_smaller(r->steering_recipient_dialogues / TL_YEAR_MONTHS * k->complaints_own_channel, 1.0);
}

void tl_voice_close(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    tl_MonthTruth *own = &w->unit_month[unit].truth;
    tl_MonthSeen *provider = &w->provider_followed[w->unit_provider[unit]].coming;
    tl_Counters *c = &w->unit_counters[unit];
    uint64_t words = tl_bits(tl_day_key(w->keys.complaint, tl_unit_id(w, unit), w->day), 0);
    int32_t made = tl_complaints(k, tl_voice_of(w, unit), own->poor + own->missed, tl_upper(words));
    int32_t settled = (int32_t)(tl_settled_share(k, &w->unit_regime[unit]) * made + tl_lower(words));
    provider->settled += settled;
    provider->complaints += made - settled;
    c->complaints_settled += settled;
    c->complaints += made - settled;
    tl_truth_add(&provider->truth, own);
    *own = (tl_MonthTruth){0};
}

/* ---- tips ---------------------------------------------------------------------------------------------- */

int32_t tl_tips(const tl_Constants *k, int32_t misregistered, double u)
{
    return (int32_t)(k->tips_rate * misregistered / 100.0 + k->tips_unfounded + u);
}

static void count_tips(tl_World *w, int32_t provider, int32_t tips)
{
    int32_t unit = tl_provider_first_unit(w, provider);
    if (unit >= 0) {
        w->unit_counters[unit].tips += tips;
    }
}

static int32_t tips_of(const tl_World *w, int32_t provider)
{
    uint64_t word = tl_bits(tl_day_key(w->keys.complaint, tl_id_of_provider(w, provider), w->day), 0);
    int32_t misregistered = w->provider_followed[provider].coming.truth.misregistered;
    return tl_tips(&w->config->constants, misregistered, tl_upper(word));
}

static bool has_employees(const tl_World *w, int32_t provider)
{
    return w->provider_status[provider] == TL_ACTIVE || w->provider_status[provider] == TL_LEAVING;
}

void tl_voice_month(tl_World *w, int32_t municipality)
{
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        tl_Followed *followed = &w->provider_followed[provider];
        if (tl_is_firm(w, provider) && has_employees(w, provider)) {
            followed->coming.tips = tips_of(w, provider);
            count_tips(w, provider, followed->coming.tips);
        }
        followed->month = followed->coming;
        followed->coming = (tl_MonthSeen){0};
    }
}
