#include "cli/cost.h"

#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "config/loaded_config.h"
#include "run/sample.h"
#include "system/shown.h"

/* Measured (docs/PERFORMANCE.md): a file that is being written, by the finest level of its series. */
static const double FILE_BYTES = 9e6, LEVEL_BYTES = 7e6, SNAPSHOT_BYTES = 3e6;
static const double RECIPIENTS_PER_UNIT = 60.0, SECONDS_WORTH_TELLING = 5.0;

/* Series rows of one period, each of about as many numbers as there are measures. */
static double rows_per_period(const tl_Config *config)
{
    double rows = 0.0;
    if (config->run.record_level >= TL_record_level_municipality) {
        rows += 3.0 * config->municipality_count; /* measures, totals and the distribution */
    }
    if (config->run.record_level >= TL_record_level_area) {
        rows += tl_areas_of(config);
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

bool tl_cost(const tl_Arguments *arguments, const tl_Plan *plan, bool recorded, tl_Cost *cost)
{
    const tl_RunOptions options = tl_run_options(arguments);
    *cost = (tl_Cost){.disk_bytes = 0.0};
    if (!tl_forecast(plan, &options, arguments->plan ? TL_SAMPLE_MONTH : TL_SAMPLE_DAY, &cost->runs)) {
        tl_print(stderr, "tillit: %s\n", tl_outcome_sentence(TL_OUT_OF_MEMORY));
        return false;
    }
    cost->memory_bytes = cost->runs.memory_bytes;
    if (recorded) {
        cost->memory_bytes += file_memory(&plan->bases[0]->run);
        cost->disk_bytes = file_size(plan->bases[0], (double)tl_plan_runs(plan));
    }
    return true;
}

void tl_cost_print(const tl_Cost *cost, bool always, tl_Language language)
{
    bool swedish = language == TL_SWEDISH;
    if (!always && cost->runs.seconds <= SECONDS_WORTH_TELLING) {
        return;
    }
    tl_print(stderr,
             swedish ? "tillit: tar ungefär %.0f s och %.0f MB minne"
                     : "tillit: about %.0f s, %.0f MB of memory",
             cost->runs.seconds, cost->memory_bytes / 1e6);
    if (cost->disk_bytes > 0.0) {
        tl_print(stderr, swedish ? ", högst %.0f MB på disk" : ", at most %.0f MB on disk",
                 cost->disk_bytes / 1e6);
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

bool tl_cost_fits(const tl_Cost *cost, const char *out, tl_Language language)
{
    double memory = free_memory();
    bool swedish = language == TL_SWEDISH;
    if (cost->memory_bytes > memory) {
        tl_print(
            stderr,
            swedish
                ? "tillit: detta behöver ungefär %.1f GB minne och datorn har %.1f GB: ta färre personer eller "
                  "färre trådar (--threads)\n"
                : "tillit: this needs about %.1f GB of memory and the machine has %.1f GB: take fewer "
                  "recipients or fewer --threads\n",
            cost->memory_bytes / 1e9, memory / 1e9);
        return false;
    }
    if (out != NULL && cost->disk_bytes > free_disk(out)) {
        tl_print(
            stderr,
            swedish
                ? "tillit: %s behöver upp till %.1f MB och %.1f MB är lediga där: sänk record.level, "
                  "förläng record.period_days eller välj en annan --out\n"
                : "tillit: %s needs up to %.1f MB and %.1f MB are free there: lower record.level, lengthen "
                  "record.period_days or choose another --out\n",
            out, cost->disk_bytes / 1e6, free_disk(out) / 1e6);
        return false;
    }
    return true;
}

bool tl_plan_fits(const tl_Arguments *arguments, const tl_Plan *plan)
{
    tl_Cost cost;
    return tl_cost(arguments, plan, false, &cost) && tl_cost_fits(&cost, NULL, arguments->language);
}
