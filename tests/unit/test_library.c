/* The public library: handles, steps, what is counted, messages, and the same digests and measures as the
 * command's way through the core. */
#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/librarylib.h"
#include "support/testlib.h"

/* ---- the same as the command ------------------------------------------------------------------------------- */

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

static double sum_of(const double *values, int64_t count)
{
    double sum = 0.0;
    for (int64_t i = 0; i < count; i++) {
        sum += isnan(values[i]) ? 0.0 : values[i];
    }
    return sum;
}

/* Asked for on any day, and with less room than there are people; nothing comes of it. */
static void people_are_looked_at(void **state)
{
    enum { ROOM = 500 };
    (void)state;
    double hours[ROOM], days[ROOM], few[3] = {-1.0, -1.0, -1.0}, met[ROOM];
    int64_t recipients, employees, same;
    tillit_simulation *simulation = simulation_of(NULL, 1);
    const tillit_simulation *s = simulation;
    assert_int_equal(tillit_simulation_step(simulation, 24, NULL), TILLIT_OK);
    assert_int_equal(tillit_simulation_people(s, "recipient_granted_hours", NULL, 0, &recipients), TILLIT_OK);
    assert_int_equal(tillit_simulation_people(s, "employee_strain", NULL, 0, &employees), TILLIT_OK);
    assert_true(recipients > 10 && recipients < ROOM && employees > 3 && employees < recipients);
    assert_int_equal(tillit_simulation_people(s, "recipient_granted_hours", hours, ROOM, &same), TILLIT_OK);
    assert_int_equal(same, recipients);
    assert_true(sum_of(hours, recipients) > 10.0 * (double)recipients);
    assert_int_equal(tillit_simulation_people(s, "recipient_days_in_care", days, ROOM, &same), TILLIT_OK);
    assert_true(sum_of(days, recipients) > 0.0);
    assert_int_equal(tillit_simulation_people(s, "recipient_staff_met", met, ROOM, &same), TILLIT_OK);
    for (int64_t i = 0; i < recipients; i++) {
        assert_true(isnan(met[i]) || met[i] >= 0.0);
    }
    assert_int_equal(tillit_simulation_people(s, "recipient_granted_hours", few, 2, &same), TILLIT_OK);
    assert_int_equal(same, recipients);
    assert_true(few[0] == hours[0] && few[1] == hours[1] && few[2] == -1.0);
    assert_true(digest_after(simulation) == expect(NULL).digest);
}

static void people_are_asked_for_rightly(void **state)
{
    (void)state;
    double value;
    int64_t people = -7;
    tillit_simulation *s = simulation_of(NULL, 1);
    assert_int_equal(tillit_simulation_people(s, "recipient_hours", &value, 1, &people), TILLIT_UNKNOWN);
    assert_int_equal(tillit_simulation_people(s, NULL, &value, 1, &people), TILLIT_NULL);
    assert_int_equal(tillit_simulation_people(s, "recipient_need", NULL, 1, &people), TILLIT_NULL);
    assert_int_equal(tillit_simulation_people(s, "recipient_need", &value, 1, NULL), TILLIT_NULL);
    assert_int_equal(tillit_simulation_people(s, "recipient_need", &value, -1, &people), TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_people(NULL, "recipient_need", &value, 1, &people), TILLIT_NULL);
    tillit_simulation_free(s);
    assert_int_equal(tillit_simulation_people(s, "recipient_need", &value, 1, &people), TILLIT_ENDED);
    assert_int_equal(people, -7);
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

/* ---- who owns a unit, and where it lies ---------------------------------------------------------------------- */

/* Half of four areas' recipients with four small firms, which have one unit each. */
#define FIRMS                                                                                                \
    "seed: 1\nmunicipality: lillkoping\nregime: ordinary\nmarket: {externals: 4, share: 0.5}\n"              \
    "run: {days: 28, burn_in_days: 0, replicates: 1}\nrecord: {period_days: 14}\n"

static tillit_config *config_of_firms(void)
{
    tillit_config *config;
    const char *sets[] = {"municipality.areas=4", "municipality.outlying_areas=1"};
    assert_int_equal(tillit_config_read(FIRMS, NULL, NULL, sets, 2, &config, NULL), TILLIT_OK);
    return config;
}

static double recipients_of(tillit_simulation *simulation, const tillit_where *where)
{
    double values[MOST_MEASURES];
    assert_int_equal(tillit_simulation_measures(simulation, where, values, tillit_measure_count()),
                     TILLIT_OK);
    return values[tillit_measure_find("recipients")];
}

static void units_are_chosen_by_owner_and_place(void **state)
{
    (void)state;
    tillit_config *config = config_of_firms();
    tillit_simulation *simulation;
    assert_int_equal(tillit_simulation_create(config, 0, 1, &simulation), TILLIT_OK);
    assert_int_equal(tillit_simulation_run(simulation), TILLIT_OK);
    double all = recipients_of(simulation, NULL);
    double own = recipients_of(simulation, &(tillit_where){.kinds = TILLIT_MUNICIPAL});
    double firms = recipients_of(simulation, &(tillit_where){.kinds = TILLIT_EXTERNAL});
    double outlying = recipients_of(simulation, &(tillit_where){.outlying = 1});
    assert_near(own + firms, all, 1e-9);
    assert_near(own, recipients_of(simulation, &(tillit_where){.provider = 1}), 1e-9);
    double small = recipients_of(simulation, &(tillit_where){.kinds = TILLIT_SMALL});
    double others = recipients_of(simulation, &(tillit_where){.kinds = TILLIT_LARGE + TILLIT_NONPROFIT});
    assert_near(small + others, firms, 1e-9);
    assert_near(outlying + recipients_of(simulation, &(tillit_where){.outlying = 2}), all, 1e-9);
    assert_true(own > 0.0 && small > 0.0 && others > 0.0 && outlying > 0.0);
    double values[MOST_MEASURES];
    assert_int_equal(tillit_simulation_measures(
                         simulation, &(tillit_where){.provider = 1, .kinds = TILLIT_EXTERNAL}, values, 1),
                     TILLIT_NOBODY_MEANT);
    assert_int_equal(tillit_simulation_measures(simulation, &(tillit_where){.kinds = 16}, values, 1),
                     TILLIT_OUT_OF_RANGE);
    assert_int_equal(tillit_simulation_measures(simulation, &(tillit_where){.outlying = 3}, values, 1),
                     TILLIT_OUT_OF_RANGE);
    tillit_simulation_free(simulation);
    tillit_config_free(config);
}

static void assert_where(const tillit_config *config, const char *text, tillit_where expected)
{
    tillit_where where;
    tillit_messages *messages;
    if (tillit_where_read(config, text, &where, &messages) != TILLIT_OK) {
        fail_msg("%s: %s", text, tillit_messages_text(messages));
    }
    assert_null(messages);
    assert_memory_equal(&where, &expected, sizeof where);
}

static void a_where_is_read_as_the_command_reads_it(void **state)
{
    (void)state;
    tillit_config *config = config_of_firms();
    assert_where(config, "{external: true}", (tillit_where){.kinds = TILLIT_EXTERNAL});
    assert_where(config, "municipal: true\noutlying: false",
                 (tillit_where){.kinds = TILLIT_MUNICIPAL, .outlying = 2});
    assert_where(config, "{kind: [small, large], outlying: true, pilot: others}",
                 (tillit_where){.kinds = TILLIT_SMALL + TILLIT_LARGE, .outlying = 1, .pilot = 2});
    assert_where(config, "{municipalities: [lillkoping], providers: [3], areas: [2]}",
                 (tillit_where){.municipality = 1, .provider = 3, .area = 2});
    assert_where(config, "{units: [4]}", (tillit_where){.unit = 4});
    tillit_config_free(config);
}

static void assert_no_where(const tillit_config *config, const char *text, const char *said)
{
    tillit_where where = {.unit = 7};
    tillit_messages *messages;
    assert_int_equal(tillit_where_read(config, text, &where, &messages), TILLIT_INVALID);
    if (strstr(tillit_messages_text(messages), said) == NULL) {
        fail_msg("'%s' is not in: %s", said, tillit_messages_text(messages));
    }
    assert_int_equal(where.unit, 7);
    assert_int_equal(where.kinds, 0);
    tillit_messages_free(messages);
}

static void what_is_no_where_is_told_with_what_is_allowed(void **state)
{
    (void)state;
    tillit_config *firms = config_of_firms(), *alone = config_with(NULL);
    tillit_where where;
    assert_no_where(firms, "{kind: smal}", "did you mean 'small'?");
    assert_no_where(firms, "{extern: true}", "did you mean 'external'?");
    assert_no_where(firms, "{external: yes please}", "where.external");
    assert_no_where(firms, "{kind: small, external: true}", "one of kind, external and municipal");
    assert_no_where(firms, "{providers: [1, 2]}", "where.providers: one number is expected here, found 2");
    assert_no_where(firms, "{}", "external: true");
    assert_no_where(firms, "[1]", "where");
    assert_no_where(firms, "{", "where:2:1: error: not YAML");
    assert_no_where(alone, "{external: true}", "market");
    assert_int_equal(tillit_where_read(firms, NULL, &where, NULL), TILLIT_NULL);
    assert_int_equal(tillit_where_read(firms, "{external: true}", NULL, NULL), TILLIT_NULL);
    assert_int_equal(tillit_where_read(NULL, "{external: true}", &where, NULL), TILLIT_NULL);
    tillit_config_free(firms);
    tillit_config_free(alone);
    assert_int_equal(tillit_where_read(firms, "{external: true}", &where, NULL), TILLIT_ENDED);
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
    int64_t people;
    assert_int_equal(tillit_simulation_people(simulation, "recipient_need", &value, 1, &people),
                     TILLIT_FAILED);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_those_of_the_core),
        cmocka_unit_test(steps_and_threads_change_nothing),
        cmocka_unit_test(threads_may_share_a_config),
        cmocka_unit_test(another_thread_may_ask_where_it_stands),
        cmocka_unit_test(a_step_past_the_end_is_said),
        cmocka_unit_test(marks_and_windows_add_up),
        cmocka_unit_test(people_are_looked_at),
        cmocka_unit_test(people_are_asked_for_rightly),
        cmocka_unit_test(units_are_chosen_by_their_numbers),
        cmocka_unit_test(units_are_chosen_by_owner_and_place),
        cmocka_unit_test(a_where_is_read_as_the_command_reads_it),
        cmocka_unit_test(what_is_no_where_is_told_with_what_is_allowed),
        cmocka_unit_test(observers_see_periods_and_may_stop),
        cmocka_unit_test(a_callback_may_free_its_simulation),
        cmocka_unit_test(null_and_ended_handles_are_refused),
        cmocka_unit_test(handles_are_not_used_twice),
        cmocka_unit_test(a_failed_simulation_says_why),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(errors_are_those_of_the_command),
        cmocka_unit_test(a_resolved_config_is_read_again),
        cmocka_unit_test(a_finder_stands_for_the_disk),
        cmocka_unit_test(jansson_is_given_back),
    };
    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
