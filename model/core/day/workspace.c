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

static size_t reserve(size_t *used, size_t count, size_t size)
{
    size_t at = *used;
    *used += (count * size + 63) / 64 * 64;
    return at;
}

bool tl_workspace_fit(tl_Workspace *work, const tl_World *w)
{
    int32_t room = 0, teams = 0, visits = 0;
    TL_EACH_UNIT(w, unit) {
        int32_t own = most_on_duty(w, unit) + TL_LANES * w->unit_teams[unit];
        room = own > room ? own : room;
        teams = w->unit_teams[unit] > teams ? w->unit_teams[unit] : teams;
        visits = w->unit_visit_room[unit] > visits ? w->unit_visit_room[unit] : visits;
    }
    if (room <= work->room && teams <= work->team_room && visits <= work->visit_room) {
        return true;
    }
    size_t n = (size_t)room, used = 0;
    size_t duties = reserve(&used, n, sizeof(tl_Duty));
    size_t lists[8];
    for (int i = 0; i < 8; i++) {
        lists[i] = reserve(&used, n, 4);
    }
    size_t first_duty = reserve(&used, (size_t)teams + 1, 4), first = reserve(&used, (size_t)teams + 1, 4);
    size_t due = reserve(&used, (size_t)visits, 4);
    size_t booked = reserve(&used, (size_t)visits, sizeof(tl_BookedVisit));
    char *memory = aligned_alloc(64, used);
    if (memory == NULL) {
        return false;
    }
    free(work->memory);
    work->memory = memory;
    work->room = room;
    work->team_room = teams;
    work->visit_room = visits;
    work->due = (int32_t *)(void *)(memory + due);
    work->booked = (tl_BookedVisit *)(void *)(memory + booked);
    work->duties = (tl_Duty *)(void *)(memory + duties);
    work->candidates.column = (int32_t *)(void *)(memory + lists[0]);
    work->candidates.skills = (int32_t *)(void *)(memory + lists[1]);
    work->candidates.x = (float *)(void *)(memory + lists[2]);
    work->candidates.y = (float *)(void *)(memory + lists[3]);
    work->candidates.clock_s = (float *)(void *)(memory + lists[4]);
    work->candidate_duty = (int32_t *)(void *)(memory + lists[5]);
    work->slot_duty = (int32_t *)(void *)(memory + lists[6]);
    work->slot_order = (int32_t *)(void *)(memory + lists[7]);
    work->team_first_duty = (int32_t *)(void *)(memory + first_duty);
    work->team_first = (int32_t *)(void *)(memory + first);
    return true;
}

void tl_workspace_free(tl_Workspace *work)
{
    free(work->memory);
    memset(work, 0, sizeof *work);
}
