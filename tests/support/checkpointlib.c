#include "checkpointlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/numbers/rng.h"
#include "system/input.h"

/* ---- a folder for the file ------------------------------------------------------------------------------ */

char checkpoint_folder[64], checkpoint_path[PATH_SIZE];

int make_checkpoint_folder(void **state)
{
    (void)state;
    strcpy(checkpoint_folder, "/tmp/tillit_checkpoint_XXXXXX");
    assert_non_null(mkdtemp(checkpoint_folder));
    snprintf(checkpoint_path, sizeof checkpoint_path, "%s/kept", checkpoint_folder);
    return 0;
}

int remove_checkpoint_folder(void **state)
{
    (void)state;
    unlink(checkpoint_path);
    assert_int_equal(rmdir(checkpoint_folder), 0); /* and nothing else was left in it */
    return 0;
}

/* ---- what is run --------------------------------------------------------------------------------------- */

void make_case(Case *c, bool shared)
{
    c->reorganisation =
        (tl_Reorganisation){.name = "r", .day = 5, .rule = TL_GROUP_AT_RANDOM, .pool_size = 6};
    for (int arm = 0; arm < ARMS; arm++) {
        c->arms[arm] = small_config("municipality.recipients", 80.0, "municipality.areas", 2.0, "run.days",
                                    30.0, "run.burn_in_days", 10.0, "record.period_days", 7.0,
                                    "record.snapshot_every_days", 10.0, NULL);
        c->arms[arm].run.replicates = REPLICATES;
        c->arms[arm].market =
            (tl_Market){.given = true, .externals = 2, .share = 0.4, .later = true, .begins = 12, .ask = 0.5};
        c->arms[arm].market.firms[TL_SMALL_FIRM] = 2;
        config_set(&c->arms[arm], "purchaser.form", TL_purchaser_form_contract_managers);
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

void free_case(Case *c)
{
    tl_plan_free(&c->plan);
    for (int arm = 0; arm < ARMS; arm++) {
        c->arms[arm].reorganisations = NULL;
        c->arms[arm].reorganisation_count = 0;
        tl_config_free(&c->arms[arm]);
    }
}

/* ---- what is seen --------------------------------------------------------------------------------------- */

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

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    Seen *seen = context;
    see(seen, record->run, &record->digest, sizeof record->digest);
    see(seen, record->run, &record->agent_days, sizeof record->agent_days);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        see(seen, record->run, kept[kind], tl_plan_values(seen->plan, kind) * sizeof(double));
    }
    seen->finished[record->run]++;
    return true;
}

tl_Sink sink_into(Seen *seen, const tl_Plan *plan)
{
    *seen = (Seen){.plan = plan};
    return (tl_Sink){seen, on_period, on_snapshot, on_finished, NULL};
}

void assert_same_seen(const Seen *seen, const Seen *expected, bool in_order)
{
    assert_memory_equal(seen->runs, expected->runs, sizeof seen->runs);
    assert_memory_equal(seen->finished, expected->finished, sizeof seen->finished);
    assert_int_equal(seen->periods, expected->periods);
    if (in_order) {
        assert_true(seen->all == expected->all);
    }
}

/* ---- stopping and going on ------------------------------------------------------------------------------ */

static long asked, most_asked;

void stop_after(long questions)
{
    asked = 0;
    most_asked = questions;
}

bool is_stopped(void)
{
    return __atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED) > most_asked;
}

long questions_asked(void)
{
    return asked;
}

Seen run_whole(const tl_Plan *plan, long *questions)
{
    Seen seen;
    const tl_Sink sink = sink_into(&seen, plan);
    stop_after(NEVER);
    const tl_RunOptions options = {.threads = 1, .stop = is_stopped};
    assert_int_equal(tl_execute(plan, NULL, 0, &options, &sink, NULL), TL_OK);
    *questions = questions_asked();
    assert_int_equal(seen.periods, RUNS * 5);
    assert_int_equal(seen.snapshots, RUNS * 3);
    return seen;
}

const tl_CheckpointOf own_checkpoint = {
    .command = "run",
    .experiment_json = "{\"question\": \"q\"}",
    .names = (const char *const[]){"a", "b"},
    .configs = (const char *const[]){"{\"x\": 1}", "{\"x\": 2, \"origins\": {\"x\": \"f\"}}"},
    .arm_count = 2,
    .recorded = true};

tl_Checkpoint *open_checkpoint(const tl_CheckpointOf *of, double every_s, char *said, size_t size)
{
    tl_Messages messages = {0};
    tl_Checkpoint *checkpoint = tl_checkpoint_open(checkpoint_path, of, every_s, &messages);
    assert_int_equal(checkpoint == NULL, messages.errors > 0);
    tl_input_forget(checkpoint_path); /* this process writes it anew by other ways */
    said[0] = '\0';
    for (int i = 0; i < messages.count; i++) {
        snprintf(said + strlen(said), size - strlen(said), "%s\n", messages.list[i].text);
    }
    tl_messages_free(&messages);
    return checkpoint;
}

tl_Outcome go_on(const tl_Plan *plan, int threads, long questions, double every_s, Seen *seen)
{
    char said[4096];
    tl_Checkpoint *checkpoint = open_checkpoint(&own_checkpoint, every_s, said, sizeof said);
    assert_string_equal(said, "");
    stop_after(questions);
    const tl_Sink sink = sink_into(seen, plan);
    const tl_RunOptions options = {
        .threads = threads, .stop = is_stopped, .keeper = tl_checkpoint_keeper(checkpoint)};
    tl_Outcome outcome = tl_execute(plan, NULL, 0, &options, &sink, NULL);
    assert_string_equal(tl_checkpoint_error(checkpoint), "");
    tl_checkpoint_free(checkpoint);
    return outcome;
}
