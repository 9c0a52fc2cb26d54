/* Sickness spells, at rates that strain and support move (E15). */
#ifndef TL_SICKNESS_H
#define TL_SICKNESS_H

#include "core/world/world.h"

/* Expected share of days on sick leave: (hs*Ds + hl*Dl) / (1 + hs*Ds + hl*Dl) (T7). */
double tl_sickness_expected_share(const tl_Constants *constants);

/* Probability that a long spell lasts more than `days` beyond day 14: exp(-A t - (B/C)(1 - exp(-C t))) (T7).
 */
double tl_sickness_long_survival(const tl_Constants *constants, double days);

/* One day of everyone's health in a unit's rows: onsets, returns, spell ages. Two draws a person. */
void tl_sickness(tl_World *world, int32_t unit);

#endif
