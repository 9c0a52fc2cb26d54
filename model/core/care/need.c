#include "core/care/need.h"

#include "core/world/each.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"

/* What is the same for every recipient on a day. */
typedef struct Rates {
    double acute, stay, shock_sd;
    float decline, recovery, jump_passing, jump_lasting, mismatch_per_change;
} Rates;

/* A frame of hours covers part of a change; tasks in minutes cover none. */
static Rates rates(const tl_Constants *k, const tl_Regime *regime)
{
    double uncovered = 1.0 - k->need_frame_cover * regime->discretion_officer;
    return (Rates){.acute = k->need_acute_per_year / TL_YEAR_DAYS,
                   .stay = 1.0 - 1.0 / k->need_away_days,
                   .shock_sd = k->need_shock_sd,
                   .decline = (float)(k->need_decline_per_year / TL_YEAR_DAYS),
                   .recovery = (float)tl_decay(1.0, k->need_recovery_days),
                   .jump_passing = (float)(k->need_acute_jump * k->need_recovering_share),
                   .jump_lasting = (float)(k->need_acute_jump * (1.0 - k->need_recovering_share)),
                   .mismatch_per_change = (float)(k->need_mismatch_per_change * uncovered)};
}

static void raise_mismatch(tl_World *w, int32_t recipient, float change)
{
    float mismatch = w->recipient_mismatch[recipient] + change;
    w->recipient_mismatch[recipient] = mismatch > 1.0f ? 1.0f : mismatch;
}

static void acute_event(tl_World *w, int32_t recipient, const Rates *r, double stay)
{
    /* Geometric number of days with mean away_days, from one uniform. */
    w->recipient_away[recipient] = r->stay > 0.0 ? 1 + (int32_t)(tl_log(1.0 - stay) / tl_log(r->stay)) : 1;
    w->recipient_transient[recipient] += r->jump_passing * w->recipient_level[recipient];
    w->recipient_level[recipient] *= 1.0f + r->jump_lasting;
    raise_mismatch(w, recipient, r->mismatch_per_change * (r->jump_passing + r->jump_lasting));
}

static void need_of(tl_World *w, int32_t recipient, const Rates *r)
{
    uint64_t id = w->recipient_id[recipient];
    uint64_t key = tl_day_key(w->keys.need, id, w->day), event = tl_bits(key, 1);
    double shock = tl_noise(tl_bits(key, 0)), acute = tl_upper(event), stay = tl_lower(event);
    w->recipient_level[recipient] += r->decline * w->recipient_level[recipient];
    w->recipient_transient[recipient] *= r->recovery;
    raise_mismatch(w, recipient, r->mismatch_per_change * r->decline);
    if (w->recipient_away[recipient] > 0) {
        w->recipient_away[recipient]--;
    } else if (acute < r->acute) {
        acute_event(w, recipient, r, stay);
    }
    float level = w->recipient_level[recipient] + w->recipient_transient[recipient];
    double factor = tl_exp(r->shock_sd * shock - 0.5 * r->shock_sd * r->shock_sd);
    w->recipient_need_ratio[recipient] = (float)(level / w->recipient_granted[recipient] * factor);
    w->recipient_visit_key[recipient] = tl_mix64(key ^ w->keys.visit);
}

void tl_need(tl_World *w, int32_t unit)
{
    Rates r = rates(&w->config->constants, &w->unit_regime[unit]);
    tl_Counters *c = &w->unit_counters[unit];
    TL_EACH_RECIPIENT(w, unit, recipient) {
        need_of(w, recipient, &r);
        c->recipient_days++;
        c->away_days += w->recipient_away[recipient] > 0;
        c->mismatch += w->recipient_mismatch[recipient];
    }
}
