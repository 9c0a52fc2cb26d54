/* What is to be run, and what is kept of each run: points, made of configs and a design's rows, times
 * replicates. A run, a comparison and an experiment are plans of one row.
 *
 * Run K (from 0 here, from 1 for people) is replicate K % replicates of point K / replicates; point P is row
 * P % rows of arm P / rows. */
#ifndef TL_PLAN_H
#define TL_PLAN_H

#include "config/design.h"

/* What is kept of a run: outcomes over windows and by recorded period, one series of these after the other, and statistics
 * of snapshots by day. */
typedef enum tl_Kept { TL_KEPT_WINDOWS, TL_KEPT_SERIES, TL_KEPT_SNAPSHOTS, TL_KEPT_KINDS } tl_Kept;

/* Owns all but the configs, which must outlive it. */
typedef struct tl_Plan {
    tl_Rows rows; /* one, without factors, where there is no design */
    int arm_count;
    const tl_Config **bases;  /* [base_count]: what points are made of */
    int32_t *base_of;         /* [point] */
    const tl_Config **starts; /* [start_count]: configs of shared burn-ins */
    int *start_of;            /* [base_count]: -1 where a design does not ask for a shared burn-in */
    int *leader_of;           /* [base_count]: the first arm that has the same history in a row; -1: none */
    int base_count, start_count;
    int64_t replicates;
    int outcomes[TL_MOST_OUTCOMES];            /* measures */
    tl_Window *windows;                        /* [window_count] */
    tl_Selector *series;                       /* [series_count]: whose sums each series is */
    int snapshots[TL_MOST_SNAPSHOT_VARIABLES]; /* variables, as in config/snapshot_variables.h */
    int outcome_count, window_count, snapshot_count, series_count;
    int period_count, snapshot_days; /* recorded periods and snapshots of a run */
} tl_Plan;

/* A plan of configs that share their days and replicates, each an arm: every measure over the whole measured
 * run, which is window 0, and over the windows given, which are copied. Those with one history (tl_parting_day)
 * share their burn-ins. */
void tl_plan_of_arms(tl_Plan *plan, const tl_Config *const *arms, int arm_count, const tl_Window *windows,
                     int window_count);

/* Room for so many bases and starts, and, once there are arms and rows, for points. */
void tl_plan_make_bases(tl_Plan *plan, int base_count, int start_count);

/* Has every outcome of these units kept by recorded period, too; a copy of `where` is made. The number of the series. */
int tl_plan_add_series(tl_Plan *plan, const tl_Selector *where);

/* Counts recorded periods and snapshots, from the first base. */
void tl_plan_measure_lengths(tl_Plan *plan);

void tl_plan_free(tl_Plan *plan);

int64_t tl_plan_points(const tl_Plan *plan);
int64_t tl_plan_runs(const tl_Plan *plan);

/* The config of a point, borrowing from the plan; free with tl_point_free. */
void tl_plan_config(const tl_Plan *plan, int64_t point, tl_PointConfig *into);

/* Finds arms that do not part before the first measured day (tl_parting_day): in each row they share the burn-in of
 * the first of them, since their worlds are one until then. */
void tl_plan_share_burn_ins(tl_Plan *plan);

/* A number for the burn-in that a point shares with others, or -1; and the config under which that is simulated,
 * to be freed with tl_point_free. */
int64_t tl_plan_start(const tl_Plan *plan, int64_t point);
void tl_plan_start_config(const tl_Plan *plan, int64_t start, tl_PointConfig *into);

/* Has the point the people and teams of the burn-in that it begins with? */
bool tl_plan_continues(const tl_Plan *plan, int64_t point);

/* Variables of a kind (0: it is not kept), values of each variable in a run, and both together. */
int tl_plan_variables(const tl_Plan *plan, tl_Kept kind);
int tl_plan_width(const tl_Plan *plan, tl_Kept kind);
size_t tl_plan_values(const tl_Plan *plan, tl_Kept kind);

#endif
