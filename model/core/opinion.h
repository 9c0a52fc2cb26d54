/* Opinions (subjective logic, Josang 2001): evidence for (r) and against (s), both fading with a half-life.
 *
 *     b = r/(r+s+W)   d = s/(r+s+W)   u = W/(r+s+W)   b + d + u = 1   E = b + a*u
 *
 * Fading is stored forward (Cormode et al. 2009): evidence of day t is added with weight `growth` = 2^(t/h)
 * and compared with `prior` = W * growth, instead of multiplying every pair by 2^(-1/h) every day. The
 * opinions are those of equation E1; a read costs nothing extra and never writes. All pairs are rescaled
 * together, by an exact power of two, when the weights grow large (population.c). */
#ifndef TL_OPINION_H
#define TL_OPINION_H

typedef struct tl_Opinion {
    float trust;       /* b */
    float distrust;    /* d */
    float uncertainty; /* u */
} tl_Opinion;

/* r, s: stored evidence; prior: W in the same stored units. */
static inline tl_Opinion tl_opinion(float r, float s, float prior)
{
    float inverse = 1.0f / (r + s + prior);
    tl_Opinion o = {r * inverse, s * inverse, prior * inverse};
    return o;
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

#endif
