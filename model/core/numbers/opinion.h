/* Opinions (subjective logic, Josang 2001): evidence for (r) and against (s), both decaying with a half-life.
 *
 *     b = r/(r+s+W)   d = s/(r+s+W)   u = W/(r+s+W)   b + d + u = 1   E = b + a*u
 *
 * Decay is stored forward (Cormode et al. 2009): evidence of day t is added with weight `growth` = 2^(t/h)
 * and compared with `prior` = W * growth, instead of multiplying every pair by 2^(-1/h) every day. The
 * opinions are those of equation E1; a read costs nothing extra and never writes. All pairs are rescaled
 * together, by an exact power of two, when the weights grow large (tl_decay_rescale). */
#ifndef TL_OPINION_H
#define TL_OPINION_H

typedef struct tl_Opinion {
    float trust;       /* b */
    float distrust;    /* d */
    float uncertainty; /* u */
} tl_Opinion;

/* What is not evidence, and to which of the three it is counted; in the stored units of r and s. */
typedef struct tl_Prior {
    float weight;                       /* W */
    float trust, distrust, uncertainty; /* their sum is W */
} tl_Prior;

/* Two-sided trust: what is not evidence is uncertainty. */
static inline tl_Prior tl_prior_two_sided(float weight)
{
    return (tl_Prior){.weight = weight, .uncertainty = weight};
}

/* Scalar trust, the structural variant: one continuum b = E, d = 1 - E. Ignorance cannot be told from mixed
 * evidence (the other reading of the same counts: Schoorman, Mayer & Davis 2007). */
static inline tl_Prior tl_prior_scalar(float weight, float propensity)
{
    return (tl_Prior){
        .weight = weight, .trust = propensity * weight, .distrust = (1.0f - propensity) * weight};
}

/* r, s: stored evidence. */
static inline tl_Opinion tl_opinion(float r, float s, tl_Prior prior)
{
    float inverse = 1.0f / (r + s + prior.weight);
    return (tl_Opinion){(r + prior.trust) * inverse, (s + prior.distrust) * inverse,
                        prior.uncertainty * inverse};
}

/* E = b + a*u: what a truster with propensity `a` expects. */
static inline float tl_opinion_expectation(tl_Opinion o, float propensity)
{
    return o.trust + propensity * o.uncertainty;
}

/* Ambivalence 2*min(b,d)/(b+d) in [0,1]; 0 where there is no evidence at all. */
static inline float tl_opinion_ambivalence(tl_Opinion o)
{
    float sum = o.trust + o.distrust;
    float least = o.trust < o.distrust ? o.trust : o.distrust;
    return 2.0f * least / (sum > 0.0f ? sum : 1.0f);
}

/* Evidence for and against someone, before it is stored. */
typedef struct tl_Evidence {
    double good, bad;
} tl_Evidence;

/* Adds so much good evidence; less than nothing is bad evidence, and the other way round. */
static inline void tl_speak_for(tl_Evidence *evidence, double amount)
{
    *(amount >= 0.0 ? &evidence->good : &evidence->bad) += amount >= 0.0 ? amount : -amount;
}

static inline void tl_speak_against(tl_Evidence *evidence, double amount)
{
    tl_speak_for(evidence, -amount);
}

#endif
