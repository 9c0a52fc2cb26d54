/* How a variable of a snapshot is spread over people: nine numbers, however many people there are. */
#ifndef TL_SNAPSHOT_SUMMARY_H
#define TL_SNAPSHOT_SUMMARY_H

#include "core/observation/observer.h"

enum { TL_SNAPSHOT_STATISTICS = 9, TL_SNAPSHOT_NAME_SIZE = 48 };

/* "mean", "sd", "min", "p10", ... */
extern const char *const tl_snapshot_statistics[TL_SNAPSHOT_STATISTICS];

/* Variables are those of a result file's snapshots without numbers and places, as "recipient_satisfaction":
 * [0, count). */
int tl_snapshot_variable_count(void);
int tl_snapshot_variable_find(const char *name); /* -1: none */
void tl_snapshot_variable_name(int variable, char name[TL_SNAPSHOT_NAME_SIZE]);
const char *tl_snapshot_variable_unit(int variable);
const char *tl_snapshot_variable_meaning(int variable);

/* NaN where nobody has a value. */
void tl_snapshot_summarise(const tl_Snapshot *snapshot, int variable, double into[TL_SNAPSHOT_STATISTICS]);

#endif
