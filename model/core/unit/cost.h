/* Where paid time and money go. Seconds and ore (SEK/100) are integers: parts add up to the whole exactly. */
#ifndef TL_COST_H
#define TL_COST_H

#include "core/day/workspace.h"

/* Planning and handover seconds of one shift in a unit: team planning (c0 + c1 per colleague) and knowledge.
 */
int32_t tl_planning_s(const tl_World *world, int32_t unit);

/* Books the day of a unit: paid time by employment and use, wages, sick pay, planners, the manager. */
void tl_cost_day(tl_World *world, int32_t unit, tl_Workspace *work);

/* Time of a shift that no visit may take, in seconds: indirect work, planning, handover, breaks, plans kept
 * up, and what follow-up, safety work, meetings, training, dialogues and cooperation take of each shift. */
int32_t tl_reserved_s(const tl_World *world, int32_t unit);

#endif
