/* Who is at work in a unit today, and in which order they are considered in a slot. */
#ifndef TL_DUTIES_H
#define TL_DUTIES_H

#include "core/day/workspace.h"

/* Collects who is at work in a unit today, team by team. */
void tl_duties(tl_World *world, int32_t unit, tl_Workspace *work);

/* Fills the candidate lists of a slot: each team's people in today's order, padded to whole vectors. */
void tl_duties_line_up(const tl_World *world, int32_t unit, int slot, tl_Workspace *work);

/* How far each ran over the end of a slot of `slot_s` goes into the next. */
void tl_duties_carry_over(tl_Workspace *work, int32_t slot_s);

#endif
