/* What the record of a visit says that is sent to whoever pays (ODD 7.27). It is made after staff and managers have seen
 * to the visit, so that nothing else of the visit changes. */
#ifndef TL_BILL_H
#define TL_BILL_H

#include "core/market/pay.h"
#include "core/numbers/rng.h"
#include "core/world/world.h"

/* How visits of a unit are billed today. */
typedef struct tl_BillRules {
    double padding;   /* share of records that are padded */
    double tolerance; /* of the grant, that is paid for */
    float fill;       /* share of time not needed that is spent all the same */
    bool paid;        /* is there anybody who pays? */
} tl_BillRules;

tl_BillRules tl_bill_rules(const tl_World *world, int32_t unit);

/* Is this record padded? The unused half of the visit's last word decides. */
static inline bool tl_bill_padded(const tl_BillRules *rules, uint64_t luck_key)
{
    return rules->padding > 0.0 && tl_lower(tl_bits(luck_key, 3)) < rules->padding;
}

/* Books what a visit of `delivered_s`, whose staff registered `registered_s`, is billed as. */
void tl_bill_visit(tl_World *world, int32_t unit, const tl_BillRules *rules, int32_t recipient,
                   uint64_t luck_key, int32_t granted_s, int32_t registered_s, int32_t delivered_s);

#endif
