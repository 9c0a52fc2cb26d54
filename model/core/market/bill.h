/* What the record of a visit says that is sent to whoever pays (ODD 7.27). It is made after staff and managers have seen
 * to the visit, so that nothing else of the visit changes. */
#ifndef TL_BILL_H
#define TL_BILL_H

#include "core/day/workspace.h"
#include "core/market/pay.h"
#include "core/numbers/rng.h"
#include "core/world/world.h"

/* How visits of a unit are billed today. */
typedef struct tl_BillRules {
    double padding;              /* share of records that are padded */
    double tolerance;            /* of the grant, that is paid for */
    float fill;                  /* share of time not needed that is spent all the same */
    bool fills;                  /* is it spent at all? */
    bool paid;                   /* is there anybody who pays? */
    bool outlying;               /* are there outlying areas? */
    bool followed;               /* does anybody follow up what was done? */
    int32_t control_tolerance_s; /* how far records may differ from the grant before control minds */
} tl_BillRules;

tl_BillRules tl_bill_rules(const tl_World *world, int32_t unit);

/* Is this record padded? The unused half of the visit's last word decides. */
static inline bool tl_bill_padded(const tl_BillRules *rules, uint64_t luck_key)
{
    return rules->padding > 0.0 && tl_lower(tl_bits(luck_key, 3)) < rules->padding;
}

/* Books what the visits of a slot are billed as, once they are made or dropped. */
void tl_bill_slot(tl_World *world, int32_t unit, const tl_BillRules *rules, const tl_Workspace *work);

/* The same of a visit that nobody had time for. */
void tl_bill_missed(tl_World *world, int32_t unit, const tl_BillRules *rules, int32_t visit,
                    int32_t granted_s);

#endif
