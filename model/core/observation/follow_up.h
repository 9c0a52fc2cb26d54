/* What is observed of following up (ODD 7.29-7.31): what purchaser and providers make of each other, beside how it truly
 * was. Nobody in the model reads any of it. */
#ifndef TL_FOLLOW_UP_H
#define TL_FOLLOW_UP_H

#include "core/world/world.h"

/* Counts a municipality's month in the first units of providers that are followed up. */
void tl_observe_follow_up(tl_World *world, int32_t municipality, int32_t managers_left);

#endif
