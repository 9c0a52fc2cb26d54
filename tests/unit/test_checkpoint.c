/* Checkpoints: stopped at any moment and taken up again, on any number of threads, the same comes out; and it does from
 * histories that other runs left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/parting.h"
#include "core/numbers/rng.h"
#include "store/histories.h"
#include "support/checkpointlib.h"

enum { MOMENTS = 30 }; /* or TILLIT_MOMENTS: sanitizers, which make all slower, do with fewer */

/* ---- going on ------------------------------------------------------------------------------------------ */

/* At moments drawn by luck that is always the same; gone on from on other numbers of threads, and perhaps stopped
 * again and again. */
static void stop_at_random(bool shared)
{
    Case c;
    long questions;
    make_case(&c, shared);
    Seen expected = run_whole(&c.plan, &questions), seen;
    const char *asked = getenv("TILLIT_MOMENTS");
    uint64_t moments = asked != NULL ? strtoull(asked, NULL, 10) : MOMENTS;
    assert_true(moments > 0);
    for (uint64_t moment = 0; moment < moments; moment++) {
        uint64_t luck = tl_mix64(moment + (shared ? MOMENTS : 0));
        int threads = moment % 2 == 0 ? 1 : 1 + (int)(luck % 4), stops = 0;
        long until = (long)(luck / 7 % (uint64_t)questions);
        unlink(checkpoint_path);
        while (go_on(&c.plan, threads, until, HOURS_S, &seen) == TL_STOPPED) {
            threads = moment % 2 == 0 ? 1 : 3 - threads % 2;
            until = stops++ < 4 ? 1 + (long)(luck / 1000 % (uint64_t)questions / 3) : NEVER;
        }
        assert_same_seen(&seen, &expected, moment % 2 == 0);
        assert_true(stops > 0);
    }
    free_case(&c);
}

static void stopped_at_any_moment_it_goes_on(void **state)
{
    (void)state;
    stop_at_random(false);
}

static void stopped_in_shared_burn_ins_it_goes_on(void **state)
{
    (void)state;
    stop_at_random(true);
}

/* Written as often as can be; what is in the middle of it is as good as any. */
static void writing_it_changes_nothing(void **state)
{
    (void)state;
    Case c;
    long questions;
    make_case(&c, true);
    Seen expected = run_whole(&c.plan, &questions), seen;
    for (int threads = 1; threads <= 3; threads++) {
        unlink(checkpoint_path);
        assert_int_equal(go_on(&c.plan, threads, NEVER, 0.0, &seen), TL_OK);
        assert_same_seen(&seen, &expected, threads == 1);
        assert_int_equal(go_on(&c.plan, threads, NEVER, 0.0, &seen),
                         TL_OK); /* from where it was written last */
        assert_same_seen(&seen, &expected, false);
    }
    free_case(&c);
}

/* Several calls of tl_execute in one command, as for equal cost: those that were done are not made again. */
static void what_came_before_is_given_again(void **state)
{
    (void)state;
    Case c;
    long questions;
    char said[4096];
    make_case(&c, false);
    Seen expected = run_whole(&c.plan, &questions), seen;
    for (int part = 0; part < 2; part++) {
        tl_Checkpoint *checkpoint = open_checkpoint(&own_checkpoint, HOURS_S, said, sizeof said);
        const tl_RunOptions options = {
            .threads = 1, .stop = is_stopped, .keeper = tl_checkpoint_keeper(checkpoint)};
        for (int stage = 0; stage < 2; stage++) {
            stop_after(part == 0 && stage == 0 ? NEVER : part == 0 ? questions / 2 : stage == 0 ? 0 : NEVER);
            const tl_Sink sink = sink_into(&seen, &c.plan);
            tl_Outcome outcome = tl_execute(&c.plan, NULL, 0, &options, &sink, NULL);
            assert_int_equal(outcome, part == 0 && stage == 1 ? TL_STOPPED : TL_OK);
            assert_true(outcome != TL_OK || seen.all == expected.all);
            assert_true(part == 0 || stage == 1 || questions_asked() == 0); /* nothing was simulated */
        }
        tl_checkpoint_free(checkpoint);
    }
    free_case(&c);
}

/* ---- histories ----------------------------------------------------------------------------------------- */

static Seen run_from(tl_HistoryFolder *f, const tl_Plan *plan, int threads, tl_Outcome expected)
{
    Seen seen;
    tl_Messages messages = {0};
    assert_true(tl_history_folder_open(f, checkpoint_path, &messages));
    const tl_Sink sink = sink_into(&seen, plan);
    const tl_RunOptions options = {.threads = threads, .histories = &f->histories};
    assert_int_equal(tl_execute(plan, NULL, 0, &options, &sink, NULL), expected);
    tl_history_folder_close(f);
    return seen;
}

static char *a_history(const Case *c, int arm, int replicate)
{
    static char name[160];
    snprintf(name, sizeof name, "%s/%016llx-%d.history", checkpoint_path,
             (unsigned long long)tl_history_digest(&c->arms[arm]), replicate + 1);
    return name;
}

static void remove_histories(const Case *c)
{
    for (int run = 0; run < RUNS; run++) {
        unlink(a_history(c, run / REPLICATES, run % REPLICATES));
    }
    assert_int_equal(rmdir(checkpoint_path), 0);
}

/* Whoever finds them begins there: the same comes out, and nobody simulates a burn-in twice. */
static void histories_are_simulated_once(void **state)
{
    (void)state;
    Case c, longer;
    long questions;
    tl_HistoryFolder f;
    make_case(&c, false);
    make_case(&longer, false);
    config_set(&longer.arms[0], "run.days", 42);
    config_set(&longer.arms[1], "run.days", 42);
    Seen expected = run_whole(&c.plan, &questions);
    for (int threads = 1; threads <= 3; threads += 2) {
        Seen seen = run_from(&f, &c.plan, threads, TL_OK);
        assert_same_seen(&seen, &expected, false);
        assert_int_equal(f.added + f.failed, threads == 1 ? RUNS : 0);
        assert_int_equal(f.taken, threads == 1 ? 0 : RUNS);
    }
    assert_true(tl_history_digest(&c.arms[0]) == tl_history_digest(&longer.arms[0]));
    assert_true(tl_history_digest(&c.arms[0]) != tl_history_digest(&c.arms[1]));
    config_set(&longer.arms[0], "seed", 2);
    assert_true(tl_history_digest(&c.arms[0]) != tl_history_digest(&longer.arms[0]));
    remove_histories(&c);
    free_case(&longer);
    free_case(&c);
}

/* A history under another's name, or damaged, is none. */
static void a_history_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    Case c;
    tl_HistoryFolder f;
    char other[160];
    make_case(&c, false);
    run_from(&f, &c.plan, 1, TL_OK);
    strcpy(other, a_history(&c, 1, 0));
    assert_int_equal(rename(other, a_history(&c, 0, 0)), 0);
    run_from(&f, &c.plan, 1, TL_STOPPED);
    assert_int_equal(truncate(a_history(&c, 0, 0), 5000), 0);
    run_from(&f, &c.plan, 1, TL_STOPPED);
    unlink(a_history(&c, 0, 0));
    run_from(&f, &c.plan, 1, TL_OK);
    assert_int_equal(f.added, 2);
    assert_int_equal(f.taken, RUNS - 2);
    remove_histories(&c);
    free_case(&c);
}

static void histories_need_a_folder(void **state)
{
    (void)state;
    tl_HistoryFolder f;
    tl_Messages messages = {0};
    fclose(fopen(checkpoint_path, "w"));
    assert_false(tl_history_folder_open(&f, checkpoint_path, &messages));
    assert_non_null(strstr(messages.list[0].text, "is no folder, where that of histories is expected"));
    assert_false(tl_history_folder_open(&f, "/nowhere/at/all", &messages));
    assert_non_null(strstr(messages.list[1].text, "cannot be made: No such file or directory"));
    tl_messages_free(&messages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(stopped_at_any_moment_it_goes_on), TEST(stopped_in_shared_burn_ins_it_goes_on),
        TEST(writing_it_changes_nothing),       TEST(what_came_before_is_given_again),
        TEST(histories_are_simulated_once),     TEST(a_history_that_does_not_fit_is_refused),
        TEST(histories_need_a_folder),
    };
    return cmocka_run_group_tests_name("checkpoint", tests, NULL, NULL);
}
