/* The public library: every status, and the same digests and measures as the command's way through the core. */
#ifdef __linux__
#define _GNU_SOURCE /* pthread_setattr_default_np */
#endif

#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_read.h"
#include "run/window_totals.h"
#include "support/testlib.h"
#include "tillit.h"

#define SMALL                                                                                                \
    "seed: 1\nmunicipality: lillkoping\nregime: ordinary\n"                                                  \
    "run: {days: 42, burn_in_days: 14, replicates: 2}\nrecord: {period_days: 14}\n"

enum { MOST_MEASURES = 256 };

static tillit_config *config_with(const char *set)
{
    tillit_config *config;
    tillit_messages *messages;
    tillit_status status =
        tillit_config_read(SMALL, "configs/test.yaml", NULL, &set, set != NULL, &config, &messages);
    if (status != TILLIT_OK) {
        fail_msg("%s: %s", tillit_status_text(status), tillit_messages_text(messages));
    }
    tillit_messages_free(messages);
    return config;
}

static tillit_simulation *simulation_of(const char *set, int threads)
{
    tillit_simulation *simulation;
    tillit_config *config = config_with(set);
    assert_int_equal(tillit_simulation_create(config, 0, threads, &simulation), TILLIT_OK);
    tillit_config_free(config); /* the simulation keeps what it needs of it */
    return simulation;
}

static uint64_t digest_after(tillit_simulation *simulation)
{
    uint64_t digest;
    tillit_status status = tillit_simulation_run(simulation);
    assert_true(status == TILLIT_OK || status == TILLIT_FINISHED);
    assert_int_equal(tillit_simulation_digest(simulation, &digest), TILLIT_OK);
    tillit_simulation_free(simulation);
    return digest;
}

/* ---- the same as the command ------------------------------------------------------------------------------- */

typedef struct Expected {
    uint64_t digest;
    tl_Counters total;
    double days;
} Expected;

static bool add(void *context, const tl_Period *period)
{
    Expected *expected = context;
    tl_period_sum(period, &(tl_Selector){.group = TL_ALL_UNITS}, &expected->total);
    expected->days += period->days;
    return true;
}

/* What the core makes of a config. */
static Expected expect(const char *set)
{
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    const tl_Files files = {.name = "configs/test.yaml", .text = SMALL, .size = strlen(SMALL)};
    assert_true(tl_config_load_text(&files, &set, set != NULL, &loaded, &messages));
    tl_messages_free(&messages);
    Expected expected = {.days = 0.0};
    tl_Observer observer = {.context = &expected, .period = add};
    tl_Simulation simulation;
    assert_int_equal(tl_simulation_create(&simulation, &loaded.config, 0, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_run(&simulation, &observer), TL_OK);
    expected.digest = tl_simulation_digest(&simulation);
    tl_simulation_free(&simulation);
    tl_loaded_config_free(&loaded);
    return expected;
}

static void bits_are_those_of_the_core(void **state)
{
    (void)state;
    double values[MOST_MEASURES];
    Expected expected = expect(NULL);
    tillit_simulation *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_run(simulation), TILLIT_OK);
    assert_int_equal(tillit_simulation_measures(simulation, NULL, values, tillit_measure_count()), TILLIT_OK);
    for (int m = 0; m < tillit_measure_count(); m++) {
        double own = tl_measures[m].value(&expected.total, expected.days);
        assert_memory_equal(&values[m], &own, sizeof own);
    }
    assert_true(digest_after(simulation) == expected.digest);
}

static void steps_and_threads_change_nothing(void **state)
{
    (void)state;
    uint64_t expected = expect(NULL).digest;
    assert_true(digest_after(simulation_of(NULL, 3)) == expected);
    assert_true(digest_after(simulation_of(NULL, 0)) == expected);
    tillit_simulation *simulation = simulation_of(NULL, 1);
    int32_t done, sizes[] = {1, 5, 9, 0, 14};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(tillit_simulation_step(simulation, sizes[i], &done), TILLIT_OK);
        assert_int_equal(done, sizes[i]);
    }
    assert_int_equal(tillit_simulation_day(simulation), 29);
    assert_true(digest_after(simulation) == expected);
}

/* Several threads, each with simulations of its own from one config; the table of handles is theirs together. */
static void *run_some(void *config)
{
    enum { RUNS = 3 };
    uint64_t digest = 0;
    for (int i = 0; i < RUNS; i++) {
        tillit_simulation *simulation, *copy;
        if (tillit_simulation_create(config, 0, 1, &simulation) != TILLIT_OK ||
            tillit_simulation_step(simulation, 10 + i, NULL) != TILLIT_OK ||
            tillit_simulation_copy(simulation, NULL, &copy) != TILLIT_OK ||
            tillit_simulation_run(copy) != TILLIT_OK ||
            tillit_simulation_digest(copy, &digest) != TILLIT_OK) {
            return NULL;
        }
        tillit_simulation_free(simulation);
        tillit_simulation_free(copy);
    }
    uint64_t *result = malloc(sizeof *result);
    if (result != NULL) {
        *result = digest;
    }
    return result;
}

static void threads_may_share_a_config(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    tillit_config *config = config_with(NULL);
    uint64_t expected = expect(NULL).digest;
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, run_some, config), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *digest;
        pthread_join(threads[i], &digest);
        assert_non_null(digest);
        assert_true(*(uint64_t *)digest == expected);
        free(digest);
    }
    tillit_config_free(config);
}

static void *run_to_the_end(void *simulation)
{
    tillit_status status = tillit_simulation_run(simulation);
    return status == TILLIT_OK ? simulation : NULL;
}

/* What the thread sanitizer is to see: one thread asks where it stands while another steps it. */
static void another_thread_may_ask_where_it_stands(void **state)
{
    (void)state;
    pthread_t thread;
    void *done;
    int32_t last = 0;
    tillit_simulation *simulation = simulation_of(NULL, 1);
    assert_int_equal(pthread_create(&thread, NULL, run_to_the_end, simulation), 0);
    while (tillit_simulation_finished(simulation) == 0) {
        int32_t day = tillit_simulation_day(simulation);
        assert_true(day >= last && day <= tillit_simulation_total_days(simulation));
        assert_string_equal(tillit_simulation_failure(simulation), "");
        last = day;
    }
    pthread_join(thread, &done);
    assert_ptr_equal(done, simulation);
    tillit_simulation_free(simulation);
}

static void a_step_past_the_end_is_said(void **state)
{
    (void)state;
    int32_t done;
    tillit_simulation *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_total_days(simulation), 56);
    assert_int_equal(tillit_simulation_burn_in_days(simulation), 14);
    assert_int_equal(tillit_simulation_step(simulation, 50, &done), TILLIT_OK);
    assert_int_equal(tillit_simulation_finished(simulation), 0);
    assert_int_equal(tillit_simulation_step(simulation, 50, &done), TILLIT_FINISHED);
    assert_int_equal(done, 6);
    assert_int_equal(tillit_simulation_finished(simulation), 1);
    assert_int_equal(tillit_simulation_step(simulation, 1, &done), TILLIT_FINISHED);
    assert_int_equal(done, 0);
    assert_int_equal(tillit_simulation_run(simulation), TILLIT_FINISHED);
    assert_int_equal(tillit_simulation_step(simulation, -1, NULL), TILLIT_OUT_OF_RANGE);
    tillit_simulation_free(simulation);
}

/* ---- branches ---------------------------------------------------------------------------------------------- */

static void a_copy_goes_the_same_way(void **state)
{
    (void)state;
    uint64_t expected = expect(NULL).digest;
    for (int32_t day = 0; day <= 40; day += 8) {
        tillit_simulation *copy, *simulation = simulation_of(NULL, 2);
        assert_int_equal(tillit_simulation_step(simulation, day, NULL), TILLIT_OK);
        assert_int_equal(tillit_simulation_copy(simulation, NULL, &copy), TILLIT_OK);
        assert_true(digest_after(simulation) == expected);
        assert_true(digest_after(copy) == expected);
    }
}

static void a_branch_is_what_a_change_on_that_day_is(void **state)
{
    (void)state;
    static const char changed[] = SMALL "timeline:\n"
                                        "  - {name: x, day: 10, set: {plan.continuity_weight: 3}}\n";
    tillit_config *config, *other = config_with("plan.continuity_weight=3");
    assert_int_equal(tillit_config_read(changed, "configs/x.yaml", NULL, NULL, 0, &config, NULL), TILLIT_OK);
    tillit_simulation *expected, *branch, *twig, *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_create(config, 0, 1, &expected), TILLIT_OK);
    assert_int_equal(tillit_simulation_step(simulation, 24, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, other, &branch), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(branch, NULL, &twig), TILLIT_OK);
    uint64_t digest = digest_after(expected);
    assert_true(digest_after(branch) == digest);
    assert_true(digest_after(twig) == digest);
    assert_true(digest_after(simulation) == expect(NULL).digest);
    tillit_config_free(config);
    tillit_config_free(other);
}

/* Back to where it came from, on the same day and later. */
static void a_branch_can_be_branched_from(void **state)
{
    (void)state;
    tillit_config *first = config_with(NULL), *other = config_with("plan.continuity_weight=3");
    tillit_simulation *branch, *back, *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_step(simulation, 24, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, other, &branch), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(branch, first, &back), TILLIT_OK);
    assert_true(digest_after(back) == expect(NULL).digest);
    assert_int_equal(tillit_simulation_step(branch, 7, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(branch, first, &back), TILLIT_OK);
    uint64_t later = digest_after(back);
    assert_true(later != expect(NULL).digest);
    assert_true(later != digest_after(branch));
    tillit_simulation_free(simulation);
    tillit_config_free(first);
    tillit_config_free(other);
}

static tillit_simulation *simulation_under(const char *timeline, const char *set, tillit_config **config)
{
    tillit_simulation *simulation;
    char text[1024];
    snprintf(text, sizeof text, "%s%s", SMALL, timeline);
    const char *sets[] = {"municipality.areas=2", set};
    assert_int_equal(tillit_config_read(text, "configs/x.yaml", NULL, sets, 2, config, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_create(*config, 0, 1, &simulation), TILLIT_OK);
    return simulation;
}

static uint64_t digest_under(const char *timeline)
{
    tillit_config *config;
    tillit_simulation *simulation = simulation_under(timeline, "plan.continuity_weight=1", &config);
    tillit_config_free(config);
    return digest_after(simulation);
}

/* From a start of 1, on measured day 10, under the same timeline with a start of 3. */
static uint64_t digest_of_branch(const char *timeline)
{
    tillit_config *first, *other;
    tillit_simulation *branch, *simulation = simulation_under(timeline, "plan.continuity_weight=1", &first);
    tillit_simulation_free(simulation_under(timeline, "plan.continuity_weight=3", &other));
    assert_int_equal(tillit_simulation_step(simulation, 24, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, other, &branch), TILLIT_OK);
    tillit_simulation_free(simulation);
    tillit_config_free(first);
    tillit_config_free(other);
    return digest_after(branch);
}

#define SET_ALL(day, value) "  - {name: x, day: " #day ", set: {plan.continuity_weight: " #value "}}\n"
#define SET_AREA(area, day, value)                                                                           \
    "  - {name: y, day: " #day ", where: {areas: [" #area "]}, set: {plan.continuity_weight: " #value "}}\n"

static void a_branch_has_what_its_schedule_says(void **state)
{
    (void)state;
    assert_true(digest_of_branch("timeline:\n" SET_ALL(5, 2)) == digest_under("timeline:\n" SET_ALL(5, 2)));
    assert_true(digest_of_branch("timeline:\n" SET_AREA(1, 5, 2)) ==
                digest_under("timeline:\n" SET_AREA(1, 5, 2) SET_AREA(2, 10, 3)));
}

/* To where the branch came from: as if a timeline had moved the lever there and back. */
static void back_to_before_is_a_change_back(void **state)
{
    (void)state;
    tillit_config *first, *other;
    tillit_simulation *branch, *back, *simulation = simulation_under("", "plan.continuity_weight=1", &first);
    tillit_simulation_free(simulation_under("", "plan.continuity_weight=3", &other));
    assert_int_equal(tillit_simulation_step(simulation, 24, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, other, &branch), TILLIT_OK);
    assert_int_equal(tillit_simulation_step(branch, 7, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(branch, first, &back), TILLIT_OK);
    assert_true(digest_after(back) == digest_under("timeline:\n" SET_ALL(10, 3) SET_ALL(17, 1)));
    tillit_simulation_free(simulation);
    tillit_simulation_free(branch);
    tillit_config_free(first);
    tillit_config_free(other);
}

static void a_branch_must_be_alike(void **state)
{
    (void)state;
    static const char *const sets[] = {"seed=2", "organisation.span=30", "opinion.half_life_days=50",
                                       "municipality.recipients=90", "run.days=56"};
    tillit_simulation *copy, *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_step(simulation, 20, NULL), TILLIT_OK);
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        tillit_config *config = config_with(sets[i]);
        assert_int_equal(tillit_simulation_copy(simulation, config, &copy), TILLIT_NOT_ALIKE);
        assert_null(copy);
        tillit_config_free(config);
    }
    tillit_config *config;
    static const char earlier[] = SMALL "timeline:\n  - {name: x, day: 3, set: {plan.contact_weight: 1}}\n";
    assert_int_equal(tillit_config_read(earlier, "configs/x.yaml", NULL, NULL, 0, &config, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_copy(simulation, config, &copy), TILLIT_NOT_ALIKE);
    tillit_config_free(config);
    tillit_simulation_free(simulation);
}

/* ---- what is counted --------------------------------------------------------------------------------------- */

static void marks_and_windows_add_up(void **state)
{
    (void)state;
    int visits = tillit_measure_find("recipients"), count = tillit_measure_count();
    double all[MOST_MEASURES], window[MOST_MEASURES], since[MOST_MEASURES];
    tillit_simulation *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_step(simulation, 10, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_measures(simulation, NULL, all, count), TILLIT_OK);
    assert_true(isnan(all[visits])); /* the burn-in */
    assert_int_equal(tillit_simulation_step(simulation, 4 + 14 + 7, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_measures(simulation, NULL, all, count), TILLIT_OK);
    assert_true(all[visits] > 10.0);
    assert_int_equal(tillit_simulation_window(simulation, 0, 14, NULL, window, count), TILLIT_OK);
    assert_int_equal(tillit_simulation_window(simulation, 0, 21, NULL, window, count), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_window(simulation, INT32_MIN, INT32_MAX, NULL, window, count),
                     TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_window(simulation, INT32_MIN, 14, NULL, window, count),
                     TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_mark(simulation), TILLIT_OK);
    assert_int_equal(tillit_simulation_window(simulation, 0, 14, NULL, window, count), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_step(simulation, 7, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_measures(simulation, NULL, since, count), TILLIT_OK);
    assert_int_equal(tillit_simulation_window(simulation, 14, 28, NULL, window, count), TILLIT_OUT_OF_RANGE);
    double second = 2.0 * since[visits]; /* of days 21 to 27 and those before the mark, 14 to 20 */
    assert_int_equal(tillit_simulation_run(simulation), TILLIT_OK);
    assert_int_equal(tillit_simulation_window(simulation, 28, 42, NULL, window, count), TILLIT_OK);
    assert_int_equal(tillit_simulation_measures(simulation, NULL, since, count), TILLIT_OK);
    assert_near(since[visits], (second / 2.0 * 7.0 + window[visits] * 14.0) / 21.0, 1e-9);
    tillit_simulation_free(simulation);
}

static void units_are_chosen_by_their_numbers(void **state)
{
    (void)state;
    int count = tillit_measure_count(), recipients = tillit_measure_find("recipients");
    double all[MOST_MEASURES], area[MOST_MEASURES], sum = 0.0;
    tillit_simulation *simulation = simulation_of("municipality.areas=2", 1);
    assert_int_equal(tillit_simulation_step(simulation, 31, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_measures(simulation, NULL, all, count), TILLIT_OK);
    for (int32_t number = 1; number <= 2; number++) {
        tillit_where where = {.municipality = 1, .area = number};
        assert_int_equal(tillit_simulation_measures(simulation, &where, area, count), TILLIT_OK);
        sum += area[recipients];
    }
    assert_near(sum, all[recipients], 1e-9);
    assert_int_equal(tillit_simulation_measures(simulation, &(tillit_where){.area = 3}, area, count),
                     TILLIT_NOBODY_MEANT);
    assert_int_equal(tillit_simulation_measures(simulation, &(tillit_where){.area = -1}, area, count),
                     TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_measures(simulation, &(tillit_where){.pilot = 3}, area, count),
                     TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_measures(simulation, NULL, area, count + 1), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_measures(simulation, NULL, NULL, 1), TILLIT_NULL);
    tillit_simulation_free(simulation);
}

typedef struct Seen {
    tillit_simulation *simulation;
    int periods, stop_at;
    double recipient_days;
    tillit_status inner;
} Seen;

static int look_at(void *context, const tillit_period *period)
{
    Seen *seen = context;
    double counters[1];
    int64_t met[8];
    tillit_where place;
    assert_int_equal(tillit_period_index(period), seen->periods);
    assert_int_equal(tillit_period_first_day(period), 14 * seen->periods);
    assert_int_equal(tillit_period_days(period), 14);
    assert_int_equal(tillit_period_unit(period, 0, &place), TILLIT_OK);
    assert_int_equal(place.municipality, 1);
    assert_int_equal(tillit_period_unit(period, tillit_period_units(period), &place), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_period_counters(period, NULL, counters, 1), TILLIT_OK);
    assert_int_equal(tillit_period_staff_met(period, &place, met, 8), TILLIT_OK);
    assert_int_equal(tillit_period_staff_met(period, NULL, met, 8), TILLIT_OK);
    seen->recipient_days += counters[0];
    seen->inner = tillit_simulation_step(seen->simulation, 1, NULL);
    return ++seen->periods == seen->stop_at;
}

static void observers_see_periods_and_may_stop(void **state)
{
    (void)state;
    assert_string_equal(tillit_counter_at(0)->name, "recipient_days");
    Seen seen = {.stop_at = 2};
    tillit_simulation *copy, *simulation = seen.simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_observe(simulation, look_at, &seen), TILLIT_OK);
    assert_int_equal(tillit_simulation_run(simulation), TILLIT_STOPPED);
    assert_int_equal(seen.inner, TILLIT_BUSY);
    assert_int_equal(tillit_simulation_day(simulation), 14 + 28);
    assert_int_equal(tillit_simulation_copy(simulation, NULL, &copy), TILLIT_OK);
    assert_true(digest_after(copy) == expect(NULL).digest);
    assert_int_equal(seen.periods, 2);
    assert_true(digest_after(simulation) == expect(NULL).digest);
    assert_int_equal(seen.periods, 3);
    assert_true(seen.recipient_days == (double)expect(NULL).total.recipient_days);
}

static int free_it(void *context, const tillit_period *period)
{
    (void)period;
    tillit_simulation_free(context);
    return 0;
}

static void a_callback_may_free_its_simulation(void **state)
{
    (void)state;
    tillit_simulation *simulation = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_observe(simulation, free_it, simulation), TILLIT_OK);
    assert_int_equal(tillit_simulation_run(simulation), TILLIT_OK);
    assert_int_equal(tillit_simulation_run(simulation), TILLIT_ENDED);
}

/* ---- handles ----------------------------------------------------------------------------------------------- */

static void null_and_ended_handles_are_refused(void **state)
{
    (void)state;
    double value;
    uint64_t digest;
    tillit_simulation *simulation = simulation_of(NULL, 1), *other;
    tillit_config *config = config_with(NULL);
    tillit_config_free(config);
    tillit_simulation_free(simulation);
    tillit_config *configs[] = {NULL, config, (tillit_config *)simulation};
    tillit_simulation *simulations[] = {NULL, simulation, (tillit_simulation *)config};
    for (int i = 0; i < 3; i++) {
        tillit_status expected = i == 0 ? TILLIT_NULL : TILLIT_ENDED;
        assert_int_equal(tillit_config_value(configs[i], "seed", &value), expected);
        assert_int_equal(tillit_simulation_create(configs[i], 0, 1, &other), expected);
        assert_null(tillit_config_json(configs[i]));
        assert_null(tillit_config_name(configs[i]));
        assert_int_equal(tillit_config_municipalities(configs[i]), -1);
        assert_int_equal(tillit_simulation_step(simulations[i], 1, NULL), expected);
        assert_int_equal(tillit_simulation_run(simulations[i]), expected);
        assert_int_equal(tillit_simulation_copy(simulations[i], NULL, &other), expected);
        assert_int_equal(tillit_simulation_digest(simulations[i], &digest), expected);
        assert_int_equal(tillit_simulation_mark(simulations[i]), expected);
        assert_int_equal(tillit_simulation_measures(simulations[i], NULL, &value, 1), expected);
        assert_int_equal(tillit_simulation_observe(simulations[i], NULL, NULL), expected);
        assert_int_equal(tillit_simulation_day(simulations[i]), -1);
        assert_int_equal(tillit_simulation_finished(simulations[i]), -1);
        assert_null(tillit_simulation_failure(simulations[i]));
        tillit_simulation_free(simulations[i]);
        tillit_config_free(configs[i]);
    }
    assert_int_equal(tillit_config_load(NULL, NULL, 0, &config, NULL), TILLIT_NULL);
    assert_int_equal(tillit_config_read(SMALL, NULL, NULL, NULL, 0, NULL, NULL), TILLIT_NULL);
    assert_int_equal(tillit_config_read(SMALL, NULL, NULL, NULL, 1, &config, NULL), TILLIT_NULL);
    assert_int_equal(tillit_config_read(SMALL, NULL, NULL, NULL, -1, &config, NULL), TILLIT_OUT_OF_RANGE);
}

/* A handle is not given again: what was freed stays refused. */
static void handles_are_not_used_twice(void **state)
{
    (void)state;
    tillit_config *first = config_with(NULL);
    tillit_config_free(first);
    for (int i = 0; i < 20; i++) {
        tillit_config *config = config_with(NULL);
        assert_ptr_not_equal(config, first);
        assert_null(tillit_config_json(first));
        tillit_config_free(config);
    }
}

static void a_failed_simulation_says_why(void **state)
{
    (void)state;
    static const char text[] =
        SMALL "timeline:\n"
              "  - {name: nobody there, day: 7, set: {plan.contact_weight: 1}, where: {units: [60]}}\n";
    tillit_config *config;
    tillit_simulation *simulation, *copy;
    uint64_t digest;
    double value;
    assert_int_equal(tillit_config_read(text, "configs/x.yaml", NULL, NULL, 0, &config, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_create(config, 0, 1, &simulation), TILLIT_OK);
    assert_string_equal(tillit_simulation_failure(simulation), "");
    assert_int_equal(tillit_simulation_run(simulation), TILLIT_NOBODY_MEANT);
    assert_non_null(strstr(tillit_simulation_failure(simulation), "nobody there: 'where' means no unit"));
    assert_int_equal(tillit_simulation_run(simulation), TILLIT_FAILED);
    assert_int_equal(tillit_simulation_copy(simulation, NULL, &copy), TILLIT_FAILED);
    assert_null(copy);
    assert_int_equal(tillit_simulation_digest(simulation, &digest), TILLIT_FAILED);
    assert_int_equal(tillit_simulation_mark(simulation), TILLIT_FAILED);
    assert_int_equal(tillit_simulation_measures(simulation, NULL, &value, 1), TILLIT_FAILED);
    tillit_results *results;
    tillit_messages *messages;
    assert_int_equal(tillit_config_run(config, 2, NULL, NULL, &results, &messages), TILLIT_NOBODY_MEANT);
    assert_null(results);
    assert_non_null(strstr(tillit_messages_text(messages), "nobody there"));
    tillit_messages_free(messages);
    tillit_simulation_free(simulation);
    tillit_config_free(config);
}

static void numbers_out_of_range_are_refused(void **state)
{
    (void)state;
    tillit_simulation *simulation;
    tillit_config *config = config_with(NULL);
    double value;
    assert_int_equal(tillit_simulation_create(config, -1, 1, &simulation), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_create(config, 0, -1, &simulation), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_create(config, 0, 1, NULL), TILLIT_NULL);
    assert_int_equal(tillit_config_value(config, "no.such", &value), TILLIT_UNKNOWN);
    assert_int_equal(tillit_config_value(config, "run.days", &value), TILLIT_OK);
    assert_true(value == 42.0);
    assert_string_equal(tillit_config_municipality(config, 0), "Lillköping");
    assert_null(tillit_config_municipality(config, 1));
    tillit_config_free(config);
}

/* ---- messages ---------------------------------------------------------------------------------------------- */

static void errors_are_those_of_the_command(void **state)
{
    (void)state;
    static const char text[] =
        "seed: 1\nmunicipality: lillkoping\nplan: {continuity_wieght: 2}\nrun: {days: x}\n";
    tillit_config *config;
    tillit_messages *messages;
    assert_int_equal(tillit_config_read(text, "a.yaml", NULL, NULL, 0, &config, &messages), TILLIT_INVALID);
    assert_null(config);
    assert_int_equal(tillit_messages_errors(messages), 2);
    assert_int_equal(tillit_messages_count(messages), 2);
    assert_true(strncmp(tillit_messages_at(messages, 0), "a.yaml:3:", 9) == 0);
    assert_non_null(strstr(tillit_messages_text(messages), "continuity_weight"));
    assert_null(tillit_messages_at(messages, 2));
    tillit_messages_free(messages);
    assert_null(tillit_messages_text(messages));
    assert_int_equal(tillit_messages_count(messages), -1);
    assert_int_equal(tillit_config_load("no/such.yaml", NULL, 0, &config, &messages), TILLIT_INVALID);
    assert_int_equal(tillit_messages_errors(messages), 1);
    tillit_messages_free(messages);
    const char *set = "run.days=1";
    assert_int_equal(tillit_config_read(SMALL, NULL, NULL, &set, 1, &config, &messages), TILLIT_INVALID);
    assert_non_null(strstr(tillit_messages_text(messages), "--set"));
    tillit_messages_free(messages);
}

static void a_resolved_config_is_read_again(void **state)
{
    (void)state;
    tillit_config *again, *config = config_with(NULL);
    char *text = strdup(tillit_config_json(config));
    assert_int_equal(tillit_config_read(text, "a.json", NULL, NULL, 0, &again, NULL), TILLIT_OK);
    assert_string_equal(tillit_config_json(again), text);
    tillit_config_free(again);
    char *format = strstr(text, "\"format\"");
    assert_non_null(format);
    format += strcspn(format, "0123456789");
    *format = '9';
    tillit_messages *messages;
    assert_int_equal(tillit_config_read(text, "a.json", NULL, NULL, 0, &again, &messages), TILLIT_NEWER);
    assert_non_null(strstr(tillit_messages_text(messages), "newer version"));
    tillit_messages_free(messages);
    tillit_config_free(config);
    free(text);
}

static char *no_file(void *context, const char *path, size_t *size)
{
    (void)path;
    ++*(int *)context;
    *size = 0;
    return NULL;
}

/* A page's collection of files: here those of the checkout. */
static char *find_below(void *top, const char *path, size_t *size)
{
    char full[256], *bytes = NULL;
    snprintf(full, sizeof full, "%s/%s", (const char *)top, path);
    FILE *file = fopen(full, "r");
    *size = 0;
    if (file != NULL && (bytes = malloc(20000)) != NULL) {
        *size = fread(bytes, 1, 20000, file);
    }
    if (file != NULL) {
        fclose(file);
    }
    return bytes;
}

static void a_finder_stands_for_the_disk(void **state)
{
    (void)state;
    int asked = 0;
    char top[] = "configs";
    tillit_config *config;
    tillit_simulation *simulation;
    const tillit_files found = {.find = find_below, .context = top}, folder = {.folder = "no/such"};
    assert_int_equal(tillit_config_read(SMALL, "a.yaml", &found, NULL, 0, &config, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_create(config, 0, 1, &simulation), TILLIT_OK);
    assert_true(digest_after(simulation) == expect(NULL).digest);
    tillit_config_free(config);
    assert_int_equal(tillit_config_read(SMALL, "a.yaml", &folder, NULL, 0, &config, NULL), TILLIT_INVALID);
    const tillit_files files = {.find = no_file, .context = &asked};
    assert_int_equal(tillit_config_read(SMALL, NULL, &files, NULL, 0, &config, NULL), TILLIT_INVALID);
    assert_true(asked > 0);
}

/* ---- experiments ------------------------------------------------------------------------------------------- */

#define EXPERIMENT                                                                                           \
    "title: {sv: T, en: T}\nquestion: {sv: Q, en: Q}\nconfig: configs/small.yaml\narms:\n"                   \
    "  - {name: a, title: {sv: A, en: A}}\n"                                                                 \
    "  - {name: b, title: {sv: B, en: B}, set: {plan.continuity_weight: 4}}\n"                               \
    "outcomes: [staff_met]\nclaims:\n"                                                                       \
    "  - {name: fewer, text: {sv: F, en: F}, outcome: staff_met, contrast: [b, a],\n"                        \
    "     direction: lower, smallest: 0.1, days: [14, 42]}\n"

static tillit_experiment *experiment_with(const char *set)
{
    tillit_experiment *experiment;
    tillit_messages *messages;
    tillit_status status =
        tillit_experiment_read(EXPERIMENT, "x.yaml", NULL, &set, set != NULL, &experiment, &messages);
    if (status != TILLIT_OK) {
        fail_msg("%s: %s", tillit_status_text(status), tillit_messages_text(messages));
    }
    tillit_messages_free(messages);
    return experiment;
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
        labelled += strcmp(p->label[TILLIT_SWEDISH], p->path) != 0;
        assert_true(p->default_value >= p->low && p->default_value <= p->high);
    }
    assert_int_equal(labelled, rows_of_words());
    for (int i = 0; i < tillit_measure_count(); i++) {
        assert_int_equal(tillit_measure_find(tillit_measure_at(i)->name), i);
        assert_true(strlen(tillit_measure_at(i)->label[TILLIT_SWEDISH]) > 0);
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

/* Jansson is the program's own as soon as a call is over, whether it went well or not. */
static void jansson_is_given_back(void **state)
{
    (void)state;
    json_malloc_t take;
    json_free_t give;
    tillit_config *config;
    tillit_config_free(config_with(NULL));
    json_get_alloc_funcs(&take, &give);
    assert_true(take == malloc && give == free);
    assert_int_equal(tillit_config_read("{", "x.json", NULL, NULL, 0, &config, NULL), TILLIT_INVALID);
    json_get_alloc_funcs(&take, &give);
    assert_true(take == malloc && give == free);
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
        cmocka_unit_test(bits_are_those_of_the_core),
        cmocka_unit_test(steps_and_threads_change_nothing),
        cmocka_unit_test(threads_may_share_a_config),
        cmocka_unit_test(another_thread_may_ask_where_it_stands),
        cmocka_unit_test(a_step_past_the_end_is_said),
        cmocka_unit_test(a_copy_goes_the_same_way),
        cmocka_unit_test(a_branch_is_what_a_change_on_that_day_is),
        cmocka_unit_test(a_branch_can_be_branched_from),
        cmocka_unit_test(a_branch_has_what_its_schedule_says),
        cmocka_unit_test(back_to_before_is_a_change_back),
        cmocka_unit_test(a_branch_must_be_alike),
        cmocka_unit_test(marks_and_windows_add_up),
        cmocka_unit_test(units_are_chosen_by_their_numbers),
        cmocka_unit_test(observers_see_periods_and_may_stop),
        cmocka_unit_test(a_callback_may_free_its_simulation),
        cmocka_unit_test(null_and_ended_handles_are_refused),
        cmocka_unit_test(handles_are_not_used_twice),
        cmocka_unit_test(a_failed_simulation_says_why),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(errors_are_those_of_the_command),
        cmocka_unit_test(a_resolved_config_is_read_again),
        cmocka_unit_test(a_finder_stands_for_the_disk),
        cmocka_unit_test(experiments_are_compared_and_judged),
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
        cmocka_unit_test(jansson_is_given_back),
        cmocka_unit_test(figures_have_their_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
