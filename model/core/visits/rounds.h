/* The day's rounds (ODD 7.6 to 7.8): slot by slot, visits are planned, made or cut short, checked, felt
 * and remembered. */
#ifndef TL_ROUNDS_H
#define TL_ROUNDS_H

#include "core/day/workspace.h"

/* Works the three slots of a unit's day; time used is noted per duty, the rest counted. */
void tl_rounds(tl_World *world, int32_t unit, tl_Workspace *work);

#endif
