/* What staff bring to their visits, and how a week changes it. */
#ifndef TL_STAFF_STATE_H
#define TL_STAFF_STATE_H

#include "core/numbers/rng.h"
#include "core/day/workspace.h"

/* A new employee: traits from `rng`, skill by tenure, everything else as in the unit so far. */
void tl_staff_state_start(tl_World *world, int32_t staff, tl_Rng *rng);

/* Puts a new employee into a staff row: age, competence, languages. `newcomer` ages are those of recruits. */
void tl_employee_draw(tl_World *world, int32_t staff, bool hourly, bool newcomer);

/* A unit with a new manager, of whom nobody knows anything; also how a run starts. */
void tl_staff_state_new_manager(tl_World *world, int32_t unit);

/* What each at work did today is added to the week. */
void tl_staff_state_day(tl_World *world, int32_t unit, tl_Workspace *work);

/* Ends the week: usable discretion, effort, quality and health hazards until the next (E2, E5, E8, E10, E15).
 * Last of the weekly mechanisms. */
void tl_staff_state_week(tl_World *world, int32_t unit);

/* Discretion, effort and quality of agency staff: strangers to the manager and to the place. */
tl_StaffState tl_staff_state_of_stranger(const tl_World *world, int32_t unit);

#endif
