#include "core/staff/substitutes.h"

#include "core/world/each.h"
#include "core/staff/presence.h"
#include "core/numbers/rng.h"
#include "core/world/people.h"

/* Own staff come before guests; UINT64_MAX when not available. */
static uint64_t call_order(const tl_World *w, int32_t unit, int32_t staff)
{
    return w->staff_call_order[staff] | (uint64_t)(w->staff_unit[staff] != unit) << 32;
}

static int32_t available_hourly(const tl_World *w, int32_t unit, int shift)
{
    int32_t best = -1;
    uint64_t best_order = UINT64_MAX;
    const int32_t *column_staff = w->column_staff + w->unit_first_column[unit];
    for (int32_t column = w->unit_post_room[unit]; column < w->unit_columns[unit]; column++) {
        int32_t staff = column_staff[column];
        uint64_t order = staff < 0 ? UINT64_MAX : call_order(w, unit, staff);
        if (order < best_order && tl_may_work(w, staff, shift)) {
            best = staff;
            best_order = order;
        }
    }
    return best;
}

static void fill_from_hourly(tl_World *w, int32_t unit, int32_t team, int shift)
{
    int16_t *gap = tl_team_gap(w, team, shift);
    while (*gap > 0) {
        int32_t staff = available_hourly(w, unit, shift);
        if (staff < 0) {
            return;
        }
        w->staff_shift[staff] = (uint8_t)shift;
        w->staff_duty_team[staff] = team;
        (*gap)--;
        w->unit_counters[unit].gaps_hourly++;
    }
}

static void fill_from_agency(tl_World *w, int32_t unit, int32_t team, int shift)
{
    int16_t *gap = tl_team_gap(w, team, shift);
    tl_Counters *c = &w->unit_counters[unit];
    tl_Rng rng = tl_rng(tl_day_key(w->keys.agency, tl_agency_shift_id(w, unit, team, shift), w->day));
    for (int i = *gap; i > 0; i--) {
        if (tl_rng_uniform(&rng) < w->config->constants.agency_fill_probability) {
            (*gap)--;
            (*tl_team_strangers(w, team, shift))++;
            c->gaps_agency++;
        }
    }
    c->gaps_open += *gap;
}

static void serve(tl_World *w, int32_t unit)
{
    TL_EACH_TEAM(w, unit, team) {
        TL_EACH_SHIFT(shift) {
            fill_from_hourly(w, unit, team, shift);
            fill_from_agency(w, unit, team, shift);
        }
    }
}

int32_t tl_sharing_next(const tl_World *w, int32_t unit)
{
    int32_t next = w->unit_guest_unit[unit];
    return next > unit ? next : -1;
}

bool tl_sharing_begins(const tl_World *w, int32_t unit)
{
    int32_t last = unit;
    while (tl_sharing_next(w, last) >= 0) {
        last = tl_sharing_next(w, last);
    }
    int32_t first = w->unit_guest_unit[last];
    return first < 0 || first == unit;
}

void tl_substitutes(tl_World *w, int32_t group)
{
    int32_t first, end;
    tl_municipality_range(w, tl_unit_municipality(w, group), &first, &end);
    int32_t served_first = first + w->day % (end - first);
    for (int i = 0; i < 2; i++) { /* from that unit on, then from the first */
        for (int32_t unit = group; unit >= 0; unit = tl_sharing_next(w, unit)) {
            if ((unit < served_first) == i) {
                serve(w, unit);
            }
        }
    }
}
