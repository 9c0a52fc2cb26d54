/* What whoever follows up providers may come to see of a month (ODD 7.32): what truly was done and recorded, of which
 * core/purchaser/audit.c alone may look at a part, and what homes and staff say of their own accord. */
#ifndef TL_FOLLOWED_H
#define TL_FOLLOWED_H

#include <stdint.h>

#include "core/numbers/calendar.h"

/* Visits of some days as they truly were, of a unit or of all of a provider's. Nobody in the model sees this whole. */
typedef struct tl_MonthTruth {
    int64_t registered_s;
    int64_t lacking_s;     /* of it, not given: padded or invented, or cut short on purpose */
    int32_t records;       /* visits that there is a record of: those made, and those invented */
    int32_t misregistered; /* of them padded or invented */
    int32_t cut;           /* visits cut short on purpose */
    int32_t
        cut_visible; /* of them those whose record says so: short of the grant beyond the tolerance of control */
    int32_t poor;    /* visits that felt poor */
    int32_t missed;     /* visits due that nobody made */
    int32_t deviations; /* visits of which the provider itself knows a deviation or a cut */
} tl_MonthTruth;

/* The last twelve months of a provider, for what is observed. */
typedef struct tl_YearTruth {
    int64_t registered_s[TL_YEAR_MONTHS], lacking_s[TL_YEAR_MONTHS];
} tl_YearTruth;

/* A month of a provider. */
typedef struct tl_MonthSeen {
    tl_MonthTruth truth;
    int32_t complaints; /* that reach the purchaser */
    int32_t settled;    /* complaints that the provider settles, and of which nobody else hears */
    int32_t tips;       /* from employees of an external provider */
} tl_MonthSeen;

/* A provider as someone who is followed up. */
typedef struct tl_Followed {
    tl_MonthSeen month;  /* the last month that is closed */
    tl_MonthSeen coming; /* so far, of units whose books are closed */
} tl_Followed;

#endif
