#include "core/market/books.h"

#include "core/market/market.h"
#include "core/market/offers.h"
#include "core/market/pay.h"
#include "core/market/providers.h"
#include "core/market/rate.h"
#include "core/market/takings.h"
#include "core/market/truth.h"
#include "core/market/voice.h"
#include "core/world/each.h"

/* ---- the day ------------------------------------------------------------------------------------------- */

/* Seconds that each form pays for today, `all` of them or those of outlying recipients. */
typedef struct DaySeconds {
    int64_t of[TL_PAY_FORMS];
} DaySeconds;

static DaySeconds seconds_of_all(const tl_World *w, int32_t unit)
{
    const tl_Counters *c = &w->unit_counters[unit];
    int64_t mean_s = w->municipality_purse[tl_unit_municipality(w, unit)].mean_day_s;
    return (DaySeconds){{[TL_reimbursement_form_granted] = c->granted_s,
                         [TL_reimbursement_form_performed] = c->payable_s,
                         [TL_reimbursement_form_per_recipient] = mean_s * c->recipient_days,
                         [TL_reimbursement_form_block] = w->unit_month[unit].contract_day_s}};
}

/* A block is paid without supplement. */
static DaySeconds seconds_of_outlying(const tl_World *w, int32_t unit)
{
    const tl_Counters *c = &w->unit_counters[unit];
    int64_t mean_s = w->municipality_purse[tl_unit_municipality(w, unit)].mean_day_s;
    return (DaySeconds){{[TL_reimbursement_form_granted] = c->outlying_granted_s,
                         [TL_reimbursement_form_performed] = c->outlying_payable_s,
                         [TL_reimbursement_form_per_recipient] = mean_s * c->outlying_days}};
}

static int64_t pay_of_day(const tl_World *w, int32_t unit, const DaySeconds *all, const DaySeconds *outlying)
{
    int64_t form = w->unit_regime[unit].reimbursement_form;
    return tl_pay(tl_rate_of(w, unit, false), all->of[form] - outlying->of[form]) +
           tl_pay(tl_rate_of(w, unit, true), outlying->of[form]);
}

static int64_t supplement_of_day(const tl_World *w, int32_t unit, const DaySeconds *all)
{
    return tl_pay(tl_supplement_of(w, w->unit_provider[unit]),
                  all->of[w->unit_regime[unit].reimbursement_form]);
}

/* Overhead is a share of all that the own provider costs, so that it hangs on no payment; of a firm it is a fixed sum
 * and a share of what it is paid, and what requirements cost it. */
static int64_t overhead_of_day(const tl_World *w, int32_t unit, int64_t payment, int64_t cost)
{
    const tl_Constants *k = &w->config->constants;
    double own = k->provider_own_overhead / (1.0 - k->provider_own_overhead);
    bool external = tl_is_external(w, unit);
    double share = external ? k->provider_external_overhead * (double)payment +
                                  tl_requirements_met_cost(w, w->unit_provider[unit]) * (double)cost
                            : own * (double)cost;
    return w->unit_month[unit].fixed_day + tl_round(share * TL_MICRO);
}

/* What the provider bears of the day's cost: not nights and alarms, case officers, record checks and reforms. */
static int64_t cost_of_day(const tl_Counters *c)
{
    return c->cost_care + c->cost_travel + c->cost_administration + c->cost_planning + c->cost_management +
           c->cost_absence + c->cost_recruitment + c->cost_control - c->cost_purchaser;
}

/* Paid for and never given: by the record what was not delivered, by the grant what was cut on purpose. */
static int64_t misbilled_of_day(const tl_World *w, int32_t unit)
{
    const tl_Counters *c = &w->unit_counters[unit];
    int64_t form = w->unit_regime[unit].reimbursement_form;
    int64_t seconds = form == TL_reimbursement_form_performed ? c->misbilled_s
                      : form == TL_reimbursement_form_granted ? c->under_delivered_s
                                                              : 0;
    return tl_pay(tl_rate_of(w, unit, false), seconds) / TL_MICRO;
}

static void count_money(tl_Counters *c, bool external, const tl_Takings *day)
{
    c->payment += day->payment;
    c->overhead += day->overhead;
    c->external_payment += external ? day->payment : 0;
    c->external_cost += external ? day->cost : 0;
    c->external_overhead += external ? day->overhead : 0;
}

static int64_t outlying_days(const tl_World *w, int32_t unit)
{
    int64_t days = 0;
    if (!tl_has_outlying(w, tl_unit_municipality(w, unit))) {
        return 0;
    }
    TL_EACH_RECIPIENT(w, unit, recipient) {
        days += tl_area_is_outlying(w, w->recipient_area[recipient]);
    }
    return days;
}

static void count_external(tl_World *w, int32_t unit)
{
    tl_Counters *c = &w->unit_counters[unit];
    int32_t provider = w->unit_provider[unit];
    if (tl_is_external(w, unit)) {
        bool at_work =
            w->provider_status[provider] == TL_ACTIVE || w->provider_status[provider] == TL_LEAVING;
        c->external_days += at_work && tl_provider_first_unit(w, provider) == unit;
        c->external_granted_s += c->granted_s;
    }
}

void tl_books_day(tl_World *w, int32_t unit)
{
    if (!tl_market_pays(&w->config->market)) {
        return;
    }
    tl_Counters *c = &w->unit_counters[unit];
    tl_MonthBook *book = &w->unit_month[unit];
    c->outlying_days += outlying_days(w, unit);
    DaySeconds all = seconds_of_all(w, unit), outlying = seconds_of_outlying(w, unit);
    tl_Takings day = {.cost = cost_of_day(c), .paid_s = c->paid_s};
    book->payment_rest += pay_of_day(w, unit, &all, &outlying);
    book->supplement_rest += supplement_of_day(w, unit, &all);
    int64_t supplement = tl_whole_ore(&book->supplement_rest);
    day.payment = tl_whole_ore(&book->payment_rest) + supplement;
    c->supplement += supplement;
    book->overhead_rest += overhead_of_day(w, unit, day.payment, day.cost);
    day.overhead = tl_whole_ore(&book->overhead_rest);
    for (int form = 0; form < TL_PAY_FORMS; form++) {
        day.seconds[form] = all.of[form];
    }
    c->misbilled += misbilled_of_day(w, unit);
    count_external(w, unit);
    count_money(c, tl_is_external(w, unit), &day);
    tl_takings_add(&book->takings, &day);
    if (tl_has_purchaser(w->config)) {
        tl_truth_day(&book->truth, c);
    }
}

/* ---- the month ----------------------------------------------------------------------------------------- */

void tl_books_close(tl_World *w, int32_t unit)
{
    tl_MonthBook *book = &w->unit_month[unit];
    tl_takings_add(&w->provider_account[w->unit_provider[unit]].month, &book->takings);
    book->takings = (tl_Takings){0};
    if (tl_has_purchaser(w->config)) {
        tl_voice_close(w, unit);
    }
}

int64_t tl_books_part(int64_t whole, int64_t held, int64_t left)
{
    return held >= left ? whole : (int64_t)((double)whole * ((double)held / (double)left));
}

/* Fixed overhead a day, millionths of an ore. */
static int64_t fixed_overhead(const tl_World *w, int32_t provider)
{
    const tl_Constants *k = &w->config->constants;
    double month = w->provider_owner[provider] == TL_MUNICIPAL    ? 0.0
                   : w->provider_owner[provider] == TL_LARGE_FIRM ? k->provider_overhead_large
                                                                  : k->provider_overhead_small;
    return tl_round(month * TL_YEAR_MONTHS / TL_YEAR_DAYS * ((double)TL_ORE * TL_MICRO));
}

/* What of a provider is not dealt yet, and to how many recipients and units. */
typedef struct Undealt {
    int64_t contract_day_s, fixed_day, weight;
} Undealt;

/* An empty unit counts as much as one recipient, so that someone bears the overhead. */
static int64_t weight_of(const tl_World *w, int32_t unit)
{
    return w->unit_recipients[unit] + 1;
}

static void deal_to(tl_World *w, int32_t unit, Undealt *undealt)
{
    tl_MonthBook *book = &w->unit_month[unit];
    int64_t weight = weight_of(w, unit);
    book->contract_day_s = tl_books_part(undealt->contract_day_s, weight, undealt->weight);
    book->fixed_day = tl_books_part(undealt->fixed_day, weight, undealt->weight);
    undealt->contract_day_s -= book->contract_day_s;
    undealt->fixed_day -= book->fixed_day;
    undealt->weight -= weight;
}

static void deal_provider(tl_World *w, int32_t provider, int32_t first, int32_t end)
{
    Undealt undealt = {.contract_day_s = w->provider_account[provider].contract_day_s,
                       .fixed_day = fixed_overhead(w, provider)};
    TL_EACH_ROW(unit, first, end) {
        undealt.weight += w->unit_provider[unit] == provider ? weight_of(w, unit) : 0;
    }
    TL_EACH_ROW(unit, first, end) {
        if (w->unit_provider[unit] == provider) {
            deal_to(w, unit, &undealt);
        }
    }
}

/* What a provider that ends had of a block contract the municipality's own provider has then, whoever takes over its units. */
static void pass_contract_on(tl_World *w, int32_t provider, int32_t own)
{
    if (w->provider_status[provider] == TL_GONE) {
        w->provider_account[own].contract_day_s += w->provider_account[provider].contract_day_s;
        w->provider_account[provider].contract_day_s = 0;
    }
}

void tl_books_deal(tl_World *w, int32_t municipality)
{
    int32_t first, end;
    if (!tl_market_pays(&w->config->market)) {
        return;
    }
    TL_EACH_HELD(w, gone, municipality, municipality_first_provider, municipality_providers) {
        pass_contract_on(w, gone, tl_own_provider(w, municipality));
    }
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        deal_provider(w, provider, first, end);
    }
}
