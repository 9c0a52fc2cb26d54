/* Checkpoints: stopped at any moment and taken up again, on any number of threads, the same comes out; what is damaged,
 * another's or forged is refused with a reason. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/parting.h"
#include "core/numbers/rng.h"
#include "store/checkpoint.h"
#include "store/checkpoint_file.h"
#include "store/histories.h"
#include "support/testlib.h"
#include "system/input.h"

enum { ARMS = 2, REPLICATES = 2, RUNS = ARMS * REPLICATES, MOMENTS = 30, HOURS_S = 100000 };

static char folder[64], path[96];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/tillit_checkpoint_XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/kept", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* and nothing else was left in it */
    return 0;
}

/* ---- what is run --------------------------------------------------------------------------------------- */

/* Two arms that differ in a lever, with a window, and a reorganisation within a period, so that a unit is reported that
 * is no longer there; `shared`: they begin with one burn-in. */
typedef struct Case {
    tl_Config arms[ARMS];
    tl_Reorganisation reorganisation;
    tl_Plan plan;
} Case;

static void make_case(Case *c, bool shared)
{
    c->reorganisation =
        (tl_Reorganisation){.name = "r", .day = 5, .rule = TL_GROUP_AT_RANDOM, .pool_size = 6};
    for (int arm = 0; arm < ARMS; arm++) {
        c->arms[arm] = small_config("municipality.recipients", 80.0, "municipality.areas", 2.0, "run.days",
                                    30.0, "run.burn_in_days", 10.0, "record.period_days", 7.0,
                                    "record.snapshot_every_days", 10.0, NULL);
        c->arms[arm].run.replicates = REPLICATES;
        c->arms[arm].reorganisations = &c->reorganisation;
        c->arms[arm].reorganisation_count = 1;
    }
    config_set(&c->arms[1], "plan.continuity_weight", 0.2);
    tl_plan_of_arms(&c->plan, (const tl_Config *[]){&c->arms[0], &c->arms[1]}, ARMS,
                    &(tl_Window){.name = "w", .from = 7, .to = 28}, 1);
    if (shared) {
        c->plan.starts[0] = &c->arms[0];
        c->plan.start_count = 1;
        c->plan.start_of[0] = c->plan.start_of[1] = 0;
    }
}

static void free_case(Case *c)
{
    tl_plan_free(&c->plan);
    for (int arm = 0; arm < ARMS; arm++) {
        c->arms[arm].reorganisations = NULL;
        c->arms[arm].reorganisation_count = 0;
        tl_config_free(&c->arms[arm]);
    }
}

/* ---- a sink that takes in every bit --------------------------------------------------------------------- */

typedef struct Seen {
    uint64_t all, runs[RUNS]; /* of everything in its order, and of each run */
    int finished[RUNS], periods, snapshots;
} Seen;

static void see(Seen *seen, int64_t run, const void *bytes, size_t size)
{
    const unsigned char *next = bytes;
    assert_in_range(run, 0, RUNS - 1);
    for (size_t i = 0; i < size; i++) {
        seen->runs[run] = tl_mix64(seen->runs[run] ^ next[i]);
        seen->all = tl_mix64(seen->all ^ next[i] ^ (uint64_t)run << 8);
    }
}

static bool on_period(void *context, int64_t run, const tl_Period *period)
{
    Seen *seen = context;
    int32_t head[] = {period->index, period->first_day, period->days, period->unit_count};
    see(seen, run, head, sizeof head);
    for (int32_t i = 0; i < period->unit_count; i++) {
        const tl_UnitReport *unit = &period->units[i];
        see(seen, run, &unit->place.number, sizeof unit->place.number);
        see(seen, run, &unit->counters, sizeof unit->counters);
    }
    seen->periods++;
    return true;
}

static bool on_snapshot(void *context, int64_t run, const tl_Snapshot *snapshot)
{
    Seen *seen = context;
    see(seen, run, &snapshot->day, sizeof snapshot->day);
    for (int32_t i = 0; i < snapshot->recipient_count; i++) {
        see(seen, run, &snapshot->recipients[i].id, sizeof(uint64_t));
        see(seen, run, &snapshot->recipients[i].need, sizeof(float));
    }
    for (int32_t i = 0; i < snapshot->employee_count; i++) {
        see(seen, run, &snapshot->employees[i].id, sizeof(uint64_t));
        see(seen, run, &snapshot->employees[i].strain, sizeof(float));
    }
    seen->snapshots++;
    return true;
}

static const tl_Plan *plan_seen;

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    Seen *seen = context;
    see(seen, record->run, &record->digest, sizeof record->digest);
    see(seen, record->run, &record->agent_days, sizeof record->agent_days);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        see(seen, record->run, kept[kind], tl_plan_values(plan_seen, kind) * sizeof(double));
    }
    seen->finished[record->run]++;
    return true;
}

/* ---- stopping after so many questions ------------------------------------------------------------------- */

static long asked, stop_after;

static bool stop(void)
{
    return __atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED) > stop_after;
}

static const tl_CheckpointOf OF = {
    .command = "run",
    .experiment_json = "{\"question\": \"q\"}",
    .names = (const char *const[]){"a", "b"},
    .configs = (const char *const[]){"{\"x\": 1}", "{\"x\": 2, \"origins\": {\"x\": \"f\"}}"},
    .arm_count = 2,
    .recorded = true};

static tl_Checkpoint *open_as(const tl_CheckpointOf *of, double every_s, char *said, size_t size)
{
    tl_Messages messages = {0};
    tl_Checkpoint *checkpoint = tl_checkpoint_open(path, of, every_s, &messages);
    assert_int_equal(checkpoint == NULL, messages.errors > 0);
    tl_input_forget(path); /* this process writes it anew by other ways */
    said[0] = '\0';
    for (int i = 0; i < messages.count; i++) {
        snprintf(said + strlen(said), size - strlen(said), "%s\n", messages.texts[i]);
    }
    tl_messages_free(&messages);
    return checkpoint;
}

/* Goes on from the file, or begins it, until `stop_after` questions were asked. */
static tl_Outcome go_on(const tl_Plan *plan, int threads, long questions, double every_s, Seen *seen)
{
    char said[4096];
    tl_Checkpoint *checkpoint = open_as(&OF, every_s, said, sizeof said);
    assert_string_equal(said, "");
    *seen = (Seen){.all = 0};
    asked = 0;
    stop_after = questions;
    plan_seen = plan;
    const tl_Sink sink = {seen, on_period, on_snapshot, on_finished, NULL};
    const tl_RunOptions options = {
        .threads = threads, .stop = stop, .keeper = tl_checkpoint_keeper(checkpoint)};
    tl_Outcome outcome = tl_execute(plan, NULL, 0, &options, &sink, NULL);
    assert_string_equal(tl_checkpoint_error(checkpoint), "");
    tl_checkpoint_free(checkpoint);
    return outcome;
}

enum { NEVER = 1000000000 };

/* As it is without a checkpoint; and how often it asked whether to stop. */
static Seen whole(const tl_Plan *plan, long *questions)
{
    Seen seen = {.all = 0};
    asked = 0;
    stop_after = NEVER;
    plan_seen = plan;
    const tl_Sink sink = {&seen, on_period, on_snapshot, on_finished, NULL};
    const tl_RunOptions options = {.threads = 1, .stop = stop};
    assert_int_equal(tl_execute(plan, NULL, 0, &options, &sink, NULL), TL_OK);
    *questions = asked;
    assert_int_equal(seen.periods, RUNS * 5);
    assert_int_equal(seen.snapshots, RUNS * 3);
    return seen;
}

static void assert_same(const Seen *seen, const Seen *expected, bool in_order)
{
    assert_memory_equal(seen->runs, expected->runs, sizeof seen->runs);
    assert_memory_equal(seen->finished, expected->finished, sizeof seen->finished);
    assert_int_equal(seen->periods, expected->periods);
    if (in_order) {
        assert_true(seen->all == expected->all);
    }
}

/* ---- going on ------------------------------------------------------------------------------------------ */

/* At 30 moments drawn by luck that is always the same; gone on from on other numbers of threads, and perhaps stopped
 * again and again. */
static void stop_at_random(bool shared)
{
    Case c;
    long questions;
    make_case(&c, shared);
    Seen expected = whole(&c.plan, &questions), seen;
    for (uint64_t moment = 0; moment < MOMENTS; moment++) {
        uint64_t luck = tl_mix64(moment + (shared ? MOMENTS : 0));
        int threads = moment % 2 == 0 ? 1 : 1 + (int)(luck % 4), stops = 0;
        long until = (long)(luck / 7 % (uint64_t)questions);
        unlink(path);
        while (go_on(&c.plan, threads, until, HOURS_S, &seen) == TL_STOPPED) {
            threads = moment % 2 == 0 ? 1 : 3 - threads % 2;
            until = stops++ < 4 ? 1 + (long)(luck / 1000 % (uint64_t)questions / 3) : NEVER;
        }
        assert_same(&seen, &expected, moment % 2 == 0);
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
    Seen expected = whole(&c.plan, &questions), seen;
    for (int threads = 1; threads <= 3; threads++) {
        unlink(path);
        assert_int_equal(go_on(&c.plan, threads, NEVER, 0.0, &seen), TL_OK);
        assert_same(&seen, &expected, threads == 1);
        assert_int_equal(go_on(&c.plan, threads, NEVER, 0.0, &seen),
                         TL_OK); /* from where it was written last */
        assert_same(&seen, &expected, false);
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
    Seen expected = whole(&c.plan, &questions), seen;
    for (int part = 0; part < 2; part++) {
        tl_Checkpoint *checkpoint = open_as(&OF, HOURS_S, said, sizeof said);
        const tl_Sink sink = {&seen, on_period, on_snapshot, on_finished, NULL};
        const tl_RunOptions options = {
            .threads = 1, .stop = stop, .keeper = tl_checkpoint_keeper(checkpoint)};
        for (int stage = 0; stage < 2; stage++) {
            asked = 0;
            stop_after = part == 0 && stage == 0 ? NEVER : part == 0 ? questions / 2 : stage == 0 ? 0 : NEVER;
            seen = (Seen){.all = 0};
            tl_Outcome outcome = tl_execute(&c.plan, NULL, 0, &options, &sink, NULL);
            assert_int_equal(outcome, part == 0 && stage == 1 ? TL_STOPPED : TL_OK);
            assert_true(outcome != TL_OK || seen.all == expected.all);
            assert_true(part == 0 || stage == 1 || asked == 0); /* nothing was simulated */
        }
        tl_checkpoint_free(checkpoint);
    }
    free_case(&c);
}

/* ---- histories ----------------------------------------------------------------------------------------- */

static Seen run_from(tl_HistoryFolder *f, const tl_Plan *plan, int threads, tl_Outcome expected)
{
    Seen seen = {.all = 0};
    tl_Messages messages = {0};
    assert_true(tl_history_folder_open(f, path, &messages));
    plan_seen = plan;
    const tl_Sink sink = {&seen, on_period, on_snapshot, on_finished, NULL};
    const tl_RunOptions options = {.threads = threads, .histories = &f->histories};
    assert_int_equal(tl_execute(plan, NULL, 0, &options, &sink, NULL), expected);
    tl_history_folder_close(f);
    return seen;
}

static char *a_history(const Case *c, int arm, int replicate)
{
    static char name[160];
    snprintf(name, sizeof name, "%s/%016llx-%d.history", path,
             (unsigned long long)tl_history_digest(&c->arms[arm]), replicate + 1);
    return name;
}

static void remove_histories(const Case *c)
{
    for (int run = 0; run < RUNS; run++) {
        unlink(a_history(c, run / REPLICATES, run % REPLICATES));
    }
    assert_int_equal(rmdir(path), 0);
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
    Seen expected = whole(&c.plan, &questions);
    for (int threads = 1; threads <= 3; threads += 2) {
        Seen seen = run_from(&f, &c.plan, threads, TL_OK);
        assert_same(&seen, &expected, false);
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
    fclose(fopen(path, "w"));
    assert_false(tl_history_folder_open(&f, path, &messages));
    assert_non_null(strstr(messages.texts[0], "is no folder, where that of histories is expected"));
    assert_false(tl_history_folder_open(&f, "/nowhere/at/all", &messages));
    assert_non_null(strstr(messages.texts[1], "cannot be made: No such file or directory"));
    tl_messages_free(&messages);
}

/* ---- what is refused ----------------------------------------------------------------------------------- */

static char *read_file(size_t *size)
{
    struct stat about;
    int descriptor = open(path, O_RDONLY);
    assert_true(descriptor >= 0 && fstat(descriptor, &about) == 0);
    char *bytes = malloc((size_t)about.st_size);
    *size = (size_t)about.st_size;
    assert_true(bytes != NULL && read(descriptor, bytes, *size) == (ssize_t)*size);
    close(descriptor);
    return bytes;
}

static void write_file(const void *bytes, size_t size)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(descriptor >= 0 && write(descriptor, bytes, size) == (ssize_t)size);
    close(descriptor);
}

static void assert_refused(const char *because)
{
    char said[4096];
    size_t before, after;
    char *bytes = read_file(&before);
    assert_null(open_as(&OF, HOURS_S, said, sizeof said));
    if (strstr(said, because) == NULL) {
        fail_msg("'%s' is not in: %s", because, said);
    }
    assert_non_null(strstr(said, path));
    char *now = read_file(&after);
    assert_true(before == after && memcmp(bytes, now, after) == 0); /* it is left as it is */
    free(bytes);
    free(now);
}

/* A checkpoint of everything: a run that ended, one under way, a burn-in. */
static void make_checkpoint(Case *c)
{
    Seen seen;
    long questions;
    char said[4096];
    make_case(c, true);
    whole(&c->plan, &questions);
    unlink(path);
    assert_int_equal(go_on(&c->plan, 1, questions * 2 / 3, HOURS_S, &seen), TL_STOPPED);
    for (int64_t under_way = 0; under_way == 0;) {
        assert_int_equal(go_on(&c->plan, 1, 2, HOURS_S, &seen), TL_STOPPED);
        tl_Checkpoint *checkpoint = open_as(&OF, HOURS_S, said, sizeof said);
        under_way = tl_checkpoint_under_way(checkpoint);
        tl_checkpoint_free(checkpoint);
    }
}

static void damage_is_seen_wherever_it_is(void **state)
{
    (void)state;
    Case c;
    size_t size;
    make_checkpoint(&c);
    char *bytes = read_file(&size);
    for (uint64_t i = 0; i < 300; i++) {
        size_t at = i < 100 ? (size_t)i : i < 150 ? size - 1 - (size_t)(i - 100) : tl_mix64(i) % size;
        bytes[at] ^= (char)(1 << i % 8);
        write_file(bytes, size);
        assert_refused(path);
        bytes[at] ^= (char)(1 << i % 8);
    }
    for (uint64_t i = 0; i < 100; i++) {
        write_file(bytes, i < 50 ? (size_t)i : tl_mix64(i) % size);
        assert_refused(path);
    }
    char *longer = calloc(1, size + 1);
    memcpy(longer, bytes, size);
    write_file(longer, size + 1);
    assert_refused("is damaged");
    write_file(bytes, size - 40);
    assert_refused("it was cut off");
    free(longer);
    free(bytes);
    free_case(&c);
}

static void what_is_no_checkpoint_is_left_as_it_is(void **state)
{
    (void)state;
    static const char other[] = "Tillit checkpoint, layout 2\n0123456789", hdf5[] = "\x89HDF\r\n\x1a\n.....";
    write_file("", 0);
    assert_refused("is no checkpoint");
    write_file("a letter to somebody, which is longer than that", 40);
    assert_refused("is no checkpoint of Tillit, and is left as it is");
    write_file(hdf5, sizeof hdf5);
    assert_refused("is a result (HDF5), where a checkpoint is expected");
    write_file(other, sizeof other);
    assert_refused("is a checkpoint of another version of Tillit");
    unlink(path);
    mkdir(path, 0700);
    char said[4096];
    assert_null(open_as(&OF, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "is not a file but a folder"));
    rmdir(path);
}

static void what_is_of_another_is_refused(void **state)
{
    (void)state;
    char said[4096];
    Case c;
    make_checkpoint(&c);
    tl_CheckpointOf of = OF;
    of.command = "experiment";
    assert_null(open_as(&of, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "is of another command: run there, experiment here"));
    of = OF;
    of.recorded = false;
    assert_null(open_as(&of, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "with a result file (--out) there, without a result file (--out) here"));
    of = OF;
    of.configs = (const char *const[]){"{\"x\": 1}", "{\"x\": 3, \"origins\": {}}"};
    of.experiment_json = "{\"question\": \"p\"}";
    assert_null(open_as(&of, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "is of another config of arm 'b': x: 2 | 3 (there | here)"));
    assert_non_null(strstr(said, "is of another experiment: question: \"q\" | \"p\" (there | here)"));
    assert_null(strstr(said, "arm 'a'"));
    assert_null(strstr(said, "origins"));
    of = OF;
    of.arm_count = 1;
    assert_null(open_as(&of, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "2 arms there, 1 here"));
    free_case(&c);
}

/* ---- forged -------------------------------------------------------------------------------------------- */

/* Writes the checkpoint anew with sound checksums, but with the first record of a kind (and of a text with a number)
 * changed. */
typedef void Forge(char *bytes, tl_RecordHead *head);

static void forge(tl_RecordKind kind, int64_t number, Forge *change)
{
    tl_CheckpointFile file, other = {.descriptor = -1};
    tl_CheckpointWriter writer;
    tl_Messages messages = {0};
    bool done = false;
    assert_true(tl_checkpoint_file_open(&file, path, &messages));
    unlink(path); /* it is open */
    tl_checkpoint_write_begin(&writer, path, false);
    for (size_t i = 0; i < file.count; i++) {
        tl_RecordHead head = file.records[i].head;
        char *bytes = tl_checkpoint_file_bytes(&file, &file.records[i]);
        assert_non_null(bytes);
        if (!done && head.kind == (int32_t)kind && (number < 0 || head.number == number)) {
            change(bytes, &head);
            done = true;
        }
        tl_checkpoint_write(&writer, (tl_RecordKind)head.kind, head.stage, head.number,
                            &(tl_Stretch){bytes, (size_t)head.bytes}, 1);
        free(bytes);
    }
    if (!done) {
        fail_msg("no record of kind %d and number %d", (int)kind, (int)number);
    }
    assert_int_equal(tl_checkpoint_write_end(&writer, false, &other), 0);
    tl_checkpoint_file_close(&other);
    tl_checkpoint_file_close(&file);
}

static void another_letter(char *bytes, tl_RecordHead *head)
{
    (void)head;
    bytes[0] = bytes[0] == '9' ? '8' : '9';
}

/* A number of 32 bits in the bytes of a record. */
static void set(char *bytes, size_t at, int32_t number)
{
    memcpy(bytes + at, &number, sizeof number);
}

static void another_length(char *bytes, tl_RecordHead *head)
{
    (void)bytes;
    head->bytes -= 8;
}

static void another_run(char *bytes, tl_RecordHead *head)
{
    (void)bytes;
    head->number = RUNS;
}

static void first_is_huge(char *bytes, tl_RecordHead *head)
{
    (void)head;
    set(bytes, 0, 0x7fffffff);
}

static void first_is_negative(char *bytes, tl_RecordHead *head)
{
    (void)head;
    set(bytes, 0, -1);
    set(bytes, 4, -1);
}

static void units_are_many(char *bytes, tl_RecordHead *head)
{
    (void)head;
    set(bytes, 12, 0x7fffffff);
}

static void pilot_is_neither(char *bytes, tl_RecordHead *head)
{
    (void)head;
    bytes[16 + offsetof(tl_UnitReport, place.pilot)] = 2;
}

static void people_are_many(char *bytes, tl_RecordHead *head)
{
    (void)head;
    set(bytes, 4, 0x7fffffff);
    set(bytes, 8, 0x7fffffff);
}

static void run_failed(char *bytes, tl_RecordHead *head)
{
    (void)head;
    set(bytes, offsetof(tl_RunRecord, status), TL_RUN_FAILED);
}

static void world_is_huge(char *bytes, tl_RecordHead *head)
{
    (void)head;
    int64_t pairs = INT64_MAX;
    memcpy(bytes + offsetof(tl_StateHead, sizes.PAIR), &pairs, sizeof pairs);
}

static void day_never_comes(char *bytes, tl_RecordHead *head)
{
    (void)head;
    set(bytes, offsetof(tl_StateHead, day), 41);
}

static void retired_are_negative(char *bytes, tl_RecordHead *head)
{
    (void)head;
    set(bytes, offsetof(tl_StateHead, retired), -1);
}

/* The first array of an arena says where providers of municipalities begin. */
static void rows_lie_elsewhere(char *bytes, tl_RecordHead *head)
{
    tl_StateHead state;
    (void)head;
    memcpy(&state, bytes, sizeof state);
    set(bytes, sizeof state + (size_t)state.retired * sizeof(tl_UnitReport), 1000);
}

/* What is found only once the plan is known. */
static void assert_not_taken(const tl_Plan *plan)
{
    char said[4096];
    Seen seen = {.all = 0};
    tl_Checkpoint *checkpoint = open_as(&OF, HOURS_S, said, sizeof said);
    assert_string_equal(said, "");
    const tl_Sink sink = {&seen, on_period, on_snapshot, on_finished, NULL};
    const tl_RunOptions options = {.threads = 2, .keeper = tl_checkpoint_keeper(checkpoint)};
    assert_int_equal(tl_execute(plan, NULL, 0, &options, &sink, NULL), TL_STOPPED);
    assert_non_null(strstr(tl_checkpoint_error(checkpoint), "is damaged: "));
    tl_checkpoint_free(checkpoint);
}

static void what_was_forged_is_refused(void **state)
{
    (void)state;
    enum { VERSION, MODEL, COMMIT, LAYOUT = 5 };
    static const struct {
        tl_RecordKind kind;
        Forge *change;
    } forged[] = {{TL_RECORD_STAGE, first_is_huge},       {TL_RECORD_STAGE, another_length},
                  {TL_RECORD_PERIOD, another_run},        {TL_RECORD_PERIOD, first_is_huge},
                  {TL_RECORD_PERIOD, first_is_negative},  {TL_RECORD_PERIOD, units_are_many},
                  {TL_RECORD_PERIOD, pilot_is_neither},   {TL_RECORD_PERIOD, another_length},
                  {TL_RECORD_SNAPSHOT, people_are_many},  {TL_RECORD_SNAPSHOT, another_length},
                  {TL_RECORD_FINISHED, another_run},      {TL_RECORD_FINISHED, first_is_negative},
                  {TL_RECORD_FINISHED, run_failed},       {TL_RECORD_FINISHED, another_length},
                  {TL_RECORD_RUN, world_is_huge},         {TL_RECORD_RUN, day_never_comes},
                  {TL_RECORD_RUN, retired_are_negative},  {TL_RECORD_RUN, rows_lie_elsewhere},
                  {TL_RECORD_RUN, another_length},        {TL_RECORD_BURN_IN, world_is_huge},
                  {TL_RECORD_BURN_IN, rows_lie_elsewhere}};
    Case c;
    size_t size;
    make_checkpoint(&c);
    char *bytes = read_file(&size);
    forge(TL_RECORD_TEXT, VERSION, another_letter);
    assert_refused("is of another version of Tillit: ");
    write_file(bytes, size);
    forge(TL_RECORD_TEXT, MODEL, another_letter);
    assert_refused("is of another version of the model: ");
    write_file(bytes, size);
    forge(TL_RECORD_TEXT, COMMIT, another_letter);
    assert_refused("is of another commit of Tillit: ");
    write_file(bytes, size);
    forge(TL_RECORD_TEXT, LAYOUT, another_letter);
    assert_refused("is of another build, whose worlds lie otherwise in memory: ");
    for (size_t i = 0; i < sizeof forged / sizeof forged[0]; i++) {
        write_file(bytes, size);
        forge(forged[i].kind, -1, forged[i].change);
        assert_not_taken(&c.plan);
    }
    free(bytes);
    free_case(&c);
}

/* ---- what cannot be written ----------------------------------------------------------------------------- */

static void a_place_that_cannot_be_written_is_said_at_once(void **state)
{
    (void)state;
    char said[4096], own[96];
    strcpy(own, path);
    snprintf(path, sizeof path, "%s/nowhere/kept", folder);
    assert_null(open_as(&OF, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "the checkpoint cannot be written: No such file or directory"));
    strcpy(path, own);
    assert_int_equal(symlink("elsewhere", path), 0);
    assert_null(open_as(&OF, HOURS_S, said, sizeof said));
    unlink(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(stopped_at_any_moment_it_goes_on),
        TEST(stopped_in_shared_burn_ins_it_goes_on),
        TEST(writing_it_changes_nothing),
        TEST(what_came_before_is_given_again),
        TEST(histories_are_simulated_once),
        TEST(a_history_that_does_not_fit_is_refused),
        TEST(histories_need_a_folder),
        TEST(damage_is_seen_wherever_it_is),
        TEST(what_is_no_checkpoint_is_left_as_it_is),
        TEST(what_is_of_another_is_refused),
        TEST(what_was_forged_is_refused),
        TEST(a_place_that_cannot_be_written_is_said_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
