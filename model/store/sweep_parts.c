#include "store/sweep_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/hdf5_file.h"
#include "system/memory.h"
#include "system/whole_file.h"

/* ---- in memory ----------------------------------------------------------------------------------------- */

static bool make_room(tl_Part *part, const tl_Sweep *s)
{
    if (part->count < part->room) {
        return true;
    }
    size_t room = part->room > 0 ? 2 * (size_t)part->room : 64;
    tl_RunRecord *records = realloc(part->records, room * sizeof *records);
    part->records = records != NULL ? records : part->records;
    bool good = records != NULL;
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        double *kept = realloc(part->kept[kind], (room * tl_plan_values(&s->plan, kind) + 1) * sizeof *kept);
        part->kept[kind] = kept != NULL ? kept : part->kept[kind];
        good = good && kept != NULL;
    }
    part->room = good ? (int64_t)room : part->room;
    return good;
}

static void put(double *to, const double *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = from != NULL ? from[i] : NAN;
    }
}

bool tl_part_add(tl_Part *part, const tl_Sweep *s, const tl_RunRecord *record,
                 double *const kept[TL_KEPT_KINDS])
{
    if (!make_room(part, s)) {
        return false;
    }
    part->records[part->count] = *record;
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        size_t each = tl_plan_values(&s->plan, kind);
        put(part->kept[kind] + (size_t)part->count * each, kept != NULL ? kept[kind] : NULL, each);
    }
    part->count++;
    return true;
}

void tl_part_free(tl_Part *part)
{
    free(part->records);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        free(part->kept[kind]);
    }
    *part = (tl_Part){0};
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* What is written of each record. */
typedef struct Field {
    const char *name, *unit, *meaning;
    tl_Type type;
    size_t offset;
} Field;

static const Field fields[] = {
    {"run", "1", "number of the run, from 0", TL_INT64, offsetof(tl_RunRecord, run)},
    {"status", "1", "1 done, 2 failed", TL_INT32, offsetof(tl_RunRecord, status)},
    {"digest", "1", "digest of the trajectory", TL_UINT64, offsetof(tl_RunRecord, digest)},
    {"seconds", "s", "wall time", TL_DOUBLE, offsetof(tl_RunRecord, seconds)},
};

/* One field of all records. */
static void write_field(tl_File *file, const tl_Part *part, const tl_FileDimension *row, const Field *field)
{
    size_t size = tl_type_size(field->type), count = (size_t)part->count;
    char *block = tl_allocate(count, size);
    tl_gather(block, (const char *)part->records + field->offset, size, sizeof *part->records, count);
    tl_file_values(
        file,
        &(tl_Definition){
            .name = field->name, .unit = field->unit, .meaning = field->meaning, .type = field->type},
        &row, 1, block);
    free(block);
}

static void write_reasons(tl_File *file, const tl_Part *part, const tl_FileDimension *row)
{
    tl_Definition definition = {
        .name = "reason", .unit = "1", .meaning = "why a run failed: UTF-8, ended by 0", .type = TL_UINT8};
    tl_FileDimension byte = tl_file_dimension(file, "reason_byte", TL_REASON_SIZE, false);
    char *block = tl_allocate((size_t)part->count, TL_REASON_SIZE);
    tl_gather(block, part->records[0].reason, TL_REASON_SIZE, sizeof *part->records, (size_t)part->count);
    tl_file_values(file, &definition, (const tl_FileDimension *[]){row, &byte}, 2, block);
    free(block);
}

/* What kinds are called: their dataset, and its second and third dimension. */
static const struct {
    const char *name, *variable, *value, *meaning;
} kinds[TL_KEPT_KINDS] = {
    [TL_KEPT_WINDOWS] = {"values", "outcome", "window", "outcomes in windows, in the order of the manifest"},
    [TL_KEPT_SERIES] = {"series", "series_outcome", "period", "outcomes by recorded period"},
    [TL_KEPT_SNAPSHOTS] = {"snapshots", "snapshot_variable", "snapshot_statistic",
                           "statistics of each snapshot, one snapshot after the other"},
};

const char *tl_part_dataset(tl_Kept kind)
{
    return kinds[kind].name;
}

static void write_kept(tl_File *file, const tl_Part *part, const tl_Sweep *s, tl_Kept kind,
                       const tl_FileDimension *row)
{
    if (tl_plan_values(&s->plan, kind) == 0) {
        return;
    }
    tl_FileDimension variable =
        tl_file_dimension(file, kinds[kind].variable, (hsize_t)tl_plan_variables(&s->plan, kind), false);
    tl_FileDimension value =
        tl_file_dimension(file, kinds[kind].value, (hsize_t)tl_plan_width(&s->plan, kind), false);
    tl_file_values(
        file,
        &(tl_Definition){
            .name = kinds[kind].name, .unit = "1", .meaning = kinds[kind].meaning, .type = TL_DOUBLE},
        (const tl_FileDimension *[]){row, &variable, &value}, 3, part->kept[kind]);
}

static void write_contents(tl_File *file, const tl_Part *part, const tl_Sweep *s)
{
    tl_file_text(file, file->id, "title", "part of a sweep of Tillit");
    tl_file_text(file, file->id, "sweep", s->identity);
    tl_FileDimension row = tl_file_dimension(file, "row", (hsize_t)part->count, false);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        write_field(file, part, &row, &fields[i]);
    }
    write_reasons(file, part, &row);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        write_kept(file, part, s, kind, &row);
    }
}

/* The name of a part that is not there yet. */
static void next_path(tl_PartTarget *target, char path[TL_PATH_SIZE])
{
    do {
        target->number++;
        snprintf(path, TL_PATH_SIZE, "%.4000s/parts/%d-of-%d-%06d.h5", target->folder, target->shard,
                 target->shards, target->number);
    } while (access(path, F_OK) == 0);
}

/* Another process may have taken the name meanwhile. */
static bool publish(tl_File *file, tl_PartTarget *target)
{
    char path[TL_PATH_SIZE];
    int cause;
    while ((cause = tl_file_publish(file->temporary, file->path, false)) == EEXIST) {
        next_path(target, path);
        free(file->path);
        file->path = tl_duplicate(path);
    }
    if (cause != 0) {
        tl_file_fail(file, "cannot write: %s", tl_file_cause(cause));
    }
    return cause == 0 && tl_file_settle(file);
}

bool tl_part_write(const tl_Part *part, const tl_Sweep *s, tl_PartTarget *target, char *error,
                   size_t error_size)
{
    char path[TL_PATH_SIZE];
    tl_File file;
    next_path(target, path);
    tl_file_start(&file, path);
    tl_file_create(&file);
    if (!file.failed) {
        write_contents(&file, part, s);
    }
    bool good = tl_file_close(&file) && publish(&file, target);
    tl_file_end(&file);
    snprintf(error, error_size, "%s", file.error);
    return good;
}
