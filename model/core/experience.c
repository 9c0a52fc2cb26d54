#include "experience.h"

#include "opinion.h"
#include "rng.h"

tl_ExperienceRules tl_experience_rules(const tl_World *w)
{
    const tl_Constants *k = &w->config->constants;
    double good = k->visit_evidence * (double)w->fading.opinion_growth;
    tl_ExperienceRules rules = {.base = (float)k->quality_base,
                                .familiarity = (float)k->quality_familiarity,
                                .rushed = (float)k->quality_rushed,
                                .late = (float)k->quality_late,
                                .mismatch = (float)k->quality_mismatch,
                                .competence = (float)k->quality_competence,
                                .noise_sd = (float)k->quality_noise,
                                .good_above = (float)k->good_above,
                                .bad_below = (float)k->bad_below,
                                .good_evidence = (float)good,
                                .bad_evidence = (float)(good * k->kappa),
                                .new_face_evidence = (float)(good * k->kappa * k->new_face_evidence),
                                .missed_evidence = (float)(good * k->kappa * k->missed_evidence),
                                .propensity = (float)k->propensity,
                                .opinion_prior = w->fading.opinion_prior,
                                .familiarity_prior = w->fading.familiarity_prior,
                                .familiarity_growth = w->fading.familiarity_growth};
    return rules;
}

static float quality(const tl_World *w, const tl_ExperienceRules *rules, const tl_Encounter *e,
                     float familiarity)
{
    tl_Rng rng = tl_rng(w->recipient_visit_key[e->recipient] + (uint64_t)e->occasion);
    float q = rules->base + rules->familiarity * familiarity;
    q = q + (e->late ? rules->late : 0.0f);
    q = q + (e->rushed ? rules->rushed : 0.0f);
    q = q + (e->competent ? rules->competence : 0.0f);
    q = q + rules->mismatch * w->recipient_mismatch[e->recipient];
    return q + rules->noise_sd * (float)tl_rng_noise(&rng);
}

void tl_experience(tl_World *w, const tl_ExperienceRules *rules, const tl_Encounter *e, bool new_face,
                   tl_Counters *c)
{
    bool known = e->pair >= 0;
    float visits = known ? w->pair_familiarity[e->pair] : 0.0f;
    float familiarity = visits / (visits + rules->familiarity_prior);
    tl_Opinion opinion = tl_opinion(known ? w->pair_memory[e->pair].good : 0.0f,
                                    known ? w->pair_memory[e->pair].bad : 0.0f, rules->opinion_prior);
    float q = quality(w, rules, e, familiarity);
    bool poor = q < rules->bad_below || e->late, good = q > rules->good_above && !poor;
    if (known) {
        w->pair_memory[e->pair].good += good ? rules->good_evidence : 0.0f;
        w->pair_memory[e->pair].bad += poor ? rules->bad_evidence : 0.0f;
        w->pair_familiarity[e->pair] = visits + rules->familiarity_growth;
    }
    /* A kept plan speaks for the provider as far as the one who came is believed in. */
    float belief = tl_opinion_expectation(opinion, rules->propensity);
    bool kept = !e->late && !e->rushed;
    w->recipient_good[e->recipient] += kept ? rules->good_evidence * belief : 0.0f;
    w->recipient_bad[e->recipient] +=
        (poor ? rules->bad_evidence : 0.0f) + (new_face ? rules->new_face_evidence : 0.0f);
    c->visits_good += good;
    c->visits_poor += poor;
    c->visits_new_face += new_face;
    c->visit_trust += (double)opinion.trust;
    c->visit_familiarity += (double)familiarity;
    c->visit_quality += (double)q;
    c->visit_quality_squares += (double)(q * q);
}

void tl_experience_missed(tl_World *w, const tl_ExperienceRules *rules, int32_t recipient)
{
    w->recipient_bad[recipient] += rules->missed_evidence;
}
