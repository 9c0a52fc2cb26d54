#include "store/results_snapshot.h"

#include <stdlib.h>

#include "config/snapshot_variables.h"

/* Rows as in the file: numbers from 1. */
typedef struct RecipientRow {
    int32_t arm, replicate, day;
    tl_RecipientView view;
} RecipientRow;

typedef struct EmployeeRow {
    int32_t arm, replicate, day;
    tl_EmployeeView view;
} EmployeeRow;

/* Who and when: they place the values of the others. */
typedef struct Keys {
    const char *prefix, *coordinates;
    size_t arm, replicate, day, view; /* offsets in the row */
} Keys;

#define KEYS(row, own_prefix)                                                                                \
    {.prefix = own_prefix,                                                                                   \
     .arm = offsetof(row, arm),                                                                              \
     .replicate = offsetof(row, replicate),                                                                  \
     .day = offsetof(row, day),                                                                              \
     .view = offsetof(row, view),                                                                            \
     .coordinates = own_prefix "arm " own_prefix "replicate " own_prefix "day " own_prefix "id"}

static const Keys of_recipients = KEYS(RecipientRow, "recipient_"),
                  of_employees = KEYS(EmployeeRow, "employee_");

enum {
    ROW_KEYS = 3,
    LARGEST_ROW = sizeof(RecipientRow) > sizeof(EmployeeRow) ? sizeof(RecipientRow) : sizeof(EmployeeRow)
};

static void add_key(tl_FileTable *table, tl_File *file, const Keys *keys, const char *name, const char *unit,
                    const char *meaning, size_t offset)
{
    tl_Definition definition = {
        .prefix = keys->prefix, .name = name, .unit = unit, .meaning = meaning, .type = TL_INT32};
    tl_file_table_add_column(table, file, &definition, offset);
}

static void add_fields(tl_FileTable *table, tl_File *file, const Keys *keys, const tl_SnapshotField *fields,
                       int count, bool market)
{
    add_key(table, file, keys, "arm", "1", "number of the arm, in the order of arm", keys->arm);
    add_key(table, file, keys, "replicate", "1", "number of the replicate", keys->replicate);
    add_key(table, file, keys, "day", "d",
            "day at whose end the snapshot was taken; 0 is the first after the burn-in", keys->day);
    for (int i = 0; i < count; i++) {
        if (fields[i].market && !market) {
            continue;
        }
        tl_Definition definition = {.prefix = keys->prefix,
                                    .name = fields[i].name,
                                    .unit = fields[i].unit,
                                    .meaning = fields[i].meaning,
                                    .coordinates = i == 0 ? NULL : keys->coordinates, /* 0: the id */
                                    .type = fields[i].type};
        tl_file_table_add_column(table, file, &definition, keys->view + fields[i].offset);
    }
}

void tl_snapshots_create(tl_Results *results)
{
    tl_File *file = &results->file;
    tl_Snapshots *snapshots = &results->snapshots;
    if (results->shape.snapshot_days <= 0) {
        return;
    }
    snapshots->rows = tl_file_allocate(&results->file, TL_TABLE_BLOCK, LARGEST_ROW);
    tl_file_table_create(&snapshots->recipients, file, "snapshot_recipient", sizeof(RecipientRow),
                         ROW_KEYS + tl_recipient_field_count);
    add_fields(&snapshots->recipients, file, &of_recipients, tl_recipient_fields, tl_recipient_field_count,
               results->shape.market);
    tl_file_table_create(&snapshots->employees, file, "snapshot_employee", sizeof(EmployeeRow),
                         ROW_KEYS + tl_employee_field_count);
    add_fields(&snapshots->employees, file, &of_employees, tl_employee_fields, tl_employee_field_count,
               results->shape.market);
}

void tl_snapshots_free(tl_Snapshots *snapshots)
{
    tl_file_table_free(&snapshots->recipients);
    tl_file_table_free(&snapshots->employees);
    free(snapshots->rows);
}

/* How many of `total` rows go into the block from `first` on. */
static int32_t block_length(int32_t total, int32_t first)
{
    return total - first < TL_TABLE_BLOCK ? total - first : TL_TABLE_BLOCK;
}

static void write_recipients(tl_Results *results, int arm, int replicate, const tl_Snapshot *snapshot)
{
    RecipientRow *rows = results->snapshots.rows;
    for (int32_t first = 0; first < snapshot->recipient_count; first += TL_TABLE_BLOCK) {
        int32_t count = block_length(snapshot->recipient_count, first);
        for (int32_t i = 0; i < count; i++) {
            rows[i] = (RecipientRow){arm + 1, replicate + 1, snapshot->day, snapshot->recipients[first + i]};
            rows[i].view.municipality++;
            rows[i].view.area++;
        }
        tl_file_table_append(&results->snapshots.recipients, &results->file, rows, (size_t)count);
    }
}

static void write_employees(tl_Results *results, int arm, int replicate, const tl_Snapshot *snapshot)
{
    EmployeeRow *rows = results->snapshots.rows;
    for (int32_t first = 0; first < snapshot->employee_count; first += TL_TABLE_BLOCK) {
        int32_t count = block_length(snapshot->employee_count, first);
        for (int32_t i = 0; i < count; i++) {
            rows[i] = (EmployeeRow){arm + 1, replicate + 1, snapshot->day, snapshot->employees[first + i]};
            rows[i].view.municipality++;
            rows[i].view.area++;
        }
        tl_file_table_append(&results->snapshots.employees, &results->file, rows, (size_t)count);
    }
}

bool tl_results_snapshot(tl_Results *results, int arm, int replicate, const tl_Snapshot *snapshot)
{
    if (!tl_results_accepts(results, arm, replicate)) {
        return false;
    }
    if (results->shape.snapshot_days > 0) {
        write_recipients(results, arm, replicate, snapshot);
        write_employees(results, arm, replicate, snapshot);
    }
    return !results->file.failed;
}
