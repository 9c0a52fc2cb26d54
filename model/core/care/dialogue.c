#include "core/care/dialogue.h"

#include "core/numbers/num.h"
#include "core/world/each.h"

/* Delivered over needed time from which on care is as it should be. */
static const double FULL_CARE = 0.9;

/* What a window's dialogues do to everybody alike. */
typedef struct Talk {
    double dialogues, mismatch_left, good, bad;
} Talk;

static Talk talk_of(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    double dialogues = w->unit_regime[unit].steering_recipient_dialogues * TL_WINDOW_DAYS / TL_YEAR_DAYS;
    double evidence = dialogues * k->opinion_meeting_evidence * w->decay.opinion_growth;
    return (Talk){.dialogues = dialogues,
                  .mismatch_left = tl_exp(-k->dialogue_recipient * dialogues),
                  .good = evidence,
                  .bad = k->opinion_kappa * evidence};
}

double tl_awareness_after(double awareness, double dialogues)
{
    return 1.0 - (1.0 - awareness) * tl_decay(dialogues, 1.0);
}

/* Who had no visits in the window has nothing to judge by. */
static void judge_provider(tl_World *w, int32_t recipient, const Talk *talk)
{
    double needed_s = w->recipient_needed_s[recipient], delivered_s = w->recipient_delivered_s[recipient];
    if (needed_s <= 0.0) {
        return;
    }
    bool full = delivered_s >= FULL_CARE * needed_s;
    w->recipient_good[recipient] += (float)(full ? talk->good : 0.0);
    w->recipient_bad[recipient] += (float)(full ? 0.0 : talk->bad);
}

void tl_dialogue_window(tl_World *w, int32_t unit)
{
    Talk talk = talk_of(w, unit);
    if (talk.dialogues <= 0.0) {
        return;
    }
    TL_EACH_RECIPIENT(w, unit, recipient) {
        double mismatch = (double)w->recipient_mismatch[recipient] * talk.mismatch_left;
        w->recipient_mismatch[recipient] = (float)tl_smaller(mismatch, 1.0);
        w->recipient_awareness[recipient] =
            (float)tl_awareness_after((double)w->recipient_awareness[recipient], talk.dialogues);
        judge_provider(w, recipient, &talk);
    }
}

double tl_provider_awareness(const tl_World *w, int32_t provider)
{
    double sum = 0.0;
    int32_t people = 0, first, end;
    tl_municipality_range(w, w->provider_municipality[provider], &first, &end);
    TL_EACH_ROW(unit, first, end) {
        if (w->unit_provider[unit] == provider) {
            people += w->unit_recipients[unit];
            TL_EACH_RECIPIENT(w, unit, recipient) {
                sum += (double)w->recipient_awareness[recipient];
            }
        }
    }
    return people > 0 ? sum / people : 0.0;
}
