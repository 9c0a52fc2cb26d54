#include "core/visits/experience.h"

#include "core/numbers/num.h"
#include "core/numbers/opinion.h"

/* Quality from what happened: parts are summed, or as a variant multiplied as 1 + part/base. */
static float of_circumstances(const tl_Constants *k, int c)
{
    const double parts[] = {k->experience_late, k->experience_rushed, k->experience_competence,
                            k->experience_cut_short}; /* by bit */
    _Static_assert(1 << (sizeof parts / sizeof parts[0]) == TL_CIRCUMSTANCES, "a part for each bit");
    double q = k->experience_base;
    for (int i = 0; 1 << i < TL_CIRCUMSTANCES; i++) {
        double part = (c >> i & 1) != 0 ? parts[i] : 0.0;
        q = k->experience_form == TL_experience_form_product ? q * (1.0 + part / k->experience_base)
                                                             : q + part;
    }
    return (float)q;
}

static void fill_tables(tl_ExperienceRules *rules, const tl_Constants *k, float kept)
{
    const tl_SatisfactionRules *s = &rules->satisfaction;
    for (int c = 0; c < TL_CIRCUMSTANCES; c++) {
        rules->of_circumstances[c] = of_circumstances(k, c);
        rules->kept_evidence[c] = (c & (TL_LATE | TL_RUSHED | TL_CUT)) == 0 ? kept : 0.0f;
        for (int new_face = 0; new_face < 2; new_face++) {
            rules->satisfying[new_face][c] =
                s->base + (new_face != 0 ? s->new_face : 0.0f) + ((c & TL_LATE) != 0 ? s->late : 0.0f);
        }
    }
}

tl_ExperienceRules tl_experience_rules(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    double good = k->opinion_visit_evidence * w->decay.opinion_growth;
    float novelty = (float)(good * k->opinion_kappa * k->opinion_new_face_evidence);
    tl_ExperienceRules rules = {
        .good_evidence = {0.0f, (float)good},
        .bad_evidence = {0.0f, (float)(good * k->opinion_kappa)},
        .new_face_good = {0.0f, novelty < 0.0f ? -novelty : 0.0f},
        .new_face_bad = {0.0f, novelty > 0.0f ? novelty : 0.0f},
        .base = (float)k->experience_base,
        .familiarity = (float)k->experience_familiarity,
        .mismatch = (float)(k->experience_mismatch / (1.0 + w->unit_regime[unit].care_own_time)),
        .noise_sd = (float)k->experience_noise_sd,
        .good_above = (float)k->experience_good_above,
        .bad_below = (float)k->experience_bad_below,
        .ambiguous_evidence = (float)(k->opinion_ambiguity * w->decay.opinion_growth),
        .missed_evidence = (float)(good * k->opinion_kappa * k->opinion_missed_evidence),
        .sharpness = k->opinion_sharpness,
        .product = k->experience_form == TL_experience_form_product,
        .propensity = (float)k->opinion_propensity,
        .opinion_prior = w->decay.opinion_prior,
        .familiarity_prior = w->decay.familiarity_prior,
        .familiarity_growth = w->decay.familiarity_growth,
        .satisfaction = tl_satisfaction_rules(k)};
    fill_tables(&rules, k, (float)good);
    return rules;
}

static float quality(const tl_World *w, const tl_ExperienceRules *rules, const tl_Encounter *e,
                     float familiarity)
{
    float known = rules->familiarity * familiarity;
    float mismatch = rules->mismatch * w->recipient_mismatch[e->recipient] * (1.0f - e->discretion);
    float q = rules->of_circumstances[e->circumstances];
    if (rules->product) {
        q = q * (1.0f + known / rules->base) * (1.0f + mismatch / rules->base) *
            (1.0f + e->quality / rules->base);
    } else {
        q = q + known + mismatch + e->quality;
    }
    return q + rules->noise_sd * e->noise;
}

static void be_satisfied(tl_World *w, const tl_ExperienceRules *rules, const tl_Encounter *e, bool new_face,
                         float familiarity, float q)
{
    const tl_SatisfactionRules *s = &rules->satisfaction;
    float y = rules->satisfying[new_face][e->circumstances] + s->quality * q + s->familiarity * familiarity;
    float *standing = &w->recipient_satisfaction[e->recipient];
    *standing = tl_satisfaction_moved(s, *standing, y);
}

/* Share of an ambiguous visit that is read as good: E, or E^h/(E^h + (1-E)^h) with h > 1 (E1b). */
static float read_in_favour(const tl_ExperienceRules *rules, float belief)
{
    if (rules->sharpness <= 1.0 || belief <= 0.0f || belief >= 1.0f) {
        return belief;
    }
    double odds = tl_exp(rules->sharpness * (tl_log(belief) - tl_log(1.0 - belief)));
    return (float)(odds / (1.0 + odds));
}

/* What is neither good nor poor is read in the light of what is believed (optional, E1b). */
static void read_the_unclear(const tl_ExperienceRules *rules, tl_Memory *memory, float belief)
{
    float favour = read_in_favour(rules, belief);
    memory->good += rules->ambiguous_evidence * favour;
    memory->bad += rules->ambiguous_evidence * (1.0f - favour);
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
        tl_Memory *memory = &w->pair_memory[e->pair];
        if (rules->ambiguous_evidence > 0.0f && !good && !poor) {
            read_the_unclear(rules, memory, belief);
        }
        memory->good += rules->good_evidence[good];
        memory->bad += rules->bad_evidence[poor];
        w->pair_familiarity[e->pair] = visits + rules->familiarity_growth;
    }
    /* A kept plan speaks for the provider as far as the one who came is believed in. */
    w->recipient_good[e->recipient] +=
        rules->kept_evidence[e->circumstances] * belief + rules->new_face_good[new_face];
    w->recipient_bad[e->recipient] += rules->bad_evidence[poor] + rules->new_face_bad[new_face];
    be_satisfied(w, rules, e, new_face, familiarity, q);
    c->visits_good += good;
    c->visits_poor += poor;
    c->visits_new_face += new_face;
    c->visit_trust += opinion.trust;
    c->visit_familiarity += familiarity;
    c->visit_quality += q;
    c->visit_quality_squares += q * q;
}

void tl_experience_missed(tl_World *w, const tl_ExperienceRules *rules, int32_t recipient)
{
    const tl_SatisfactionRules *s = &rules->satisfaction;
    float *standing = &w->recipient_satisfaction[recipient];
    w->recipient_bad[recipient] += rules->missed_evidence;
    *standing = tl_satisfaction_moved(s, *standing, s->base + s->quality * rules->base + s->missed);
}
