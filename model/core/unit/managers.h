/* First-line managers (E2, E3): administration first; what remains is presence, shared over the span. */
#ifndef TL_MANAGERS_H
#define TL_MANAGERS_H

#include "core/numbers/opinion.h"
#include "core/world/world.h"

/* The manager with whom a unit starts: the load that its levers give, before anything was checked. */
tl_Manager tl_managers_start(const tl_World *world, int32_t unit);

/* What an employee expects of the manager: E of the opinion, 0-1. */
double tl_managers_expectation(const tl_World *world, const tl_StaffState *state);

/* The manager's opinion of an employee: goodwill, or as a variant goodwill and competence weighed together.
 */
tl_Opinion tl_managers_view(const tl_World *world, const tl_StaffState *state);

/* Relational checks per visit of this employee: the lever, more where the manager distrusts or does not know,
 * as far as time allows (E2). */
float tl_managers_check_rate(const tl_World *world, int32_t unit, const tl_StaffState *state);

/* The week of a manager: load and support (E3), checks there is time for, and the evidence that it leaves on
 * both sides (E1). Weekly. */
void tl_managers_week(tl_World *world, int32_t unit);

/* Adds the opinions between an employee and the manager, and the employee's state, to the counters. */
void tl_opinions_of_work_sample(const tl_World *world, int32_t staff, tl_Counters *counters);

#endif
