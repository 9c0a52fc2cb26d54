/* Wishes for another provider, and changes of people's own will (ODD 7.34). */
#ifndef TL_WISHES_H
#define TL_WISHES_H

#include "core/world/world.h"

/* A recipient wishes for a provider from today on: of their own will, or since the former one has ended. */
void tl_wish(tl_World *world, int32_t recipient, int32_t provider, bool after_ending);

/* A recipient is about to change provider of their own will: counts it, and notes whom they leave. */
void tl_count_switch(tl_World *world, int32_t recipient);

/* A wish is met, or given up. */
void tl_wish_ends(tl_World *world, int32_t recipient);

/* The day of the run from which on people choose; the first where they did from the start. */
int32_t tl_choice_day(const tl_World *world, int32_t municipality);

#endif
