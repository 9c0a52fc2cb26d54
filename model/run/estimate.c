#include "run/estimate.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

static const double LEVEL = 0.95;

/* ---- means and variances ----------------------------------------------------------------------------------- */

/* Running means in long doubles, as the library did that stood here before: tables and merged sweeps keep their
 * bits. */
typedef struct Spread {
    double mean, variance; /* of the values themselves, not of a population that they are drawn from */
    size_t count;          /* NaN left out */
} Spread;

static Spread spread_of(const double *values, size_t stride, size_t count)
{
    long double mean = 0.0L, variance = 0.0L;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(values[i * stride])) {
            mean += ((long double)values[i * stride] - mean) / (long double)++kept;
        }
    }
    Spread spread = {.mean = (double)mean, .count = kept};
    kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(values[i * stride])) {
            long double apart = (long double)(values[i * stride] - spread.mean);
            variance += (apart * apart - variance) / (long double)++kept;
        }
    }
    spread.variance = (double)variance;
    return spread;
}

static double sample_variance(const Spread *spread)
{
    double count = (double)spread->count;
    return spread->variance * (count / (count - 1.0));
}

double tl_variance(const double *values, size_t stride, size_t count)
{
    Spread spread = spread_of(values, stride, count);
    return spread.count == count && count > 1 ? sample_variance(&spread) : NAN;
}

tl_Estimate tl_estimate_at(const double *values, int count, double level)
{
    Spread spread = spread_of(values, 1, count > 0 ? (size_t)count : 0);
    double n = (double)spread.count;
    tl_Estimate estimate = {.mean = NAN, .half_width = NAN, .count = (int)spread.count};
    if (spread.count > 0) {
        estimate.mean = spread.mean;
    }
    if (spread.count > 1) {
        estimate.half_width =
            tl_t_upper((1.0 - level) / 2.0, n - 1.0) * (sqrt(sample_variance(&spread)) / sqrt(n));
    }
    return estimate;
}

tl_Estimate tl_estimate(const double *values, int count)
{
    return tl_estimate_at(values, count, LEVEL);
}

/* ---- Student's t ------------------------------------------------------------------------------------------- */

static const double PI = 3.14159265358979323846;

/* gamma(a + 1/2) / gamma(a), by its series from 100 on (Tricomi and Erdelyi 1951) and by the recurrence below. */
static double gamma_ratio(double a)
{
    double product = 1.0;
    while (a < 100.0) {
        product *= a / (a + 0.5);
        a += 1.0;
    }
    double r = 1.0 / a;
    double series =
        1.0 +
        r * (-1.0 / 8 + r * (1.0 / 128 + r * (5.0 / 1024 + r * (-21.0 / 32768 + r * (-399.0 / 262144)))));
    return product * sqrt(a) * series;
}

static double density(double t, double degrees)
{
    if (isinf(degrees)) {
        return exp(-0.5 * t * t) / sqrt(2.0 * PI);
    }
    return gamma_ratio(degrees / 2.0) / sqrt(PI * degrees) *
           exp(-(degrees + 1.0) / 2.0 * log1p(t * t / degrees));
}

/* The continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8), by Lentz's method. */
static double beta_fraction(double a, double b, double x)
{
    enum { MOST_TERMS = 10000 };
    double c = 1.0, d = 1.0 / (1.0 - (a + b) * x / (a + 1.0)), value = d;
    for (int m = 1; m < MOST_TERMS; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        value *= d * c;
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        value *= d * c;
        if (fabs(d * c - 1.0) < DBL_EPSILON) {
            break;
        }
    }
    return value;
}

/* P(T > t) - tail for t >= 0, from whichever of the middle and the tail is the smaller: no digits are lost. */
static double beyond(double t, double degrees, double tail)
{
    if (isinf(degrees)) {
        return t < 1.0 ? 0.5 - tail - 0.5 * erf(t / sqrt(2.0)) : 0.5 * erfc(t / sqrt(2.0)) - tail;
    }
    double a = degrees / 2.0, square = t * t, within = square / (degrees + square),
           without = degrees / (degrees + square);
    /* x^a (1-x)^(1/2) / B(a, 1/2), for both of them */
    double front = gamma_ratio(a) / sqrt(PI) * exp(-a * log1p(square / degrees)) * sqrt(within);
    if (without < (a + 1.0) / (a + 2.5)) {
        return 0.5 * front / a * beta_fraction(a, 0.5, without) - tail;
    }
    return 0.5 - tail - front * beta_fraction(0.5, a, within);
}

/* Beyond zero the density falls, so that Newton's steps come from below and never pass the root. */
static double by_steps(double tail, double degrees)
{
    enum { MOST_STEPS = 2000 };
    double t = 0.0;
    for (int i = 0; i < MOST_STEPS; i++) {
        double step = beyond(t, degrees, tail) / density(t, degrees);
        t += step;
        if (!(step > t * DBL_EPSILON)) {
            break;
        }
    }
    return t;
}

/* From the normal distribution's z, by the series in 1 / degrees (Abramowitz & Stegun 26.7.5). */
static double by_normal(double z, double degrees)
{
    double q = z * z, r = 1.0 / degrees;
    double first = (q + 1.0) / 4, second = ((5 * q + 16) * q + 3) / 96,
           third = (((3 * q + 19) * q + 17) * q - 15) / 384,
           fourth = ((((79 * q + 776) * q + 1482) * q - 1920) * q - 945) / 92160;
    return z * (1.0 + r * (first + r * (second + r * (third + r * fourth))));
}

/* t where the power alone counts by which the tail falls; elsewhere more than t. */
static double by_power(double tail, double degrees)
{
    double ratio = gamma_ratio(degrees / 2.0);
    return sqrt(degrees) * pow(tail * (sqrt(PI) * degrees / ratio), -1.0 / degrees);
}

double tl_t_upper(double tail, double degrees)
{
    static const double NEARLY_NORMAL = 1e6, FAR = 1e9;
    if (!(tail > 0.0 && tail < 1.0 && degrees > 0.0)) {
        return NAN;
    }
    if (tail > 0.5) {
        return -tl_t_upper(1.0 - tail, degrees);
    }
    if (tail == 0.5) {
        return 0.0;
    }
    if (degrees >= NEARLY_NORMAL) {
        return by_normal(by_steps(tail, INFINITY), degrees);
    }
    double t = by_power(tail, degrees);
    return t > FAR * sqrt(degrees) ? t : by_steps(tail, degrees);
}
