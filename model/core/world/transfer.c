#include "core/world/transfer.h"

#include "core/world/each.h"
#include "core/care/contact.h"
#include "core/market/providers.h"
#include "core/parameters/named.h"

TL_NAMED(tl_Transfer, tl_transfer_sentence,
         TL_UNIT_FULL, [TL_MOVED] = "done", [TL_NO_RECIPIENT] = "there is no recipient in this row",
         [TL_NO_UNIT] = "there is no such unit", [TL_SAME_UNIT] = "the recipient is with this unit already",
         [TL_FOREIGN_UNIT] = "the unit belongs to another municipality than the recipient",
         [TL_UNIT_WITHOUT_PROVIDER] = "no provider runs the unit",
         [TL_UNIT_FULL] = "the unit has no room for another recipient with this plan of visits")

/* ---- rows ---------------------------------------------------------------------------------------------- */

int32_t tl_recipient_next_row(const tl_World *w, int32_t unit)
{
    return tl_next_row(w->recipient_id, w->unit_first_recipient[unit], w->unit_recipient_room[unit]);
}

static bool comes_before(const tl_World *w, int32_t visit, int32_t time, uint64_t id)
{
    int32_t own = tl_visit_time(w->visit_slot[visit], w->visit_minute[visit]);
    return own < time || (own == time && w->recipient_id[w->visit_recipient[visit]] < id);
}

int32_t tl_visit_insert(tl_World *w, int32_t unit, int32_t recipient, uint8_t slot, int16_t minute)
{
    int32_t first = w->unit_first_visit[unit], place = first + w->unit_visits[unit];
    int32_t time = tl_visit_time(slot, minute);
    uint64_t id = w->recipient_id[recipient];
    while (place > first && !comes_before(w, place - 1, time, id)) {
        place--;
    }
    tl_world_copy_rows(w, place + 1, w, place, first + w->unit_visits[unit] - place, TL_PER_VISIT,
                       TL_SET_ANEW);
    w->unit_visits[unit]++;
    return place;
}

static void remove_visits(tl_World *w, int32_t unit, int32_t recipient)
{
    int32_t first = w->unit_first_visit[unit];
    for (int32_t visit = first + w->unit_visits[unit] - 1; visit >= first; visit--) {
        if (w->visit_recipient[visit] == recipient) {
            int32_t after = first + w->unit_visits[unit] - visit - 1;
            tl_world_copy_rows(w, visit, w, visit + 1, after, TL_PER_VISIT, TL_SET_ANEW);
            w->unit_visits[unit]--;
        }
    }
}

void tl_recipient_remove(tl_World *w, int32_t unit, int32_t recipient)
{
    tl_world_clear_rows(w, tl_pair_row(w, unit, recipient), w->unit_stride[unit], TL_PER_PAIR);
    remove_visits(w, unit, recipient);
    tl_world_clear_rows(w, recipient, 1, TL_PER_RECIPIENT);
    w->unit_recipients[unit]--;
}

/* ---- moves --------------------------------------------------------------------------------------------- */

/* Granted time of the weekly plan over the size a team should have; the team with the least takes the next,
 * so that teams keep the size that the lever says. */
double tl_crowding(const tl_World *w, int32_t team)
{
    int32_t unit = w->team_unit[team];
    double granted_s = 0.0;
    TL_EACH_VISIT(w, unit, visit) {
        int32_t r = w->visit_recipient[visit];
        if (w->recipient_team[r] == team) {
            granted_s += __builtin_popcount(w->visit_weekdays[visit]) * (double)w->visit_s[visit] *
                         w->recipient_granted[r];
        }
    }
    return granted_s / (double)w->unit_regime[unit].organisation_pool_size;
}

int32_t tl_least_crowded_team(const tl_World *w, int32_t first_unit, int32_t units)
{
    int32_t best = -1;
    double least = 0.0;
    TL_EACH_ROW(unit, first_unit, first_unit + units) {
        TL_EACH_TEAM(w, unit, team) {
            double own = tl_crowding(w, team);
            if (best < 0 || own < least) {
                best = team;
                least = own;
            }
        }
    }
    return best;
}

static bool is_row(const tl_World *w, tl_Dimension dimension, int32_t row)
{
    return row >= 0 && row < w->sizes.of[dimension];
}

bool tl_unit_has_room(const tl_World *w, int32_t unit, int32_t recipients, int32_t visits)
{
    return tl_recipient_next_row(w, unit) + recipients <=
               w->unit_first_recipient[unit] + w->unit_recipient_room[unit] &&
           w->unit_visits[unit] + visits <= w->unit_visit_room[unit];
}

static int32_t visits_of(const tl_World *w, int32_t unit, int32_t recipient)
{
    int32_t visits = 0;
    TL_EACH_VISIT(w, unit, visit) {
        visits += w->visit_recipient[visit] == recipient;
    }
    return visits;
}

static tl_Transfer may_move(const tl_World *w, int32_t recipient, int32_t unit)
{
    if (!is_row(w, TL_PER_RECIPIENT, recipient) || w->recipient_id[recipient] == 0) {
        return TL_NO_RECIPIENT;
    }
    if (!is_row(w, TL_PER_UNIT, unit)) {
        return TL_NO_UNIT;
    }
    int32_t old = w->team_unit[w->recipient_team[recipient]];
    return unit == old                                                     ? TL_SAME_UNIT
           : tl_unit_municipality(w, unit) != tl_unit_municipality(w, old) ? TL_FOREIGN_UNIT
           : !is_row(w, TL_PER_PROVIDER, w->unit_provider[unit])           ? TL_UNIT_WITHOUT_PROVIDER
           : !tl_unit_has_room(w, unit, 1, visits_of(w, old, recipient))   ? TL_UNIT_FULL
                                                                           : TL_MOVED;
}

/* Relations to those who have a column in both units. */
static void carry_relations(tl_World *w, int32_t old_unit, int32_t from, int32_t unit, int32_t to)
{
    for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
        int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
        int32_t before = staff < 0 ? TL_NO_COLUMN : tl_column_of(w, old_unit, staff);
        tl_world_copy_pairs(w, tl_pair_row(w, unit, to) + column, w, tl_pair_row(w, old_unit, from), &before,
                            1);
    }
}

/* From the last to the first: a visit comes before those inserted earlier at the same time. */
static void carry_visits(tl_World *w, int32_t old_unit, int32_t from, int32_t unit, int32_t to)
{
    int32_t first = w->unit_first_visit[old_unit];
    for (int32_t visit = first + w->unit_visits[old_unit] - 1; visit >= first; visit--) {
        if (w->visit_recipient[visit] == from) {
            int32_t place = tl_visit_insert(w, unit, to, w->visit_slot[visit], w->visit_minute[visit]);
            tl_world_copy_rows(w, place, w, visit, 1, TL_PER_VISIT, TL_OWN_TO_UNIT);
            w->visit_recipient[place] = to;
        }
    }
}

/* The same home, as seen from another base. */
static void move_home(tl_World *w, int32_t recipient, int32_t old_unit, int32_t unit)
{
    float x, y;
    tl_area_offset(w, w->unit_area[old_unit], w->unit_area[unit], &x, &y);
    w->recipient_x[recipient] += x;
    w->recipient_y[recipient] += y;
}

tl_Transfer tl_transfer(tl_World *w, int32_t recipient, int32_t unit)
{
    tl_Transfer answer = may_move(w, recipient, unit);
    if (answer != TL_MOVED) {
        return answer;
    }
    int32_t old_unit = w->team_unit[w->recipient_team[recipient]], to = tl_recipient_next_row(w, unit);
    tl_world_copy_rows(w, to, w, recipient, 1, TL_PER_RECIPIENT, TL_OWN_TO_UNIT);
    w->recipient_team[to] = tl_least_crowded_team(w, unit, 1);
    move_home(w, to, old_unit, unit);
    if (w->unit_provider[unit] != w->unit_provider[old_unit]) {
        w->recipient_good[to] = w->recipient_bad[to] = 0.0f;
    }
    tl_contacts(w, to)[0] = tl_contacts(w, to)[1] = TL_NO_COLUMN;
    carry_relations(w, old_unit, recipient, unit, to);
    carry_visits(w, old_unit, recipient, unit, to);
    w->unit_recipients[unit]++;
    tl_recipient_remove(w, old_unit, recipient);
    tl_contacts_assign(w, unit);
    return TL_MOVED;
}
