/* Loops over those who belong together, in the order of their rows: TL_EACH_EMPLOYEE(w, unit, staff) { ... }.
 * A loop declares its row, a whole number, and skips rows that are not in use. */
#ifndef TL_EACH_H
#define TL_EACH_H

#include "core/world/world.h"

#define TL_EACH_ROW(row, first, end) for (int32_t row = (first), row##_end = (end); row < row##_end; row++)

/* Rows that a holder has by two of its arrays (dimensions.def). */
#define TL_EACH_HELD(w, row, holder, first, rows)                                                            \
    TL_EACH_ROW(row, (w)->first[holder], (w)->first[holder] + (w)->rows[holder])

#define TL_EACH_AREA(w, area) TL_EACH_ROW(area, 0, (int32_t)(w)->sizes.AREA)
#define TL_EACH_UNIT(w, unit) TL_EACH_ROW(unit, 0, (int32_t)(w)->sizes.UNIT)
#define TL_EACH_UNIT_OF_AREA(w, area, unit) TL_EACH_HELD(w, unit, area, area_first_unit, area_units)
#define TL_EACH_TEAM(w, unit, team) TL_EACH_HELD(w, team, unit, unit_first_team, unit_teams)
#define TL_EACH_SHIFT(shift) for (int shift = TL_DAY_SHIFT; shift <= TL_EVENING_SHIFT; shift++)

/* Every row that a unit has for staff, in use or not. */
#define TL_EACH_STAFF_ROW(w, unit, staff) TL_EACH_HELD(w, staff, unit, unit_first_staff, unit_staff_room)
/* The rows before those of the hourly. */
#define TL_EACH_POST_ROW(w, unit, staff) TL_EACH_HELD(w, staff, unit, unit_first_staff, unit_post_room)

/* Posts of a team, vacant ones too. */
#define TL_EACH_POST_OF_TEAM(w, team, staff)                                                                 \
    TL_EACH_POST_ROW(w, (w)->team_unit[team], staff)                                                         \
        if ((w)->staff_team[staff] == (team))

/* People: in posts, by the hour, and both. */
#define TL_EACH_PERMANENT(w, unit, staff)                                                                    \
    TL_EACH_POST_ROW(w, unit, staff)                                                                         \
        if ((w)->staff_id[staff] != 0)
#define TL_EACH_HOURLY(w, unit, staff)                                                                       \
    TL_EACH_ROW(staff, tl_unit_first_hourly(w, unit), tl_unit_staff_end(w, unit))                            \
        if ((w)->staff_id[staff] != 0)
#define TL_EACH_EMPLOYEE(w, unit, staff)                                                                     \
    TL_EACH_STAFF_ROW(w, unit, staff)                                                                        \
        if ((w)->staff_id[staff] != 0)

#define TL_EACH_RECIPIENT(w, unit, recipient)                                                                \
    TL_EACH_HELD(w, recipient, unit, unit_first_recipient, unit_recipient_room)                              \
        if ((w)->recipient_id[recipient] != 0)
/* Visits of the weekly plan. */
#define TL_EACH_VISIT(w, unit, visit) TL_EACH_HELD(w, visit, unit, unit_first_visit, unit_visits)

/* How many rows are in use. */
static inline int32_t tl_rows_used(const uint64_t *ids, int32_t first, int32_t end)
{
    int32_t used = 0;
    TL_EACH_ROW(row, first, end) {
        used += ids[row] != 0;
    }
    return used;
}

static inline int32_t tl_employees(const tl_World *w, int32_t unit)
{
    return tl_rows_used(w->staff_id, w->unit_first_staff[unit], tl_unit_staff_end(w, unit));
}

#endif
