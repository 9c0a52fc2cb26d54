#include "cli/forecast.h"

#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/measure.h"
#include "io/shown.h"

/* Measured by make bench, rounded up. */
static const double SECONDS_PER_RECIPIENT_DAY = 450e-9, BYTES_PER_RECIPIENT = 3500.0, BYTES_PER_UNIT = 6000.0,
                    RECIPIENTS_PER_UNIT = 60.0, SECONDS_WORTH_TELLING = 5.0;

static double recipients_of(const tl_Config *config)
{
    double sum = 0.0;
    for (int m = 0; m < config->municipality_count; m++) {
        sum += (double)config->municipalities[m].profile.recipients;
    }
    return sum;
}

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
    if (config->run.record_level >= TL_RECORD_MUNICIPALITY) {
        rows += 3.0 * config->municipality_count; /* measures, totals and the distribution */
    }
    if (config->run.record_level >= TL_RECORD_AREA) {
        rows += areas_of(config);
    }
    if (config->run.record_level >= TL_RECORD_UNIT) {
        rows += recipients_of(config) / RECIPIENTS_PER_UNIT;
    }
    return rows;
}

tl_Forecast tl_forecast(const tl_Config *config, int arms, int threads, bool recorded)
{
    double recipients = recipients_of(config), runs = (double)arms * (double)config->run.replicates;
    double days = (double)(config->run.burn_in_days + config->run.days);
    double at_once = runs < threads ? 1.0 : threads;
    double periods = (double)config->run.days / (double)config->run.period_days + 1.0;
    double snapshots =
        config->run.snapshot_days > 0 ? (double)config->run.days / (double)config->run.snapshot_days : 0.0;
    tl_Forecast forecast = {.seconds = recipients * days * runs * SECONDS_PER_RECIPIENT_DAY / threads};
    double arena = recipients * BYTES_PER_RECIPIENT + recipients / RECIPIENTS_PER_UNIT * BYTES_PER_UNIT;
    forecast.memory_bytes =
        2.0 * arena * at_once + 50e6; /* twice: a reorganisation holds the old and the new */
    if (recorded) {
        forecast.disk_bytes = runs * (periods * rows_per_period(config) * tl_measure_count * 8.0 +
                                      snapshots * recipients * 80.0) +
                              1e6;
    }
    return forecast;
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
                 "recipients or "
                 "fewer --threads\n",
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
