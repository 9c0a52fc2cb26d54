/* The time of contract managers (ODD 7.29): asked for, built up, taken by duties, and what is left for checks. */
#ifndef TL_CAPACITY_H
#define TL_CAPACITY_H

#include "core/parameters/parameter.h"

/* What has to be done whatever is found, minutes a month. */
typedef struct tl_PurchaserDuties {
    double fixed, dialogues, endings, letting;
} tl_PurchaserDuties;

static inline double tl_purchaser_duties_min(const tl_PurchaserDuties *duties)
{
    return duties->fixed + duties->dialogues + duties->endings + duties->letting;
}

/* Duties of so many providers (the own one may be a part of one), so many dialogues a year with all of them, and so many
 * recipients moved in the month. */
tl_PurchaserDuties tl_purchaser_duties(const tl_Constants *constants, double providers, double dialogues,
                                       int32_t moved);

/* Minutes that so many applications, tenders and bids take. */
double tl_letting_min(const tl_Constants *constants, int32_t applications, int32_t tenders, int32_t bids);

/* This month's part of what they still take: a sixth of what is left, or all of less than an hour. */
double tl_letting_now(double left);

/* Minutes a month that the lever asks for. */
double tl_hours_asked_min(const tl_Regime *regime, int32_t recipients);

/* Time there is a month later: less is less at once, more is built up with a half-life. */
double tl_capacity_next(double there, double asked, double build_days);

/* c: share of duties that there is time for. */
double tl_duties_coverage(double there, double duties);

/* pi = 1/(1 + (duties/e)^2): how present contract managers are in what they do. 0 without any time. */
double tl_purchaser_presence(double there, double duties);

/* Checks of each kind that a minute makes, where a share of the time goes to asking at home. */
double tl_checks_per_min(const tl_Constants *constants, double relational);

#endif
