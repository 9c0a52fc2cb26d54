/* A result file while it is written: its shape, its variables, and what has come so far. */
#ifndef TL_RESULTS_FILE_H
#define TL_RESULTS_FILE_H

#include "core/observation/measure.h"
#include "store/hdf5_table.h"

/* Lengths and settings that all arms share. */
typedef struct tl_Shape {
    int arm_count, replicate_count, period_count, municipality_count, area_count;
    int64_t days, period_days, snapshot_days;
    int64_t record_level;
    bool market; /* an arm has one: groups have series, and units and people a provider */
} tl_Shape;

/* The dimensions of the series. */
typedef struct tl_Axes {
    tl_FileDimension arm, replicate, period, municipality, area, bin;
} tl_Axes;

typedef struct tl_Series {
    tl_Counters *municipality_totals; /* [municipality_count], of the period at hand */
    tl_Counters *area_totals;         /* [area_count] */
    tl_Counters *group_totals;        /* [municipality_count][TL_MARKET_GROUPS]; NULL without a market */
    tl_Variable *measures;            /* [measure_count], by municipality */
    tl_Variable *area_measures;       /* [measure_count] */
    tl_Variable *group_measures;      /* [measure_count], by municipality; NULL without a market */
    tl_Variable *totals;              /* [counter fields], by municipality */
    tl_Variable met;                  /* histogram of staff met */
    void *row;                        /* one row of any variable */
    tl_FileTable units;
    void *unit_rows;
} tl_Series;

typedef struct tl_Snapshots {
    tl_FileTable recipients, employees;
    void *rows; /* a block of either */
} tl_Snapshots;

typedef struct tl_Results {
    tl_File file;
    bool overwrite;
    tl_Shape shape;
    tl_Axes axes;
    tl_Variable digest;
    tl_Variable *windows; /* owned, [measure_count]: by arm, replicate and window */
    int window_count;
    int32_t *periods_written; /* [arm * replicate_count + replicate] */
    bool *digest_written;
    tl_Series series;
    tl_Snapshots snapshots;
} tl_Results;

/* Are arm and replicate within the file's? Keeps a message if not, or if anything failed before. */
bool tl_results_accepts(tl_Results *results, int arm, int replicate);

#endif
