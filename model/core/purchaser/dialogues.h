/* Dialogues of purchaser and provider (ODD 7.30). */
#ifndef TL_PURCHASER_DIALOGUES_H
#define TL_PURCHASER_DIALOGUES_H

#include "core/world/world.h"

/* delta: share of what a provider knows of itself that it tells, when it expects so much more than of a stranger. */
double tl_disclosed_share(const tl_Constants *constants, double trust, double sanction);

/* The month's part of a year's dialogues with a provider. */
void tl_purchaser_dialogues(tl_World *world, int32_t provider);

/* How many dialogues a provider has in a year by what the levers say: the own one as far as it is followed up. */
double tl_dialogues_asked(const tl_World *world, int32_t provider);

#endif
