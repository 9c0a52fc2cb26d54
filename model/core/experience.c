#include "experience.h"

#include "num.h"
#include "opinion.h"

tl_ExperienceRules tl_experience_rules(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    double good = k->visit_evidence * (double)w->fading.opinion_growth;
    tl_ExperienceRules rules = {
        .base = (float)k->quality_base,
        .familiarity = (float)k->quality_familiarity,
        .rushed = (float)k->quality_rushed,
        .late = (float)k->quality_late,
        .mismatch = (float)(k->quality_mismatch / (1.0 + w->unit_regime[unit].own_time)),
        .competence = (float)k->quality_competence,
        .cut = (float)k->quality_cut,
        .product = k->quality_form != 0,
        .sharpness = k->sharpness,
        .ambiguous_evidence = (float)(k->ambiguity * (double)w->fading.opinion_growth),
        .satisfaction = tl_satisfaction_rules(k),
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

/* The parts of quality beyond the base. */
enum { PARTS = 7 };

static void parts_of(const tl_World *w, const tl_ExperienceRules *rules, const tl_Encounter *e,
                     float familiarity, float parts[PARTS])
{
    parts[0] = rules->familiarity * familiarity;
    parts[1] = e->late ? rules->late : 0.0f;
    parts[2] = e->rushed ? rules->rushed : 0.0f;
    parts[3] = e->competent ? rules->competence : 0.0f;
    parts[4] = e->cut ? rules->cut : 0.0f;
    parts[5] = rules->mismatch * w->recipient_mismatch[e->recipient] * (1.0f - e->discretion);
    parts[6] = e->quality;
}

static float quality(const tl_World *w, const tl_ExperienceRules *rules, const tl_Encounter *e,
                     float familiarity)
{
    float parts[PARTS], q = rules->base;
    parts_of(w, rules, e, familiarity, parts);
    if (rules->product) {
        for (int i = 0; i < PARTS; i++) {
            q = q * (1.0f + parts[i] / rules->base);
        }
    } else {
        for (int i = 0; i < PARTS; i++) {
            q = q + parts[i];
        }
    }
    return q + rules->noise_sd * e->noise;
}

static void be_satisfied(tl_World *w, const tl_SatisfactionRules *rules, const tl_Encounter *e, bool new_face,
                         float familiarity, float q)
{
    float y = rules->base + rules->quality * q + rules->familiarity * familiarity;
    y = y + (new_face ? rules->new_face : 0.0f) + (e->late ? rules->late : 0.0f);
    float *standing = &w->recipient_satisfaction[e->recipient];
    *standing = tl_satisfaction_moved(rules, *standing, y);
}

/* Share of an ambiguous visit that is read as good: E, or E^h/(E^h + (1-E)^h) with h > 1 (E1b). */
static float read_in_favour(const tl_ExperienceRules *rules, float belief)
{
    if (rules->sharpness <= 1.0 || belief <= 0.0f || belief >= 1.0f) {
        return belief;
    }
    double odds = tl_exp(rules->sharpness * (tl_log((double)belief) - tl_log(1.0 - (double)belief)));
    return (float)(odds / (1.0 + odds));
}

void tl_experience(tl_World *w, const tl_ExperienceRules *rules, const tl_Encounter *e, bool new_face,
                   tl_Counters *c)
{
    bool known = e->pair >= 0;
    float visits = known ? w->pair_familiarity[e->pair] : 0.0f;
    float familiarity = visits / (visits + rules->familiarity_prior);
    tl_Opinion opinion = tl_opinion(known ? w->pair_memory[e->pair].good : 0.0f,
                                    known ? w->pair_memory[e->pair].bad : 0.0f, rules->opinion_prior);
    float belief = tl_opinion_expectation(opinion, rules->propensity);
    float q = quality(w, rules, e, familiarity);
    bool poor = q<rules->bad_below, good = q> rules->good_above;
    if (known) {
        /* What is neither good nor poor is read in the light of what is believed (optional, E1b). */
        float unclear = good || poor ? 0.0f : rules->ambiguous_evidence;
        float favour = unclear > 0.0f ? read_in_favour(rules, belief) : 0.0f;
        w->pair_memory[e->pair].good += (good ? rules->good_evidence : 0.0f) + unclear * favour;
        w->pair_memory[e->pair].bad += (poor ? rules->bad_evidence : 0.0f) + unclear * (1.0f - favour);
        w->pair_familiarity[e->pair] = visits + rules->familiarity_growth;
    }
    /* A kept plan speaks for the provider as far as the one who came is believed in. */
    bool kept = !e->late && !e->rushed && !e->cut;
    float novelty = new_face ? rules->new_face_evidence : 0.0f; /* below zero it is welcome */
    w->recipient_good[e->recipient] +=
        (kept ? rules->good_evidence * belief : 0.0f) + (novelty < 0.0f ? -novelty : 0.0f);
    w->recipient_bad[e->recipient] += (poor ? rules->bad_evidence : 0.0f) + (novelty > 0.0f ? novelty : 0.0f);
    be_satisfied(w, &rules->satisfaction, e, new_face, familiarity, q);
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
    const tl_SatisfactionRules *s = &rules->satisfaction;
    float *standing = &w->recipient_satisfaction[recipient];
    w->recipient_bad[recipient] += rules->missed_evidence;
    *standing = tl_satisfaction_moved(s, *standing, s->base + s->quality * rules->base + s->missed);
}
