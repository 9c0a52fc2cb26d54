/* Observers: files, tables and tests see a run only through these calls. An observer draws no random number
 * and changes nothing, so recording more, less or nothing leaves every digest as it was. */
#ifndef TL_OBSERVER_H
#define TL_OBSERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/observation/measure.h"
#include "core/parameters/selector.h"

/* How a run ended. */
typedef enum tl_Outcome {
    TL_OK = 0,
    TL_OUT_OF_MEMORY = 1, /* the machine has not enough memory for this population */
    TL_STOPPED = 2,       /* an observer asked to stop */
    TL_NOBODY_MEANT = 3,  /* a change or reorganisation means no unit that there is on its day */
    TL_NO_CODE = 4        /* a municipality's code is none, or too many have the same (people.h) */
} tl_Outcome;

const char *tl_outcome_sentence(tl_Outcome outcome);

/* One unit's counters over a period. A unit that was reorganised away within the period is still reported
 * once. */
typedef struct tl_UnitReport {
    int32_t municipality; /* index in the config */
    int32_t area;         /* index over all municipalities, in municipality order */
    tl_UnitPlace place;   /* its numbers, and whether it is the pilot's */
    tl_Counters counters;
} tl_UnitReport;

typedef struct tl_Period {
    int32_t index;     /* 0, 1, ... */
    int32_t first_day; /* of the measured run, 0 = first day after the burn-in */
    int32_t days;
    int32_t unit_count;
    const tl_UnitReport *units; /* [unit_count], in unit order; valid during the call */
} tl_Period;

/* People as they are at the end of a day. Arrays are valid during the call; order is by unit, then by id. */
typedef struct tl_RecipientView {
#define TL_OF_RECIPIENT(type, field, ...) type field;
#include "core/observation/views.def"
} tl_RecipientView;

typedef struct tl_EmployeeView {
#define TL_OF_STAFF(type, field, ...) type field;
#include "core/observation/views.def"
} tl_EmployeeView;

typedef struct tl_Snapshot {
    int32_t day;
    int32_t recipient_count, employee_count;
    const tl_RecipientView *recipients;
    const tl_EmployeeView *employees;
} tl_Snapshot;

/* Each call returns false to stop the run (disk full, for instance); NULL members are skipped. */
typedef struct tl_Observer {
    void *context;
    bool (*period)(void *context, const tl_Period *period);
    bool (*snapshot)(void *context, const tl_Snapshot *snapshot);
    /* Now and then, and on the last day: progress, stopping on a signal. Burn-in included. */
    bool (*day)(void *context, int32_t days_done, int32_t days_total);
} tl_Observer;

#endif
