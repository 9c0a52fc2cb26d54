#include "core/day/workspace.h"

#include "core/world/each.h"

#include <stdlib.h>
#include <string.h>

/* Most people that can be at work in a unit on one day: its columns, and agency staff for every needed shift.
 */
static int32_t most_on_duty(const tl_World *w, int32_t unit)
{
    int32_t most = 0;
    for (int weekday = 0; weekday < TL_WEEK_DAYS; weekday++) {
        int32_t needed = 0;
        TL_EACH_TEAM(w, unit, team) {
            needed += *tl_team_needed(w, team, TL_DAY_SHIFT, weekday) +
                      *tl_team_needed(w, team, TL_EVENING_SHIFT, weekday);
        }
        most = needed > most ? needed : most;
    }
    return w->unit_columns[unit] + most;
}

/* Every array, and how many it holds. */
/* clang-format off */
#define EACH_ARRAY(X)                                                                                        \
    X(duties, people) X(candidate_duty, people) X(slot_duty, people) X(slot_order, people)                   \
    X(candidates.column, people) X(candidates.skills, people) X(candidates.x, people)                        \
    X(candidates.y, people) X(candidates.clock_s, people)                                                    \
    X(team_first_duty, teams + 1) X(team_first, teams + 1) X(due, visits) X(booked, visits)
/* clang-format on */

bool tl_workspace_fit(tl_Workspace *work, const tl_World *w)
{
    int32_t people = work->room, teams = work->team_room, visits = work->visit_room;
    TL_EACH_UNIT(w, unit) {
        int32_t own = most_on_duty(w, unit) + TL_LANES * w->unit_teams[unit];
        people = own > people ? own : people;
        teams = w->unit_teams[unit] > teams ? w->unit_teams[unit] : teams;
        visits = w->unit_visit_room[unit] > visits ? w->unit_visit_room[unit] : visits;
    }
    if (people == work->room && teams == work->team_room && visits == work->visit_room) {
        return true;
    }
    size_t bytes = 0;
#define MEASURE(array, count) bytes += tl_padded((size_t)(count) * sizeof *work->array);
    EACH_ARRAY(MEASURE)
    char *next = aligned_alloc(TL_ALIGNMENT, bytes);
    if (next == NULL) {
        return false;
    }
    free(work->memory);
    work->memory = next;
    work->room = people;
    work->team_room = teams;
    work->visit_room = visits;
#define PLACE(array, count)                                                                                  \
    work->array = (void *)next;                                                                              \
    next += tl_padded((size_t)(count) * sizeof *work->array);
    EACH_ARRAY(PLACE)
    return true;
}

void tl_workspace_free(tl_Workspace *work)
{
    free(work->memory);
    memset(work, 0, sizeof *work);
}
