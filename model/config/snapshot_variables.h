/* What a snapshot says of each person: the fields of its views, for files, and the variables among them that a
 * sweep may keep. */
#ifndef TL_SNAPSHOT_VARIABLES_H
#define TL_SNAPSHOT_VARIABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/observation/observer.h"
#include "system/number_type.h"

/* The first fields of a view say who and where it is about; the others how it is. */
enum { TL_SNAPSHOT_KEYS = 6, TL_SNAPSHOT_NAME_SIZE = 48 };

typedef struct tl_SnapshotField {
    const char *name, *unit, *meaning;
    size_t offset; /* in the view */
    tl_Type type;
    bool may_lack; /* -1 where there is no value */
    bool market;   /* only in files of which an arm has a market */
} tl_SnapshotField;

/* Of tl_RecipientView and tl_EmployeeView. */
extern const tl_SnapshotField tl_recipient_fields[], tl_employee_fields[];
extern const int tl_recipient_field_count, tl_employee_field_count;

/* Variables are the fields without numbers and places, as "recipient_satisfaction": [0, count). */
int tl_snapshot_variable_count(void);
int tl_snapshot_variable_find(const char *name); /* -1: none */
void tl_snapshot_variable_name(int variable, char name[TL_SNAPSHOT_NAME_SIZE]);

/* Its field, and whether it is one of recipients or else of employees. */
const tl_SnapshotField *tl_snapshot_variable_field(int variable);
bool tl_snapshot_variable_of_recipients(int variable);

/* How many there are in a snapshot whom a variable is about, and the value of one of them; NaN where there is none. */
int32_t tl_snapshot_people(const tl_Snapshot *snapshot, int variable);
double tl_snapshot_value(const tl_Snapshot *snapshot, int variable, int32_t person);

#endif
