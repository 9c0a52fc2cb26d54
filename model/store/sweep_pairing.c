#include "store/sweep_pairing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/observation/measure.h"
#include "run/estimate.h"
#include "system/shown.h"

enum { MOST_SHOWN = 24 };

/* Outcomes of the runs of points 1 and 2 in the first window: values [run][outcome], and which are there. */
typedef struct Pair {
    double *values;
    bool *there;
    double *room; /* for three values of each replicate */
} Pair;

/* Is any of these runs in the part? */
static bool concerns(const tl_Index *index, int part, int64_t runs)
{
    for (int64_t run = 0; run < runs; run++) {
        if (index->runs[run].status == TL_RUN_DONE && index->runs[run].part == part) {
            return true;
        }
    }
    return false;
}

static bool read_part(const tl_Sweep *s, const tl_Index *index, int part, int64_t runs, Pair *pair,
                      tl_Messages *messages)
{
    size_t outcomes = (size_t)s->plan.outcome_count, width = (size_t)s->plan.window_count;
    double *values =
        tl_part_values(index->paths[part], s, TL_KEPT_WINDOWS, 0, s->plan.outcome_count, messages);
    for (int64_t run = 0; values != NULL && run < runs; run++) {
        const tl_RunPlace *place = &index->runs[run];
        if (place->status == TL_RUN_DONE && place->part == part) {
            pair->there[run] = true;
            for (size_t i = 0; i < outcomes; i++) {
                pair->values[(size_t)run * outcomes + i] =
                    values[((size_t)place->row * outcomes + i) * width];
            }
        }
    }
    free(values);
    return values != NULL;
}

/* Of one outcome, over the replicates that are done at both points. NaN where nothing varies. */
static double ratio(const tl_Sweep *s, const Pair *pair, int outcome, size_t *pairs)
{
    size_t replicates = (size_t)s->plan.replicates, outcomes = (size_t)s->plan.outcome_count, count = 0;
    double *a = pair->room, *b = a + replicates, *difference = b + replicates;
    for (size_t r = 0; r < replicates; r++) {
        if (pair->there[r] && pair->there[replicates + r]) {
            a[count] = pair->values[r * outcomes + (size_t)outcome];
            b[count] = pair->values[(replicates + r) * outcomes + (size_t)outcome];
            difference[count] = b[count] - a[count];
            count++;
        }
    }
    *pairs = count;
    double apart = count >= 2 ? tl_variance(a, 1, count) + tl_variance(b, 1, count) : 0.0;
    return apart > 0.0 ? tl_variance(difference, 1, count) / apart : NAN;
}

/* Fills the pair from wherever the values are. */
static bool fill_from_parts(const tl_Sweep *s, const tl_Index *index, Pair *pair, tl_Messages *messages)
{
    int64_t runs = 2 * s->plan.replicates;
    bool good = true;
    for (int part = 0; good && part < index->part_count; part++) {
        good = !concerns(index, part, runs) || read_part(s, index, part, runs, pair, messages);
    }
    return good;
}

static void fill_from_runs(const tl_Sweep *s, const tl_MergedRuns *runs, Pair *pair)
{
    size_t outcomes = (size_t)s->plan.outcome_count, width = (size_t)s->plan.window_count,
           each = (size_t)tl_plan_runs(&s->plan) * width;
    for (size_t run = 0; run < 2 * (size_t)s->plan.replicates; run++) {
        pair->there[run] = runs->status[run] == TL_RUN_DONE;
        for (size_t i = 0; i < outcomes; i++) {
            pair->values[run * outcomes + i] = runs->kept[TL_KEPT_WINDOWS][i * each + run * width];
        }
    }
}

static bool can_be_paired(const tl_Sweep *s)
{
    return s->plan.replicates >= 2 && tl_plan_points(&s->plan) >= 2;
}

static bool make_pair(const tl_Sweep *s, Pair *pair, tl_Messages *messages)
{
    size_t replicates = (size_t)s->plan.replicates;
    *pair = (Pair){.values = calloc(2 * replicates * (size_t)s->plan.outcome_count, sizeof(double)),
                   .there = calloc(2 * replicates, sizeof(bool)),
                   .room = calloc(3 * replicates, sizeof(double))};
    bool good = pair->values != NULL && pair->there != NULL && pair->room != NULL;
    if (!good) {
        tl_error(messages, (tl_Place){.file = "tillit"}, "out of memory");
    }
    return good;
}

/* What a pair that is filled says, and the pair is gone. */
static void end_pair(const tl_Sweep *s, Pair *pair, bool good, tl_Pairing *pairing)
{
    for (int i = 0; good && i < s->plan.outcome_count; i++) {
        pairing->ratios[i] = ratio(s, pair, i, &pairing->pairs);
    }
    free(pair->values);
    free(pair->there);
    free(pair->room);
}

bool tl_sweep_pairing(const tl_Sweep *s, const tl_Index *index, tl_Pairing *pairing, tl_Messages *messages)
{
    Pair pair;
    *pairing = (tl_Pairing){.pairs = 0};
    if (!can_be_paired(s)) {
        return true;
    }
    bool good = make_pair(s, &pair, messages) && fill_from_parts(s, index, &pair, messages);
    end_pair(s, &pair, good, pairing);
    return good;
}

bool tl_sweep_pairing_of(const tl_Sweep *s, const tl_MergedRuns *runs, tl_Pairing *pairing,
                         tl_Messages *messages)
{
    Pair pair;
    *pairing = (tl_Pairing){.pairs = 0};
    if (!can_be_paired(s)) {
        return true;
    }
    bool good = make_pair(s, &pair, messages);
    if (good) {
        fill_from_runs(s, runs, &pair);
    }
    end_pair(s, &pair, good, pairing);
    return good;
}

void tl_pairing_print(const tl_Sweep *s, const tl_Pairing *pairing)
{
    if (pairing->pairs < 2) {
        return;
    }
    tl_print(stdout,
             "variance of the difference between points 1 and 2, paired over independent (%zu replicates, "
             "window %s):\n",
             pairing->pairs, s->plan.windows[0].name);
    for (int i = 0, shown = 0; i < s->plan.outcome_count && shown < MOST_SHOWN; i++) {
        if (!isnan(pairing->ratios[i])) {
            tl_print(stdout, "  %-22s %.3g\n", tl_measures[s->plan.outcomes[i]].name, pairing->ratios[i]);
            shown++;
        }
    }
}

bool tl_sweep_pairing_print(const tl_Sweep *s, const tl_Index *index)
{
    tl_Pairing pairing;
    tl_Messages messages = {0};
    bool good = tl_sweep_pairing(s, index, &pairing, &messages);
    tl_messages_tell(&messages, true);
    tl_pairing_print(s, &pairing);
    return good;
}
