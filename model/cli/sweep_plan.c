#include "cli/sweep_plan.h"

#include <omp.h>
#include <stdio.h>

#include "cli/progress.h"
#include "core/measure.h"
#include "core/simulation.h"
#include "io/design.h"

/* A part is written when it holds so many runs or is so old, as in sweep.c. */
static const double PART_RUNS = 1000.0, PART_SECONDS = 60.0, LONGEST_TRIAL_S = 3.0;

static double recipients_of(const tl_Config *config)
{
    double sum = 0.0;
    for (int m = 0; m < config->municipality_count; m++) {
        sum += (double)config->municipalities[m].profile.recipients;
    }
    return sum;
}

typedef struct Trial {
    double seconds_per_recipient_day, setup_s_per_recipient, bytes_per_recipient;
} Trial;

/* The first days of the first point, as many as fit into a few seconds. */
static bool try_out(const tl_Config *config, const char *kernel, Trial *trial)
{
    tl_Simulation s = {0};
    double started_s = tl_now_s(), recipients = recipients_of(config);
    if (tl_simulation_create(&s, config, 0, 1, kernel) != TL_OK) {
        return false;
    }
    double created_s = tl_now_s();
    bool good = true;
    while (good && s.world.day < tl_config_total_days(config) && tl_now_s() - created_s < LONGEST_TRIAL_S) {
        good = tl_simulation_step(&s, NULL) == TL_OK;
    }
    double days = s.world.day > 0 ? s.world.day : 1;
    *trial = (Trial){.seconds_per_recipient_day = (tl_now_s() - created_s) / days / recipients,
                     .setup_s_per_recipient = (created_s - started_s) / recipients,
                     .bytes_per_recipient = (double)s.world.arena_size / recipients};
    tl_simulation_free(&s);
    return good;
}

/* Recipients over all points, and the most of one. */
static void add_up(const tl_Experiment *e, double *sum, double *most)
{
    const tl_Design *design = e->design;
    int64_t combinations = tl_rows_combinations(&design->rows);
    tl_PointConfig point;
    for (int arm = 0; arm < e->arm_count; arm++) {
        for (int64_t row = 0; row < design->rows.count; row++) {
            int32_t base = design->base_of[arm * combinations + tl_rows_combination(&design->rows, row)];
            tl_rows_apply(&design->rows, row, &design->bases[base].loaded->config, &point);
            double own = recipients_of(&point.config);
            *sum += own;
            *most = own > *most ? own : *most;
        }
    }
}

/* A person's luck hangs on the municipality's number in its run, which is the first of one at every point. */
static void print_same_persons(const tl_Rows *rows)
{
    for (int i = 0; i < rows->factor_count; i++) {
        if (rows->factors[i].kind == TL_OF_MUNICIPALITY) {
            printf(
                "note              municipality is a factor: every municipality gets the same persons and "
                "luck,\n"
                "                  so that their differences are paired, not those of independent draws\n");
        }
    }
}

int tl_sweep_plan(const tl_Arguments *arguments, const tl_Experiment *e)
{
    const tl_Design *design = e->design;
    tl_PointConfig point;
    Trial trial;
    tl_rows_apply(&design->rows, 0, &design->bases[design->base_of[0]].loaded->config, &point);
    if (!try_out(&point.config, arguments->kernel, &trial)) {
        fprintf(stderr, "tillit: %s\n", tl_outcome_sentence(TL_OUT_OF_MEMORY));
        return TL_EXIT_FAILED;
    }
    const tl_RunSettings *run = &point.config.run;
    double recipients = 0.0, most = 0.0, points = (double)(design->rows.count * e->arm_count);
    add_up(e, &recipients, &most);
    double runs = points * (double)design->replicates, days = (double)(run->burn_in_days + run->days);
    double seconds = recipients * (double)design->replicates *
                     (days * trial.seconds_per_recipient_day + trial.setup_s_per_recipient);
    int threads = arguments->threads > 0 ? arguments->threads : omp_get_num_procs();
    double outcomes = e->outcome_count > 0 ? e->outcome_count : tl_measure_count;
    int64_t recorded = (run->days + run->period_days - 1) / run->period_days;
    double periods = design->series ? (double)recorded : 0.0;
    int64_t taken = run->snapshot_days > 0 ? run->days / run->snapshot_days : 0;
    double snapshots = (double)taken;
    double values = outcomes * (design->window_count + periods) +
                    (double)design->snapshot_count * snapshots * TL_SNAPSHOT_STATISTICS;
    double bytes = runs * (8.0 * values + 32.0) + 65536.0;
    double parts = runs / PART_RUNS + 1.0, by_age = seconds / threads / PART_SECONDS;
    parts = by_age > parts ? by_age : parts;
    printf("runs              %.0f (%.0f points of %lld replicates)\n", runs, points,
           (long long)design->replicates);
    printf("a run             %.3g s on one core, as measured now\n", seconds / runs);
    printf("core hours        %.3g (%.3g h on %d threads)\n", seconds / 3600.0, seconds / 3600.0 / threads,
           threads);
    printf("memory            %.0f MB for %d threads, at most twice that where units are reorganised\n",
           (trial.bytes_per_recipient * most * threads + bytes / runs * PART_RUNS) / 1e6 + 30.0, threads);
    printf("disk              at most %.1f MB of parts, and as much merged\n", bytes / 1e6);
    printf("files             about %.0f parts and 4 more\n", parts < runs ? parts + 0.5 : runs);
    print_same_persons(&design->rows);
    return TL_EXIT_GOOD;
}
