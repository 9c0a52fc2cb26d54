/* What lets a firm in: a lot of a tender, or an authorisation (ODD 7.35, 7.36). */
#ifndef TL_MARKET_CONTRACT_H
#define TL_MARKET_CONTRACT_H

#include <stdint.h>

typedef struct tl_Contract {
    int64_t volume_s; /* granted seconds a week that it is for, when all phases are over */
    int64_t cap_s;    /* the most of them that the firm may have now; TL_NO_CAP: no limit */
    int64_t coming_s; /* of those who have chosen it, less those who leave it, before they move */
    int32_t lot;      /* 1 + tender TL_MOST_LOTS + lot; 0: none */
    int32_t begins;   /* day on which it began or was last renewed */
    int32_t ends;     /* day on which it ends unless it is renewed; 0: none is set */
    int32_t renewals; /* so far */
    int32_t steps;    /* of the phases that have been taken */
} tl_Contract;

#endif
