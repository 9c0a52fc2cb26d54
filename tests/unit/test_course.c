/* Courses whose answers are known: planted ones without noise, where they are found to the day, and with noise, where the
 * intervals hold the truth as often as they say. */
#include <math.h>
#include <stdlib.h>

#include "config/parting.h"
#include "core/numbers/rng.h"
#include "core/observation/measure.h"
#include "run/course.h"
#include "support/testlib.h"

enum { CHANGE = 168, DAYS = 1260, MONTH = 28, MOST_PERIODS = 1400, MOST_REPLICATES = 30 };

/* ---- planting ----------------------------------------------------------------------------------------------- */

typedef double (*Path)(double day); /* of days after the change */

/* A dip of .02 that is made up after half a year; half of the way after three quarters, the rest after a year. */
static double recovery(double day)
{
    return day < 364.0 ? -0.02 + 0.04 * day / 364.0 : 0.02;
}

/* The same, which is lost again in the third year. */
static double lost_again(double day)
{
    return day < 650.0 ? recovery(day) : 0.02 - 0.0001 * (day - 650.0);
}

/* A month of summer in the third year. */
static double a_bad_month(double day)
{
    return day >= 812.0 && day < 840.0 ? -0.05 : recovery(day);
}

static double below(double day)
{
    (void)day;
    return -0.01;
}

static double above(double day)
{
    (void)day;
    return 0.01;
}

static double nothing(double day)
{
    (void)day;
    return 0.0;
}

static double ever_better(double day)
{
    return -0.01 + 0.0001 * day;
}

typedef struct Planted {
    double values[MOST_REPLICATES * MOST_PERIODS];
    int64_t first_day[MOST_PERIODS], days[MOST_PERIODS];
    tl_Differences differences;
} Planted;

static double mean_of_days(Path path, int64_t from, int64_t length)
{
    double sum = 0.0;
    for (int64_t day = from; day < from + length; day++) {
        sum += path((double)(day - CHANGE) + 0.5);
    }
    return sum / (double)length;
}

/* The path in periods of a length, every replicate with luck of its own. */
static const tl_Differences *plant(Path path, int64_t length, int replicates, double noise, uint64_t seed)
{
    static Planted p;
    tl_Rng rng = tl_rng(seed);
    int periods = 0;
    for (int64_t day = 0; day < DAYS; day += length, periods++) {
        p.first_day[periods] = day;
        p.days[periods] = length < DAYS - day ? length : DAYS - day;
    }
    for (int r = 0; r < replicates; r++) {
        for (int i = 0; i < periods; i++) {
            bool after = p.first_day[i] >= CHANGE;
            double luck = after && noise > 0.0 ? noise * tl_rng_normal(&rng) : 0.0;
            p.values[r * periods + i] = luck + (after ? mean_of_days(path, p.first_day[i], p.days[i]) : 0.0);
        }
    }
    p.differences = (tl_Differences){.values = p.values,
                                     .first_day = p.first_day,
                                     .days = p.days,
                                     .replicates = replicates,
                                     .periods = periods,
                                     .change_day = CHANGE};
    return &p.differences;
}

static tl_Course course_of(Path path, int better)
{
    return tl_course(plant(path, MONTH, 3, 0.0, 0), better, 0.001);
}

static void assert_time(tl_CourseTime time, double day)
{
    assert_near(time.day, day, 0.01);
    assert_near(time.low, day, 0.01);
    assert_near(time.high, day, 0.01);
}

static void assert_never(tl_CourseTime time)
{
    assert_true(isinf(time.day) && isinf(time.low) && isinf(time.high));
}

static void assert_unsaid(tl_CourseTime time)
{
    assert_true(isnan(time.day) && isnan(time.low) && isnan(time.high));
}

/* ---- without noise -------------------------------------------------------------------------------------------- */

static void a_planted_course_is_found_to_the_day(void **state)
{
    (void)state;
    const int64_t lengths[] = {7, 14, MONTH};
    for (int i = 0; i < 3; i++) {
        tl_Course c = tl_course(plant(recovery, lengths[i], 3, 0.0, 0), 1, 0.001);
        assert_time(c.dip_days, 182.0);
        assert_time(c.passed, 182.0);
        assert_time(c.half_way, 273.0);
        assert_near(c.level.mean, 0.02, 1e-12);
        assert_near(c.level.half_width, 0.0, 1e-12);
        assert_int_equal(c.settled, TL_SETTLED_YES);
        assert_int_equal(c.level_to - c.level_from, 364);
        assert_int_equal(c.dip_from, CHANGE);
        int64_t quarter = 84 / lengths[i] / 2 * 2 == 84 / lengths[i] ? 84 - lengths[i] : 84;
        assert_int_equal(c.dip_to - c.dip_from, quarter);
        assert_near(c.dip.mean, recovery((double)quarter / 2.0), 1e-9);
    }
}

static double mirrored(double day)
{
    return -recovery(day);
}

static void less_may_be_better(void **state)
{
    (void)state;
    tl_Course c = course_of(mirrored, -1);
    assert_time(c.dip_days, 182.0);
    assert_time(c.half_way, 273.0);
    assert_near(c.dip.mean, -recovery(42.0), 1e-9);
    assert_near(c.level.mean, -0.02, 1e-12);
}

static void where_neither_way_is_better_there_is_no_dip(void **state)
{
    (void)state;
    tl_Course c = course_of(recovery, 0);
    assert_true(isnan(c.dip.mean));
    assert_unsaid(c.dip_days);
    assert_unsaid(c.passed);
    assert_time(c.half_way, 273.0);
}

static void a_dip_may_never_end(void **state)
{
    (void)state;
    tl_Course c = course_of(below, 1);
    assert_never(c.dip_days);
    assert_never(c.passed);
    assert_time(c.half_way, 0.0);
    assert_near(c.dip.mean, -0.01, 1e-12);
}

static void there_may_be_no_dip(void **state)
{
    (void)state;
    tl_Course c = course_of(above, 1);
    assert_time(c.dip_days, 0.0);
    assert_time(c.passed, 0.0);
    assert_near(c.dip.mean, 0.01, 1e-12);
    c = course_of(nothing, 1);
    assert_time(c.dip_days, 0.0);
    assert_near(c.dip.mean, 0.0, 0.0);
    assert_unsaid(c.half_way);
    assert_int_equal(c.settled, TL_SETTLED_YES);
}

static void what_is_lost_again_is_not_passed(void **state)
{
    (void)state;
    tl_Course c = course_of(lost_again, 1);
    assert_time(c.dip_days, 182.0);
    assert_never(c.passed);
    assert_int_equal(c.settled, TL_SETTLED_NO);
    c = course_of(a_bad_month, 1);
    assert_near(c.passed.day, 182.0, 0.01);
}

static void a_course_that_still_moves_is_not_settled(void **state)
{
    (void)state;
    tl_Course c = tl_course(plant(ever_better, MONTH, 3, 0.0, 0), 1, 0.001);
    assert_time(c.dip_days, 100.0);
    assert_int_equal(c.settled,
                     TL_SETTLED_YES); /* by .018 in half a year, where a quarter of the level is .022 */
    tl_Differences two_years = *plant(ever_better, MONTH, 3, 0.0, 0);
    two_years.change_day = 700;
    assert_int_equal(tl_course(&two_years, 1, 0.0).level_to, DAYS);
}

/* ---- with noise ------------------------------------------------------------------------------------------------ */

static bool holds(tl_CourseTime time, double day)
{
    return time.low <= day && day <= time.high;
}

static bool contains(tl_Estimate e, double truth)
{
    return fabs(e.mean - truth) <= e.half_width;
}

/* Of so many courses of replicates with luck of their own; at 95 %, fewer than 90 of 100 would be out of chance. */
static void intervals_hold_the_truth(void **state)
{
    (void)state;
    enum { COURSES = 600 };
    const int replicates[] = {2, 4, 10, 30};
    for (int i = 0; i < 4; i++) {
        int dips = 0, lengths = 0, passed = 0, halves = 0, ways = 0, levels = 0;
        for (uint64_t seed = 1; seed <= COURSES; seed++) {
            tl_Course c = tl_course(plant(recovery, MONTH, replicates[i], 0.01, seed), 1, 0.001);
            dips += contains(c.dip, recovery(42.0));
            lengths += holds(c.dip_days, 182.0);
            passed += holds(c.passed, 182.0);
            levels += contains(c.level, 0.02);
            ways += !isnan(c.half_way.day);
            halves += holds(c.half_way, 273.0);
        }
        assert_true(dips >= 0.88 * COURSES && lengths >= 0.93 * COURSES && passed >= 0.93 * COURSES);
        assert_true(levels >= 0.92 * COURSES && halves >= 0.93 * ways);
        assert_true(replicates[i] == 2 || ways == COURSES);
        assert_true(replicates[i] != 30 || lengths <= 0.98 * COURSES); /* nor too wide */
    }
}

/* What is lowest by luck alone is no dip. */
static void noise_has_no_dip(void **state)
{
    (void)state;
    enum { COURSES = 1000 };
    const int replicates[] = {2, 5, 10, 30};
    for (int i = 0; i < 4; i++) {
        double sum = 0.0, squares = 0.0;
        int held = 0, lasts_half_a_year = 0;
        for (uint64_t seed = 1; seed <= COURSES; seed++) {
            tl_Course c = tl_course(plant(nothing, MONTH, replicates[i], 0.01, seed), 1, 0.0);
            sum += c.dip.mean;
            squares += c.dip.mean * c.dip.mean;
            held += contains(c.dip, 0.0);
            lasts_half_a_year += c.passed.low >= 182.0;
        }
        assert_true(fabs(sum) < 3.5 * sqrt(squares));
        assert_true(held >= 0.9 * COURSES);
        assert_true(lasts_half_a_year <= 0.05 * COURSES);
    }
}

/* ---- few, short, or lacking ------------------------------------------------------------------------------------ */

static void one_replicate_has_no_intervals(void **state)
{
    (void)state;
    tl_Course c = tl_course(plant(recovery, MONTH, 1, 0.0, 0), 1, 0.001);
    assert_near(c.dip_days.day, 182.0, 0.01);
    assert_near(c.half_way.day, 273.0, 0.01);
    assert_near(c.dip.mean, recovery(42.0), 1e-9);
    assert_true(isnan(c.dip.half_width) && isnan(c.dip_days.low) && isnan(c.dip_days.high));
    assert_true(isnan(c.passed.low) && isnan(c.half_way.high) && isnan(c.level.half_width));
    assert_int_equal(c.settled, TL_SETTLED_UNKNOWN);
}

static tl_Course after_day(int64_t change_day)
{
    tl_Differences late = *plant(below, MONTH, 4, 0.001, 1);
    late.change_day = change_day;
    return tl_course(&late, 1, 0.0);
}

static void a_change_may_come_late(void **state)
{
    (void)state;
    tl_Course c = after_day(DAYS - MONTH);
    assert_true(c.dip.mean < -0.005);
    assert_int_equal(c.dip_to - c.dip_from, MONTH);
    assert_int_equal(c.level_from, DAYS - MONTH);
    assert_unsaid(c.dip_days);
    assert_unsaid(c.half_way);
    assert_int_equal(c.settled, TL_SETTLED_UNKNOWN);
    c = after_day(DAYS - MONTH - 5); /* within a period: the first whole one counts */
    assert_int_equal(c.dip_from, DAYS - MONTH);
    c = after_day(DAYS - 5);
    assert_true(isnan(c.dip.mean) && isnan(c.level.mean));
    assert_unsaid(c.passed);
    c = after_day(DAYS - 84);
    assert_true(isinf(c.dip_days.day));
}

static void what_has_no_value_is_bridged(void **state)
{
    (void)state;
    Planted *planted = calloc(1, sizeof *planted);
    tl_Differences gaps = *plant(recovery, MONTH, 4, 0.0, 0);
    for (int i = 0; i < gaps.replicates * gaps.periods; i++) {
        planted->values[i] = gaps.values[i];
    }
    gaps.values = planted->values;
    planted->values[10] = planted->values[gaps.periods + 20] = (double)NAN;
    planted->values[2 * gaps.periods - 1] = (double)NAN;
    for (int i = 0; i < gaps.periods; i++) {
        planted->values[3 * gaps.periods + i] = (double)NAN;
    }
    tl_Course c = tl_course(&gaps, 1, 0.001);
    assert_time(c.dip_days, 182.0);
    assert_time(c.half_way, 273.0);
    assert_int_equal(c.level.count, 3);
    for (int i = 0; i < 3 * gaps.periods; i++) {
        planted->values[i] = (double)NAN;
    }
    c = tl_course(&gaps, 1, 0.001);
    assert_true(isnan(c.level.mean));
    assert_unsaid(c.dip_days);
    free(planted);
}

/* ---- cost ------------------------------------------------------------------------------------------------------- */

/* A million a day more, in SEK a year. */
static double dearer(double day)
{
    return day < 500.0 ? 365e6 : 0.0;
}

static void costs_add_up_from_the_change(void **state)
{
    (void)state;
    const tl_Differences *d = plant(dearer, 20, 4, 0.0, 0);
    tl_Differences own = *d;
    own.change_day = 180; /* CHANGE lies within a period of 20 days; this is the first of one */
    assert_near(tl_course_cost(&own, TL_COST_YEAR_1, 0.0).mean, 364e6, 1.0);
    assert_near(tl_course_cost(&own, TL_COST_YEAR_2, 0.0).mean, (500.0 + 168.0 - 180.0 - 364.0) * 1e6, 1.0);
    assert_near(tl_course_cost(&own, TL_COST_IN_DIP, 30.5).mean, 30.5e6, 1.0);
    assert_near(tl_course_cost(&own, TL_COST_IN_DIP, 0.0).mean, 0.0, 0.0);
    assert_true(isnan(tl_course_cost(&own, TL_COST_YEAR_3, 0.0).mean)); /* 12 days are lacking */
    assert_true(isnan(tl_course_cost(&own, TL_COST_IN_DIP, (double)INFINITY).mean));
    assert_true(isnan(tl_course_cost(&own, TL_COST_IN_DIP, (double)NAN).mean));
}

/* A difference begins with the change, so that none of its period's lies before it. */
static void cost_of_the_period_of_the_change_comes_after_it(void **state)
{
    (void)state;
    const double half =
        0.5 * 365e6; /* on average over the period, since it is dearer in the second half alone */
    const double values[] = {0.0, half, 0.0, 0.0};
    const int64_t first[] = {0, 20, 40, 60}, days[] = {20, 20, 20, 500};
    const tl_Differences d = {
        .values = values, .replicates = 1, .periods = 4, .first_day = first, .days = days, .change_day = 30};
    assert_near(tl_course_cost(&d, TL_COST_YEAR_1, 0.0).mean, 10e6, 1.0);
    assert_near(tl_course_cost(&d, TL_COST_IN_DIP, 5.0).mean, 5e6, 1.0);
}

static void kinds_of_cost_add_up(void **state)
{
    (void)state;
    int kinds[TL_MOST_COST_KINDS], count = tl_cost_kinds(kinds);
    tl_Counters counters = {.cost_care = 1, .cost_travel = 2, .cost_administration = 4, .cost_planning = 8};
    counters.cost_management = 16;
    counters.cost_absence = 32;
    counters.cost_control = 64;
    counters.cost_night = 128;
    counters.cost_recruitment = 256;
    counters.cost_reform = 512;
    double sum = 0.0;
    for (int i = 1; i < count; i++) {
        sum += tl_measures[kinds[i]].value(&counters, 1.0);
    }
    assert_near(sum, tl_measures[kinds[0]].value(&counters, 1.0), 1e-9);
}

/* ---- the parting day -------------------------------------------------------------------------------------------- */

static void configs_part_where_they_differ(void **state)
{
    (void)state;
    int lever = tl_parameter_find("steering.dialogues");
    tl_Config a = small_config("run.days", 364.0, NULL), b = small_config("run.days", 728.0, NULL);
    tl_Change one[] = {{.name = "now", .day = 28, .parameter = lever, .value = 2.0},
                       {.name = "then", .day = 84, .parameter = lever, .value = 4.0}};
    tl_Change two[] = {{.name = "another name", .day = 28, .parameter = lever, .value = 2.0},
                       {.name = "then", .day = 84, .parameter = lever, .value = 5.0}};
    assert_true(tl_parting_day(&a, &b) == INT64_MAX);
    a.changes = one;
    b.changes = two;
    a.change_count = b.change_count = 1;
    assert_true(tl_parting_day(&a, &b) == INT64_MAX);
    a.change_count = 2;
    assert_int_equal(tl_parting_day(&a, &b), 84);
    assert_int_equal(tl_parting_day(&b, &a), 84);
    b.change_count = 2;
    assert_int_equal(tl_parting_day(&a, &b), 84);
    tl_Reorganisation reform = {.name = "reform", .day = 56, .pool_size = 9};
    b.reorganisations = &reform;
    b.reorganisation_count = 1;
    assert_int_equal(tl_parting_day(&a, &b), 56);
    config_set(&b, "steering.follow_up_min", 7.0);
    assert_int_equal(tl_parting_day(&a, &b), -1);
    a.changes = b.changes = NULL;
    b.reorganisations = NULL;
    a.change_count = b.change_count = b.reorganisation_count = 0;
    tl_config_free(&a);
    tl_config_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_planted_course_is_found_to_the_day),
                                       cmocka_unit_test(less_may_be_better),
                                       cmocka_unit_test(where_neither_way_is_better_there_is_no_dip),
                                       cmocka_unit_test(a_dip_may_never_end),
                                       cmocka_unit_test(there_may_be_no_dip),
                                       cmocka_unit_test(what_is_lost_again_is_not_passed),
                                       cmocka_unit_test(a_course_that_still_moves_is_not_settled),
                                       cmocka_unit_test(intervals_hold_the_truth),
                                       cmocka_unit_test(noise_has_no_dip),
                                       cmocka_unit_test(one_replicate_has_no_intervals),
                                       cmocka_unit_test(a_change_may_come_late),
                                       cmocka_unit_test(what_has_no_value_is_bridged),
                                       cmocka_unit_test(costs_add_up_from_the_change),
                                       cmocka_unit_test(cost_of_the_period_of_the_change_comes_after_it),
                                       cmocka_unit_test(kinds_of_cost_add_up),
                                       cmocka_unit_test(configs_part_where_they_differ)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
