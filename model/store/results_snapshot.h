/* Snapshots in a result file: every recipient and employee as they are on a day, one row each. */
#ifndef TL_RESULTS_SNAPSHOT_H
#define TL_RESULTS_SNAPSHOT_H

#include "core/observation/observer.h"
#include "store/results_file.h"

void tl_snapshots_create(tl_Results *results);

/* As the calls of store/results.h. */
bool tl_results_snapshot(tl_Results *results, int arm, int replicate, const tl_Snapshot *snapshot);

void tl_snapshots_free(tl_Snapshots *snapshots);

#endif
