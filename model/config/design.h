/* The `sweep` of an experiment: `factors` (a grid: every combination of the listed values) or `table` (a CSV
 * file, one row a point), `replicates` (else run.replicates), `keep` with `windows` (name: [first, end], or
 * name: {days: [first, end], where: ...} with a selector as in config/selector.h), `series` (true, or
 * {where: ...}) and `snapshots` (names of variables, whose statistics are kept), and `burn_in`: own, or shared,
 * with one burn-in under the config itself for all points and arms, whose levers then move on the first
 * measured day. See experiments/SWEEPS.md.
 *
 * Points are arms times rows. A base is the config of an arm under one regime, municipality and timeline,
 * read once and borrowed by all points that differ only in parameters. */
#ifndef TL_DESIGN_H
#define TL_DESIGN_H

#include "config/experiment.h"
#include "config/sweep_rows.h"

enum {
    TL_MOST_BASES = 1000,
    TL_MOST_COMBINATIONS = 10000000,
    TL_MOST_SWEEP_WINDOWS = 64,
    TL_MOST_SNAPSHOT_VARIABLES = 64
};

typedef struct tl_Base {
    tl_LoadedConfig *loaded; /* owned, unless it is the arm's own */
    bool borrowed;
    int arm;
    int start;           /* of tl_Design.starts; -1 where burn-ins are not shared */
    int64_t combination; /* of regimes and municipalities, as in tl_rows_combination */
} tl_Base;

typedef struct tl_Design {
    tl_Rows rows; /* without factors: one row */
    int64_t replicates;
    tl_Window windows[TL_MOST_SWEEP_WINDOWS]; /* each owned */
    int window_count;
    bool series, shared_burn_in;
    tl_Selector series_where;                      /* owned: whose sums the series are */
    tl_Place window_places[TL_MOST_SWEEP_WINDOWS]; /* where they stand in the file while that is read */
    tl_Place series_place;
    int snapshots[TL_MOST_SNAPSHOT_VARIABLES]; /* numbers of variables, as in config/snapshot_variables.h */
    int snapshot_count;
    tl_Base *bases;           /* owned, [base_count] */
    int32_t *base_of;         /* owned: [arm][combination], -1 where no row has it */
    tl_LoadedConfig **starts; /* owned, [start_count]: configs of the shared burn-ins */
    int base_count, start_count;
} tl_Design;

void tl_design_free(tl_Design *design);

#endif
