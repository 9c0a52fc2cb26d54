/* Discretion (E5): a formal right on three levels, felt slowly, and used as far as time allows. */
#ifndef TL_DISCRETION_H
#define TL_DISCRETION_H

#include "core/world/world.h"

/* Formal discretion: the product of what officer, provider and manager leave open, so that one level left in
 * detail control undoes the others. 0-1. */
double tl_discretion_formal(const tl_Regime *regime);

/* How far the levels disagree: largest minus smallest. 0-1. */
double tl_discretion_spread(const tl_Regime *regime);

/* Usable discretion L = min(formal, perceived) * (1 - loss * P): what is forbidden is not used, and what is
 * allowed only once it is believed. */
float tl_discretion_usable(const tl_Constants *constants, const tl_Regime *regime,
                           const tl_StaffState *state);

/* The week's load becomes pressure (E4); perceived permission follows the formal right, slowly upwards and at
 * once downwards. Weekly. */
void tl_discretion_week(tl_World *world, int32_t unit);

#endif
