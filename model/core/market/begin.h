/* Firms that begin on a day (ODD 7.24): until then the municipality has all care and there is no unit of a firm. */
#ifndef TL_BEGIN_H
#define TL_BEGIN_H

#include "core/world/world.h"

/* The day on which the config's firms begin, in every municipality: each has its units from now on, with staff of its own, and
 * those present are given a provider anew as far as the config asks them. Rows have moved afterwards. False, and the
 * world is of no further use, when memory is short. */
bool tl_firms_begin(tl_World *world);

#endif
