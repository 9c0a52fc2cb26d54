/* The tables of measures that run and compare print. */
#ifndef TL_SUMMARY_H
#define TL_SUMMARY_H

#include <stdio.h>

/* Prints one config's measures: estimate, unit, and the published figure where there is one.
 * values is [replicate][measure]. */
void tl_summary_print(FILE *to, const double *values, int replicates);

/* Prints both configs' means and the paired difference b - a with its 95 % interval. */
void tl_comparison_print(FILE *to, const char *name_a, const char *name_b, const double *a, const double *b,
                         int replicates);

#endif
