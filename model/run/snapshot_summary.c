#include "run/snapshot_summary.h"

#include <math.h>
#include <stdlib.h>

#include "config/snapshot_variables.h"
#include "system/memory.h"

const char *const tl_snapshot_statistics[TL_SNAPSHOT_STATISTICS] = {"mean", "sd",  "min", "p10", "p25",
                                                                    "p50",  "p75", "p90", "max"};

enum { QUANTILES = TL_SNAPSHOT_STATISTICS - 2 };

static const double quantiles[QUANTILES] = {0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0};

/* The values there are, in the order of people; their number. */
static size_t collect(const tl_Snapshot *snapshot, int variable, double *values)
{
    size_t found = 0;
    for (int32_t person = 0; person < tl_snapshot_people(snapshot, variable); person++) {
        double value = tl_snapshot_value(snapshot, variable, person);
        if (!isnan(value)) {
            values[found++] = value;
        }
    }
    return found;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* In plain doubles and a fixed order: a rerun elsewhere must give the same bits. */
static void describe(const double *values, size_t count, double *mean, double *sd)
{
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    *mean = sum / (double)count;
    for (size_t i = 0; i < count; i++) {
        squares += (values[i] - *mean) * (values[i] - *mean);
    }
    *sd = count > 1 ? sqrt(squares / (double)(count - 1)) : NAN;
}

/* Between the two values nearest, as numpy and R have it by default. */
static double quantile(const double *sorted, size_t count, double share)
{
    double at = share * (double)(count - 1);
    size_t below = (size_t)at, above = below + 1 < count ? below + 1 : below;
    return sorted[below] + (at - (double)below) * (sorted[above] - sorted[below]);
}

void tl_snapshot_summarise(const tl_Snapshot *snapshot, int variable, double into[TL_SNAPSHOT_STATISTICS])
{
    int32_t most = snapshot->recipient_count > snapshot->employee_count ? snapshot->recipient_count
                                                                        : snapshot->employee_count;
    double *values = tl_allocate((size_t)most + 1, sizeof *values);
    size_t count = collect(snapshot, variable, values);
    for (int i = 0; i < TL_SNAPSHOT_STATISTICS; i++) {
        into[i] = NAN;
    }
    if (count > 0) {
        describe(values, count, &into[0], &into[1]);
        qsort(values, count, sizeof *values, by_size);
        for (int i = 0; i < QUANTILES; i++) {
            into[2 + i] = quantile(values, count, quantiles[i]);
        }
    }
    free(values);
}
