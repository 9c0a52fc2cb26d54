/* How care is spread over providers (ODD 8): concentration, of the month that is being closed. */
#ifndef TL_SHARES_H
#define TL_SHARES_H

#include "core/world/world.h"

/* Sum of squares of shares of granted time. */
typedef struct tl_Spread {
    double sum, squares;
} tl_Spread;

/* 1 where one has all; 0 where nobody has anything. */
double tl_concentration(const tl_Spread *spread);

void tl_observe_shares(tl_World *world, int32_t municipality);

#endif
