#include "run/plan.h"

#include <stdlib.h>
#include <string.h>

#include "config/parting.h"
#include "run/snapshot_summary.h"
#include "system/memory.h"

void tl_plan_make_bases(tl_Plan *plan, int base_count, int start_count)
{
    plan->bases = tl_allocate((size_t)base_count + 1, sizeof *plan->bases);
    plan->start_of = tl_allocate((size_t)base_count + 1, sizeof *plan->start_of);
    plan->leader_of = tl_allocate((size_t)base_count + 1, sizeof *plan->leader_of);
    memset(plan->leader_of, -1, ((size_t)base_count + 1) * sizeof *plan->leader_of);
    plan->starts = tl_allocate((size_t)start_count + 1, sizeof *plan->starts);
    plan->base_of = tl_allocate((size_t)tl_plan_points(plan) + 1, sizeof *plan->base_of);
}

void tl_plan_measure_lengths(tl_Plan *plan)
{
    const tl_RunSettings *run = &plan->bases[0]->run;
    int64_t length = run->record_period_days > 0 ? run->record_period_days : 1;
    int64_t every = run->record_snapshot_every_days;
    plan->period_count = (int)((run->days + length - 1) / length);
    plan->snapshot_days = every > 0 ? (int)(run->days / every) : 0;
}

/* The whole measured run, and copies of those given. */
static void copy_windows(tl_Plan *plan, const tl_Window *windows, int count)
{
    plan->windows = tl_allocate((size_t)count + 1, sizeof *plan->windows);
    plan->windows[0] = (tl_Window){.name = "all", .to = plan->bases[0]->run.days};
    plan->window_count = count + 1;
    for (int k = 0; k < count; k++) {
        plan->windows[k + 1] = windows[k];
        plan->windows[k + 1].where = tl_selector_copy(&windows[k].where);
    }
}

void tl_plan_of_arms(tl_Plan *plan, const tl_Config *const *arms, int arm_count, const tl_Window *windows,
                     int window_count)
{
    *plan = (tl_Plan){.rows = {.count = 1},
                      .arm_count = arm_count,
                      .base_count = arm_count,
                      .replicates = arms[0]->run.replicates,
                      .outcome_count = tl_measure_count};
    tl_plan_make_bases(plan, arm_count, 0);
    for (int arm = 0; arm < arm_count; arm++) {
        plan->bases[arm] = arms[arm];
        plan->base_of[arm] = arm;
        plan->start_of[arm] = -1;
    }
    tl_plan_share_burn_ins(plan);
    for (int m = 0; m < tl_measure_count; m++) {
        plan->outcomes[m] = m;
    }
    copy_windows(plan, windows, window_count);
    tl_plan_measure_lengths(plan);
}

int tl_plan_add_series(tl_Plan *plan, const tl_Selector *where)
{
    size_t room = (size_t)plan->series_count + 1;
    plan->series = tl_reallocate(plan->series, room, sizeof *plan->series);
    plan->series[plan->series_count] = tl_selector_copy(where);
    return plan->series_count++;
}

void tl_plan_free(tl_Plan *plan)
{
    tl_windows_free(plan->windows, plan->window_count);
    for (int k = 0; k < plan->series_count; k++) {
        tl_selector_free(&plan->series[k]);
    }
    free(plan->series);
    tl_rows_free(&plan->rows);
    free(plan->windows);
    free(plan->bases);
    free(plan->base_of);
    free(plan->starts);
    free(plan->start_of);
    free(plan->leader_of);
    *plan = (tl_Plan){.arm_count = 0};
}

/* ---- points and runs ----------------------------------------------------------------------------------- */

int64_t tl_plan_points(const tl_Plan *plan)
{
    return plan->rows.count * plan->arm_count;
}

int64_t tl_plan_runs(const tl_Plan *plan)
{
    return tl_plan_points(plan) * plan->replicates;
}

static void apply(const tl_Plan *plan, int64_t point, tl_PointConfig *into)
{
    tl_rows_apply(&plan->rows, point % plan->rows.count, plan->bases[plan->base_of[point]], into);
}

void tl_plan_config(const tl_Plan *plan, int64_t point, tl_PointConfig *into)
{
    int start = plan->start_of[plan->base_of[point]];
    apply(plan, point, into);
    if (start >= 0) {
        tl_point_share(into, plan->starts[start]);
    }
}

bool tl_plan_continues(const tl_Plan *plan, int64_t point)
{
    tl_PointConfig own;
    int start = plan->start_of[plan->base_of[point]];
    apply(plan, point, &own);
    return start < 0 || tl_point_obstacle(plan->starts[start], &own.config) < 0;
}

/* ---- burn-ins that are shared -------------------------------------------------------------------------- */

/* The first arm whose point of the row has the same history as the arm's own; -1: it is the only one so far. */
static int leader_of(const tl_Plan *plan, int64_t row, int arm)
{
    int32_t own = plan->base_of[arm * plan->rows.count + row];
    for (int first = 0; first < arm; first++) {
        int32_t base = plan->base_of[first * plan->rows.count + row];
        if (plan->start_of[base] < 0 && tl_parting_day(plan->bases[base], plan->bases[own]) >= 0) {
            plan->leader_of[base] = first;
            return first;
        }
    }
    return -1;
}

/* Arms of a base have one row after the other: what was found for one holds for all. */
void tl_plan_share_burn_ins(tl_Plan *plan)
{
    bool *done = tl_allocate((size_t)plan->base_count + 1, sizeof *done);
    for (int64_t point = 0; point < tl_plan_points(plan) && plan->bases[0]->run.burn_in_days > 0; point++) {
        int32_t base = plan->base_of[point];
        if (!done[base] && plan->start_of[base] < 0) {
            plan->leader_of[base] =
                leader_of(plan, point % plan->rows.count, (int)(point / plan->rows.count));
        }
        done[base] = true;
    }
    free(done);
}

int64_t tl_plan_start(const tl_Plan *plan, int64_t point)
{
    int32_t base = plan->base_of[point];
    if (plan->start_of[base] >= 0 || plan->leader_of[base] < 0) {
        return plan->start_of[base];
    }
    return plan->start_count + point % plan->rows.count + plan->leader_of[base] * plan->rows.count;
}

void tl_plan_start_config(const tl_Plan *plan, int64_t start, tl_PointConfig *into)
{
    if (start >= plan->start_count) {
        tl_plan_config(plan, start - plan->start_count, into);
    } else {
        into->config = *plan->starts[start];
        into->changes = NULL;
    }
}

/* ---- what is kept -------------------------------------------------------------------------------------- */

int tl_plan_variables(const tl_Plan *plan, tl_Kept kind)
{
    const int counts[TL_KEPT_KINDS] = {[TL_KEPT_WINDOWS] = plan->outcome_count,
                                       [TL_KEPT_SERIES] = plan->outcome_count * plan->series_count,
                                       [TL_KEPT_SNAPSHOTS] = plan->snapshot_count};
    return counts[kind];
}

int tl_plan_width(const tl_Plan *plan, tl_Kept kind)
{
    const int widths[TL_KEPT_KINDS] = {[TL_KEPT_WINDOWS] = plan->window_count,
                                       [TL_KEPT_SERIES] = plan->period_count,
                                       [TL_KEPT_SNAPSHOTS] = plan->snapshot_days * TL_SNAPSHOT_STATISTICS};
    return widths[kind];
}

size_t tl_plan_values(const tl_Plan *plan, tl_Kept kind)
{
    return (size_t)tl_plan_variables(plan, kind) * (size_t)tl_plan_width(plan, kind);
}
