/* Means, intervals and the tables people read. */
#ifndef TL_SUMMARY_H
#define TL_SUMMARY_H

#include <stdbool.h>
#include <stdio.h>

/* Mean over replicates with the half-width of its 95 % t interval (NaN with one replicate). */
typedef struct tl_Estimate {
    double mean, half_width;
    int count;
} tl_Estimate;

/* NaN values are left out; count says how many remained. */
tl_Estimate tl_estimate(const double *values, int count);

/* A number for a table: grouped thousands, as many decimals as its size deserves; "-" for NaN. */
const char *tl_number(double value, char *text, size_t size);

/* Prints one config's measures: estimate, unit, and the published figure where there is one.
 * values is [replicate][measure]. */
void tl_summary_print(FILE *to, const double *values, int replicates);

/* Prints both configs' means and the paired difference b - a with its 95 % interval. */
void tl_comparison_print(FILE *to, const char *name_a, const char *name_b, const double *a, const double *b,
                         int replicates);

#endif
