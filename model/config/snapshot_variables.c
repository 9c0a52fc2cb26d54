#include "config/snapshot_variables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TYPE_uint64_t TL_UINT64
#define TYPE_int32_t TL_INT32
#define TYPE_uint8_t TL_UINT8
#define TYPE_float TL_FLOAT
#define FIELD(view, own_type, member, own_unit, ...)                                                         \
    {.name = #member,                                                                                        \
     .unit = own_unit,                                                                                       \
     .offset = offsetof(view, member),                                                                       \
     .type = TYPE_##own_type,                                                                                \
     .meaning = __VA_ARGS__},

const tl_SnapshotField tl_recipient_fields[] = {
#define TL_OF_RECIPIENT(type, field, value, ...) FIELD(tl_RecipientView, type, field, __VA_ARGS__)
#include "core/observation/views.def"
};

const tl_SnapshotField tl_employee_fields[] = {
#define TL_OF_STAFF(type, field, value, ...) FIELD(tl_EmployeeView, type, field, __VA_ARGS__)
#include "core/observation/views.def"
};

const int tl_recipient_field_count = sizeof tl_recipient_fields / sizeof tl_recipient_fields[0];
const int tl_employee_field_count = sizeof tl_employee_fields / sizeof tl_employee_fields[0];

static int of_recipients(void)
{
    return tl_recipient_field_count - TL_SNAPSHOT_KEYS;
}

int tl_snapshot_variable_count(void)
{
    return of_recipients() + tl_employee_field_count - TL_SNAPSHOT_KEYS;
}

bool tl_snapshot_variable_of_recipients(int variable)
{
    return variable < of_recipients();
}

const tl_SnapshotField *tl_snapshot_variable_field(int variable)
{
    int own = variable - of_recipients();
    return own < 0 ? &tl_recipient_fields[TL_SNAPSHOT_KEYS + variable]
                   : &tl_employee_fields[TL_SNAPSHOT_KEYS + own];
}

void tl_snapshot_variable_name(int variable, char name[TL_SNAPSHOT_NAME_SIZE])
{
    snprintf(name, TL_SNAPSHOT_NAME_SIZE, "%s_%s",
             tl_snapshot_variable_of_recipients(variable) ? "recipient" : "employee",
             tl_snapshot_variable_field(variable)->name);
}

int tl_snapshot_variable_find(const char *name)
{
    for (int i = 0; i < tl_snapshot_variable_count(); i++) {
        char own[TL_SNAPSHOT_NAME_SIZE];
        tl_snapshot_variable_name(i, own);
        if (strcmp(own, name) == 0) {
            return i;
        }
    }
    return -1;
}

/* ---- values ---------------------------------------------------------------------------------------------- */

int32_t tl_snapshot_people(const tl_Snapshot *snapshot, int variable)
{
    return tl_snapshot_variable_of_recipients(variable) ? snapshot->recipient_count
                                                        : snapshot->employee_count;
}

static const char *view_of(const tl_Snapshot *snapshot, int variable, int32_t person)
{
    return tl_snapshot_variable_of_recipients(variable) ? (const char *)&snapshot->recipients[person]
                                                        : (const char *)&snapshot->employees[person];
}

double tl_snapshot_value(const tl_Snapshot *snapshot, int variable, int32_t person)
{
    const tl_SnapshotField *field = tl_snapshot_variable_field(variable);
    const void *at = view_of(snapshot, variable, person) + field->offset;
    double value = NAN;
    if (field->type == TL_UINT8) {
        value = *(const uint8_t *)at;
    } else if (field->type == TL_INT32) {
        value = *(const int32_t *)at;
    } else if (field->type == TL_FLOAT) {
        value = (double)*(const float *)at;
    }
    return field->may_lack && value == -1.0 ? NAN : value;
}
