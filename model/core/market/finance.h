/* A provider's money over the months (ODD 7.28): books, margin, capital, drawings, insolvency and giving up. */
#ifndef TL_FINANCE_H
#define TL_FINANCE_H

#include "core/world/world.h"

/* Closes a month: what came in and went out moves cash. The municipality covers what its own provider lacks, and takes
 * what it has left. An external's owners pay in capital when its first month's cost is known. */
void tl_account_close(const tl_Constants *constants, tl_Account *account, bool external);

/* Pay and result of the month that was closed last; nothing before there was one. */
int64_t tl_account_last_payment(const tl_Account *account);
int64_t tl_account_last_result(const tl_Account *account);

/* A firm begins, for the first time or again: what it has and owes stays, all else is new. */
void tl_account_begin(tl_Account *account, int32_t day);

/* So much of it is claimed back, or nothing. */
void tl_account_claim_back(tl_Account *account, int64_t ore);

/* Once a year owners draw what is above so many months of cost. */
void tl_account_draw(const tl_Constants *constants, tl_Account *account);

/* Counts months in a row below the credit limit; true when there have been more than the bank waits for. */
bool tl_account_insolvent(const tl_Constants *constants, tl_Account *account);

/* Margin of the last twelve months; above any limit while there have been fewer. */
double tl_account_year_margin(const tl_Account *account);

/* Chance of giving notice in a month at that margin. */
double tl_account_notice_chance(const tl_Constants *constants, double year_margin);

#endif
