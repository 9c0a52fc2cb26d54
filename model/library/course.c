/* Courses of differences that a program has, and what they are counted from. */
#include <stdbool.h>

#include "config/measure_better.h"
#include "config/parting.h"
#include "core/observation/measure.h"
#include "library/config.h"
#include "library/estimates.h"
#include "library/messages.h"
#include "library/status.h"

/* ---- as the library's own ------------------------------------------------------------------------------------ */

tillit_time tl_library_time(tl_CourseTime time)
{
    return (tillit_time){.day = time.day, .low = time.low, .high = time.high};
}

tillit_course tl_library_course(const tl_Course *course)
{
    return (tillit_course){.dip = tl_library_estimate(course->dip),
                           .dip_from = course->dip_from,
                           .dip_to = course->dip_to,
                           .dip_days = tl_library_time(course->dip_days),
                           .passed = tl_library_time(course->passed),
                           .half_way = tl_library_time(course->half_way),
                           .level = tl_library_estimate(course->level),
                           .level_from = course->level_from,
                           .level_to = course->level_to,
                           .settled = (tillit_settled)course->settled};
}

/* ---- of differences ------------------------------------------------------------------------------------------- */

typedef struct Asking {
    tl_Differences differences;
    double smallest, dip_days;
    int better;
    tl_CostSpan span;
    tl_Course course;
    tl_Estimate sum;
} Asking;

/* Numbers that no arithmetic on days overflows, and periods that follow one another. */
static bool are_in_order(const tillit_differences *d)
{
    const int64_t most = INT32_MAX;
    bool good = d->replicates >= 0 && d->periods >= 0 && d->change_day >= 0;
    for (int p = 0; good && p < d->periods; p++) {
        good = d->days[p] >= 1 && d->days[p] <= most && d->first_day[p] >= 0 && d->first_day[p] <= most &&
               (p == 0 || d->first_day[p] >= d->first_day[p - 1] + d->days[p - 1]);
    }
    return good;
}

static tillit_status take(const tillit_differences *d, Asking *asking)
{
    if (d == NULL || ((d->values == NULL || d->first_day == NULL || d->days == NULL) && d->replicates > 0 &&
                      d->periods > 0)) {
        return TILLIT_NULL;
    }
    if (d->replicates > 0 && !are_in_order(d)) {
        return TILLIT_OUT_OF_RANGE;
    }
    asking->differences = (tl_Differences){.values = d->values,
                                           .first_day = d->first_day,
                                           .days = d->days,
                                           .replicates = d->replicates,
                                           .periods = d->periods,
                                           .change_day = d->change_day};
    return TILLIT_OK;
}

static void follow(void *context)
{
    Asking *a = context;
    a->course = tl_course(&a->differences, a->better, a->smallest);
}

tillit_status tillit_course_of(const tillit_differences *differences, int better, double smallest,
                               tillit_course *course)
{
    Asking asking = {.better = better, .smallest = smallest};
    if (course == NULL) {
        return TILLIT_NULL;
    }
    tillit_status status = take(differences, &asking);
    if (status == TILLIT_OK && (better < -1 || better > 1 || !(smallest >= 0.0))) {
        status = TILLIT_OUT_OF_RANGE;
    }
    status = tl_library_ask(status, follow, &asking);
    if (status == TILLIT_OK) {
        *course = tl_library_course(&asking.course);
    }
    return status;
}

static void add_up(void *context)
{
    Asking *a = context;
    a->sum = tl_course_cost(&a->differences, a->span, a->dip_days);
}

tillit_status tillit_course_cost(const tillit_differences *differences, tillit_span span, double dip_days,
                                 tillit_estimate *sum)
{
    Asking asking = {.span = (tl_CostSpan)span, .dip_days = dip_days};
    if (sum == NULL) {
        return TILLIT_NULL;
    }
    tillit_status status = take(differences, &asking);
    if (status == TILLIT_OK && (unsigned)span >= TL_COST_SPANS) {
        status = TILLIT_OUT_OF_RANGE;
    }
    status = tl_library_ask(status, add_up, &asking);
    if (status == TILLIT_OK) {
        *sum = tl_library_estimate(asking.sum);
    }
    return status;
}

/* ---- what they are counted from -------------------------------------------------------------------------------- */

tillit_status tillit_config_parting_day(const tillit_config *a, const tillit_config *b, int64_t *day)
{
    tl_KeptConfig *one = NULL, *other = NULL;
    tillit_status status = day == NULL ? TILLIT_NULL : tl_config_keep(a, &one);
    if (status != TILLIT_OK) {
        return status;
    }
    status = tl_config_keep(b, &other);
    if (status == TILLIT_OK) {
        *day = tl_parting_day(&one->loaded.config, &other->loaded.config);
        tl_config_leave(other);
    }
    tl_config_leave(one);
    return status;
}

int tillit_measure_better(int index)
{
    return index >= 0 && index < tl_measure_count ? tl_measure_better(index) : 0;
}
