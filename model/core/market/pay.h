/* Pay (ODD 7.26): what the municipality owes a provider, in millionths of an ore, so that whoever books it rounds once. */
#ifndef TL_PAY_H
#define TL_PAY_H

#include "core/market/account.h"
#include "core/numbers/num.h"

#define TL_MICRO 1000000 /* millionths to an ore */

/* Seconds of a visit that are paid for where pay follows the record: never more than `tolerance` times the grant. */
static inline int32_t tl_payable_s(int32_t registered_s, int32_t granted_s, double tolerance)
{
    int32_t most_s = tolerance == 1.0 ? granted_s : (int32_t)tl_round(granted_s * tolerance);
    return registered_s < most_s ? registered_s : most_s;
}

/* Time that was not needed and is spent all the same where time is paid; with a share below 0 less is spent, down to
 * nothing. */
static inline int32_t tl_filled_s(int32_t intended_s, int32_t granted_s, float fill)
{
    int32_t left_s = granted_s - intended_s;
    int32_t filled_s = intended_s + (int32_t)(fill * (float)(left_s > 0 ? left_s : 0));
    return filled_s > 0 ? filled_s : 0;
}

/* Pay for so many seconds at a rate in millionths of an ore an hour, rounded down. Hours and the rest of an hour are
 * multiplied apart, since their product with a rate would not fit. */
static inline int64_t tl_pay(int64_t rate, int64_t seconds)
{
    return rate * (seconds / TL_HOUR_S) + rate * (seconds % TL_HOUR_S) / TL_HOUR_S;
}

/* A rate times 1 + supplement or another factor. */
static inline int64_t tl_rate_times(int64_t rate, double factor)
{
    return tl_round((double)rate * factor);
}

/* Takes whole ore out of a sum of millionths and leaves the rest. */
static inline int64_t tl_whole_ore(int64_t *micro)
{
    int64_t ore = *micro / TL_MICRO;
    *micro -= ore * TL_MICRO;
    return ore;
}

#endif
