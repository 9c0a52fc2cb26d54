#include "cli/summary.h"

#include <string.h>

#include "config/measure_text.h"
#include "core/observation/measure.h"
#include "run/figure.h"
#include "system/shown.h"

void tl_intervals_print(FILE *to, int replicates, bool paired, tl_Language language)
{
    bool swedish = language == TL_SWEDISH;
    if (replicates > 1) {
        tl_print(
            to,
            swedish
                ? "95 %%-intervall, simulerat %d gånger%s. De är bara simuleringsfel: de säger hur mycket fler "
                  "simuleringar\nkunde flytta en siffra, inte hur osäkra modellens antaganden är.\n"
                : "95 %% intervals over %d replicates%s. They are simulation error only: they say how far "
                  "more replicates\n"
                  "could move a figure, not how uncertain the model's assumptions are.\n",
            replicates,
            !paired   ? ""
            : swedish ? ", med samma slump i alla alternativ"
                      : ", paired on the same seeds");
    } else {
        tl_print(
            to, "%s\n",
            swedish
                ? "Simulerat en gång: inga intervall. Sätt run.replicates till 2 eller mer för att få dem."
                : "One replicate: no intervals. Set run.replicates to 2 or more to get them.");
    }
}

/* Width of the column of row names. */
static int width_of(tl_Language language)
{
    return language == TL_SWEDISH ? 36 : 22;
}

static void print_published(FILE *to, int measure, tl_Language language)
{
    const char *source = tl_measures[measure].source;
    tl_print(to, "%s%s%s%s\n", tl_measure_published(measure, language), source[0] ? " [" : "", source,
             source[0] ? "]" : "");
}

void tl_summary_print(FILE *to, const tl_RunResults *results, tl_Language language)
{
    bool swedish = language == TL_SWEDISH;
    int width = width_of(language), units = swedish ? 19 : 9;
    tl_print(to, "%-*s %14s %12s  ", width, swedish ? "mått" : "measure", swedish ? "medel" : "mean",
             swedish ? "± 95 %" : "+- 95 %");
    tl_print(to, "%-*s %s\n", units, swedish ? "enhet" : "unit",
             swedish ? "publicerat i Sverige" : "published in Sweden");
    for (int m = 0; m < tl_measure_count; m++) {
        char mean[TL_FIGURE_SIZE], half[TL_FIGURE_SIZE];
        tl_Estimate e = tl_result_estimate(results, 0, -1, 0, m);
        tl_print(to, "%-*s %14s %12s  ", width, tl_measure_label(m, language),
                 tl_measure_figure(m, e.mean, language, mean, sizeof mean),
                 tl_measure_figure(m, e.half_width, language, half, sizeof half));
        tl_print(to, "%-*s ", units, tl_measure_figure_unit(m, false, language));
        print_published(to, m, language);
    }
    tl_intervals_print(to, results->replicates, false, language);
}

void tl_comparison_print(FILE *to, const char *name_a, const char *name_b, const tl_RunResults *results,
                         tl_Language language)
{
    bool swedish = language == TL_SWEDISH;
    int width = width_of(language);
    tl_print(to, "A: %s\nB: %s\n\n", name_a, name_b);
    tl_print(to, "%-*s %14s %14s %14s %12s  %s\n", width, swedish ? "mått" : "measure", "A", "B", "B - A",
             swedish ? "± 95 %" : "+- 95 %", swedish ? "enhet" : "unit");
    for (int m = 0; m < tl_measure_count; m++) {
        char text[4][TL_FIGURE_SIZE];
        double values[] = {
            tl_result_estimate(results, 0, -1, 0, m).mean, tl_result_estimate(results, 1, -1, 0, m).mean,
            tl_result_estimate(results, 1, 0, 0, m).mean, tl_result_estimate(results, 1, 0, 0, m).half_width};
        for (int i = 0; i < 4; i++) {
            tl_measure_figure(m, values[i], language, text[i], TL_FIGURE_SIZE);
        }
        tl_print(to, "%-*s %14s %14s %14s %12s  %s\n", width, tl_measure_label(m, language), text[0], text[1],
                 text[2], text[3], tl_measure_figure_unit(m, false, language));
    }
    tl_intervals_print(to, results->replicates, true, language);
}
