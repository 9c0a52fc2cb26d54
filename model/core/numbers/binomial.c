#include "core/numbers/binomial.h"

#include <stdbool.h>

#include "core/numbers/num.h"

/* Below e^LEAST a probability counts for nothing; terms are kept within 1/LARGE and LARGE. */
static const double LEAST = -700.0, LARGE = 1e100, LOG_LARGE = 230.25850929940458;

/* Counts up from 0 while the distribution function is below u, or at u where `inclusive` is false. The terms of
 * probability are kept apart from a scale, since the first may be smaller than any number that there is. */
static int32_t count_up(int32_t n, double p, double u, bool inclusive)
{
    double scale = n * tl_log(1.0 - p), term = 1.0, odds = p / (1.0 - p);
    double unit = scale > LEAST ? tl_exp(scale) : 0.0, sum = unit;
    int32_t k = 0;
    while (k < n && (inclusive ? sum < u : sum <= u)) {
        term *= (double)(n - k) / (double)(k + 1) * odds;
        k++;
        if (term > LARGE) {
            term /= LARGE;
            scale += LOG_LARGE;
            unit = scale > LEAST ? tl_exp(scale) : 0.0;
        }
        sum += term * unit;
    }
    return k;
}

/* Standard normal at which its distribution function is u, within .0005 (Abramowitz & Stegun 26.2.23). */
static double normal_at(double u)
{
    double tail = tl_larger(tl_smaller(u, 1.0 - u), 1e-12), t = __builtin_sqrt(-2.0 * tl_log(tail));
    double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                       (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    return u < 0.5 ? -z : z;
}

static int32_t nearly(int32_t n, double p, double u)
{
    double spread = __builtin_sqrt(n * p * (1.0 - p));
    return (int32_t)tl_round(tl_clamp(n * p + spread * normal_at(u), 0.0, n));
}

/* From the smaller end, so that few terms are needed. */
int32_t tl_binomial(int32_t n, double p, double u)
{
    if (n <= 0 || p <= 0.0) {
        return 0;
    }
    if (p >= 1.0) {
        return n;
    }
    if (n > TL_BINOMIAL_MOST) {
        return nearly(n, p, u);
    }
    return p <= 0.5 ? count_up(n, p, u, false) : n - count_up(n, 1.0 - p, 1.0 - u, true);
}
