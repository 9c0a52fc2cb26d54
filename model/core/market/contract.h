/* What lets a firm in: a lot of a tender, or an authorisation (ODD 7.35, 7.36). */
#ifndef TL_MARKET_CONTRACT_H
#define TL_MARKET_CONTRACT_H

#include <stdint.h>

/* Days are counted as the world's are; those of a tender's phases from the first measured one. Lots are numbered
 * 1 + tender TL_MOST_LOTS + lot, and 0 is none. */
typedef struct tl_Contract {
    double price;       /* bid, relative to the rate; 0: the rate is paid */
    double won_price;   /* of the lot won */
    int64_t volume_s;   /* granted seconds a week that it is for, when all phases are over */
    int64_t won_s;      /* the same of the lot won */
    int64_t cap_s;      /* the most of them that the firm may have now; TL_NO_CAP: no limit */
    int64_t coming_s;   /* of those who have chosen it, less those who leave it, before they move */
    int32_t lot;        /* in force */
    int32_t won;        /* lot that it is awarded and that is not yet in force */
    int32_t won_begins; /* day on which that begins */
    int32_t begins;     /* day on which what it is let in for begins, or is renewed */
    int32_t ends;       /* day on which the lot's contract ends unless it is renewed */
    int32_t renewals;   /* so far */
    int32_t steps;      /* of phases that go by the queue, taken */
    int32_t over;       /* 1: it will not be renewed */
} tl_Contract;

/* What is asked for of a lot. */
typedef struct tl_LotState {
    int32_t vacant; /* places that are to be let */
    int32_t starts; /* day on which their contracts begin */
} tl_LotState;

#endif
