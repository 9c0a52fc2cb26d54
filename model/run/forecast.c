#include "run/forecast.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/observation/measure.h"
#include "run/sample.h"
#include "system/shown.h"
#include "core/day/simulation.h"

/* Measured (docs/PERFORMANCE.md): the program without a world, and a file that is being written, by the
 * finest level of its series. */
static const double PROGRAM_BYTES = 11e6, FILE_BYTES = 9e6, LEVEL_BYTES = 7e6, SNAPSHOT_BYTES = 3e6;
static const double RECIPIENTS_PER_UNIT = 60.0, SECONDS_WORTH_TELLING = 5.0;

static double areas_of(const tl_Config *config)
{
    double sum = 0.0;
    for (int m = 0; m < config->municipality_count; m++) {
        sum += (double)config->municipalities[m].profile.areas;
    }
    return sum;
}

/* Series rows of one period, each of about as many numbers as there are measures. */
static double rows_per_period(const tl_Config *config)
{
    double rows = 0.0;
    if (config->run.record_level >= TL_record_level_municipality) {
        rows += 3.0 * config->municipality_count; /* measures, totals and the distribution */
    }
    if (config->run.record_level >= TL_record_level_area) {
        rows += areas_of(config);
    }
    if (config->run.record_level >= TL_record_level_unit) {
        rows += tl_recipients_of(config) / RECIPIENTS_PER_UNIT;
    }
    return rows;
}

static double file_memory(const tl_RunSettings *run)
{
    return FILE_BYTES + LEVEL_BYTES * (double)run->record_level +
           (run->record_snapshot_every_days > 0 ? SNAPSHOT_BYTES : 0.0);
}

/* As many values as the file can hold. */
static double file_size(const tl_Config *config, double runs)
{
    const tl_RunSettings *run = &config->run;
    double periods = (double)run->days / (double)run->record_period_days + 1.0;
    double snapshots = run->record_snapshot_every_days > 0
                           ? (double)run->days / (double)run->record_snapshot_every_days
                           : 0.0;
    return runs * (periods * rows_per_period(config) * tl_measure_count * 8.0 +
                   snapshots * tl_recipients_of(config) * 80.0) +
           1e6;
}

/* Threads that find work: one run has as many parts as areas. */
static double useful_threads(const tl_Config *config, double runs, int threads)
{
    double processors = fmin(threads, (double)sysconf(_SC_NPROCESSORS_ONLN));
    return fmax(fmin(processors, runs < threads ? areas_of(config) : runs), 1.0);
}

/* Where room is made for newcomers, or units are cut anew, the old arena stands beside the new. There is room
 * for a quarter more recipients (regroup.c), and somewhere in a country it is filled sooner. */
static bool makes_room(const tl_Config *config)
{
    static const double FILLED = 0.15;
    double years = tl_config_total_days(config) / 365.0;
    return config->reorganisation_count > 0 || config->constants.demography_inflow_per_year * years > FILLED;
}

bool tl_forecast(const tl_Config *const *arms, int arm_count, int threads, bool recorded, const char *kernel,
                 int sample_days, tl_Forecast *forecast)
{
    const tl_RunSettings *run = &arms[0]->run;
    double replicates = (double)run->replicates, runs = arm_count * replicates, arena = 0.0;
    double days = (double)(run->burn_in_days + run->days), at_once = runs < threads ? 1.0 : threads;
    *forecast = (tl_Forecast){.memory_bytes = PROGRAM_BYTES};
    for (int arm = 0; arm < arm_count; arm++) {
        tl_Sample sample;
        if (!tl_sample(arms[arm], kernel, sample_days, &sample)) {
            tl_print(stderr, "tillit: %s\n", tl_outcome_sentence(TL_OUT_OF_MEMORY));
            return false;
        }
        arena = fmax(arena, sample.arena_bytes);
        forecast->seconds += replicates * (sample.setup_s + days * sample.day_s);
    }
    forecast->seconds /= useful_threads(arms[0], runs, threads);
    forecast->memory_bytes += at_once * arena * (makes_room(arms[0]) ? 2.0 : 1.0);
    if (recorded) {
        forecast->memory_bytes += file_memory(run);
        forecast->disk_bytes = file_size(arms[0], runs);
    }
    return true;
}

void tl_forecast_print(const tl_Forecast *f, bool always)
{
    if (!always && f->seconds <= SECONDS_WORTH_TELLING) {
        return;
    }
    tl_print(stderr, "tillit: about %.0f s, %.0f MB of memory", f->seconds, f->memory_bytes / 1e6);
    if (f->disk_bytes > 0.0) {
        tl_print(stderr, ", at most %.0f MB on disk", f->disk_bytes / 1e6);
    }
    tl_print(stderr, "\n");
}

static double free_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (double)pages * (double)size : 1e18;
}

static double free_disk(const char *out)
{
    char folder[4096];
    struct statvfs disk;
    snprintf(folder, sizeof folder - 1, "%s", out); /* room for the point after a last slash */
    char *slash = strrchr(folder, '/');
    snprintf(slash != NULL ? slash + 1 : folder, 2, ".");
    return statvfs(folder, &disk) == 0 ? (double)disk.f_bavail * (double)disk.f_frsize : 1e18;
}

bool tl_forecast_fits(const tl_Forecast *f, const char *out)
{
    double memory = free_memory();
    if (f->memory_bytes > memory) {
        tl_print(stderr,
                 "tillit: this needs about %.1f GB of memory and the machine has %.1f GB: take fewer "
                 "recipients or fewer --threads\n",
                 f->memory_bytes / 1e9, memory / 1e9);
        return false;
    }
    if (out != NULL && f->disk_bytes > free_disk(out)) {
        tl_print(stderr,
                 "tillit: %s needs up to %.1f MB and %.1f MB are free there: lower record.level, lengthen "
                 "record.period_days or choose another --out\n",
                 out, f->disk_bytes / 1e6, free_disk(out) / 1e6);
        return false;
    }
    return true;
}
