/* Shifts and their slots: how long they are, and when. */
#ifndef TL_SHIFTS_H
#define TL_SHIFTS_H

#include "core/world/world.h"

enum { TL_MOST_DAYS_IN_A_ROW = 6 };

/* Seconds of a shift (TL_DAY_SHIFT or TL_EVENING_SHIFT). */
int32_t tl_shift_s(const tl_Constants *constants, int shift);

/* Seconds of a slot (TL_MORNING, TL_MIDDAY or TL_EVENING): the first two are the day shift. */
int32_t tl_slot_s(const tl_Constants *constants, int slot);

/* Shifts a team needs in a week. */
int32_t tl_weekly_shifts(const tl_World *world, int32_t team);

static inline int tl_shift_of_slot(int slot)
{
    return slot == TL_EVENING ? TL_EVENING_SHIFT : TL_DAY_SHIFT;
}

/* Is the shift an evening's, or a weekend's? */
static inline bool tl_shift_is_unsocial(int32_t day, int shift)
{
    return shift == TL_EVENING_SHIFT || tl_weekday(day) >= TL_SATURDAY;
}

#endif
