/* Books (ODD 7.26): what a unit is paid for and costs its provider is booked by the day, rounded once: rests below one
 * ore are carried on. So money by unit, area, provider and kind adds up to the ore on every day. */
#ifndef TL_BOOKS_H
#define TL_BOOKS_H

#include "core/world/world.h"

/* Books the day of a unit, when all that it did and cost has been counted. Nothing where no money is paid. */
void tl_books_day(tl_World *world, int32_t unit);

/* Adds what a unit has booked to its provider's month and begins anew: before the month is closed, and before the unit
 * disappears or gets another provider. */
void tl_books_close(tl_World *world, int32_t unit);

/* Deals what providers of a municipality have by the day, block contracts and fixed overhead, to their units by
 * recipients: on the first day, every month and after units have been formed anew. Nothing where no money is paid. */
void tl_books_deal(tl_World *world, int32_t municipality);

/* The part of `whole` of the next of several who hold `held` of what is left, `left`; the last one gets the rest. */
int64_t tl_books_part(int64_t whole, int64_t held, int64_t left);

#endif
