/* Presence: who works today, what is missing, and which colleagues step in. */
#ifndef TL_PRESENCE_H
#define TL_PRESENCE_H

#include "core/world/world.h"

/* Sets staff_shift of a unit's permanent staff from rota and health, counts the gaps of each team, and lets
 * colleagues who are off fill them: volunteers for gaps younger than the notice of working hours, moved
 * shifts (more likely) for older ones. Nobody works while sick, a day shift after an evening shift, or a
 * seventh day. */
void tl_presence(tl_World *world, int32_t unit);

/* May this person work `shift` today, as rest rules and health go? */
bool tl_may_work(const tl_World *world, int32_t staff, int shift);

#endif
