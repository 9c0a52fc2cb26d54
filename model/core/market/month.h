/* The month of the market (ODD 7.26-7.28): books are closed, owners decide, firms give up, rates are set. */
#ifndef TL_MARKET_MONTH_H
#define TL_MARKET_MONTH_H

#include "core/world/world.h"

/* Who owners are, what contracts hold and the first rates, when everybody has a place. */
void tl_market_start(tl_World *world);

/* What is granted a day is contracted, for block pay, with whoever gives the care now. Gives the sum. */
int64_t tl_market_contract(tl_World *world, int32_t municipality);

/* A municipality's month, before staff are hired for the next. */
void tl_market_month(tl_World *world, int32_t municipality);

#endif
