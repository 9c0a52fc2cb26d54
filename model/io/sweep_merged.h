/* All runs of a sweep in one file that NetCDF-4 tools open (model/LAYOUT.md, "Sweeps"). What is in it depends
 * on the sweep alone: not on how it was sharded, interrupted or threaded. */
#ifndef TL_SWEEP_MERGED_H
#define TL_SWEEP_MERGED_H

#include "io/sweep_parts.h"

enum { TL_SWEEP_LAYOUT = 1 };

/* Writes `path` from the parts; it appears whole or not at all. Runs that no part holds stay NaN. */
bool tl_merged_write(const char *path, const tl_Sweep *sweep, const tl_Index *index, bool overwrite,
                     tl_Messages *messages);

/* Is this a merged file of a sweep? */
bool tl_merged_is(const char *path);

/* Reads the sweep that stands in a merged file. */
bool tl_merged_open(tl_Sweep *sweep, const char *path, tl_Messages *messages);

/* What a merged file says of all runs: digest and status [run], values [outcome][run][window], series
 * [outcome][run][period] (NULL without); each to be freed, also after a failure. */
typedef struct tl_MergedRuns {
    uint64_t *digest;
    int32_t *status;
    double *values, *series;
} tl_MergedRuns;

bool tl_merged_runs(tl_MergedRuns *runs, const tl_Sweep *sweep, const char *path, tl_Messages *messages);
void tl_merged_runs_free(tl_MergedRuns *runs);

#endif
