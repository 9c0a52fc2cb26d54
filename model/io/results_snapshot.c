/* Snapshots: every recipient and employee as they are on a day, one row each. */
#include "io/results_internal.h"

#include <stdlib.h>

/* Rows as in the file: numbers from 1. */
typedef struct RecipientRow {
    int32_t arm, replicate, day;
    tl_RecipientView view;
} RecipientRow;

typedef struct EmployeeRow {
    int32_t arm, replicate, day;
    tl_EmployeeView view;
} EmployeeRow;

typedef struct RowField {
    const char *name, *unit, *meaning;
    size_t offset;
    tl_Type type;
} RowField;

#define FIELD(row, member, name, type, unit, meaning) {name, unit, meaning, offsetof(row, member), type}
#define RECIPIENT(member, type, unit, meaning) FIELD(RecipientRow, view.member, #member, type, unit, meaning)
#define EMPLOYEE(member, type, unit, meaning) FIELD(EmployeeRow, view.member, #member, type, unit, meaning)

/* The first fields of each list say who and when: they place the values of the others. */
enum { KEYS = 4 };

static const RowField recipient_fields[] = {
    FIELD(RecipientRow, arm, "arm", TL_INT32, "1", "number of the arm, in the order of arm"),
    FIELD(RecipientRow, replicate, "replicate", TL_INT32, "1", "number of the replicate"),
    FIELD(RecipientRow, day, "day", TL_INT32, "d",
          "day at whose end the snapshot was taken; 0 is the first after the burn-in"),
    RECIPIENT(id, TL_UINT64, "1", "permanent id"),
    RECIPIENT(municipality, TL_INT32, "1", "number of the municipality, in the order of municipality"),
    RECIPIENT(area, TL_INT32, "1", "number of the area over all municipalities"),
    RECIPIENT(unit, TL_INT32, "1", "permanent number of the unit within its municipality"),
    RECIPIENT(team, TL_INT32, "1", "number of the team within its unit"),
    RECIPIENT(days_in_care, TL_INT32, "d", "days with home care"),
    RECIPIENT(granted_hours, TL_FLOAT, "h/month", "granted hours a month"),
    RECIPIENT(need, TL_FLOAT, "1", "slow level of need relative to the decision, 1 = as granted"),
    RECIPIENT(mismatch, TL_FLOAT, "1", "share of need outside the decision"),
    RECIPIENT(provider_trust, TL_FLOAT, "1", "trust in the provider"),
    RECIPIENT(provider_distrust, TL_FLOAT, "1", "distrust of the provider"),
    RECIPIENT(provider_uncertainty, TL_FLOAT, "1", "uncertainty about the provider"),
    RECIPIENT(staff_met, TL_INT32, "persons",
              "different staff met in the last whole 14-day window; -1 outside the continuity measure"),
    RECIPIENT(away, TL_UINT8, "1", "1 while in hospital"),
    RECIPIENT(satisfaction, TL_FLOAT, "1", "standing satisfaction, on the scale of the survey"),
    RECIPIENT(voice, TL_FLOAT, "1", "how much this person speaks up"),
};

static const RowField employee_fields[] = {
    FIELD(EmployeeRow, arm, "arm", TL_INT32, "1", "number of the arm, in the order of arm"),
    FIELD(EmployeeRow, replicate, "replicate", TL_INT32, "1", "number of the replicate"),
    FIELD(EmployeeRow, day, "day", TL_INT32, "d",
          "day at whose end the snapshot was taken; 0 is the first after the burn-in"),
    EMPLOYEE(id, TL_UINT64, "1", "permanent id"),
    EMPLOYEE(municipality, TL_INT32, "1", "number of the municipality, in the order of municipality"),
    EMPLOYEE(area, TL_INT32, "1", "number of the area over all municipalities"),
    EMPLOYEE(unit, TL_INT32, "1", "permanent number of the unit within its municipality"),
    EMPLOYEE(team, TL_INT32, "1", "number of the team within its unit"),
    EMPLOYEE(days_employed, TL_INT32, "d", "days employed"),
    EMPLOYEE(age_years, TL_FLOAT, "yr", "age"),
    EMPLOYEE(post_share, TL_FLOAT, "1", "size of the post relative to full time; 0 for hourly staff"),
    EMPLOYEE(hourly, TL_UINT8, "1", "1 for hourly staff"),
    EMPLOYEE(nurse, TL_UINT8, "1", "1 for assistant nurses"),
    EMPLOYEE(sick, TL_UINT8, "1", "1 while on sick leave"),
    EMPLOYEE(trusted, TL_FLOAT, "1", "trust of the recipients who have met this person, mean"),
    EMPLOYEE(strain, TL_FLOAT, "1", "strain, standard deviations"),
    EMPLOYEE(motivation, TL_FLOAT, "1", "motivation"),
    EMPLOYEE(skill, TL_FLOAT, "1", "skill"),
    EMPLOYEE(permission, TL_FLOAT, "1", "perceived discretion"),
    EMPLOYEE(discretion, TL_FLOAT, "1", "usable discretion"),
    EMPLOYEE(pressure, TL_FLOAT, "1", "time pressure"),
    EMPLOYEE(drift, TL_FLOAT, "1", "signed distance from good practice"),
    EMPLOYEE(manager_trust, TL_FLOAT, "1", "trust in the manager"),
    EMPLOYEE(manager_distrust, TL_FLOAT, "1", "distrust of the manager"),
    EMPLOYEE(seen_trust, TL_FLOAT, "1", "the manager's trust"),
    EMPLOYEE(seen_distrust, TL_FLOAT, "1", "the manager's distrust"),
    EMPLOYEE(opportunist, TL_UINT8, "1", "1 for an opportunist"),
    EMPLOYEE(averse, TL_UINT8, "1", "1 for someone averse to control"),
};

enum {
    RECIPIENT_FIELDS = sizeof recipient_fields / sizeof recipient_fields[0],
    EMPLOYEE_FIELDS = sizeof employee_fields / sizeof employee_fields[0],
    LARGEST_ROW = sizeof(RecipientRow) > sizeof(EmployeeRow) ? sizeof(RecipientRow) : sizeof(EmployeeRow)
};

static void add_fields(tl_Table *table, tl_File *file, const RowField *fields, int count, const char *prefix,
                       const char *keys)
{
    for (int i = 0; i < count; i++) {
        tl_Definition definition = {.prefix = prefix,
                                    .name = fields[i].name,
                                    .unit = fields[i].unit,
                                    .meaning = fields[i].meaning,
                                    .coordinates = i < KEYS ? NULL : keys,
                                    .type = fields[i].type};
        tl_table_add_column(table, file, &definition, fields[i].offset);
    }
}

void tl_snapshots_create(tl_Results *results)
{
    tl_File *file = &results->file;
    tl_Snapshots *snapshots = &results->snapshots;
    if (results->shape.snapshot_days <= 0) {
        return;
    }
    snapshots->rows = tl_results_allocate(results, TL_TABLE_BLOCK, LARGEST_ROW);
    tl_table_create(&snapshots->recipients, file, "snapshot_recipient", sizeof(RecipientRow),
                    RECIPIENT_FIELDS);
    add_fields(&snapshots->recipients, file, recipient_fields, RECIPIENT_FIELDS, "recipient_",
               "recipient_arm recipient_replicate recipient_day recipient_id");
    tl_table_create(&snapshots->employees, file, "snapshot_employee", sizeof(EmployeeRow), EMPLOYEE_FIELDS);
    add_fields(&snapshots->employees, file, employee_fields, EMPLOYEE_FIELDS, "employee_",
               "employee_arm employee_replicate employee_day employee_id");
}

void tl_snapshots_free(tl_Snapshots *snapshots)
{
    tl_table_free(&snapshots->recipients);
    tl_table_free(&snapshots->employees);
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
        tl_table_append(&results->snapshots.recipients, &results->file, rows, (size_t)count);
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
        tl_table_append(&results->snapshots.employees, &results->file, rows, (size_t)count);
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
