#include "core/market/finance.h"

#include "core/market/takings.h"
#include "core/numbers/num.h"

/* A firm may begin in the middle of a month. */
static void pay_in_capital(const tl_Constants *k, tl_Account *a)
{
    int64_t days = TL_MONTH_DAYS - a->since % TL_MONTH_DAYS;
    a->start_cost = (a->month.cost + a->month.overhead) * TL_MONTH_DAYS / days;
    int64_t capital = tl_round(k->finance_capital * (double)a->start_cost);
    a->paid_in += capital;
    a->cash += capital;
}

void tl_account_begin(tl_Account *a, int32_t day)
{
    *a = (tl_Account){.cash = a->cash,
                      .paid_in = a->paid_in,
                      .received = a->received,
                      .covered = a->covered,
                      .clawback = a->clawback,
                      .cost = a->cost,
                      .overhead = a->overhead,
                      .drawn = a->drawn,
                      .since = day};
}

void tl_account_close(const tl_Constants *k, tl_Account *a, bool external)
{
    int64_t result = tl_takings_result(&a->month);
    int month = a->months % TL_YEAR_MONTHS;
    if (external && a->months == 0) {
        pay_in_capital(k, a);
    }
    a->granted_s = a->month.seconds[TL_reimbursement_form_granted];
    a->received += a->month.payment;
    a->cost += a->month.cost;
    a->overhead += a->month.overhead;
    a->covered -= external ? 0 : result;
    a->cash += external ? result : 0;
    a->year_payment[month] = a->month.payment;
    a->year_result[month] = result;
    a->months++;
}

/* Place of the month that was closed last in the last twelve. */
static int last_month(const tl_Account *a)
{
    return (a->months + TL_YEAR_MONTHS - 1) % TL_YEAR_MONTHS;
}

int64_t tl_account_last_payment(const tl_Account *a)
{
    return a->year_payment[last_month(a)];
}

int64_t tl_account_last_result(const tl_Account *a)
{
    return a->year_result[last_month(a)];
}

void tl_account_claim_back(tl_Account *a, int64_t ore)
{
    a->clawback += ore;
    a->cash -= ore;
    a->claimed = ore;
    a->year_result[last_month(a)] -= ore;
}

static int64_t sum(const int64_t months[TL_YEAR_MONTHS])
{
    int64_t total = 0;
    for (int i = 0; i < TL_YEAR_MONTHS; i++) {
        total += months[i];
    }
    return total;
}

void tl_account_draw(const tl_Constants *k, tl_Account *a)
{
    if (a->months == 0 || a->months % TL_YEAR_MONTHS != 0) {
        return;
    }
    int64_t cost = (sum(a->year_payment) - sum(a->year_result)) / TL_YEAR_MONTHS;
    int64_t above = a->cash - tl_round(k->finance_buffer_months * (double)cost);
    if (above > 0) {
        a->drawn += above;
        a->cash -= above;
    }
}

bool tl_account_insolvent(const tl_Constants *k, tl_Account *a)
{
    bool below = a->cash < -tl_round(k->finance_credit * (double)a->start_cost);
    a->months_below = below ? a->months_below + 1 : 0;
    return a->months_below >= k->finance_grace;
}

double tl_account_year_margin(const tl_Account *a)
{
    double payment = (double)sum(a->year_payment);
    return a->months < TL_YEAR_MONTHS ? 1.0 : (double)sum(a->year_result) / tl_larger(payment, TL_ORE);
}

double tl_account_notice_chance(const tl_Constants *k, double year_margin)
{
    return year_margin < k->provider_exit_margin
               ? 1.0 - tl_exp(-k->provider_exit_hazard * TL_MONTH_DAYS / TL_YEAR_DAYS)
               : 0.0;
}
