/* What a snapshot says of each person, for files and for sweeps. */
#ifndef TL_SNAPSHOT_FIELDS_H
#define TL_SNAPSHOT_FIELDS_H

#include "core/observation/observer.h"
#include "store/hdf5_file.h"

/* The first fields of a view say who and where it is about; the others how it is. */
enum { TL_SNAPSHOT_KEYS = 5 };

typedef struct tl_SnapshotField {
    const char *name, *unit, *meaning;
    size_t offset; /* in the view */
    tl_Type type;
    bool may_lack; /* -1 where there is no value */
} tl_SnapshotField;

/* Of tl_RecipientView and tl_EmployeeView. */
extern const tl_SnapshotField tl_recipient_fields[], tl_employee_fields[];
extern const int tl_recipient_field_count, tl_employee_field_count;

#endif
