/* Sums of what comes together in some days. */
#ifndef TL_TAKINGS_H
#define TL_TAKINGS_H

#include "core/market/account.h"

static inline void tl_takings_add(tl_Takings *total, const tl_Takings *part)
{
    for (int form = 0; form < TL_PAY_FORMS; form++) {
        total->seconds[form] += part->seconds[form];
    }
    total->payment += part->payment;
    total->cost += part->cost;
    total->overhead += part->overhead;
    total->paid_s += part->paid_s;
}

/* What is left of the payment. */
static inline int64_t tl_takings_result(const tl_Takings *t)
{
    return t->payment - t->cost - t->overhead;
}

#endif
