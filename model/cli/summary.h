/* The tables of measures that run and compare print. */
#ifndef TL_SUMMARY_H
#define TL_SUMMARY_H

#include <stdio.h>

#include "config/experiment.h"
#include "run/run_results.h"

/* Prints the measures of the first arm: estimate, unit, and the published figure where there is one. */
void tl_summary_print(FILE *to, const tl_RunResults *results, tl_Language language);

/* Prints the means of two arms and the paired difference b - a with its 95 % interval. */
void tl_comparison_print(FILE *to, const char *name_a, const char *name_b, const tl_RunResults *results,
                         tl_Language language);

/* What the intervals of a table are, or why there are none; `paired`: its arms met the same luck. */
void tl_intervals_print(FILE *to, int replicates, bool paired, tl_Language language);

#endif
