/* How long shifts and their slots are. */
#ifndef TL_SHIFTS_H
#define TL_SHIFTS_H

#include "core/world/world.h"

/* Seconds of a shift (TL_DAY_SHIFT or TL_EVENING_SHIFT). */
int32_t tl_shift_s(const tl_Constants *constants, int shift);

/* Seconds of a slot (TL_MORNING, TL_MIDDAY or TL_EVENING): the first two are the day shift. */
int32_t tl_slot_s(const tl_Constants *constants, int slot);

#endif
