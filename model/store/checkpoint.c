#include "store/checkpoint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/checkpoint_file.h"
#include "store/checkpoint_state.h"
#include "system/clock.h"
#include "system/input.h"
#include "system/memory.h"
#include "system/shown.h"
#include "system/thread.h"
#include "system/whole_file.h"

/* What runs bring stays in memory until the file is written anew; no more of it than this, or twice as much as there was
 * when it could not be written. */
static const size_t MOST_BROUGHT = (size_t)64 << 20;

/* What a run brought: a record that is not in the file yet. */
typedef struct Brought {
    tl_RecordHead head; /* without a checksum */
    char *bytes;        /* owned */
} Brought;

struct tl_Checkpoint {
    const char *path;
    const tl_CheckpointOf *of;
    tl_CheckpointFile file;
    bool there;          /* the file, which may be written over */
    const tl_Plan *plan; /* of the tl_execute under way */
    int32_t stage;       /* its number, from 0; -1: none yet */
    Brought *brought;    /* owned, [brought_count] */
    size_t brought_count, brought_bytes, most_brought;
    int64_t ended, under_way; /* in the file when it was opened */
    double every_s, written_s;
    tl_Keeper keeper;
    tl_Lock lock; /* of `error`, while states are taken */
    char error[512];
};

/* Before the units of a period, and before the recipients and then the employees of a snapshot. */
typedef struct PeriodHead {
    int32_t index, first_day, days, unit_count;
} PeriodHead;

typedef struct SnapshotHead {
    int32_t day, recipient_count, employee_count, unused;
} SnapshotHead;

/* What the records of a stage are as long as. */
typedef struct Shape {
    int64_t runs, replicates;
    uint64_t values[TL_KEPT_KINDS];
} Shape;

/* The heads stand before rows of 64-bit numbers. */
_Static_assert(sizeof(PeriodHead) % 8 == 0 && sizeof(SnapshotHead) % 8 == 0 &&
                   sizeof(tl_RunRecord) % 8 == 0 && sizeof(tl_UnitReport) % 8 == 0 &&
                   sizeof(tl_RecipientView) % 8 == 0 && sizeof(tl_EmployeeView) % 8 == 0 &&
                   sizeof(tl_StateHead) % 8 == 0,
               "what follows is aligned, and checksums count in words of 8 bytes");

static Shape shape_of(const tl_Plan *plan)
{
    Shape shape = {.runs = tl_plan_runs(plan), .replicates = plan->replicates};
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        shape.values[kind] = tl_plan_values(plan, kind);
    }
    return shape;
}

/* ---- what runs bring ----------------------------------------------------------------------------------- */

static void bring(tl_Checkpoint *c, tl_RecordKind kind, int64_t number, const tl_Stretch *stretches,
                  int count)
{
    Brought brought = {.head = {.kind = (int32_t)kind, .stage = c->stage, .number = number}};
    for (int i = 0; i < count; i++) {
        brought.head.bytes += stretches[i].bytes;
    }
    char *next = brought.bytes = tl_allocate((size_t)brought.head.bytes + 1, 1);
    for (int i = 0; i < count; i++) {
        if (stretches[i].bytes > 0) {
            memcpy(next, stretches[i].at, stretches[i].bytes);
        }
        next += stretches[i].bytes;
    }
    c->brought = tl_grow(c->brought, c->brought_count, sizeof *c->brought);
    c->brought[c->brought_count++] = brought;
    c->brought_bytes += (size_t)brought.head.bytes;
}

static bool on_period(void *context, int64_t run, const tl_Period *period)
{
    PeriodHead head = {period->index, period->first_day, period->days, period->unit_count};
    const tl_Stretch stretches[] = {
        {&head, sizeof head}, {(void *)period->units, (size_t)period->unit_count * sizeof *period->units}};
    bring(context, TL_RECORD_PERIOD, run, stretches, 2);
    return true;
}

static bool on_snapshot(void *context, int64_t run, const tl_Snapshot *s)
{
    SnapshotHead head = {s->day, s->recipient_count, s->employee_count, 0};
    const tl_Stretch stretches[] = {
        {&head, sizeof head},
        {(void *)s->recipients, (size_t)s->recipient_count * sizeof *s->recipients},
        {(void *)s->employees, (size_t)s->employee_count * sizeof *s->employees}};
    bring(context, TL_RECORD_SNAPSHOT, run, stretches, 3);
    return true;
}

static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    const tl_Checkpoint *c = context;
    tl_Stretch stretches[1 + TL_KEPT_KINDS] = {{(void *)record, sizeof *record}};
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        stretches[1 + kind] = (tl_Stretch){kept[kind], tl_plan_values(c->plan, kind) * sizeof(double)};
    }
    bring(context, TL_RECORD_FINISHED, record->run, stretches, 1 + TL_KEPT_KINDS);
    return true;
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static bool is_state(const tl_Record *record)
{
    return record->head.kind == TL_RECORD_RUN || record->head.kind == TL_RECORD_BURN_IN;
}

static bool is_text(const tl_Record *record)
{
    return record->head.kind == TL_RECORD_TEXT;
}

/* Has anybody gone on from a state? A burn-in serves several. */
static bool is_superseded(const tl_Record *record, const tl_UnderWay *under_way, int count)
{
    bool superseded = record->superseded;
    for (int i = 0; i < count; i++) {
        superseded = superseded || (record->head.kind == TL_RECORD_BURN_IN && under_way[i].keep == NULL &&
                                    under_way[i].number == record->head.number);
    }
    return superseded;
}

/* What was there before, in its order, then what was brought since; then states, of which those that nobody has gone on
 * from are still as they were. */
static void write_all(tl_CheckpointWriter *w, const tl_Checkpoint *c, const tl_UnderWay *under_way, int count)
{
    tl_checkpoint_of_write(w, c->of);
    for (size_t i = 0; i < c->file.count; i++) {
        if (!is_state(&c->file.records[i]) && !is_text(&c->file.records[i])) {
            tl_checkpoint_write_copy(w, &c->file, &c->file.records[i]);
        }
    }
    for (size_t i = 0; i < c->brought_count; i++) {
        const Brought *b = &c->brought[i];
        tl_checkpoint_write(w, (tl_RecordKind)b->head.kind, b->head.stage, b->head.number,
                            &(tl_Stretch){b->bytes, (size_t)b->head.bytes}, 1);
    }
    for (size_t i = 0; i < c->file.count; i++) {
        const tl_Record *record = &c->file.records[i];
        if (is_state(record) && record->head.stage == c->stage && !is_superseded(record, under_way, count)) {
            tl_checkpoint_write_copy(w, &c->file, record);
        }
    }
    for (int i = 0; i < count; i++) {
        tl_checkpoint_state_write(w, c->stage, &under_way[i]);
    }
}

static void forget_brought(tl_Checkpoint *c)
{
    for (size_t i = 0; i < c->brought_count; i++) {
        free(c->brought[i].bytes);
    }
    c->brought_count = c->brought_bytes = 0;
    c->most_brought = MOST_BROUGHT;
}

/* The states of what is under way stand at the end: whoever has them goes on. */
static void supersede(tl_Checkpoint *c, int count)
{
    for (size_t i = c->file.count - (size_t)count; i < c->file.count; i++) {
        c->file.records[i].superseded = true;
    }
}

static int write_file(tl_Checkpoint *c, const tl_UnderWay *under_way, int count)
{
    tl_CheckpointWriter writer;
    tl_checkpoint_write_begin(&writer, c->path, c->there);
    write_all(&writer, c, under_way, count);
    int cause = tl_checkpoint_write_end(&writer, c->there, &c->file);
    c->written_s = tl_now_s();
    if (cause == 0) {
        c->there = true;
        c->error[0] = '\0';
        forget_brought(c);
        supersede(c, count);
    } else {
        snprintf(c->error, sizeof c->error, "%.350s: %s", c->path, tl_file_cause(cause));
        c->most_brought = c->brought_bytes > MOST_BROUGHT / 2 ? 2 * c->brought_bytes : MOST_BROUGHT;
    }
    return cause;
}

/* The runs go on whether it can be written or not: hours of them would be lost for a checkpoint. */
static void on_keep(void *context, const tl_UnderWay *under_way, int count)
{
    tl_Checkpoint *c = context;
    if (write_file(c, under_way, count) != 0) {
        tl_print(stderr, "tillit: the checkpoint cannot be written: %s; what it held before stays\n",
                 c->error);
    }
}

static bool on_is_due(void *context)
{
    const tl_Checkpoint *c = context;
    return c->brought_bytes >= c->most_brought || tl_now_s() - c->written_s >= c->every_s;
}

/* ---- going on ------------------------------------------------------------------------------------------ */

static bool refuse(tl_Checkpoint *c, const char *what)
{
    snprintf(c->error, sizeof c->error, "%.350s: is damaged: %s", c->path, what);
    return false;
}

/* Whoever reads a truth value that is neither 0 nor 1 may do anything. */
static bool places_are_sound(const char *units, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        unsigned char pilot;
        memcpy(&pilot, units + (size_t)i * sizeof(tl_UnitReport) + offsetof(tl_UnitReport, place.pilot), 1);
        if (pilot > 1) {
            return false;
        }
    }
    return true;
}

static bool again_period(const tl_Checkpoint *c, const tl_Record *record, const char *bytes,
                         const tl_Sink *again, bool *fits)
{
    PeriodHead head = {0};
    size_t size = (size_t)record->head.bytes, rows = sizeof(tl_UnitReport);
    if (size >= sizeof head) {
        memcpy(&head, bytes, sizeof head);
    }
    *fits = size >= sizeof head && head.unit_count > 0 &&
            (size - sizeof head) / rows == (size_t)head.unit_count && (size - sizeof head) % rows == 0 &&
            head.index >= 0 && head.index < c->plan->period_count &&
            places_are_sound(bytes + sizeof head, head.unit_count);
    tl_Period period = {head.index, head.first_day, head.days, head.unit_count,
                        (const void *)(bytes + sizeof head)};
    return *fits && again->period(again->context, record->head.number, &period);
}

static bool again_snapshot(const tl_Record *record, const char *bytes, const tl_Sink *again, bool *fits)
{
    SnapshotHead head = {0};
    size_t size = (size_t)record->head.bytes;
    if (size >= sizeof head) {
        memcpy(&head, bytes, sizeof head);
    }
    *fits = size >= sizeof head && head.recipient_count >= 0 && head.employee_count >= 0 &&
            size - sizeof head == (size_t)head.recipient_count * sizeof(tl_RecipientView) +
                                      (size_t)head.employee_count * sizeof(tl_EmployeeView);
    const char *recipients = bytes + sizeof head,
               *employees = recipients + (size_t)head.recipient_count * sizeof(tl_RecipientView);
    tl_Snapshot snapshot = {head.day, head.recipient_count, head.employee_count, (const void *)recipients,
                            (const void *)employees};
    return *fits && again->snapshot(again->context, record->head.number, &snapshot);
}

static bool again_finished(const tl_Checkpoint *c, const tl_Record *of, char *bytes, const tl_Sink *again,
                           bool *fits)
{
    tl_RunRecord record = {.run = -1};
    double *kept[TL_KEPT_KINDS];
    size_t next = sizeof record, size = (size_t)of->head.bytes;
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        kept[kind] = (void *)(bytes + (next <= size ? next : 0));
        next += tl_plan_values(c->plan, kind) * sizeof(double);
    }
    if (size == next) {
        memcpy(&record, bytes, sizeof record);
        record.reason[TL_REASON_SIZE - 1] = '\0';
    }
    *fits = record.run == of->head.number && record.status == TL_RUN_DONE;
    return *fits && again->finished(again->context, &record, kept);
}

static bool again_stage(const tl_Checkpoint *c, const tl_Record *record, const char *bytes)
{
    Shape here = shape_of(c->plan);
    return record->head.bytes == sizeof here && memcmp(bytes, &here, sizeof here) == 0;
}

/* Gives one record of the stage to the sink. */
static bool again_one(tl_Checkpoint *c, const tl_Record *record, const tl_Sink *again)
{
    bool fits = false, good = false,
         in_plan = record->head.number >= 0 && record->head.number < tl_plan_runs(c->plan);
    char *bytes = tl_checkpoint_file_bytes(&c->file, record);
    if (bytes == NULL) {
        return refuse(c, "it changed while it was read");
    }
    switch (record->head.kind) {
    case TL_RECORD_STAGE:
        fits = good = again_stage(c, record, bytes);
        break;
    case TL_RECORD_PERIOD:
        good = in_plan && again_period(c, record, bytes, again, &fits);
        break;
    case TL_RECORD_SNAPSHOT:
        good = in_plan && again_snapshot(record, bytes, again, &fits);
        break;
    default:
        good = in_plan && again_finished(c, record, bytes, again, &fits);
        break;
    }
    free(bytes);
    return good || (fits ? false : refuse(c, "what a run brought does not fit the plan"));
}

static bool on_begin(void *context, const tl_Plan *plan, const tl_Sink *again)
{
    tl_Checkpoint *c = context;
    bool good = true, known = false;
    c->plan = plan;
    c->stage++;
    for (size_t i = 0; good && i < c->file.count; i++) {
        const tl_Record *record = &c->file.records[i];
        if (record->head.stage == c->stage && !is_state(record) && !is_text(record)) {
            known = known || record->head.kind == TL_RECORD_STAGE;
            good = known ? again_one(c, record, again) : refuse(c, "a plan is missing");
        }
    }
    if (good && !known) {
        Shape shape = shape_of(plan);
        bring(c, TL_RECORD_STAGE, 0, &(tl_Stretch){&shape, sizeof shape}, 1);
    }
    return good;
}

static tl_Record *find(const tl_Checkpoint *c, tl_RecordKind kind, int64_t number)
{
    for (size_t i = 0; i < c->file.count; i++) {
        tl_Record *record = &c->file.records[i];
        if (record->head.kind == (int32_t)kind && record->head.stage == c->stage &&
            record->head.number == number) {
            return record;
        }
    }
    return NULL;
}

static bool on_has(void *context, int64_t run)
{
    const tl_Record *record = find(context, TL_RECORD_RUN, run);
    return record != NULL && !record->superseded;
}

static tl_Taken on_take(void *context, int64_t number, const tl_Config *config, int64_t replicate,
                        int threads, const char *kernel, tl_Simulation *simulation, tl_Keep *keep)
{
    tl_Checkpoint *c = context;
    tl_Record *record = find(c, keep != NULL ? TL_RECORD_RUN : TL_RECORD_BURN_IN, number);
    if (record == NULL || (keep != NULL && record->superseded)) {
        return TL_NOT_KEPT;
    }
    if (!tl_checkpoint_state_take(&c->file, record, config, replicate, threads, kernel, simulation, keep)) {
        tl_lock(&c->lock);
        refuse(c, "a state is no world of this config");
        tl_unlock(&c->lock);
        return TL_NOT_TO_BE_TAKEN;
    }
    if (keep != NULL) { /* a burn-in may be taken by several threads at once */
        record->superseded = true;
    }
    return TL_TAKEN_UP;
}

/* ---- from its beginning to its end ---------------------------------------------------------------------- */

static void count_kept(tl_Checkpoint *c)
{
    for (size_t i = 0; i < c->file.count; i++) {
        c->ended += c->file.records[i].head.kind == TL_RECORD_FINISHED;
        c->under_way += c->file.records[i].head.kind == TL_RECORD_RUN;
    }
}

/* Goes on from what is there, or writes what can be written: what is wrong with the place is said before hours of
 * simulation. */
static bool begin(tl_Checkpoint *c, tl_Messages *messages)
{
    struct stat about;
    c->there = lstat(c->path, &about) == 0;
    if (!c->there) {
        int cause = write_file(c, NULL, 0);
        if (cause != 0) {
            tl_error(messages, (tl_Place){.file = c->path}, "the checkpoint cannot be written: %s",
                     tl_file_cause(cause));
        }
        return cause == 0;
    }
    if (!tl_checkpoint_file_open(&c->file, c->path, messages) ||
        !tl_checkpoint_of_check(&c->file, c->path, c->of, messages)) {
        return false;
    }
    count_kept(c);
    tl_input_forget(c->path); /* it is written anew */
    return true;
}

tl_Checkpoint *tl_checkpoint_open(const char *path, const tl_CheckpointOf *of, double every_s,
                                  tl_Messages *messages)
{
    tl_Checkpoint *c = tl_allocate(1, sizeof *c);
    *c = (tl_Checkpoint){.path = path,
                         .of = of,
                         .file = {.descriptor = -1},
                         .stage = -1,
                         .every_s = every_s,
                         .written_s = tl_now_s(),
                         .most_brought = MOST_BROUGHT};
    c->keeper = (tl_Keeper){
        .context = c,
        .begin = on_begin,
        .brought = {.context = c, .period = on_period, .snapshot = on_snapshot, .finished = on_finished},
        .has = on_has,
        .take = on_take,
        .is_due = on_is_due,
        .keep = on_keep};
    tl_lock_create(&c->lock);
    if (!begin(c, messages)) {
        tl_checkpoint_free(c);
        return NULL;
    }
    return c;
}

const tl_Keeper *tl_checkpoint_keeper(const tl_Checkpoint *c)
{
    return &c->keeper;
}

int64_t tl_checkpoint_ended(const tl_Checkpoint *c)
{
    return c->ended;
}

int64_t tl_checkpoint_under_way(const tl_Checkpoint *c)
{
    return c->under_way;
}

bool tl_checkpoint_is_empty(const tl_Checkpoint *c)
{
    return c->file.count == 0 || is_text(&c->file.records[c->file.count - 1]);
}

const char *tl_checkpoint_error(const tl_Checkpoint *c)
{
    return c->error;
}

bool tl_checkpoint_remove(tl_Checkpoint *c)
{
    return unlink(c->path) == 0 || errno == ENOENT;
}

void tl_checkpoint_free(tl_Checkpoint *c)
{
    if (c == NULL) {
        return;
    }
    forget_brought(c);
    free(c->brought);
    tl_checkpoint_file_close(&c->file);
    tl_lock_free(&c->lock);
    free(c);
}
