/* Dialogues of provider and recipients (ODD 7.32): what the decision gives becomes known, mismatch is put right, and the
 * provider is judged by the care that there is: talk does not make bad care look good. */
#ifndef TL_DIALOGUE_H
#define TL_DIALOGUE_H

#include "core/world/world.h"

/* The dialogues of a window with a unit's recipients, when it ends. Nothing where there are none. */
void tl_dialogue_window(tl_World *world, int32_t unit);

/* Awareness after so many dialogues: what is not known halves with each. */
double tl_awareness_after(double awareness, double dialogues);

/* Mean awareness of a provider's recipients; 0 where it has none. */
double tl_provider_awareness(const tl_World *world, int32_t provider);

#endif
