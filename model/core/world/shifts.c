#include "core/world/shifts.h"

#include "core/numbers/num.h"

int32_t tl_shift_s(const tl_Constants *k, int shift)
{
    double minutes = shift == TL_DAY_SHIFT ? k->work_day_shift_min : k->work_evening_shift_min;
    return (int32_t)tl_round(minutes * TL_MINUTE_S);
}

int32_t tl_slot_s(const tl_Constants *k, int slot)
{
    double minutes = slot == TL_MORNING  ? k->work_morning_min
                     : slot == TL_MIDDAY ? k->work_day_shift_min - k->work_morning_min
                                         : k->work_evening_shift_min;
    return (int32_t)tl_round(minutes * TL_MINUTE_S);
}

int32_t tl_weekly_shifts(const tl_World *w, int32_t team)
{
    const int16_t *needed = tl_team_needed(w, team, TL_DAY_SHIFT, 0);
    int32_t sum = 0;
    for (int i = 0; i < TL_SHIFTS * TL_WEEK_DAYS; i++) {
        sum += needed[i];
    }
    return sum;
}
