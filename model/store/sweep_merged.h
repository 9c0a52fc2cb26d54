/* All runs of a sweep in one file that NetCDF-4 tools open (docs/LAYOUT.md, "Sweeps"). What is in it depends
 * on the sweep alone: not on how it was sharded, interrupted or threaded. */
#ifndef TL_SWEEP_MERGED_H
#define TL_SWEEP_MERGED_H

#include "store/sweep_index.h"

enum { TL_SWEEP_LAYOUT = 1, TL_MERGED_NAME_SIZE = 128 };

/* What a merged file says of all runs: digest and status [run], and of each kind [variable][run][its values]
 * (NULL where it is not kept). */
typedef struct tl_MergedRuns {
    uint64_t *digest;
    int32_t *status;
    double *kept[TL_KEPT_KINDS];
} tl_MergedRuns;

/* The variable in a merged file: "cost", "series_cost", "snapshot_recipient_satisfaction". */
void tl_merged_name(const tl_Sweep *sweep, tl_Kept kind, int variable, char name[TL_MERGED_NAME_SIZE]);

/* Writes `path` from the parts; it appears whole or not at all. Runs that no part holds stay NaN. `pairing`
 * (NULL, or NaN where there is none) says of each outcome what pairing is worth: run/sweep_pairing.h. */
bool tl_merged_write(const char *path, const tl_Sweep *sweep, const tl_Index *index, const double *pairing,
                     bool overwrite, tl_Messages *messages);

/* Writes the merged file that these runs make, taken from another: `runs` with the digest, status and values
 * of each. */
bool tl_merged_rewrite(const char *path, const tl_Sweep *sweep, const tl_MergedRuns *runs,
                       const double *pairing, tl_Messages *messages);

/* Is this a merged file of a sweep? */
bool tl_merged_is(const char *path);

/* Reads the sweep that stands in a merged file. */
bool tl_merged_open(tl_Sweep *sweep, const char *path, tl_Messages *messages);

/* Reads them; false with messages. */
bool tl_merged_runs(tl_MergedRuns *runs, const tl_Sweep *sweep, const char *path, tl_Messages *messages);
void tl_merged_runs_free(tl_MergedRuns *runs);

#endif
