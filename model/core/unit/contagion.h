/* Contagion of reform (optional): what other units are allowed spreads, as far as a manager can give it. */
#ifndef TL_CONTAGION_H
#define TL_CONTAGION_H

#include "core/world/world.h"

/* Moves each manager's latitude towards the mean over the municipality's units, where the mean is wider.
 * Every 30 days. */
void tl_contagion_month(tl_World *world, int32_t municipality);

#endif
