#include "cli/summary.h"

#include <stdlib.h>
#include <string.h>

#include "core/observation/measure.h"
#include "run/estimate.h"
#include "run/figure.h"
#include "system/memory.h"
#include "system/shown.h"

/* The replicates of one measure out of [replicate][measure]. */
static void column(const double *values, int replicates, int measure, double *into)
{
    for (int r = 0; r < replicates; r++) {
        into[r] = values[(size_t)r * tl_measure_count + (size_t)measure];
    }
}

static void print_note(FILE *to, int replicates)
{
    if (replicates > 1) {
        tl_print(to,
                 "95 %% intervals over %d replicates. They are simulation error only: they say how far "
                 "more replicates\n"
                 "could move a figure, not how uncertain the model's assumptions are.\n",
                 replicates);
    } else {
        tl_print(to, "One replicate: no intervals. Set run.replicates to 2 or more to get them.\n");
    }
}

void tl_summary_print(FILE *to, const double *values, int replicates)
{
    double *own = tl_allocate((size_t)replicates, sizeof *own);
    tl_print(to, "%-22s %14s %12s  %-9s %s\n", "measure", "mean", "+- 95 %", "unit", "published in Sweden");
    for (int m = 0; m < tl_measure_count; m++) {
        char mean[TL_FIGURE_SIZE], half[TL_FIGURE_SIZE];
        const tl_Measure *measure = &tl_measures[m];
        column(values, replicates, m, own);
        tl_Estimate e = tl_estimate(own, replicates);
        tl_print(to, "%-22s %14s %12s  %-9s %s%s%s%s\n", measure->name, tl_number(e.mean, mean, sizeof mean),
                 tl_number(e.half_width, half, sizeof half),
                 strcmp(measure->unit, "1") == 0 ? "" : measure->unit, measure->published,
                 measure->source[0] ? " [" : "", measure->source, measure->source[0] ? "]" : "");
    }
    free(own);
    print_note(to, replicates);
}

void tl_comparison_print(FILE *to, const char *name_a, const char *name_b, const double *a, const double *b,
                         int replicates)
{
    double *of_a = tl_allocate((size_t)replicates, sizeof *of_a),
           *of_b = tl_allocate((size_t)replicates, sizeof *of_b);
    double *difference = tl_allocate((size_t)replicates, sizeof *difference);
    tl_print(to, "A: %s\nB: %s\n\n%-22s %14s %14s %14s %12s  %s\n", name_a, name_b, "measure", "A", "B",
             "B - A", "+- 95 %", "unit");
    for (int m = 0; m < tl_measure_count; m++) {
        char text[4][TL_FIGURE_SIZE];
        column(a, replicates, m, of_a);
        column(b, replicates, m, of_b);
        for (int r = 0; r < replicates; r++) {
            difference[r] = of_b[r] - of_a[r];
        }
        tl_Estimate d = tl_estimate(difference, replicates);
        tl_print(to, "%-22s %14s %14s %14s %12s  %s\n", tl_measures[m].name,
                 tl_number(tl_estimate(of_a, replicates).mean, text[0], TL_FIGURE_SIZE),
                 tl_number(tl_estimate(of_b, replicates).mean, text[1], TL_FIGURE_SIZE),
                 tl_number(d.mean, text[2], TL_FIGURE_SIZE), tl_number(d.half_width, text[3], TL_FIGURE_SIZE),
                 strcmp(tl_measures[m].unit, "1") == 0 ? "" : tl_measures[m].unit);
    }
    free(of_a);
    free(of_b);
    free(difference);
    print_note(to, replicates);
}
