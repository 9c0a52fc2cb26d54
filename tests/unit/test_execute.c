/* The pool: whatever the threads and the order, the same runs come into the sink, and what ends early says so. */
#include <math.h>
#include <string.h>

#include "run/trial.h"
#include "support/testlib.h"

enum { ARMS = 2, REPLICATES = 3 };

/* Two arms of a pilot in four areas, which differ in a lever. */
static void make_arms(tl_Config arms[ARMS])
{
    for (int arm = 0; arm < ARMS; arm++) {
        arms[arm] =
            small_config("municipality.recipients", 160.0, "municipality.areas", 4.0, "run.days", 56.0,
                         "run.burn_in_days", 14.0, "record.period_days", 14.0, "pilot.share", 0.5, NULL);
        arms[arm].run.replicates = REPLICATES;
    }
    config_set(&arms[1], "plan.continuity_weight", 0.2);
}

static void free_arms(tl_Config arms[ARMS])
{
    for (int arm = 0; arm < ARMS; arm++) {
        tl_config_free(&arms[arm]);
    }
}

static void plan_arms(tl_Plan *plan, const tl_Config arms[ARMS], const tl_Window *windows, int window_count)
{
    tl_plan_of_arms(plan, (const tl_Config *[]){&arms[0], &arms[1]}, ARMS, windows, window_count);
}

/* ---- a sink that counts -------------------------------------------------------------------------------- */

typedef struct Seen {
    uint64_t digests[ARMS * REPLICATES];
    int done[ARMS * REPLICATES], failed[ARMS * REPLICATES];
    char reason[TL_REASON_SIZE];
    int periods, most_periods, last_ticks;
    tl_Tally tally;
} Seen;

static bool on_period(void *context, int64_t run, const tl_Period *period)
{
    Seen *seen = context;
    assert_in_range(run, 0, ARMS * REPLICATES - 1);
    assert_true(period->unit_count > 0);
    return ++seen->periods < seen->most_periods;
}

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    Seen *seen = context;
    bool good = record->status == TL_RUN_DONE;
    assert_int_equal(kept != NULL, good);
    seen->digests[record->run] = record->digest;
    seen->done[record->run] += good;
    seen->failed[record->run] += !good;
    if (!good) {
        memcpy(seen->reason, record->reason, sizeof seen->reason);
    }
    return true;
}

static bool on_tick(void *context, const tl_Tally *so_far, bool last)
{
    Seen *seen = context;
    seen->last_ticks += last;
    seen->tally = *so_far;
    return true;
}

static Seen run(const tl_Plan *plan, const int64_t *runs, int64_t count, const tl_RunOptions *options,
                int most_periods, tl_Outcome expected)
{
    Seen seen = {.most_periods = most_periods};
    const tl_Sink sink = {&seen, on_period, NULL, on_finished, on_tick};
    assert_int_equal(tl_execute(plan, runs, count, options, &sink, NULL), expected);
    assert_int_equal(seen.last_ticks, 1);
    return seen;
}

enum { ALL = 1000000 };

/* ---- what comes ---------------------------------------------------------------------------------------- */

static void arms_are_their_simulations(void **state)
{
    (void)state;
    tl_Config arms[ARMS];
    tl_Plan plan;
    make_arms(arms);
    plan_arms(&plan, arms, NULL, 0);
    assert_int_equal(tl_plan_runs(&plan), ARMS * REPLICATES);
    uint64_t expected[ARMS * REPLICATES];
    for (int number = 0; number < ARMS * REPLICATES; number++) {
        expected[number] = digest_of(&arms[number / REPLICATES], number % REPLICATES, 1, NULL);
    }
    for (int threads = 1; threads <= 13; threads += 4) { /* fewer, and more, than there are runs */
        Seen seen = run(&plan, NULL, 0, &(tl_RunOptions){.threads = threads}, ALL, TL_OK);
        for (int number = 0; number < ARMS * REPLICATES; number++) {
            assert_int_equal(seen.done[number], 1);
            assert_true(seen.digests[number] == expected[number]);
        }
        assert_int_equal(seen.periods, 4 * ARMS * REPLICATES);
        assert_int_equal(seen.tally.days, 70 * ARMS * REPLICATES);
        assert_int_equal(seen.tally.runs, ARMS * REPLICATES);
    }
    tl_plan_free(&plan);
    free_arms(arms);
}

static void runs_that_are_listed_are_made(void **state)
{
    (void)state;
    tl_Config arms[ARMS];
    tl_Plan plan;
    make_arms(arms);
    plan_arms(&plan, arms, NULL, 0);
    Seen seen = run(&plan, (const int64_t[]){5, 1}, 2, &(tl_RunOptions){.threads = 2}, ALL, TL_OK);
    for (int number = 0; number < ARMS * REPLICATES; number++) {
        assert_int_equal(seen.done[number], number == 5 || number == 1);
    }
    seen = run(&plan, (const int64_t[]){0}, 0, &(tl_RunOptions){.threads = 2}, ALL, TL_OK);
    assert_int_equal(seen.tally.runs, 0);
    tl_plan_free(&plan);
    free_arms(arms);
}

/* Areas, groups and providers add up to the whole, whose measures are those of the counters of all units. */
static void windows_look_at_their_units(void **state)
{
    (void)state;
    enum { FIRST = 1, REST, PILOT, OTHERS, OWN };
    tl_Config arms[ARMS];
    tl_Plan plan;
    tl_RunResults results;
    tl_Failure failure;
    tl_Window windows[OWN] = {{.to = 56}, {.to = 56}, {.to = 56}, {.to = 56}, {.to = 56}};
    make_arms(arms);
    tl_selector_add(&windows[FIRST - 1].where, TL_BY_AREA, 1);
    for (int area = 2; area <= 4; area++) {
        tl_selector_add(&windows[REST - 1].where, TL_BY_AREA, area);
    }
    windows[PILOT - 1].where.group = TL_PILOT_UNITS;
    windows[OTHERS - 1].where.group = TL_OTHER_UNITS;
    tl_selector_add(&windows[OWN - 1].where, TL_BY_PROVIDER, 1);
    plan_arms(&plan, arms, windows, OWN);
    tl_windows_free(windows, OWN); /* the plan has its own */
    assert_true(tl_run_arms(&plan, NULL, 0, &(tl_RunOptions){.threads = 2}, &results, &failure));
    int cost = tl_measure_find("cost");
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
        tl_Counters all = totals_of(&arms[1], replicate);
        double value[OWN + 1];
        for (int k = 0; k <= OWN; k++) {
            value[k] = tl_result(&results, 1, replicate, k, cost);
            assert_true(value[k] > 0.0);
        }
        assert_true(value[0] == measure_of(&all, "cost", 56) && value[OWN] == value[0]);
        assert_near(value[FIRST] + value[REST], value[0], 1e-6 * value[0]);
        assert_near(value[PILOT] + value[OTHERS], value[0], 1e-6 * value[0]);
    }
    tl_Estimate d = tl_result_estimate(&results, 1, 0, 0, cost);
    double sum = 0.0;
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
        sum += tl_result(&results, 1, replicate, 0, cost) - tl_result(&results, 0, replicate, 0, cost);
    }
    assert_near(d.mean, sum / REPLICATES, 1e-9 * fabs(sum));
    tl_run_results_free(&results);
    tl_plan_free(&plan);
    free_arms(arms);
}

/* Points that begin with one burn-in are the same whichever worker simulated it, and it is simulated less often
 * than it is used. */
static void burn_ins_are_shared(void **state)
{
    (void)state;
    tl_Config arms[ARMS];
    tl_Plan plan;
    make_arms(arms);
    plan_arms(&plan, arms, NULL, 0);
    plan.starts[0] = &arms[0];
    plan.start_count = 1;
    plan.start_of[0] = plan.start_of[1] = 0;
    Seen one = run(&plan, NULL, 0, &(tl_RunOptions){.threads = 1}, ALL, TL_OK);
    Seen many = run(&plan, NULL, 0, &(tl_RunOptions){.threads = 4}, ALL, TL_OK);
    assert_memory_equal(one.digests, many.digests, sizeof one.digests);
    assert_true(one.digests[0] == digest_of(&arms[0], 0, 1, NULL)); /* nothing moves there */
    assert_int_equal(one.tally.copies, ARMS * REPLICATES);
    assert_in_range(one.tally.burn_ins, REPLICATES, ARMS * REPLICATES);
    tl_plan_free(&plan);
    free_arms(arms);
}

/* ---- what ends early ----------------------------------------------------------------------------------- */

/* A window of a unit that there is not. */
static void make_failing(tl_Plan *plan, const tl_Config arms[ARMS])
{
    tl_Window window = {.name = "w", .to = 56};
    tl_selector_add(&window.where, TL_BY_UNIT, 50);
    plan_arms(plan, arms, &window, 1);
    tl_windows_free(&window, 1);
}

static void a_run_that_fails_is_a_value(void **state)
{
    (void)state;
    tl_Config arms[ARMS];
    tl_Plan plan;
    tl_RunResults results;
    tl_Failure failure;
    make_arms(arms);
    make_failing(&plan, arms);
    Seen seen = run(&plan, NULL, 0, &(tl_RunOptions){.threads = 2}, ALL, TL_OK);
    assert_int_equal(seen.tally.failed, ARMS * REPLICATES);
    assert_string_equal(seen.reason, "window w: 'where' means no unit that there is in its days");
    assert_false(
        tl_run_arms(&plan, (const int64_t[]){4}, 1, &(tl_RunOptions){.threads = 2}, &results, &failure));
    assert_int_equal(failure.outcome, TL_NOBODY_MEANT);
    assert_int_equal(failure.arm, 1);
    assert_int_equal(failure.replicate, 1);
    assert_string_equal(failure.sentence, seen.reason);
    tl_run_results_free(&results);
    tl_plan_free(&plan);
    free_arms(arms);
}

static bool always(void)
{
    return true;
}

static void a_sink_and_a_caller_can_stop(void **state)
{
    (void)state;
    tl_Config arms[ARMS];
    tl_Plan plan;
    tl_RunResults results;
    tl_Failure failure;
    make_arms(arms);
    plan_arms(&plan, arms, NULL, 0);
    Seen seen = run(&plan, NULL, 0, &(tl_RunOptions){.threads = 1}, 6, TL_STOPPED);
    assert_int_equal(seen.periods, 6); /* in the second run, which is then as if it had not been begun */
    assert_int_equal(seen.tally.runs, 1);
    seen = run(&plan, NULL, 0, &(tl_RunOptions){.threads = 3, .stop = always}, ALL, TL_STOPPED);
    assert_int_equal(seen.tally.days, 0);
    assert_false(tl_run_arms(&plan, NULL, 0, &(tl_RunOptions){.stop = always}, &results, &failure));
    assert_int_equal(failure.outcome, TL_STOPPED);
    tl_run_results_free(&results);
    tl_plan_free(&plan);
    free_arms(arms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arms_are_their_simulations),  cmocka_unit_test(runs_that_are_listed_are_made),
        cmocka_unit_test(windows_look_at_their_units), cmocka_unit_test(burn_ins_are_shared),
        cmocka_unit_test(a_run_that_fails_is_a_value), cmocka_unit_test(a_sink_and_a_caller_can_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
