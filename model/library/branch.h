/* What a branch goes on under: another config, from a day on. */
#ifndef TL_BRANCH_H
#define TL_BRANCH_H

#include <stdbool.h>

#include "core/parameters/config.h"

/* Is all that has acted before `today` (a measured day, negative in the burn-in) the same in both? */
bool tl_branch_is_alike(const tl_Config *from, const tl_Config *to, int32_t today);

/* `to` as it is run from `today` on by a simulation that runs under `running` and was asked to begin with levers
 * `begun`: those with which `to` begins at another value move today, first of all that moves. All but its changes, which
 * the caller frees, is borrowed. False where memory is short. */
bool tl_branch_config(const tl_Config *running, const tl_Regime *begun, const tl_Config *to, int32_t today,
                      tl_Config *branch);

#endif
