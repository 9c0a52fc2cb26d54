/* The date, and what follows from it alone. Units that are taken through some days on their own go by a clock of
 * their own (day.c). */
#ifndef TL_CLOCK_H
#define TL_CLOCK_H

#include "core/world/world.h"

/* Days since the burn-in ended; negative before. */
int32_t tl_measured_day(const tl_World *world);

/* Number of the continuity window and growth weights for the current day. */
void tl_clock_update(tl_World *world);

/* When stored weights have grown large: divides all that decays (state.def) by an exact power of two. */
void tl_decay_rescale(tl_World *world);

#endif
