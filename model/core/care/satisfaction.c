#include "core/care/satisfaction.h"

#include "core/world/each.h"
#include "core/numbers/rng.h"

tl_SatisfactionRules tl_satisfaction_rules(const tl_Constants *k)
{
    return (tl_SatisfactionRules){
        .base = (float)k->satisfaction_base,
        .quality = (float)k->satisfaction_quality,
        .familiarity = (float)k->satisfaction_familiarity,
        .new_face = (float)k->satisfaction_new_face,
        .late = (float)k->satisfaction_late,
        .missed = (float)k->satisfaction_missed,
        .weight = {(float)k->satisfaction_visit_weight,
                   (float)k->satisfaction_visit_weight * (float)k->satisfaction_loss_weight}};
}

void tl_satisfaction_start(tl_World *w, int32_t recipient)
{
    const tl_Constants *k = &w->config->constants;
    tl_Rng rng = tl_rng(tl_mix64(w->keys.trait ^ w->recipient_id[recipient]));
    w->recipient_leniency[recipient] = (float)(k->satisfaction_person_sd * tl_rng_normal(&rng));
    w->recipient_voice[recipient] = (float)tl_rng_uniform(&rng);
    w->recipient_night_rank[recipient] = (float)tl_rng_uniform(&rng);
    w->recipient_satisfaction[recipient] =
        (float)(k->satisfaction_base + k->satisfaction_quality * k->experience_base);
    w->recipient_salience[recipient] = 1.0f;
}

static void answer_survey(const tl_World *w, int32_t unit, int32_t r, tl_Counters *c)
{
    const tl_Constants *k = &w->config->constants;
    tl_Rng rng = tl_rng(tl_day_key(w->keys.survey, w->recipient_id[r], w->day));
    double answers = tl_rng_uniform(&rng), proxy = tl_rng_uniform(&rng);
    bool supervised = w->recipient_night_rank[r] < k->night_share * w->unit_regime[unit].night_supervision;
    double felt = (w->recipient_satisfaction[r] + w->recipient_leniency[r]) +
                  (supervised ? k->night_supervision_effect : 0.0);
    c->satisfaction_people++;
    c->satisfaction_sum += w->recipient_satisfaction[r];
    c->awareness_sum += w->recipient_awareness[r];
    if (answers >= k->survey_response) {
        return;
    }
    double answer = felt + (proxy < k->survey_proxy_share ? k->survey_proxy_shift : 0.0);
    c->survey_answers++;
    c->survey_very += answer >= k->survey_very;
    c->survey_fairly += answer >= k->survey_fairly && answer < k->survey_very;
    c->survey_neither += answer >= k->survey_neither && answer < k->survey_fairly;
}

void tl_satisfaction_survey(tl_World *w, int32_t unit)
{
    tl_Counters *c = &w->unit_counters[unit];
    TL_EACH_RECIPIENT(w, unit, r) {
        answer_survey(w, unit, r, c);
    }
    w->unit_asked[unit].answers += (int32_t)c->survey_answers; /* nobody asks on the same day before */
    w->unit_asked[unit].satisfied += (int32_t)(c->survey_very + c->survey_fairly);
}
