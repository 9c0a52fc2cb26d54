/* Experience (ODD 7.8): a visit becomes quality, evidence and familiarity. */
#ifndef TL_EXPERIENCE_H
#define TL_EXPERIENCE_H

#include "core/care/satisfaction.h"
#include "core/day/workspace.h"

/* Coefficients as single precision, once per unit and day. What depends on yes or no is a table: a visit
 * reads it and takes no branch. */
typedef struct tl_ExperienceRules {
    float of_circumstances[TL_CIRCUMSTANCES];    /* quality from the base and what happened (E10) */
    float kept_evidence[TL_CIRCUMSTANCES];       /* a kept plan speaks for the provider */
    float satisfying[2][TL_CIRCUMSTANCES];       /* by new face: part of what a visit is worth (E18) */
    float good_evidence[2], bad_evidence[2];     /* no, yes; stored units of today */
    float new_face_good[2], new_face_bad[2];     /* below zero a new face is welcome */
    float base, familiarity, mismatch, noise_sd; /* of quality */
    float good_above, bad_below;
    float ambiguous_evidence, missed_evidence;
    double sharpness;
    bool product;
    float propensity;
    tl_Prior opinion_prior;
    float familiarity_prior, familiarity_growth;
    tl_SatisfactionRules satisfaction;
} tl_ExperienceRules;

tl_ExperienceRules tl_experience_rules(const tl_World *world, int32_t unit);

/* Quality (E10): base and parts for familiarity K, lateness, rushing, mismatch nu (1 - L), competence, a
 * visit cut short, and what the one who came adds; the parts are summed, or as a variant multiplied as 1 +
 * part/base. Good above good_above, poor below bad_below. Evidence for or against the one who came (E1) and
 * the provider; one more visit of familiarity (E12). `new_face`: the recipient had never met this person.
 * Counts into `counters`. */
void tl_experience(tl_World *world, const tl_ExperienceRules *rules, const tl_Encounter *encounter,
                   bool new_face, tl_Counters *counters);

/* A visit that never came speaks against the provider. */
void tl_experience_missed(tl_World *world, const tl_ExperienceRules *rules, int32_t recipient);

#endif
