/* Any bytes as a checkpoint, and a sound one with anything in it: its records changed as the bytes say, and sealed anew.
 * What it gives a sink must be what a sink may be given, and what is taken up must be a world. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config_read.h"
#include "fuzzlib.h"
#include "store/checkpoint.h"
#include "store/checkpoint_file.h"
#include "system/input.h"

static const tl_CheckpointOf OF = {.command = "run",
                                   .names = (const char *const[]){"a"},
                                   .configs = (const char *const[]){"{}"},
                                   .arm_count = 1,
                                   .recorded = true};

static tl_LoadedConfig loaded;
static tl_Plan plan;
static int questions;

static bool soon(void)
{
    return ++questions > 12;
}

/* A sink that looks at all it is given. */
static volatile uint64_t seen;

static bool is_in_plan(int64_t run)
{
    if (run < 0 || run >= tl_plan_runs(&plan)) {
        abort();
    }
    return true;
}

static bool on_period(void *context, int64_t run, const tl_Period *period)
{
    (void)context;
    for (int32_t i = 0; i < period->unit_count; i++) {
        seen += (uint64_t)period->units[i].area + period->units[i].place.pilot;
    }
    return is_in_plan(run);
}

static bool on_snapshot(void *context, int64_t run, const tl_Snapshot *snapshot)
{
    (void)context;
    for (int32_t i = 0; i < snapshot->recipient_count; i++) {
        seen += snapshot->recipients[i].id;
    }
    for (int32_t i = 0; i < snapshot->employee_count; i++) {
        seen += snapshot->employees[i].id;
    }
    return is_in_plan(run);
}

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    (void)context;
    seen += strlen(record->reason) + (kept[TL_KEPT_WINDOWS][0] > 0.0);
    return is_in_plan(record->run);
}

static const tl_Sink SINK = {NULL, on_period, on_snapshot, on_finished, NULL};

/* A run that ended, and one under way. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    static const char *const sets[] = {"municipality.recipients=30", "run.days=14",
                                       "record.snapshot_every_days=7"};
    tl_Messages messages = {0};
    if (!tl_config_load(fuzz_base("base.yaml"), sets, 3, &loaded, &messages)) {
        tl_messages_print(&messages, stderr);
        abort();
    }
    tl_plan_of_arms(&plan, (const tl_Config *const[]){&loaded.config}, 1, NULL, 0);
    tl_Checkpoint *checkpoint = tl_checkpoint_open(fuzz_path("sound"), &OF, 1e9, &messages);
    fuzz_check(checkpoint != NULL, &messages);
    const tl_RunOptions options = {.threads = 1, .stop = soon, .keeper = tl_checkpoint_keeper(checkpoint)};
    tl_execute(&plan, NULL, 0, &options, &SINK, NULL);
    tl_checkpoint_free(checkpoint);
    return 0;
}

/* Each four bytes: a record, a place in it (two), and a bit to be changed there; or its number or length. */
static void change(const uint8_t *edits, size_t size, size_t index, size_t count, tl_RecordHead *head,
                   char *bytes)
{
    for (size_t i = 0; i + 4 <= size; i += 4) {
        size_t at = (size_t)(edits[i + 1] << 8 | edits[i + 2]);
        if (edits[i] % count != index) {
            continue;
        }
        if (edits[i + 3] >= 250) {
            head->number = (int8_t)edits[i + 2];
        } else if (edits[i + 3] >= 240) {
            head->bytes -= head->bytes > at ? at : 0;
        } else if (head->bytes > 0) {
            bytes[at % head->bytes] ^= (char)(1 << edits[i + 3] % 8);
        }
    }
}

static void forge(const char *path, const uint8_t *edits, size_t size)
{
    tl_CheckpointFile sound, other = {.descriptor = -1};
    tl_CheckpointWriter writer;
    tl_Messages messages = {0};
    fuzz_check(tl_checkpoint_file_open(&sound, fuzz_path("sound"), &messages), &messages);
    tl_checkpoint_write_begin(&writer, path, true);
    for (size_t i = 0; i < sound.count; i++) {
        tl_RecordHead head = sound.records[i].head;
        char *bytes = tl_checkpoint_file_bytes(&sound, &sound.records[i]);
        change(edits, size, i, sound.count, &head, bytes);
        tl_checkpoint_write(&writer, (tl_RecordKind)head.kind, head.stage, head.number,
                            &(tl_Stretch){bytes, (size_t)head.bytes}, 1);
        free(bytes);
    }
    if (tl_checkpoint_write_end(&writer, true, &other) != 0) {
        abort();
    }
    tl_checkpoint_file_close(&other);
    tl_checkpoint_file_close(&sound);
}

/* All that a plan's runs could take from it. Nothing is simulated: a world that was forged on purpose is nobody's. */
static void take_all(const tl_Keeper *keeper)
{
    for (int64_t run = 0; run < tl_plan_runs(&plan); run++) {
        tl_Simulation simulation;
        tl_Keep keep;
        tl_keep_create(&keep, &plan);
        if (keeper->has(keeper->context, run) && keeper->take(keeper->context, run, &loaded.config, run, 1,
                                                              NULL, &simulation, &keep) == TL_TAKEN_UP) {
            tl_simulation_free(&simulation);
        }
        tl_keep_free(&keep);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    tl_Messages messages = {0};
    char *path = strdup(fuzz_path("checkpoint"));
    unlink(path);
    if (size > 0 && bytes[0] % 8 != 0) {
        forge(path, bytes + 1, size - 1);
    } else {
        fuzz_write("checkpoint", bytes, size);
    }
    tl_Checkpoint *checkpoint = tl_checkpoint_open(path, &OF, 1e9, &messages);
    fuzz_check(checkpoint != NULL, &messages);
    if (checkpoint != NULL) {
        const tl_Keeper *keeper = tl_checkpoint_keeper(checkpoint);
        if (keeper->begin(keeper->context, &plan, &SINK)) {
            take_all(keeper);
        }
    }
    tl_checkpoint_free(checkpoint);
    tl_input_forget(path);
    free(path);
    return 0;
}
