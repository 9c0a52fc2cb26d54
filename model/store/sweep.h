/* A sweep as its folder holds it: DIR/sweep.json says everything that decides its results, DIR/design.csv the
 * rows of the design, DIR/parts the runs that are done. Whatever is run, merged or verified is made from
 * these two texts alone, which a merged file carries too.
 *
 * Run K (from 0 here, from 1 for people) is replicate K % replicates of point K / replicates; point P is row
 * P % rows of arm P / rows. */
#ifndef TL_SWEEP_H
#define TL_SWEEP_H

#include "config/design.h"
#include "store/sweep_texts.h"

enum { TL_LONGEST_FOLDER = 3900 };

/* What is kept of a run: outcomes over windows and by recorded period, statistics of snapshots by day. */
typedef enum tl_Kept { TL_KEPT_WINDOWS, TL_KEPT_SERIES, TL_KEPT_SNAPSHOTS, TL_KEPT_KINDS } tl_Kept;

typedef struct tl_Sweep {
    char *manifest, *table;          /* owned: the texts; the table is "" without factors */
    char identity[TL_IDENTITY_SIZE]; /* hash of both */
    char title[TL_LONGEST_TEXT];
    tl_Rows rows;
    char (*arms)[TL_NAME_LENGTH]; /* owned, [arm_count] */
    tl_LoadedConfig *bases;       /* owned, [base_count] */
    int32_t *base_of;             /* owned, [point] */
    tl_LoadedConfig *starts;      /* owned, [start_count]: configs of shared burn-ins */
    int *start_of;                /* owned, [base_count]: -1 where the burn-in is not shared */
    int64_t replicates;
    int outcomes[TL_MOST_OUTCOMES];
    tl_Window *windows;                        /* owned, [window_count] */
    tl_Selector series_where;                  /* owned: whose sums the series are */
    int snapshots[TL_MOST_SNAPSHOT_VARIABLES]; /* numbers of the variables kept */
    int arm_count, base_count, start_count, outcome_count, window_count, snapshot_count;
    int period_count, snapshot_days; /* recorded periods and snapshots of a run */
    bool series;
} tl_Sweep;

/* Reads a sweep from its texts, which it takes over (also when it fails); messages name `path`. */
bool tl_sweep_read(tl_Sweep *sweep, const char *path, char *manifest, char *table, tl_Messages *messages);

/* Reads DIR/sweep.json and DIR/design.csv. */
bool tl_sweep_open(tl_Sweep *sweep, const char *folder, tl_Messages *messages);

/* Is there a sweep in the folder? */
bool tl_sweep_is_there(const char *folder);

/* Writes both texts into the folder, unless another process was faster; 0 or a cause (tl_file_cause), and the
 * file that it is of. */
int tl_sweep_create(const char *folder, const char *manifest, const char *table, char path[TL_PATH_SIZE]);

/* Variables of a kind (0: it is not kept), values of each variable in a run, and both together. */
int tl_sweep_variables(const tl_Sweep *sweep, tl_Kept kind);
int tl_sweep_width(const tl_Sweep *sweep, tl_Kept kind);
size_t tl_sweep_values(const tl_Sweep *sweep, tl_Kept kind);

/* Complains about values of a point that contradict one another, or the burn-in it continues. */
void tl_sweep_check(const tl_Sweep *sweep, int64_t point, const char *path, tl_Messages *messages);

int64_t tl_sweep_points(const tl_Sweep *sweep);
int64_t tl_sweep_runs(const tl_Sweep *sweep);

/* The config of a point, borrowing from the sweep; free with tl_point_free. */
void tl_sweep_config(const tl_Sweep *sweep, int64_t point, tl_PointConfig *into);

/* The shared burn-in of a point (of tl_Sweep.starts), or -1. */
int tl_sweep_start(const tl_Sweep *sweep, int64_t point);

/* The resolved config of a run as JSON, with as many replicates as make it the last; owned by the
 * caller. */
char *tl_sweep_run_json(const tl_Sweep *sweep, int64_t run);

void tl_sweep_free(tl_Sweep *sweep);

#endif
