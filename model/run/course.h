/* The course of a change: how an outcome of one arm goes beside the same outcome of another, from the day on which
 * the two part.
 *
 * What is looked at are paired differences D(r, p), treatment minus control of replicate r in recorded period p. The
 * control is what would have been, and it has seasons, growth and luck as the treatment has. So the *old level* is
 * not what was measured before the change, but D = 0: the old level is passed when people fare as well as they would
 * have fared. All intervals are 95 % by Student's t over replicates, of one mean for each replicate; they hold
 * simulation error alone.
 *
 * Times. D is smoothed: S(r, p) is the mean over the periods around p that make a quarter (84 days, three periods of
 * four weeks), by days, and over fewer where the change or the end is nearer, as many on both sides: a straight line
 * stays as it is. Between middles of periods S is a straight line, before the first and after the last it is constant.
 * A level is *reached and kept* from the first day t, counted from the change, from which S does not fall below it for a
 * quarter: a single good month is luck. The day is that of the mean over replicates. Its interval is from the day on
 * which the upper edge of the band of S does it to the day on which the lower edge does. If one course lies above
 * another, it reaches every level as early or earlier; so wherever the true course lies within the band, the true day
 * lies in the interval, and whoever draws the band sees both ends of it. Percentiles of resamples, which are usual for
 * such days, are too narrow with few replicates; this holds from two on, and for any course that crosses the level once
 * its coverage is that of the t interval on that day (tests/unit/test_course.c). A time may be INFINITY: not within
 * the time that was run. It is NaN where nothing can be said, as where that is less than a quarter.
 *
 * - *Dip*: D in the lowest quarter after the change (whole periods that make a quarter, the worst for people). The lowest
 *   of many noisy figures lies low where nothing has happened. So the quarter is looked up on the mean of one half of
 *   the replicates (every other one) and read off in those of the other half, whose luck is another: under noise alone the
 *   mean of that is zero. To leave out one replicate at a time has the same mean, but its intervals are too narrow where
 *   quarters are alike (they held zero in 57 of 100 cases of noise, where these do in 93). Where a half mistakes the
 *   quarter, the dip is found too shallow, never too deep. There is no dip where the figure is not on the worse side. One
 *   replicate is read at its own lowest quarter, without an interval.
 * - *Length of the dip*: from the change until the old level is reached and kept for a quarter; 0 where the course is
 *   never below it.
 * - *Passed*: the day from which the old level is passed for good: after it the course is not below it for a whole
 *   quarter before the run ends. Later than the end of the dip where the course falls back, as when what helped is taken
 *   away. (If a single month below counted as a fall, a course that ends near the old level would hardly ever be passed.)
 * - *Settled level* L: mean of D over the last 364 days, by days, or over all days after the change where there are fewer.
 * - *Half of the way*: when S reaches L / 2 and keeps it, L being each replicate's own; nothing can be said where the
 *   interval of L holds zero: then there is no way to go.
 * - *Settled*: is the change from the last half-year but one to the last (182 days each) surely smaller than what matters:
 *   the larger of `smallest` and a quarter of L? Yes where its interval lies within, no where it lies outside, otherwise it
 *   cannot be said, nor with fewer than 364 days after the change.
 * - *Cost*: sums of D of a measure in SEK a year, by days, from the change until the end of the dip and in the first,
 *   second and third 364 days; of days that were not run there is no sum. */
#ifndef TL_COURSE_H
#define TL_COURSE_H

#include <stdint.h>

#include "core/numbers/calendar.h"
#include "run/estimate.h"

/* Paired differences, and when they were. */
typedef struct tl_Differences {
    const double *values; /* [replicate][period]; NaN: there is no value, and its neighbours stand for it */
    const int64_t *first_day; /* [period], measured: 0 follows the burn-in */
    const int64_t *days;      /* [period], its length */
    int replicates, periods;
    int64_t change_day; /* measured: on which the two part (config/parting.h) */
} tl_Differences;

/* Days after the change, and the ends of the interval. */
typedef struct tl_CourseTime {
    double day, low, high;
} tl_CourseTime;

typedef enum tl_Settled { TL_SETTLED_YES, TL_SETTLED_NO, TL_SETTLED_UNKNOWN } tl_Settled;

typedef struct tl_Course {
    tl_Estimate dip;
    int64_t dip_from, dip_to;                 /* measured days of the lowest quarter of the mean */
    tl_CourseTime dip_days, passed, half_way; /* of the length of the dip, `day` is one of days too */
    tl_Estimate level;
    int64_t level_from, level_to; /* measured days of the settled level */
    tl_Settled settled;
} tl_Course;

/* `better`: 1 where more is better for people, -1 where less is, 0 where neither: then there is no old level to be
 * worse than, and dip, its length and the day when it is passed are NaN. `smallest` difference that matters, from 0. */
tl_Course tl_course(const tl_Differences *differences, int better, double smallest);

/* Until the end of the dip, and years after the change. */
typedef enum tl_CostSpan {
    TL_COST_IN_DIP,
    TL_COST_YEAR_1,
    TL_COST_YEAR_2,
    TL_COST_YEAR_3,
    TL_COST_SPANS
} tl_CostSpan;

/* Of differences of a measure in SEK a year; `dip_days` is the length of a dip, of whatever outcome. */
tl_Estimate tl_course_cost(const tl_Differences *differences, tl_CostSpan span, double dip_days);

/* The measures that add up to the cost, that of everything first; their number. */
enum { TL_MOST_COST_KINDS = 16 };
int tl_cost_kinds(int measures[TL_MOST_COST_KINDS]);

#endif
