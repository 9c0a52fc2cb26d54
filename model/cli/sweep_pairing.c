#include "cli/sweep_pairing.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "core/measure.h"

enum { MOST_SHOWN = 24 };

/* Values of all outcomes of one run in the first window; false where it is not done or cannot be read. */
static bool read_run(const tl_Sweep *s, const tl_Index *index, int64_t run, double *into)
{
    const tl_RunPlace *place = &index->runs[run];
    tl_Messages messages = {0};
    double *values = NULL;
    if (place->status == TL_RUN_DONE) {
        values = tl_part_values(index->paths[place->part], s, false, 0, s->outcome_count, &messages);
    }
    size_t row = (size_t)place->row * (size_t)s->outcome_count * (size_t)s->window_count;
    for (int i = 0; values != NULL && i < s->outcome_count; i++) {
        into[i] = values[row + (size_t)i * (size_t)s->window_count];
    }
    bool good = values != NULL;
    free(values);
    tl_messages_free(&messages);
    return good;
}

/* Replicates that are done at both points: a and b [replicate][outcome]. */
static size_t read_pairs(const tl_Sweep *s, const tl_Index *index, double *a, double *b)
{
    size_t pairs = 0, width = (size_t)s->outcome_count;
    for (int64_t r = 0; r < s->replicates; r++) {
        pairs += read_run(s, index, r, a + pairs * width) &&
                 read_run(s, index, s->replicates + r, b + pairs * width);
    }
    return pairs;
}

/* NaN where nothing varies. */
static double ratio(const double *a, const double *b, double *difference, size_t stride, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        difference[i] = b[i * stride] - a[i * stride];
    }
    double apart = gsl_stats_variance(a, stride, count) + gsl_stats_variance(b, stride, count);
    return apart > 0.0 ? gsl_stats_variance(difference, 1, count) / apart : (double)NAN;
}

static void print_table(const tl_Sweep *s, const double *a, const double *b, double *difference, size_t pairs)
{
    int shown = 0;
    printf(
        "variance of the difference between points 1 and 2, paired over independent (%zu replicates, window "
        "%s):\n",
        pairs, s->windows[0].name);
    for (int i = 0; i < s->outcome_count && shown < MOST_SHOWN; i++) {
        double own = ratio(a + i, b + i, difference, (size_t)s->outcome_count, pairs);
        if (!isnan(own)) {
            printf("  %-22s %.3g\n", tl_measures[s->outcomes[i]].name, own);
            shown++;
        }
    }
}

void tl_sweep_pairing_print(const tl_Sweep *s, const tl_Index *index)
{
    if (s->replicates < 2 || tl_sweep_points(s) < 2) {
        return;
    }
    size_t cells = (size_t)s->replicates * (size_t)s->outcome_count;
    double *a = calloc(cells, sizeof *a), *b = calloc(cells, sizeof *b);
    double *difference = calloc((size_t)s->replicates, sizeof *difference);
    size_t pairs = a != NULL && b != NULL && difference != NULL ? read_pairs(s, index, a, b) : 0;
    if (pairs >= 2) {
        print_table(s, a, b, difference, pairs);
    }
    free(a);
    free(b);
    free(difference);
}
