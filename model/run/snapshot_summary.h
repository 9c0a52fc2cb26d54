/* How a variable of a snapshot is spread over people: nine numbers, however many people there are. */
#ifndef TL_SNAPSHOT_SUMMARY_H
#define TL_SNAPSHOT_SUMMARY_H

#include "core/observation/observer.h"

enum { TL_SNAPSHOT_STATISTICS = 9 };

/* "mean", "sd", "min", "p10", ... */
extern const char *const tl_snapshot_statistics[TL_SNAPSHOT_STATISTICS];

/* Of a variable as config/snapshot_variables.h numbers them; NaN where nobody has a value. */
void tl_snapshot_summarise(const tl_Snapshot *snapshot, int variable, double into[TL_SNAPSHOT_STATISTICS]);

#endif
