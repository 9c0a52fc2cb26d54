/* Checkpoints that are damaged, another's or forged are refused with a reason and left as they are; and a place that cannot
 * be written is said at once. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/numbers/rng.h"
#include "store/checkpoint_file.h"
#include "support/checkpointlib.h"

/* ---- what is refused ----------------------------------------------------------------------------------- */

static char *read_file(size_t *size)
{
    struct stat about;
    int descriptor = open(checkpoint_path, O_RDONLY);
    assert_true(descriptor >= 0 && fstat(descriptor, &about) == 0);
    char *bytes = malloc((size_t)about.st_size);
    *size = (size_t)about.st_size;
    assert_true(bytes != NULL && read(descriptor, bytes, *size) == (ssize_t)*size);
    close(descriptor);
    return bytes;
}

static void write_file(const void *bytes, size_t size)
{
    int descriptor = open(checkpoint_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(descriptor >= 0 && write(descriptor, bytes, size) == (ssize_t)size);
    close(descriptor);
}

static void assert_refused(const char *because)
{
    char said[4096];
    size_t before, after;
    char *bytes = read_file(&before);
    assert_null(open_checkpoint(&own_checkpoint, HOURS_S, said, sizeof said));
    if (strstr(said, because) == NULL) {
        fail_msg("'%s' is not in: %s", because, said);
    }
    assert_non_null(strstr(said, checkpoint_path));
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
    run_whole(&c->plan, &questions);
    unlink(checkpoint_path);
    assert_int_equal(go_on(&c->plan, 1, questions * 2 / 3, HOURS_S, &seen), TL_STOPPED);
    for (int64_t under_way = 0; under_way == 0;) {
        assert_int_equal(go_on(&c->plan, 1, 2, HOURS_S, &seen), TL_STOPPED);
        tl_Checkpoint *checkpoint = open_checkpoint(&own_checkpoint, HOURS_S, said, sizeof said);
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
        assert_refused(checkpoint_path);
        bytes[at] ^= (char)(1 << i % 8);
    }
    for (uint64_t i = 0; i < 100; i++) {
        write_file(bytes, i < 50 ? (size_t)i : tl_mix64(i) % size);
        assert_refused(checkpoint_path);
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
    unlink(checkpoint_path);
    mkdir(checkpoint_path, 0700);
    char said[4096];
    assert_null(open_checkpoint(&own_checkpoint, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "is not a file but a folder"));
    rmdir(checkpoint_path);
}

static void what_is_of_another_is_refused(void **state)
{
    (void)state;
    char said[4096];
    Case c;
    make_checkpoint(&c);
    tl_CheckpointOf of = own_checkpoint;
    of.command = "experiment";
    assert_null(open_checkpoint(&of, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "is of another command: run there, experiment here"));
    of = own_checkpoint;
    of.recorded = false;
    assert_null(open_checkpoint(&of, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "with a result file (--out) there, without a result file (--out) here"));
    of = own_checkpoint;
    of.configs = (const char *const[]){"{\"x\": 1}", "{\"x\": 3, \"origins\": {}}"};
    of.experiment_json = "{\"question\": \"p\"}";
    assert_null(open_checkpoint(&of, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "is of another config of arm 'b': x: 2 | 3 (there | here)"));
    assert_non_null(strstr(said, "is of another experiment: question: \"q\" | \"p\" (there | here)"));
    assert_null(strstr(said, "arm 'a'"));
    assert_null(strstr(said, "origins"));
    of = own_checkpoint;
    of.arm_count = 1;
    assert_null(open_checkpoint(&of, HOURS_S, said, sizeof said));
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
    assert_true(tl_checkpoint_file_open(&file, checkpoint_path, &messages));
    unlink(checkpoint_path); /* it is open */
    tl_checkpoint_write_begin(&writer, checkpoint_path, false);
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
    Seen seen;
    tl_Checkpoint *checkpoint = open_checkpoint(&own_checkpoint, HOURS_S, said, sizeof said);
    assert_string_equal(said, "");
    const tl_Sink sink = sink_into(&seen, plan);
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
    char said[4096], own[PATH_SIZE];
    strcpy(own, checkpoint_path);
    snprintf(checkpoint_path, sizeof checkpoint_path, "%s/nowhere/kept", checkpoint_folder);
    assert_null(open_checkpoint(&own_checkpoint, HOURS_S, said, sizeof said));
    assert_non_null(strstr(said, "the checkpoint cannot be written: No such file or directory"));
    strcpy(checkpoint_path, own);
    assert_int_equal(symlink("elsewhere", checkpoint_path), 0);
    assert_null(open_checkpoint(&own_checkpoint, HOURS_S, said, sizeof said));
    unlink(checkpoint_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(damage_is_seen_wherever_it_is),
        TEST(what_is_no_checkpoint_is_left_as_it_is),
        TEST(what_is_of_another_is_refused),
        TEST(what_was_forged_is_refused),
        TEST(a_place_that_cannot_be_written_is_said_at_once),
    };
    return cmocka_run_group_tests_name("refused checkpoints", tests, NULL, NULL);
}
