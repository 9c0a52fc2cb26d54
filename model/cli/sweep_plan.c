#include "cli/sweep_plan.h"

#include <omp.h>
#include <stdio.h>

#include "config/design.h"
#include "core/observation/measure.h"
#include "run/sample.h"
#include "run/snapshot_summary.h"
#include "system/shown.h"
#include "tillit.h"

/* A part is written when it holds so many runs or is so old, as in sweep.c. */
static const double PART_RUNS = 1000.0, PART_SECONDS = 60.0;

enum { MOST_TRIALS = 12 };

/* What the runs take on average, and the most memory of one, from points at equal distances. */
typedef struct Trials {
    double seconds, bytes;
    int64_t points;
} Trials;

/* A point by its number, arms one after the other. */
static void apply_point(const tl_Experiment *e, int64_t number, tl_PointConfig *point)
{
    const tl_Design *design = e->design;
    int64_t row = number % design->rows.count, arm = number / design->rows.count;
    int32_t base =
        design->base_of[arm * tl_rows_combinations(&design->rows) + tl_rows_combination(&design->rows, row)];
    tl_rows_apply(&design->rows, row, &design->bases[base].loaded->config, point);
}

static bool try_out(const tl_Arguments *arguments, const tl_Experiment *e, Trials *trials)
{
    int64_t points = e->design->rows.count * e->arm_count;
    *trials = (Trials){.points = points < MOST_TRIALS ? points : MOST_TRIALS};
    for (int64_t i = 0; i < trials->points; i++) {
        tl_PointConfig point;
        tl_Sample sample;
        apply_point(e, (2 * i + 1) * points / (2 * trials->points), &point);
        if (!tl_sample(&point.config, arguments->kernel, TL_SAMPLE_MONTH, &sample)) {
            return false;
        }
        double seconds = sample.setup_s + tl_config_total_days(&point.config) * sample.day_s;
        trials->seconds += seconds / (double)trials->points;
        trials->bytes = sample.arena_bytes > trials->bytes ? sample.arena_bytes : trials->bytes;
    }
    return true;
}

int tl_sweep_plan(const tl_Arguments *arguments, const tl_Experiment *e)
{
    const tl_Design *design = e->design;
    Trials trials;
    if (!try_out(arguments, e, &trials)) {
        tl_print(stderr, "tillit: %s\n", tl_outcome_sentence(TL_OUT_OF_MEMORY));
        return TL_EXIT_FAILED;
    }
    const tl_RunSettings *run = &design->bases[design->base_of[0]].loaded->config.run;
    double points = (double)(design->rows.count * e->arm_count);
    double runs = points * (double)design->replicates, seconds = runs * trials.seconds;
    int threads = arguments->threads > 0 ? arguments->threads : omp_get_num_procs();
    double outcomes = e->outcome_count > 0 ? e->outcome_count : tl_measure_count;
    int64_t recorded = (run->days + run->record_period_days - 1) / run->record_period_days;
    double periods = design->series ? (double)recorded : 0.0;
    int64_t taken = run->record_snapshot_every_days > 0 ? run->days / run->record_snapshot_every_days : 0;
    double snapshots = (double)taken;
    double values = outcomes * (design->window_count + periods) +
                    (double)design->snapshot_count * snapshots * TL_SNAPSHOT_STATISTICS;
    double bytes = runs * (8.0 * values + 32.0) + 65536.0;
    double parts = runs / PART_RUNS + 1.0, by_age = seconds / threads / PART_SECONDS;
    parts = by_age > parts ? by_age : parts;
    tl_print(stdout, "runs              %.0f (%.0f points of %lld replicates)\n", runs, points,
             (long long)design->replicates);
    tl_print(stdout, "a run             %.3g s on one core, as measured on %lld of its points\n",
             trials.seconds, (long long)trials.points);
    tl_print(stdout, "core hours        %.3g (%.3g h on %d threads)\n", seconds / 3600.0,
             seconds / 3600.0 / threads, threads);
    tl_print(stdout,
             "memory            %.0f MB for %d threads, at most twice that where units are reorganised\n",
             (trials.bytes * threads + bytes / runs * PART_RUNS) / 1e6 + 12.0, threads);
    tl_print(stdout, "disk              at most %.1f MB of parts, and as much merged\n", bytes / 1e6);
    tl_print(stdout, "files             about %.0f parts and 4 more\n", parts < runs ? parts + 0.5 : runs);
    return TL_EXIT_GOOD;
}
