/* Means, spreads and their intervals over replicates. */
#ifndef TL_ESTIMATE_H
#define TL_ESTIMATE_H

#include <stddef.h>

/* Mean over replicates with the half-width of its t interval (NaN with one replicate). */
typedef struct tl_Estimate {
    double mean, half_width;
    int count;
} tl_Estimate;

/* At 95 %. NaN values are left out; count says how many remained. */
tl_Estimate tl_estimate(const double *values, int count);

/* The same at another level of confidence, between 0 and 1. */
tl_Estimate tl_estimate_at(const double *values, int count, double level);

/* Sample variance of every stride-th value; NaN where one of them is NaN. */
double tl_variance(const double *values, size_t stride, size_t count);

/* t with P(T > t) = tail, of Student's distribution: tail in (0, 1), degrees of freedom > 0 (INFINITY: the normal);
 * NaN otherwise. Infinite where no double is as large. */
double tl_t_upper(double tail, double degrees);

#endif
