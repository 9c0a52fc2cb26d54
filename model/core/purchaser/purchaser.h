/* The month of a municipality that follows up its providers (ODD 7.29-7.31). */
#ifndef TL_PURCHASER_H
#define TL_PURCHASER_H

#include "core/world/world.h"

/* Contract managers leave, time is built up and dealt, providers are checked and talked with, both sides learn, and what is
 * found has consequences. When the books of the month are closed. Nothing where nobody follows up. */
void tl_purchaser_month(tl_World *world, int32_t municipality);

#endif
