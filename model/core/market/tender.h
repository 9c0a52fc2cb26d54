/* Tenders (ODD 7.36): firms bid for lots, the best bids win, and contracts are renewed or let anew when they end. */
#ifndef TL_TENDER_H
#define TL_TENDER_H

#include "core/market/prospect.h"

/* What a firm offers for a lot. */
typedef struct tl_Bid {
    double price;   /* of care, relative to the rate */
    double quality; /* promised, standard deviations of practice */
    uint64_t order; /* among equals the smallest wins */
    int32_t provider;
} tl_Bid;

/* cost (1 + theta margin_target + noise z). */
double tl_bid_price(const tl_Constants *constants, double unit_cost, double orientation, double z);

/* The mean of the firm's traits + promise_noise z. */
double tl_bid_quality(const tl_Constants *constants, const float *traits, double z);

/* w_q Q - 10 (1 - w_q)(price - 1). */
double tl_bid_score(double quality_weight, const tl_Bid *bid);

/* The bid that is best; -1 if there is none. */
int32_t tl_award(double quality_weight, const tl_Bid *bids, int32_t count);

/* May a provider bid for lots of that orientation? */
bool tl_meets_orientation(const tl_World *world, int32_t provider, int32_t orientation);

/* The area of the only base of a firm that has won a lot: its home if that belongs to the lot, else the lot's first. -1: a base
 * in every area. */
int32_t tl_base_for(const tl_World *world, int32_t provider, const tl_Tender *tender, const tl_Lot *lot);

/* A municipality's month: contracts that will end are renewed or their places let anew, and bids are scored where lots are
 * to be let. */
void tl_tenders_month(tl_World *world, int32_t municipality);

/* The most that a provider may have of its lot in this phase; no limit without a lot, or where the lot's areas are all its own. */
void tl_cap_by_phase(tl_World *world, int32_t provider);

/* Caps of this month: phases step on their day, or when somebody waits and the last step's room is used up. */
void tl_phases_month(tl_World *world, int32_t municipality);

#endif
