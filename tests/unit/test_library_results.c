/* The public library: experiments in memory, tables, statistics and forms of figures. */
#ifdef __linux__
#define _GNU_SOURCE /* pthread_setattr_default_np */
#endif

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/librarylib.h"
#include "support/testlib.h"

/* ---- experiments ------------------------------------------------------------------------------------------- */

#define EXPERIMENT                                                                                           \
    "title: {sv: T, en: T}\nquestion: {sv: Q, en: Q}\nconfig: configs/small.yaml\narms:\n"                   \
    "  - {name: a, title: {sv: A, en: A}}\n"                                                                 \
    "  - {name: b, title: {sv: B, en: B}, set: {plan.continuity_weight: 4}}\n"                               \
    "outcomes: [staff_met]\nclaims:\n"                                                                       \
    "  - {name: fewer, text: {sv: F, en: F}, outcome: staff_met, contrast: [b, a],\n"                        \
    "     direction: lower, smallest: 0.1, days: [14, 42]}\n"

static tillit_experiment *experiment_of(const char *text, const char *set)
{
    tillit_experiment *experiment;
    tillit_messages *messages;
    tillit_status status =
        tillit_experiment_read(text, "x.yaml", NULL, &set, set != NULL, &experiment, &messages);
    if (status != TILLIT_OK) {
        fail_msg("%s: %s", tillit_status_text(status), tillit_messages_text(messages));
    }
    tillit_messages_free(messages);
    return experiment;
}

static tillit_experiment *experiment_with(const char *set)
{
    return experiment_of(EXPERIMENT, set);
}

static tillit_status ask(const tillit_asked *asked, tillit_experiment **e, tillit_messages **messages)
{
    return tillit_experiment_ask(EXPERIMENT, "x.yaml", NULL, NULL, 0, asked, e, messages);
}

static void experiments_are_asked_of_others(void **state)
{
    (void)state;
    const char *span = "employees per manager=25";
    tillit_experiment *e;
    tillit_messages *messages;
    tillit_config *config;
    double value;
    tillit_asked asked = {
        .municipality = "Dorotea", .what_if = &span, .what_if_count = 1, .language = TILLIT_ENGLISH};
    assert_int_equal(ask(&asked, &e, NULL), TILLIT_OK);
    assert_int_equal(tillit_experiment_arms(e), 3);
    assert_int_equal(tillit_experiment_config(e, 2, &config), TILLIT_OK);
    assert_string_equal(tillit_config_municipality(config, 0), "Dorotea");
    assert_int_equal(tillit_config_value(config, "organisation.span", &value), TILLIT_OK);
    assert_float_equal(value, 25.0, 0.0);
    tillit_config_free(config);
    tillit_experiment_free(e);

    asked = (tillit_asked){.municipality = "Dorotae"};
    assert_int_equal(ask(&asked, &e, &messages), TILLIT_INVALID);
    assert_non_null(strstr(tillit_messages_text(messages), "det finns ingen kommun 'Dorotae'"));
    assert_non_null(strstr(tillit_messages_text(messages), "dorotea"));
    tillit_messages_free(messages);
}

static void what_is_asked_is_whole(void **state)
{
    (void)state;
    tillit_experiment *e;
    assert_int_equal(ask(NULL, &e, NULL), TILLIT_NULL);
    assert_int_equal(ask(&(tillit_asked){.like = "a"}, &e, NULL), TILLIT_NULL);
    assert_int_equal(ask(&(tillit_asked){.what_if_count = 1}, &e, NULL), TILLIT_NULL);
    assert_int_equal(ask(&(tillit_asked){.what_if_count = -1}, &e, NULL), TILLIT_OUT_OF_RANGE);
    assert_int_equal(ask(&(tillit_asked){.language = (tillit_language)2}, &e, NULL), TILLIT_OUT_OF_RANGE);
}

static int count_calls(void *context, int64_t done, int64_t total)
{
    assert_true(done >= 0 && done <= total);
    ++*(int *)context;
    return 0;
}

static int stop_at_once(void *context, int64_t done, int64_t total)
{
    (void)context, (void)done, (void)total;
    return 1;
}

static void experiments_are_compared_and_judged(void **state)
{
    (void)state;
    int calls = 0, met = tillit_measure_find("staff_met");
    tillit_experiment *e = experiment_with("run.replicates=3");
    tillit_results *results;
    tillit_messages *messages;
    assert_int_equal(tillit_experiment_arms(e), 2);
    assert_int_equal(tillit_experiment_claims(e), 1);
    assert_int_equal(tillit_experiment_outcome(e, 0), met);
    assert_string_equal(tillit_experiment_arm_name(e, 1), "b");
    assert_null(tillit_experiment_arm_name(e, 2));
    assert_int_equal(tillit_experiment_run(e, 2, count_calls, &calls, &results, &messages), TILLIT_OK);
    assert_null(messages);
    assert_true(calls > 0);
    tillit_claim claim;
    assert_int_equal(tillit_experiment_claim(e, 0, &claim), TILLIT_OK);
    assert_int_equal(claim.from, 14);
    assert_int_equal(claim.direction, -1);
    assert_int_equal(tillit_experiment_claim(e, 1, &claim), TILLIT_OUT_OF_RANGE);
    tillit_experiment_free(e);
    assert_int_equal(tillit_results_windows(results), 2);
    assert_string_equal(tillit_results_window_name(results, 0), "all");
    double a[3], b[3], difference[3];
    assert_int_equal(tillit_results_values(results, 0, 1, met, a, 3), TILLIT_OK);
    assert_int_equal(tillit_results_values(results, 1, 1, met, b, 3), TILLIT_OK);
    for (int r = 0; r < 3; r++) {
        difference[r] = b[r] - a[r];
    }
    tillit_estimate own, found, of_claim;
    tillit_verdict verdict;
    assert_int_equal(tillit_estimate_of(difference, 3, 0.95, &own), TILLIT_OK);
    assert_int_equal(tillit_results_difference(results, 1, 0, 1, met, &found), TILLIT_OK);
    assert_int_equal(tillit_results_claim(results, 0, &of_claim, &verdict), TILLIT_OK);
    assert_true(own.mean == found.mean && own.half_width == found.half_width);
    assert_true(own.mean == of_claim.mean && own.half_width == of_claim.half_width);
    assert_int_equal(verdict, tillit_verdict_of(-1, 0.1, own.mean, own.half_width));
    assert_int_equal(tillit_results_claim(results, 1, &found, NULL), TILLIT_OUT_OF_RANGE);
    tillit_evaluation evaluation;
    assert_int_equal(tillit_results_evaluation(results, met, &evaluation), TILLIT_UNKNOWN);
    tillit_results_free(results);
    assert_int_equal(tillit_results_mean(results, 0, 0, met, &found), TILLIT_ENDED);
}

/* ---- courses ------------------------------------------------------------------------------------------------- */

#define CHANGED                                                                                              \
    "title: {sv: T, en: T}\nquestion: {sv: Q, en: Q}\nconfig: configs/small.yaml\nbefore: detail-control\n"  \
    "set: {run.days: 140, run.replicates: 3}\narms:\n"                                                       \
    "  - {name: a, title: {sv: A, en: A}}\n"                                                                 \
    "  - {name: b, title: {sv: B, en: B}, change: [{day: 28, regime: trust-steering}]}\n"                    \
    "outcomes: [strain]\nclaims:\n"                                                                          \
    "  - {name: days, text: {sv: F, en: F}, outcome: manager_trust, contrast: [b, a], course: half_way,\n"   \
    "     direction: lower, smallest: 112}\n"                                                                \
    "  - {name: level, text: {sv: F, en: F}, outcome: manager_trust, contrast: [b, a], course: settled,\n"   \
    "     direction: higher, smallest: 0.01}\n"

static bool same_time(tillit_time a, tillit_time b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void arms_that_part_have_courses(void **state)
{
    (void)state;
    enum { PERIODS = 10, REPLICATES = 3 };
    int trust = tillit_measure_find("manager_trust");
    tillit_experiment *e = experiment_of(CHANGED, NULL);
    tillit_results *results;
    tillit_course_part part;
    tillit_config *a, *b;
    int64_t day;
    assert_int_equal(tillit_experiment_claim_course(e, 0, &part), TILLIT_OK);
    assert_int_equal(part, TILLIT_COURSE_HALF_WAY);
    assert_int_equal(tillit_experiment_claim_course(e, 2, &part), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_experiment_config(e, 0, &a), TILLIT_OK);
    assert_int_equal(tillit_experiment_config(e, 1, &b), TILLIT_OK);
    assert_int_equal(tillit_config_parting_day(a, b, &day), TILLIT_OK);
    assert_int_equal(day, 28);
    assert_int_equal(tillit_config_parting_day(a, a, &day), TILLIT_OK);
    assert_true(day == INT64_MAX);
    assert_int_equal(tillit_experiment_run(e, 2, NULL, NULL, &results, NULL), TILLIT_OK);
    assert_int_equal(tillit_results_periods(results), PERIODS);
    double values[REPLICATES * PERIODS];
    int64_t first_day[PERIODS], days[PERIODS];
    for (int p = 0; p < PERIODS; p++) {
        first_day[p] = 14 * p;
        days[p] = 14;
    }
    assert_int_equal(tillit_results_differences(results, 1, 0, trust, values, REPLICATES * PERIODS),
                     TILLIT_OK);
    assert_int_equal(tillit_results_differences(results, 1, 0, trust, values, REPLICATES * PERIODS + 1),
                     TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_results_differences(results, 1, 1, trust, values, 1), TILLIT_UNKNOWN);
    assert_true(values[0] == 0.0 && values[1] == 0.0 && values[PERIODS - 1] != 0.0);
    tillit_differences own = {values, first_day, days, REPLICATES, PERIODS, 28};
    tillit_course found, again;
    tillit_estimate level;
    tillit_time half_way;
    tillit_verdict verdict;
    assert_int_equal(tillit_results_course(results, 1, 0, trust, &found), TILLIT_OK);
    assert_int_equal(tillit_course_of(&own, tillit_measure_better(trust), 0.01, &again), TILLIT_OK);
    assert_true(same_time(found.half_way, again.half_way) && found.level.mean == again.level.mean);
    assert_int_equal(found.level_from, 28);
    assert_int_equal(tillit_results_claim_days(results, 0, &half_way), TILLIT_OK);
    assert_true(same_time(half_way, found.half_way));
    assert_int_equal(tillit_results_claim(results, 0, &level, &verdict), TILLIT_OK);
    assert_true(isnan(level.mean));
    assert_int_equal(verdict, tillit_verdict_of_days(-1, 112.0, half_way.low, half_way.high));
    assert_int_equal(tillit_results_claim(results, 1, &level, &verdict), TILLIT_OK);
    assert_true(level.mean == found.level.mean);
    assert_int_equal(tillit_results_claim_days(results, 1, &half_way), TILLIT_UNKNOWN);
    assert_int_equal(tillit_results_course(results, 0, 2, trust, &found), TILLIT_OUT_OF_RANGE);
    tillit_results_free(results);
    tillit_config_free(a);
    tillit_config_free(b);
    tillit_experiment_free(e);
    e = experiment_with(NULL);
    assert_int_equal(tillit_experiment_run(e, 2, NULL, NULL, &results, NULL), TILLIT_OK);
    assert_int_equal(tillit_results_periods(results), 0);
    assert_int_equal(tillit_results_course(results, 1, 0, trust, &found), TILLIT_UNKNOWN);
    tillit_results_free(results);
    tillit_experiment_free(e);
}

static void courses_of_any_differences_are_found(void **state)
{
    (void)state;
    const double values[] = {0.0, -1.0, -1.0, -1.0, 1.0, 1.0, 1.0, 1.0};
    int64_t first_day[] = {0, 28, 56, 84, 112, 140, 168, 196}, days[] = {28, 28, 28, 28, 28, 28, 28, 28};
    tillit_differences d = {values, first_day, days, 1, 8, 28};
    tillit_course course;
    tillit_estimate sum;
    assert_int_equal(tillit_course_of(&d, 1, 0.0, &course), TILLIT_OK);
    assert_near(course.dip_days.day, 84.0, 0.01);
    assert_near(course.dip.mean, -1.0, 0.0);
    assert_true(isnan(course.dip.half_width) && isnan(course.dip_days.low));
    assert_int_equal(course.settled, TILLIT_SETTLED_UNKNOWN);
    assert_int_equal(tillit_course_cost(&d, TILLIT_IN_DIP, 84.0, &sum), TILLIT_OK);
    assert_near(sum.mean, -84.0 / 365.0, 1e-12);
    assert_int_equal(tillit_course_cost(&d, TILLIT_YEAR_1, 84.0, &sum), TILLIT_OK);
    assert_true(isnan(sum.mean));
    assert_int_equal(tillit_course_cost(&d, (tillit_span)4, 0.0, &sum), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_course_of(&d, 2, 0.0, &course), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_course_of(&d, 1, (double)NAN, &course), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_course_of(NULL, 1, 0.0, &course), TILLIT_NULL);
    assert_int_equal(tillit_course_of(&d, 1, 0.0, NULL), TILLIT_NULL);
    first_day[3] = 20;
    assert_int_equal(tillit_course_of(&d, 1, 0.0, &course), TILLIT_OUT_OF_RANGE);
    d.periods = 0;
    assert_int_equal(tillit_course_of(&d, 1, 0.0, &course), TILLIT_OK);
    assert_true(isnan(course.level.mean));
    assert_int_equal(tillit_verdict_of_days(-1, 100.0, 20.0, 100.0), TILLIT_SUPPORTED);
    assert_int_equal(tillit_verdict_of_days(-1, 100.0, 101.0, (double)INFINITY), TILLIT_OPPOSITE);
    assert_int_equal(tillit_verdict_of_days(1, 100.0, 100.0, (double)INFINITY), TILLIT_SUPPORTED);
    assert_int_equal(tillit_verdict_of_days(1, 100.0, 20.0, 99.0), TILLIT_OPPOSITE);
    assert_int_equal(tillit_verdict_of_days(1, 100.0, (double)NAN, (double)NAN), TILLIT_UNDECIDED);
    assert_int_equal(tillit_verdict_of_days(0, 100.0, 1.0, 2.0), TILLIT_NO_VERDICT);
}

static void results_hold_the_digests_of_single_runs(void **state)
{
    (void)state;
    uint64_t digest;
    tillit_results *results;
    tillit_config *config = config_with(NULL), *again;
    assert_int_equal(tillit_config_run(config, 1, NULL, NULL, &results, NULL), TILLIT_OK);
    assert_int_equal(tillit_results_arms(results), 1);
    assert_int_equal(tillit_results_replicates(results), 2);
    assert_int_equal(tillit_results_digest(results, 0, 0, &digest), TILLIT_OK);
    assert_true(digest == expect(NULL).digest);
    assert_int_equal(tillit_results_digest(results, 0, 2, &digest), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_results_digest(results, 1, 0, &digest), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_results_config(results, 0, &again), TILLIT_OK);
    assert_string_equal(tillit_config_json(again), tillit_config_json(config));
    tillit_results_free(results);
    assert_int_equal(tillit_config_run(config, 1, stop_at_once, NULL, &results, NULL), TILLIT_STOPPED);
    assert_null(results);
    assert_int_equal(tillit_config_run(config, -1, NULL, NULL, &results, NULL), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_config_run(NULL, 1, NULL, NULL, &results, NULL), TILLIT_NULL);
    tillit_config_free(again);
    tillit_config_free(config);
}

static void costs_are_made_equal_or_it_is_said(void **state)
{
    (void)state;
    static const char text[] =
        "title: {sv: T, en: T}\nquestion: {sv: Q, en: Q}\nconfig: configs/small.yaml\narms:\n"
        "  - {name: a, title: {sv: A, en: A}}\n"
        "  - {name: b, title: {sv: B, en: B}, set: {resources.client_time_share: 0.64}, equal_cost: %s}\n";
    char own[600];
    double value;
    tillit_experiment *e;
    tillit_results *results;
    tillit_messages *messages;
    tillit_config *config;
    snprintf(own, sizeof own, text, "resources.client_time_share");
    assert_int_equal(tillit_experiment_read(own, "x.yaml", NULL, NULL, 0, &e, NULL), TILLIT_OK);
    assert_int_equal(tillit_experiment_run(e, 2, NULL, NULL, &results, &messages), TILLIT_OK);
    assert_int_equal(tillit_results_config(results, 1, &config), TILLIT_OK);
    assert_int_equal(tillit_config_value(config, "resources.client_time_share", &value), TILLIT_OK);
    assert_true(value < 0.85);
    tillit_config_free(config);
    tillit_results_free(results);
    tillit_experiment_free(e);
    snprintf(own, sizeof own, text, "plan.contact_weight");
    assert_int_equal(tillit_experiment_read(own, "x.yaml", NULL, NULL, 0, &e, NULL), TILLIT_OK);
    assert_int_equal(tillit_experiment_run(e, 2, NULL, NULL, &results, &messages), TILLIT_NO_EQUAL_COST);
    assert_non_null(strstr(tillit_messages_text(messages), "no closer"));
    tillit_messages_free(messages);
    tillit_experiment_free(e);
}
#if defined(__GLIBC__) && UINTPTR_MAX > UINT32_MAX
/* Threads that are made from now on have a stack of such a size; what it was. */
static size_t set_stack(size_t size)
{
    pthread_attr_t attributes;
    size_t before;
    assert_int_equal(pthread_getattr_default_np(&attributes), 0);
    assert_int_equal(pthread_attr_getstacksize(&attributes, &before), 0);
    assert_int_equal(pthread_attr_setstacksize(&attributes, size), 0);
    assert_int_equal(pthread_setattr_default_np(&attributes), 0);
    pthread_attr_destroy(&attributes);
    return before;
}

static int stop_within_a_run(void *context, int64_t done, int64_t total)
{
    int64_t *seen = context;
    (void)total;
    *seen = done;
    return done > 0;
}

/* As in WebAssembly: no thread starts, since no memory has room for its stack. */
static void without_threads_each_day_is_told(void **state)
{
    (void)state;
    int64_t done = -1;
    tillit_results *results;
    tillit_config *config = config_with(NULL);
    size_t before = set_stack((size_t)1 << 47);
    tillit_status status = tillit_config_run(config, 2, stop_within_a_run, &done, &results, NULL);
    set_stack(before);
    assert_int_equal(status, TILLIT_STOPPED);
    assert_true(done > 0 && done < 56);
    tillit_config_free(config);
}
#endif

/* ---- tables, statistics, figures ----------------------------------------------------------------------------- */

/* Is each row of words about a parameter? */
static int rows_of_words(void)
{
    int rows = 0;
#define TL_WORDS(path, swedish, english) rows += tillit_parameter_find(path) >= 0 ? 1 : 1000;
#include "config/parameter_words.def"
    return rows;
}

static void tables_are_whole(void **state)
{
    (void)state;
    int labelled = 0;
    for (int i = 0; i < tillit_parameter_count(); i++) {
        const tillit_parameter *p = tillit_parameter_at(i);
        assert_int_equal(tillit_parameter_find(p->path), i);
        assert_true(strlen(p->meaning) > 0 && strlen(p->unit) > 0);
        bool lever = strcmp(p->section, "lever") == 0; /* each has plain words in both languages */
        assert_true(!lever || (strcmp(p->label[TILLIT_SWEDISH], p->path) != 0 &&
                               strcmp(p->label[TILLIT_ENGLISH], p->path) != 0));
        assert_true(lever ? p->stop_count >= 2 : p->stop_count >= 0);
        for (int stop = 0; stop < p->stop_count; stop++) {
            assert_true(p->stops[stop].value >= p->low && p->stops[stop].value <= p->high);
            assert_true(strlen(p->stops[stop].label[TILLIT_SWEDISH]) > 0);
        }
        assert_true(strlen(p->sentence[TILLIT_SWEDISH]) > 0 &&
                    strcmp(p->sentence[TILLIT_ENGLISH], p->meaning) == 0);
        labelled += strcmp(p->label[TILLIT_SWEDISH], p->path) != 0;
        assert_true(p->default_value >= p->low && p->default_value <= p->high);
    }
    assert_int_equal(labelled, rows_of_words());
    for (int i = 0; i < tillit_measure_count(); i++) {
        assert_int_equal(tillit_measure_find(tillit_measure_at(i)->name), i);
        const tillit_measure *m = tillit_measure_at(i);
        assert_true(strlen(m->label[TILLIT_SWEDISH]) > 0 && strlen(m->sentence[TILLIT_SWEDISH]) > 0);
        assert_true((strlen(m->ends[0][TILLIT_SWEDISH]) == 0) == (strcmp(m->telling, "amount") == 0));
        assert_true((strlen(m->published) == 0) == (strlen(m->published_sv) == 0));
    }
    for (int i = 0; i < tillit_counter_count(); i++) {
        assert_int_equal(tillit_counter_find(tillit_counter_at(i)->name), i);
    }
    assert_null(tillit_parameter_at(-1));
    assert_null(tillit_measure_at(tillit_measure_count()));
    assert_null(tillit_counter_at(tillit_counter_count()));
    assert_int_equal(tillit_measure_find(NULL), -1);
    assert_int_equal(tillit_parameter_find("none"), -1);
    assert_true(tillit_measure_count() <= MOST_MEASURES);
}

static void statuses_and_versions_have_texts(void **state)
{
    (void)state;
    for (int status = -1; status <= TILLIT_NO_EQUAL_COST + 1; status++) {
        assert_true(strlen(tillit_status_text((tillit_status)status)) > 3);
    }
    assert_string_equal(tillit_version(), "0.1.0");
    assert_true(strlen(tillit_model_version()) > 0);
    assert_string_equal(tillit_verdict_name(TILLIT_UNDECIDED, TILLIT_ENGLISH), "undecided");
    assert_null(tillit_verdict_name((tillit_verdict)7, TILLIT_ENGLISH));
}

static void estimates_have_their_intervals(void **state)
{
    (void)state;
    const double values[] = {1.0, 2.0, NAN, 4.0};
    tillit_estimate e;
    assert_int_equal(tillit_estimate_of(values, 4, 0.95, &e), TILLIT_OK);
    assert_int_equal(e.count, 3);
    assert_near(e.mean, 7.0 / 3.0, 1e-15);
    assert_near(e.half_width, 4.302652729749464 * sqrt(7.0 / 9.0), 1e-12);
    assert_int_equal(tillit_estimate_of(values, 1, 0.95, &e), TILLIT_OK);
    assert_true(isnan(e.half_width));
    assert_int_equal(tillit_estimate_of(values, 4, 1.0, &e), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_estimate_of(NULL, 4, 0.9, &e), TILLIT_NULL);
    assert_near(tillit_t_quantile(0.975, 1.0), 12.706204736174694, 1e-11);
    assert_near(tillit_t_quantile(0.025, 1.0), -12.706204736174694, 1e-11);
    assert_true(tillit_t_quantile(0.5, 3.0) == 0.0);
    assert_true(isnan(tillit_t_quantile(1.0, 3.0)) && isnan(tillit_t_quantile(0.9, 0.0)));
    assert_true(isnan(tillit_t_quantile(0.9, -INFINITY)) && isnan(tillit_t_quantile(0.9, NAN)));
}

/* Reference values are of scipy, and in far tails of closed forms and of the power by which the tail falls. */
static void t_quantiles_hold_to_the_ends(void **state)
{
    (void)state;
    static const struct {
        double p, degrees, t;
    } known[] = {{0.975, INFINITY, 1.959963984540054},     {1e-300, INFINITY, -37.0470962993612},
                 {0.6, INFINITY, 0.2533471031357997},      {1e-300, 1.0, -3.183098861837907e+299},
                 {1e-300, 2.0, -7.071067811865475e+149},   {1e-300, 30.0, -50178575360.50511},
                 {0.975, 0.5, 164.5576734804883},          {0.7, 0.05, 3119.219146032919},
                 {1e-12, 999999.0, -7.03457260850004},     {1e-12, 1000000.0, -7.034572608411257},
                 {1e-200, 2000000.0, -30.209043148495518}, {0.975, 1000000000000.0, 1.9599639845424262},
                 {0.975, 1e+308, 1.959963984540054},       {0.975, 20000.0, 1.9600826051581348}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        double t = tillit_t_quantile(known[i].p, known[i].degrees);
        assert_true(fabs(t / known[i].t - 1.0) < 1e-9);
    }
    assert_true(tillit_t_quantile(0.975, 0.001) == INFINITY);
    assert_true(tillit_t_quantile(0.025, 0.001) == -INFINITY);
    assert_true(tillit_t_quantile(0.5, 0.001) == 0.0 && tillit_t_quantile(0.5, INFINITY) == 0.0);
}

static void a_verdict_needs_a_direction(void **state)
{
    (void)state;
    assert_int_equal(tillit_verdict_of(1, 0.0, 2.0, 1.0), TILLIT_SUPPORTED);
    assert_int_equal(tillit_verdict_of(-1, 0.0, 2.0, 1.0), TILLIT_OPPOSITE);
    assert_int_equal(tillit_verdict_of(7, 0.0, 2.0, 1.0), TILLIT_NO_VERDICT);
    assert_int_equal(tillit_verdict_of(0, 0.0, 2.0, 1.0), TILLIT_NO_VERDICT);
    assert_int_equal(tillit_verdict_of(1, -0.1, 2.0, 1.0), TILLIT_NO_VERDICT);
    assert_int_equal(tillit_verdict_of(1, NAN, 2.0, 1.0), TILLIT_NO_VERDICT);
    assert_null(tillit_verdict_name(TILLIT_NO_VERDICT, TILLIT_ENGLISH));
}

static void figures_have_their_forms(void **state)
{
    (void)state;
    char text[64];
    assert_int_equal(tillit_format_plain(1234567.0, text, sizeof text), 9);
    assert_string_equal(text, "1,234,567");
    tillit_format_plain(-0.08971, text, sizeof text);
    assert_string_equal(text, "-0.0897");
    tillit_format_plain(NAN, text, sizeof text);
    assert_string_equal(text, "-");
    tillit_format_plain(1e300, text, sizeof text);
    assert_string_equal(text, "1e+300");
    tillit_format_number(-16.512, 3, TILLIT_SWEDISH, text, sizeof text);
    assert_string_equal(text, "\u221216,5");
    tillit_format_number(0.0, 3, TILLIT_ENGLISH, text, sizeof text);
    assert_string_equal(text, "0");
    tillit_format_decimal(-0.001, 2, TILLIT_ENGLISH, text, sizeof text);
    assert_string_equal(text, "0.00");
    tillit_format_decimal(12345.678, 1, TILLIT_SWEDISH, text, sizeof text);
    assert_string_equal(text, "12\u202f345,7");
    tillit_format_decimal(NAN, 1, TILLIT_SWEDISH, text, sizeof text);
    assert_string_equal(text, "\u2013");
    assert_int_equal(tillit_format_decimal(12345.0, 0, TILLIT_ENGLISH, NULL, 0), 8);
    assert_int_equal(tillit_format_decimal(1.0, -1, TILLIT_ENGLISH, text, sizeof text), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(experiments_are_compared_and_judged),
        cmocka_unit_test(experiments_are_asked_of_others),
        cmocka_unit_test(what_is_asked_is_whole),
        cmocka_unit_test(arms_that_part_have_courses),
        cmocka_unit_test(courses_of_any_differences_are_found),
        cmocka_unit_test(results_hold_the_digests_of_single_runs),
        cmocka_unit_test(costs_are_made_equal_or_it_is_said),
        cmocka_unit_test(tables_are_whole),
        cmocka_unit_test(statuses_and_versions_have_texts),
        cmocka_unit_test(estimates_have_their_intervals),
        cmocka_unit_test(t_quantiles_hold_to_the_ends),
        cmocka_unit_test(a_verdict_needs_a_direction),
#if defined(__GLIBC__) && UINTPTR_MAX > UINT32_MAX
        cmocka_unit_test(without_threads_each_day_is_told),
#endif
        cmocka_unit_test(figures_have_their_forms),
    };
    return cmocka_run_group_tests_name("results of the library", tests, NULL, NULL);
}
