#include "core/market/bill.h"

#include "core/market/conduct.h"
#include "core/market/market.h"
#include "core/market/providers.h"
#include "core/steering/control.h"

tl_BillRules tl_bill_rules(const tl_World *w, int32_t unit)
{
    return (tl_BillRules){.padding = tl_conduct_padding(w, unit),
                          .tolerance = w->unit_regime[unit].reimbursement_tolerance,
                          .fill = (float)tl_conduct_fill(w, unit),
                          .fills = tl_conduct_fill(w, unit) != 0.0,
                          .paid = tl_market_pays(&w->config->market),
                          .outlying = tl_has_outlying(w, tl_unit_municipality(w, unit)),
                          .followed = tl_has_purchaser(w->config),
                          .control_tolerance_s = tl_control_rules(w, unit).tolerance_s};
}

/* What visits are billed as. */
typedef struct Bill {
    int64_t padded_s, phantom_s, payable_s, misbilled_s, outlying_granted_s, outlying_payable_s;
    int64_t false_records,
        invented; /* records that are padded, and those of them of visits that were not made */
} Bill;

/* A record that says the grant or more already is left as it is. */
static int32_t padding_s(const tl_World *w, const tl_BillRules *rules, int32_t visit, int32_t granted_s,
                         int32_t registered_s)
{
    uint64_t key = w->recipient_visit_key[w->visit_recipient[visit]] + (uint64_t)w->visit_occasion[visit];
    return registered_s < granted_s && tl_bill_padded(rules, key) ? granted_s - registered_s : 0;
}

static inline void bill_visit(const tl_World *w, const tl_BillRules *rules, int32_t visit, int32_t granted_s,
                              int32_t registered_s, int32_t delivered_s, bool made, Bill *bill)
{
    int32_t padded_s = rules->padding > 0.0 ? padding_s(w, rules, visit, granted_s, registered_s) : 0;
    int32_t payable_s = tl_payable_s(registered_s + padded_s, granted_s, rules->tolerance);
    bill->payable_s += payable_s;
    bill->misbilled_s += payable_s - tl_payable_s(delivered_s, granted_s, rules->tolerance);
    if (padded_s > 0) {
        *(registered_s > 0 ? &bill->padded_s : &bill->phantom_s) += padded_s;
        bill->false_records++;
        bill->invented += !made;
    }
    if (rules->outlying && tl_area_is_outlying(w, w->recipient_area[w->visit_recipient[visit]])) {
        bill->outlying_granted_s += granted_s;
        bill->outlying_payable_s += payable_s;
    }
}

static inline Bill bill_slot(const tl_World *w, const tl_BillRules *rules, const tl_Workspace *work)
{
    Bill bill = {0};
    for (int32_t i = 0; i < work->booked_count; i++) {
        const tl_BookedVisit *p = &work->booked[i];
        bill_visit(w, rules, p->visit, p->times.granted_s, p->registered_s, p->delivered_s, p->made, &bill);
    }
    return bill;
}

static void book(tl_Counters *c, const Bill *bill)
{
    c->registered_s += bill->padded_s + bill->phantom_s;
    c->padded_s += bill->padded_s;
    c->phantom_s += bill->phantom_s;
    c->payable_s += bill->payable_s;
    c->misbilled_s += bill->misbilled_s;
    c->outlying_granted_s += bill->outlying_granted_s;
    c->outlying_payable_s += bill->outlying_payable_s;
    c->records_false += bill->false_records;
    c->records_invented += bill->invented;
}

/* Visits cut short whose record, as it is sent, says less than the grant beyond what control tolerates. */
static int64_t cuts_visible(const tl_World *w, const tl_BillRules *rules, const tl_Workspace *work)
{
    int64_t visible = 0;
    for (int32_t i = 0; i < work->booked_count; i++) {
        const tl_BookedVisit *p = &work->booked[i];
        int32_t granted_s = p->times.granted_s, registered_s = p->registered_s;
        if (p->cut && granted_s - registered_s > rules->control_tolerance_s) {
            visible += padding_s(w, rules, p->visit, granted_s, registered_s) == 0;
        }
    }
    return visible;
}

/* Mostly nothing is padded, the grant is paid at most, and nobody lives at the edge: where the compiler knows it, a visit
 * takes half the time. */
void tl_bill_slot(tl_World *w, int32_t unit, const tl_BillRules *rules, const tl_Workspace *work)
{
    static const tl_BillRules PLAIN = {.tolerance = 1.0};
    bool plain = rules->padding == 0.0 && rules->tolerance == 1.0 && !rules->outlying;
    Bill bill = plain ? bill_slot(w, &PLAIN, work) : bill_slot(w, rules, work);
    book(&w->unit_counters[unit], &bill);
    if (rules->followed) {
        w->unit_counters[unit].cuts_visible += cuts_visible(w, rules, work);
    }
}

void tl_bill_missed(tl_World *w, int32_t unit, const tl_BillRules *rules, int32_t visit, int32_t granted_s)
{
    Bill bill = {0};
    bill_visit(w, rules, visit, granted_s, 0, 0, false, &bill);
    book(&w->unit_counters[unit], &bill);
}
