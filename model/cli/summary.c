#include "cli/summary.h"

#include <string.h>

#include "core/observation/measure.h"
#include "run/figure.h"
#include "system/shown.h"

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

/* Shares have no unit. */
static const char *unit_of(int measure)
{
    const char *unit = tl_measures[measure].unit;
    return strcmp(unit, "1") == 0 ? "" : unit;
}

void tl_summary_print(FILE *to, const tl_RunResults *results)
{
    tl_print(to, "%-22s %14s %12s  %-9s %s\n", "measure", "mean", "+- 95 %", "unit", "published in Sweden");
    for (int m = 0; m < tl_measure_count; m++) {
        char mean[TL_FIGURE_SIZE], half[TL_FIGURE_SIZE];
        const tl_Measure *measure = &tl_measures[m];
        tl_Estimate e = tl_result_estimate(results, 0, -1, 0, m);
        tl_print(to, "%-22s %14s %12s  %-9s %s%s%s%s\n", measure->name, tl_number(e.mean, mean, sizeof mean),
                 tl_number(e.half_width, half, sizeof half), unit_of(m), measure->published,
                 measure->source[0] ? " [" : "", measure->source, measure->source[0] ? "]" : "");
    }
    print_note(to, results->replicates);
}

void tl_comparison_print(FILE *to, const char *name_a, const char *name_b, const tl_RunResults *results)
{
    tl_print(to, "A: %s\nB: %s\n\n%-22s %14s %14s %14s %12s  %s\n", name_a, name_b, "measure", "A", "B",
             "B - A", "+- 95 %", "unit");
    for (int m = 0; m < tl_measure_count; m++) {
        char text[4][TL_FIGURE_SIZE];
        tl_Estimate a = tl_result_estimate(results, 0, -1, 0, m),
                    b = tl_result_estimate(results, 1, -1, 0, m);
        tl_Estimate d = tl_result_estimate(results, 1, 0, 0, m);
        tl_print(to, "%-22s %14s %14s %14s %12s  %s\n", tl_measures[m].name,
                 tl_number(a.mean, text[0], TL_FIGURE_SIZE), tl_number(b.mean, text[1], TL_FIGURE_SIZE),
                 tl_number(d.mean, text[2], TL_FIGURE_SIZE), tl_number(d.half_width, text[3], TL_FIGURE_SIZE),
                 unit_of(m));
    }
    print_note(to, results->replicates);
}
