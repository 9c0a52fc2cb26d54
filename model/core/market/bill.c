#include "core/market/bill.h"

#include "core/market/conduct.h"
#include "core/market/market.h"
#include "core/market/providers.h"

tl_BillRules tl_bill_rules(const tl_World *w, int32_t unit)
{
    return (tl_BillRules){.padding = tl_conduct_padding(w, unit),
                          .tolerance = w->unit_regime[unit].reimbursement_tolerance,
                          .fill = (float)tl_conduct_fill(w, unit),
                          .paid = tl_market_pays(&w->config->market)};
}

/* A record that says the grant or more already is left as it is. */
static int32_t padding_s(const tl_BillRules *rules, uint64_t luck_key, int32_t granted_s,
                         int32_t registered_s)
{
    return registered_s < granted_s && tl_bill_padded(rules, luck_key) ? granted_s - registered_s : 0;
}

void tl_bill_visit(tl_World *w, int32_t unit, const tl_BillRules *rules, int32_t recipient, uint64_t luck_key,
                   int32_t granted_s, int32_t registered_s, int32_t delivered_s)
{
    tl_Counters *c = &w->unit_counters[unit];
    int32_t padded_s = padding_s(rules, luck_key, granted_s, registered_s);
    int32_t payable_s = tl_payable_s(registered_s + padded_s, granted_s, rules->tolerance);
    bool outlying = tl_area_is_outlying(w, w->recipient_area[recipient]);
    c->registered_s += padded_s;
    c->padded_s += registered_s > 0 ? padded_s : 0;
    c->phantom_s += registered_s > 0 ? 0 : padded_s;
    c->payable_s += payable_s;
    c->misbilled_s += payable_s - tl_payable_s(delivered_s, granted_s, rules->tolerance);
    c->outlying_granted_s += outlying ? granted_s : 0;
    c->outlying_payable_s += outlying ? payable_s : 0;
}
