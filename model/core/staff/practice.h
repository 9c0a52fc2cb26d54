/* Practice and skill (E9, E17): habits wander without feedback, skill grows with time and support. */
#ifndef TL_PRACTICE_H
#define TL_PRACTICE_H

#include "core/world/world.h"

/* Skill after some years with ordinary support. */
double tl_practice_skill(const tl_Constants *constants, double years);

/* Daily pull c back to good practice (E9). */
double tl_practice_reversion(const tl_World *world, int32_t unit);

/* Drift after `days` days of constant pull c and daily spread `noise`, given a unit normal draw: exact, so
 * that the stationary variance is noise^2/(c (2 - c)) whatever the step (T6). */
double tl_practice_drift(double drift, double pull, double noise, int days, double normal);

/* What practice, skill and motivation add to the quality of a visit (E10): qL L (k - kc) + qx x^2
 * + qM (M - M0). */
float tl_practice_quality(const tl_Constants *constants, const tl_StaffState *state);

/* Drift and skill move on. Weekly. */
void tl_practice_week(tl_World *world, int32_t unit);

#endif
