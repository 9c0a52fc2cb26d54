#include "run/course.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/numbers/calendar.h"
#include "core/observation/measure.h"
#include "system/memory.h"

/* What there is after the change. */
typedef struct After {
    const tl_Differences *of;
    double *values;   /* owned, [row][count]: of replicates that have any value, without gaps */
    double *smooth;   /* owned, the same */
    double *middle;   /* owned, [count]: of each period, days after the change */
    double span;      /* days from the change to the end of the run */
    int first, count; /* periods */
    int rows;
    int width; /* periods that make a quarter, an odd number */
} After;

/* ---- rows without gaps -------------------------------------------------------------------------------------- */

/* The nearest period from i on, in steps of `step`, that has a value; -1 or `count` if there is none. */
static int nearest_value(const double *row, int i, int step, int count)
{
    while (i >= 0 && i < count && isnan(row[i])) {
        i += step;
    }
    return i;
}

/* Between its neighbours a period without a value lies on the line through them, elsewhere at the nearest. False if no
 * period has any. */
static bool fill(const double *row, int count, double *into)
{
    if (nearest_value(row, 0, 1, count) == count) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        int left = nearest_value(row, i, -1, count), right = nearest_value(row, i, 1, count);
        left = left < 0 ? right : left;
        right = right == count ? left : right;
        double share = right > left ? (double)(i - left) / (right - left) : 0.0;
        into[i] = row[left] + share * (row[right] - row[left]);
    }
    return true;
}

/* Of periods [from, to) after the change, by their days. */
static double mean_of(const After *a, const double *row, int from, int to)
{
    double sum = 0.0, days = 0.0;
    for (int i = from; i < to; i++) {
        double own = (double)a->of->days[a->first + i];
        sum += row[i] * own;
        days += own;
    }
    return sum / days;
}

static void smooth(const After *a, const double *row, double *into)
{
    for (int i = 0; i < a->count; i++) {
        int side = a->width / 2;
        side = side < i ? side : i;
        side = side < a->count - 1 - i ? side : a->count - 1 - i;
        into[i] = mean_of(a, row, i - side, i + side + 1);
    }
}

static After after_of(const tl_Differences *d)
{
    After a = {.of = d};
    while (a.first < d->periods && d->first_day[a.first] < d->change_day) {
        a.first++;
    }
    a.count = d->periods - a.first;
    size_t room = (size_t)d->replicates * (size_t)a.count + 1;
    a.values = tl_allocate(room, sizeof *a.values);
    a.smooth = tl_allocate(room, sizeof *a.smooth);
    a.middle = tl_allocate((size_t)a.count + 1, sizeof *a.middle);
    for (int i = 0; i < a.count; i++) {
        int p = a.first + i;
        a.middle[i] = (double)(d->first_day[p] - d->change_day) + (double)d->days[p] / 2.0;
        a.span = (double)(d->first_day[p] + d->days[p] - d->change_day);
    }
    int64_t length = a.count > 0 ? d->days[a.first] : TL_QUARTER_DAYS;
    a.width = length < TL_QUARTER_DAYS ? (int)(TL_QUARTER_DAYS / length - 1) / 2 * 2 + 1 : 1;
    for (int r = 0; r < d->replicates && a.count > 0; r++) {
        ptrdiff_t own = (ptrdiff_t)a.rows * a.count;
        if (fill(d->values + (ptrdiff_t)r * d->periods + a.first, a.count, a.values + own)) {
            smooth(&a, a.values + own, a.smooth + own);
            a.rows++;
        }
    }
    return a;
}

static void after_free(After *a)
{
    free(a->values);
    free(a->smooth);
    free(a->middle);
}

/* Mean over replicates of what each has over periods [from, to). */
static tl_Estimate estimate_over(const After *a, int from, int to, double *each)
{
    for (int r = 0; r < a->rows; r++) {
        each[r] = mean_of(a, a->values + (ptrdiff_t)r * a->count, from, to);
    }
    return tl_estimate(each, a->rows);
}

/* ---- times -------------------------------------------------------------------------------------------------- */

static const tl_CourseTime NO_TIME = {.day = NAN, .low = NAN, .high = NAN};

/* Where the line between periods i - 1 and i is zero. */
static double crossing(const After *a, const double *curve, int i)
{
    double share = curve[i - 1] / (curve[i - 1] - curve[i]);
    return a->middle[i - 1] + share * (a->middle[i] - a->middle[i - 1]);
}

/* The day from which a curve is not below zero for a quarter. */
static double kept_from(const After *a, const double *curve)
{
    double since = curve[0] >= 0.0 ? 0.0 : INFINITY;
    for (int i = 1; i < a->count; i++) {
        if (curve[i - 1] < 0.0 && curve[i] >= 0.0) {
            since = crossing(a, curve, i);
        } else if (curve[i - 1] >= 0.0 && curve[i] < 0.0) {
            if (crossing(a, curve, i) - since >= TL_QUARTER_DAYS) {
                return since;
            }
            since = INFINITY;
        }
    }
    return a->span - since >= TL_QUARTER_DAYS ? since : INFINITY;
}

/* The same day, or the end of the last whole quarter below zero after it. */
static double last_kept_from(const After *a, const double *curve)
{
    double found = kept_from(a, curve), below = curve[0] < 0.0 ? 0.0 : INFINITY;
    for (int i = 1; i < a->count; i++) {
        if (curve[i - 1] >= 0.0 && curve[i] < 0.0) {
            below = crossing(a, curve, i);
        } else if (curve[i - 1] < 0.0 && curve[i] >= 0.0) {
            double end = crossing(a, curve, i);
            found = end - below >= TL_QUARTER_DAYS ? fmax(found, end) : found;
            below = INFINITY;
        }
    }
    return a->span - below >= TL_QUARTER_DAYS ? INFINITY : found;
}

/* When the course reaches levels [row] (NULL: zero), as `when` says; `sign` -1: from above. */
static tl_CourseTime time_of(const After *a, int sign, const double *levels,
                             double (*when)(const After *, const double *))
{
    size_t room = (size_t)a->count;
    double *curves[3]; /* the mean and the edges of its band */
    double *each = tl_allocate((size_t)a->rows, sizeof *each);
    for (int k = 0; k < 3; k++) {
        curves[k] = tl_allocate(room, sizeof *curves[k]);
    }
    for (int i = 0; i < a->count; i++) {
        for (int r = 0; r < a->rows; r++) {
            double level = levels != NULL ? levels[r] : 0.0;
            each[r] = sign * (a->smooth[(ptrdiff_t)r * a->count + i] - level);
        }
        tl_Estimate own = tl_estimate(each, a->rows);
        curves[0][i] = own.mean;
        curves[1][i] = own.mean + own.half_width;
        curves[2][i] = own.mean - own.half_width;
    }
    tl_CourseTime time = NO_TIME;
    time.day = when(a, curves[0]);
    if (a->rows > 1) {
        time.low = when(a, curves[1]);
        time.high = when(a, curves[2]);
    }
    for (int k = 0; k < 3; k++) {
        free(curves[k]);
    }
    free(each);
    return time;
}

/* ---- the dip ------------------------------------------------------------------------------------------------ */

/* Quarters begin with each period that has enough after it; [row][quarter] and their number. */
static double *quarters_of(const After *a, int width, int *count)
{
    *count = a->count - width + 1;
    double *means = tl_allocate((size_t)a->rows * (size_t)*count, sizeof *means);
    for (int r = 0; r < a->rows; r++) {
        for (int q = 0; q < *count; q++) {
            means[r * *count + q] = mean_of(a, a->values + (ptrdiff_t)r * a->count, q, q + width);
        }
    }
    return means;
}

/* The worst quarter of the mean over rows `first`, first + step, ... */
static int worst_quarter(const double *means, int rows, int count, int better, int first, int step)
{
    int worst = 0;
    double least = INFINITY;
    for (int q = 0; q < count; q++) {
        double sum = 0.0;
        for (int r = first; r < rows; r += step) {
            sum += better * means[r * count + q];
        }
        worst = sum < least ? q : worst;
        least = fmin(sum, least);
    }
    return worst;
}

static void find_dip(const After *a, int better, tl_Course *course)
{
    int width = a->width < a->count ? a->width : a->count, count;
    double *means = quarters_of(a, width, &count), *each = tl_allocate((size_t)a->rows, sizeof *each);
    int step = a->rows > 1 ? 2 : 1; /* each half is read where the other is worst */
    for (int half = 0; half < step; half++) {
        int worst = worst_quarter(means, a->rows, count, better, step - 1 - half, step);
        for (int r = half; r < a->rows; r += step) {
            each[r] = means[r * count + worst];
        }
    }
    int worst = a->first + worst_quarter(means, a->rows, count, better, 0, 1), last = worst + width - 1;
    course->dip = tl_estimate(each, a->rows);
    course->dip_from = a->of->first_day[worst];
    course->dip_to = a->of->first_day[last] + a->of->days[last];
    free(means);
    free(each);
}

/* ---- the settled level -------------------------------------------------------------------------------------- */

/* The first period whose middle lies in the last `days`. */
static int first_within(const After *a, double days)
{
    int i = 0;
    while (i < a->count - 1 && a->middle[i] < a->span - days) {
        i++;
    }
    return i;
}

/* Change from the last half-year but one to the last. */
static tl_Estimate late_change(const After *a)
{
    int year = first_within(a, TL_COURSE_YEAR_DAYS), half = first_within(a, TL_HALF_YEAR_DAYS);
    double *each = tl_allocate((size_t)a->rows, sizeof *each);
    for (int r = 0; r < a->rows; r++) {
        const double *row = a->values + (ptrdiff_t)r * a->count;
        each[r] = year < half ? mean_of(a, row, half, a->count) - mean_of(a, row, year, half) : (double)NAN;
    }
    tl_Estimate change = tl_estimate(each, a->rows);
    free(each);
    return change;
}

static tl_Settled settled_of(const After *a, double level, double smallest)
{
    tl_Estimate change = late_change(a);
    double margin = fmax(smallest, fabs(level) / 4.0), least = fabs(change.mean) - change.half_width;
    if (a->span < TL_COURSE_YEAR_DAYS) {
        return TL_SETTLED_UNKNOWN;
    }
    return fabs(change.mean) + change.half_width <= margin ? TL_SETTLED_YES
           : least > margin                                ? TL_SETTLED_NO
                                                           : TL_SETTLED_UNKNOWN;
}

/* Each replicate's own half. */
static tl_CourseTime half_way_of(const After *a, const double *levels, tl_Estimate level)
{
    if (level.mean == 0.0 || fabs(level.mean) <= level.half_width) {
        return NO_TIME;
    }
    double *half = tl_allocate((size_t)a->rows, sizeof *half);
    for (int r = 0; r < a->rows; r++) {
        half[r] = levels[r] / 2.0;
    }
    tl_CourseTime time = time_of(a, level.mean > 0.0 ? 1 : -1, half, kept_from);
    free(half);
    return time;
}

static void find_level(const After *a, double smallest, tl_Course *course)
{
    double *levels = tl_allocate((size_t)a->rows, sizeof *levels);
    int from = first_within(a, TL_COURSE_YEAR_DAYS), last = a->first + a->count - 1;
    course->level = estimate_over(a, from, a->count, levels);
    course->level_from = a->of->first_day[a->first + from];
    course->level_to = a->of->first_day[last] + a->of->days[last];
    course->settled = settled_of(a, course->level.mean, smallest);
    if (a->span >= TL_QUARTER_DAYS) {
        course->half_way = half_way_of(a, levels, course->level);
    }
    free(levels);
}

tl_Course tl_course(const tl_Differences *differences, int better, double smallest)
{
    static const tl_Estimate none = {.mean = NAN, .half_width = NAN};
    int64_t day = differences->change_day;
    tl_Course course = {.dip = none,
                        .dip_from = day,
                        .dip_to = day,
                        .dip_days = NO_TIME,
                        .passed = NO_TIME,
                        .half_way = NO_TIME,
                        .level = none,
                        .level_from = day,
                        .level_to = day,
                        .settled = TL_SETTLED_UNKNOWN};
    After a = after_of(differences);
    if (a.rows > 0) {
        find_level(&a, smallest, &course);
    }
    if (a.rows > 0 && better != 0) {
        find_dip(&a, better, &course);
    }
    if (a.rows > 0 && better != 0 && a.span >= TL_QUARTER_DAYS) {
        course.dip_days = time_of(&a, better, NULL, kept_from);
        course.passed = time_of(&a, better, NULL, last_kept_from);
    }
    after_free(&a);
    return course;
}

/* ---- cost --------------------------------------------------------------------------------------------------- */

/* Of a replicate over measured days [from, to), which need not be whole periods; NaN where they were not run. Before the
 * change there is no difference: all of that of the period in which it falls comes after it. */
static double sum_of(const tl_Differences *d, int replicate, double from, double to)
{
    const double *row = d->values + (ptrdiff_t)replicate * d->periods;
    int last = d->periods - 1;
    double sum = 0.0;
    if (last < 0 || !(to <= (double)(d->first_day[last] + d->days[last]))) {
        return NAN;
    }
    for (int p = 0; p <= last; p++) {
        double days = (double)d->days[p], end = (double)d->first_day[p] + days;
        double begin = fmax((double)d->first_day[p], (double)d->change_day);
        double common = fmin(end, to) - fmax(begin, from);
        sum += common > 0.0 ? row[p] * days * common / (end - begin) / TL_YEAR_DAYS : 0.0;
    }
    return sum;
}

tl_Estimate tl_course_cost(const tl_Differences *d, tl_CostSpan span, double dip_days)
{
    double from = (double)d->change_day, to = from + dip_days;
    if (span != TL_COST_IN_DIP) {
        from += (double)(span - TL_COST_YEAR_1) * TL_COURSE_YEAR_DAYS;
        to = from + TL_COURSE_YEAR_DAYS;
    }
    double *each = tl_allocate((size_t)d->replicates + 1, sizeof *each);
    for (int r = 0; r < d->replicates; r++) {
        each[r] = sum_of(d, r, from, to);
    }
    tl_Estimate sum = tl_estimate(each, d->replicates);
    free(each);
    return sum;
}

int tl_cost_kinds(int measures[TL_MOST_COST_KINDS])
{
    int count = 0;
    measures[count++] = tl_measure_find("cost");
    for (int m = 0; m < tl_measure_count && count < TL_MOST_COST_KINDS; m++) {
        const char *name = tl_measures[m].name;
        if (strncmp(name, "cost_", strlen("cost_")) == 0 &&
            strncmp(name, "cost_per_", strlen("cost_per_")) != 0) {
            measures[count++] = m;
        }
    }
    return count;
}
