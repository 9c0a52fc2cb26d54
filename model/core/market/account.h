/* What is kept of money: amounts in whole ore and seconds, so that parts add up to the whole exactly. */
#ifndef TL_ACCOUNT_H
#define TL_ACCOUNT_H

#include <stdint.h>

#include "core/market/followed.h"
#include "core/numbers/calendar.h"

enum { TL_PAY_FORMS = 4 /* granted, performed, per recipient, block: reimbursement.form */ };

/* What comes together in some days, of a unit or of all of a provider's. */
typedef struct tl_Takings {
    int64_t seconds[TL_PAY_FORMS]; /* that each form pays for */
    int64_t payment;               /* what the municipality paid, by the form in force */
    int64_t cost; /* what the provider bears: wages by use, sick pay, planners, managers, recruiting */
    int64_t overhead;
    int64_t paid_s; /* working time paid */
} tl_Takings;

/* A unit's month so far. What is reckoned finer than an ore is carried on, so that nothing is lost by rounding. */
typedef struct tl_MonthBook {
    tl_Takings takings;
    int64_t payment_rest, supplement_rest, overhead_rest; /* millionths of an ore, below one ore */
    int64_t contract_day_s; /* seconds a day that a block contract pays for in this unit */
    int64_t fixed_day;      /* its part of the provider's fixed overhead a day, millionths of an ore */
    tl_MonthTruth truth;
} tl_MonthBook;

/* Why a provider ends. */
typedef enum tl_Ending {
    TL_NO_ENDING,
    TL_INSOLVENT,
    TL_GAVE_UP,
    TL_TERMINATED,
    TL_NOT_RENEWED, /* its contract for a lot ended */
    TL_ABOLISHED    /* free choice ended with a tender */
} tl_Ending;

/* A provider's money. At all times paid_in + received + covered - clawback - cost - overhead - drawn = cash. */
typedef struct tl_Account {
    tl_Takings month; /* of the current month, of units whose books are closed */
    int64_t cash;
    int64_t paid_in;        /* by its owners, at the start */
    int64_t received;       /* for care */
    int64_t covered;        /* by the municipality for its own provider: its deficit, or less than nothing */
    int64_t clawback;       /* of what was received, claimed back */
    int64_t cost, overhead; /* as in tl_Takings */
    int64_t drawn;          /* by its owners */
    int64_t start_cost;     /* cost and overhead of its first month, were it whole */
    int64_t contract_day_s; /* seconds a day of a block contract, fixed when the contract begins */
    int64_t year_payment[TL_YEAR_MONTHS], year_result[TL_YEAR_MONTHS]; /* by month, the last twelve */
    int32_t since;                                                     /* day on which it began */
    int32_t months;                                                    /* closed so far */
    int32_t months_below;                                              /* in a row below the credit limit */
    int64_t granted_s; /* granted time of the month that was closed last */
    int64_t claimed;   /* back when the month before was over */
    int32_t leaves;    /* day of leaving; 0 none is set */
    int32_t notice;    /* days between that and the day on which it was set */
    int32_t ending;    /* tl_Ending */
} tl_Account;

/* The one who decides for a provider. */
typedef struct tl_OwnerMind {
    float orientation; /* towards profit, 0-1 */
    float margin;      /* smoothed, of what is paid */
    float
        staffing; /* how far booked client time is above what the regime says, share of it; below 0: below */
    float temptation; /* 0-1 */
    uint8_t opportunist;
} tl_OwnerMind;

/* A municipality as the one who pays. */
typedef struct tl_Purse {
    int64_t rate[TL_PAY_FORMS]; /* in force, by form: millionths of an ore an hour, before supplements */
    tl_Takings base;            /* of its own provider since the base year began */
    int32_t base_months;
    int32_t set;        /* whole base years that rates were set from */
    int64_t mean_day_s; /* granted seconds a day of its mean recipient at the start */
} tl_Purse;

#endif
