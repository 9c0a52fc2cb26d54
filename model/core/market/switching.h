/* Changing provider (ODD 7.34): who thinks of it and comes to wish for another, and how wishes (wishes.h) wait for room. */
#ifndef TL_SWITCHING_H
#define TL_SWITCHING_H

#include "core/world/world.h"

/* Chance that a recipient thinks of another provider this month. */
double tl_thinks_chance(const tl_Constants *k, double satisfaction, bool relatives);

/* A recipient whose unit has gone over to another provider chooses whether to stay with it, and else wishes for whom they
 * choose. */
void tl_reconsider(tl_World *world, int32_t recipient);

/* When the month begins and people choose: some come to wish for another provider; then wishes are met in the order of
 * their days, and of permanent ids within a day, as far as there is room. Rows may have moved. False when memory is short. */
bool tl_switching_month(tl_World *world);

#endif
