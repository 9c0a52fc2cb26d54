/* Exact arithmetic: exp and log from + - * / and integers only, so that every compiler, optimisation level
 * and processor gives the same bits (libm does not: its results depend on the machine). Within a few ulp of
 * libm (tests/unit/test_num.c). Build everything that includes this with -ffp-contract=off. */
#ifndef TL_NUM_H
#define TL_NUM_H

#include <stdint.h>
#include <string.h>

#include "core/numbers/calendar.h"

#define TL_LN2 0.69314718055994530942

/* 2^exponent for -1022 <= exponent <= 1023. */
static inline double tl_exp2i(int exponent)
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* e^x for finite x; 0 below -708, clamped at e^708 above. Argument reduced by ln 2 in two parts (Cody &
 * Waite), then the Taylor polynomial of degree 13 on |r| <= ln2/2. */
static inline double tl_exp(double x)
{
    if (x < -708.0) {
        return 0.0;
    }
    if (x > 708.0) {
        x = 708.0;
    }
    double scaled = x * (1.0 / TL_LN2);
    int k = (int)(scaled + __builtin_copysign(0.5, scaled)); /* no branch: the sign of a shock is a coin */
    double r = (x - (double)k * 6.93147180369123816490e-01) - (double)k * 1.90821492927058770002e-10;
    static const double inverse_factorials[] = {1.0 / 6227020800.0, 1.0 / 479001600.0, 1.0 / 39916800.0,
                                                1.0 / 3628800.0,    1.0 / 362880.0,    1.0 / 40320.0,
                                                1.0 / 5040.0,       1.0 / 720.0,       1.0 / 120.0,
                                                1.0 / 24.0,         1.0 / 6.0,         0.5};
    double p = inverse_factorials[0];
    for (int i = 1; i < 12; i++) {
        p = p * r + inverse_factorials[i];
    }
    p = p * (r * r) + r;
    return (1.0 + p) * tl_exp2i(k);
}

/* ln x for normal x > 0. x = m * 2^k with m in [sqrt(1/2), sqrt 2); ln m = 2 atanh((m-1)/(m+1)) as a series.
 */
static inline double tl_log(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int k = (int)(bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        k++;
    }
    double s = (m - 1.0) / (m + 1.0), z = s * s;
    double p = 1.0 / 21.0;
    for (int n = 19; n >= 3; n -= 2) {
        p = p * z + 1.0 / (double)n;
    }
    double ln_m = 2.0 * s + 2.0 * s * z * p;
    return (double)k * 6.93147180369123816490e-01 + (ln_m + (double)k * 1.90821492927058770002e-10);
}

/* Decay factor over `days` at a half-life. */
static inline double tl_decay(double days, double half_life_days)
{
    return tl_exp(-TL_LN2 * days / half_life_days);
}

/* Share of the way that is gone in a week at a half-life. */
static inline double tl_week_step(double half_life_days)
{
    return 1.0 - tl_decay(TL_WEEK_DAYS, half_life_days);
}

static inline double tl_larger(double a, double b)
{
    return a > b ? a : b;
}

static inline double tl_smaller(double a, double b)
{
    return a < b ? a : b;
}

static inline double tl_clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* Nearest integer, halves away from zero. */
static inline int64_t tl_round(double x)
{
    return (int64_t)(x + (x >= 0.0 ? 0.5 : -0.5));
}

#endif
