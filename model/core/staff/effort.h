/* Effort, opportunism and records (E7, E8): is a visit cut short, what does the record say, who finds out. */
#ifndef TL_EFFORT_H
#define TL_EFFORT_H

#include "core/world/world.h"

/* Motivation M moves towards M* (E7). Weekly. */
void tl_motivation_week(tl_World *world, int32_t unit);

/* Probability that this employee cuts a visit short (E8); `skimping` is what the owner of the provider adds to its
 * logit (market/conduct.h). */
double tl_effort_cut_probability(const tl_Constants *constants, const tl_Regime *regime,
                                 const tl_StaffState *state, double skimping);

#endif
