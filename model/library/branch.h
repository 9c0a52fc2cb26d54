/* What a branch goes on under: another config, from a day on. */
#ifndef TL_BRANCH_H
#define TL_BRANCH_H

#include <stdbool.h>

#include "core/world/world.h"

/* Is all that has acted before `today` (a measured day, negative in the burn-in) the same in both? */
bool tl_branch_is_alike(const tl_Config *from, const tl_Config *to, int32_t today);

/* `to` as it is run from `today` on by a simulation of that world that was asked to begin with levers `begun`, and has
 * had the same schedule as `to` until now: levers that begin at another value in `to` move today, first of all that
 * moves, to what its schedule says, unless that has set them in every unit since. All but its changes, which the caller
 * frees, is borrowed. False where memory is short. */
bool tl_branch_config(const tl_World *world, const tl_Regime *begun, const tl_Config *to, int32_t today,
                      tl_Config *branch);

#endif
