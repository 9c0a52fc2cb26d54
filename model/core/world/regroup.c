#include "core/world/regroup.h"

#include <stdlib.h>
#include <string.h>

#include "core/world/each.h"
#include "core/care/demography.h"
#include "core/world/people.h"

/* ---- membership ---------------------------------------------------------------------------------------- */

static int32_t *numbers(int64_t count)
{
    int32_t *all = malloc((size_t)(count > 0 ? count : 1) * sizeof *all);
    if (all != NULL) {
        memset(all, 0xff, (size_t)(count > 0 ? count : 1) * sizeof *all); /* all -1 */
    }
    return all;
}

bool tl_membership_allocate(tl_Membership *m, const tl_World *world, int32_t units, int32_t teams)
{
    m->unit_count = 0;
    m->team_count = 0;
    m->unit_area = numbers(units);
    m->unit_from = numbers(units);
    m->unit_like = numbers(units);
    m->team_unit = numbers(teams);
    m->staff_team = numbers(world->sizes.STAFF);
    m->recipient_team = numbers(world->sizes.RECIPIENT);
    if (m->unit_area == NULL || m->unit_from == NULL || m->unit_like == NULL || m->team_unit == NULL ||
        m->staff_team == NULL || m->recipient_team == NULL) {
        tl_membership_free(m);
        return false;
    }
    return true;
}

void tl_membership_free(tl_Membership *m)
{
    free(m->unit_area);
    free(m->unit_from);
    free(m->unit_like);
    free(m->team_unit);
    free(m->staff_team);
    free(m->recipient_team);
    memset(m, 0, sizeof *m);
}

bool tl_membership_as_it_is(tl_Membership *m, const tl_World *world)
{
    if (!tl_membership_allocate(m, world, (int32_t)world->sizes.UNIT, (int32_t)world->sizes.TEAM)) {
        return false;
    }
    m->unit_count = (int32_t)world->sizes.UNIT;
    m->team_count = (int32_t)world->sizes.TEAM;
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        m->unit_area[unit] = world->unit_area[unit];
        m->unit_from[unit] = unit;
        m->unit_like[unit] = unit;
    }
    for (int32_t team = 0; team < m->team_count; team++) {
        m->team_unit[team] = world->team_unit[team];
    }
    for (int64_t staff = 0; staff < world->sizes.STAFF; staff++) {
        if (world->staff_post[staff] != 0) {
            int32_t unit = world->staff_unit[staff];
            bool hourly = world->staff_team[staff] < 0;
            m->staff_team[staff] = hourly ? world->unit_first_team[unit] : world->staff_team[staff];
        }
    }
    for (int64_t recipient = 0; recipient < world->sizes.RECIPIENT; recipient++) {
        if (world->recipient_id[recipient] != 0) {
            m->recipient_team[recipient] = world->recipient_team[recipient];
        }
    }
    return true;
}

/* ---- rows and rooms ------------------------------------------------------------------------------------ */

/* What a new unit has to hold, and the room it is given. */
typedef struct Need {
    int32_t posts, hourlies, recipients, visits;
    int32_t post_room, columns;
    int32_t guests_from; /* the unit whose hourly staff also work here; -1 if none */
    tl_Sizes room;
} Need;

/* Where old rows go, and what each new unit must hold. */
typedef struct Move {
    const tl_World *old;
    const tl_Membership *m;
    tl_World fresh;
    Need *needs;                      /* by new unit */
    int32_t *area_units;              /* by area */
    int32_t *staff_to, *recipient_to; /* by old row */
} Move;

static void move_free(Move *move)
{
    free(move->needs);
    free(move->area_units);
    free(move->staff_to);
    free(move->recipient_to);
}

static bool move_allocate(Move *move)
{
    move->needs = calloc((size_t)move->m->unit_count, sizeof *move->needs);
    move->area_units = calloc((size_t)move->old->sizes.AREA, sizeof *move->area_units);
    move->staff_to = numbers(move->old->sizes.STAFF);
    move->recipient_to = numbers(move->old->sizes.RECIPIENT);
    return move->needs && move->area_units && move->staff_to && move->recipient_to;
}

static void count_people(Move *move)
{
    const tl_World *old = move->old;
    const tl_Membership *m = move->m;
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        move->area_units[m->unit_area[unit]]++;
    }
    for (int32_t team = 0; team < m->team_count; team++) {
        move->needs[m->team_unit[team]].room.TEAM++;
    }
    for (int64_t staff = 0; staff < old->sizes.STAFF; staff++) {
        if (m->staff_team[staff] >= 0) {
            Need *need = &move->needs[m->team_unit[m->staff_team[staff]]];
            *(old->staff_team[staff] < 0 ? &need->hourlies : &need->posts) += 1;
        }
    }
    for (int64_t recipient = 0; recipient < old->sizes.RECIPIENT; recipient++) {
        if (m->recipient_team[recipient] >= 0) {
            move->needs[m->team_unit[m->recipient_team[recipient]]].recipients++;
        }
    }
    TL_EACH_UNIT(old, unit) {
        TL_EACH_VISIT(old, unit, visit) {
            move->needs[m->team_unit[m->recipient_team[old->visit_recipient[visit]]]].visits++;
        }
    }
}

/* The second unit of a unit's hourly staff: the next of its area, else the next in the municipality. A
 * permutation, so that each unit has the guests of exactly one other. */
static int32_t next_unit(const tl_Membership *m, const int32_t *area_municipality, int32_t unit)
{
    int32_t area = m->unit_area[unit], municipality = area_municipality[area];
    int32_t first = unit, last = unit;
    while (first > 0 && m->unit_area[first - 1] == area) {
        first--;
    }
    while (last + 1 < m->unit_count && m->unit_area[last + 1] == area) {
        last++;
    }
    if (last > first) {
        return unit < last ? unit + 1 : first;
    }
    /* The only unit of its area: the sharing group of such units in the municipality. */
    for (int32_t step = 1; step <= m->unit_count; step++) {
        int32_t other = (unit + step) % m->unit_count;
        bool alone = (other == 0 || m->unit_area[other - 1] != m->unit_area[other]) &&
                     (other + 1 == m->unit_count || m->unit_area[other + 1] != m->unit_area[other]);
        if (alone && area_municipality[m->unit_area[other]] == municipality) {
            return other == unit ? -1 : other;
        }
    }
    return -1;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int64_t hourly_room(const Need *need)
{
    return need->room.STAFF - need->post_room;
}

/* Room to grow. A unit always has room for all who can arrive in its area before room is made again. */
static void give_room(const Move *move, int32_t unit)
{
    Need *need = &move->needs[unit];
    int32_t spare = move->m->spare;
    int32_t arrivals = TL_BLOCK_DAYS * tl_arrivals_most(move->old, move->m->unit_area[unit]);
    need->post_room = need->posts + need->posts / 6 + 3 + spare * need->posts;
    need->room.STAFF = need->post_room + need->hourlies + need->hourlies / 4 + 2 + spare * need->hourlies;
    need->room.RECIPIENT = need->recipients + larger(need->recipients / 4 + 8, arrivals);
    need->room.VISIT = need->visits + larger(need->visits / 4 + 40, arrivals * TL_MAX_WEEKLY_PLAN);
}

/* Columns for a unit's posts, its hourly staff, and its guests. */
static void give_columns(Need *need, const Need *guests)
{
    need->columns = (int32_t)(need->room.STAFF + (guests != NULL ? hourly_room(guests) : 0));
    need->room.COLUMN = (need->columns + 1LL + TL_ROW_PAD - 1) / TL_ROW_PAD * TL_ROW_PAD;
    need->room.PAIR = need->room.RECIPIENT * need->room.COLUMN;
}

static void measure_needs(Move *move)
{
    const tl_Membership *m = move->m;
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        move->needs[unit].guests_from = -1;
        give_room(move, unit);
    }
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        int32_t next = next_unit(m, move->old->area_municipality, unit);
        if (next >= 0) {
            move->needs[next].guests_from = unit;
        }
    }
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        int32_t from = move->needs[unit].guests_from;
        give_columns(&move->needs[unit], from >= 0 ? &move->needs[from] : NULL);
    }
}

static int64_t room(const void *context, tl_Dimension dimension, int64_t holder)
{
    const Move *move = context;
    return dimension == TL_PER_UNIT                         ? move->area_units[holder]
           : tl_dimensions[dimension].holder == TL_PER_UNIT ? move->needs[holder].room.of[dimension]
                                                            : tl_rows_held(move->old, dimension, holder);
}

/* ---- filling the new arena ----------------------------------------------------------------------------- */

static void link_units(Move *move)
{
    tl_World *w = &move->fresh;
    for (int32_t unit = 0; unit < move->m->unit_count; unit++) {
        const Need *need = &move->needs[unit];
        w->unit_post_room[unit] = need->post_room;
        w->unit_columns[unit] = need->columns;
        w->unit_guest_unit[unit] = -1;
    }
    for (int32_t unit = 0; unit < move->m->unit_count; unit++) {
        int32_t from = move->needs[unit].guests_from;
        if (from >= 0) {
            w->unit_guest_unit[from] = unit;
            w->unit_guest_column[from] = w->unit_staff_room[unit];
        }
    }
}

/* Columns of rows `first` to `end` of staff, from `column` of a unit on. */
static void link_columns(tl_World *w, int32_t unit, int32_t column, int32_t first, int32_t end)
{
    for (int32_t staff = first; staff < end; staff++) {
        w->column_staff[w->unit_first_column[unit] + column + staff - first] = staff;
    }
}

static void link_staff(tl_World *w)
{
    memset(w->column_staff, 0xff, (size_t)w->sizes.COLUMN * sizeof *w->column_staff); /* all -1 */
    memset(w->staff_team, 0xff, (size_t)w->sizes.STAFF * sizeof *w->staff_team);
    TL_EACH_UNIT(w, unit) {
        int32_t end = tl_unit_staff_end(w, unit), guest = w->unit_guest_unit[unit];
        link_columns(w, unit, 0, w->unit_first_staff[unit], end);
        if (guest >= 0) {
            link_columns(w, guest, w->unit_guest_column[unit], tl_unit_first_hourly(w, unit), end);
        }
    }
}

/* What stands before units in dimensions.def stays where it is. */
static void carry_places(Move *move)
{
    for (tl_Dimension dimension = 0; dimension < TL_PER_UNIT; dimension++) {
        for (int64_t row = 0; row < move->old->sizes.of[dimension]; row++) {
            tl_world_copy_row(&move->fresh, row, move->old, row, dimension, true);
        }
    }
}

static void carry_units(Move *move)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    for (int32_t unit = 0; unit < move->m->unit_count; unit++) {
        int32_t from = move->m->unit_from[unit];
        tl_world_copy_row(w, unit, old, from >= 0 ? from : move->m->unit_like[unit], TL_PER_UNIT, from >= 0);
        for (int32_t i = 0; from >= 0 && i < w->unit_teams[unit]; i++) {
            tl_world_copy_row(w, w->unit_first_team[unit] + i, old, old->unit_first_team[from] + i,
                              TL_PER_TEAM, true);
        }
    }
}

static void carry_staff(Move *move)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    for (int32_t from = (int32_t)old->sizes.STAFF - 1; from >= 0; from--) {
        int32_t team = move->m->staff_team[from];
        if (team < 0) {
            continue;
        }
        int32_t unit = move->m->team_unit[team];
        Need *need = &move->needs[unit]; /* those still to be placed, from the last to the first */
        bool hourly = old->staff_team[from] < 0;
        int32_t to = hourly ? tl_unit_first_hourly(w, unit) + --need->hourlies
                            : w->unit_first_staff[unit] + --need->posts;
        tl_world_copy_row(w, to, old, from, TL_PER_STAFF, true);
        w->staff_team[to] = hourly ? -1 : team;
        move->staff_to[from] = to;
    }
}

static void carry_recipients(Move *move)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    for (int32_t from = 0; from < (int32_t)old->sizes.RECIPIENT; from++) {
        int32_t team = move->m->recipient_team[from];
        if (team < 0) {
            continue;
        }
        int32_t unit = move->m->team_unit[team];
        int32_t to = w->unit_first_recipient[unit] + w->unit_recipients[unit]++;
        tl_world_copy_row(w, to, old, from, TL_PER_RECIPIENT, true);
        w->recipient_team[to] = team;
        move->recipient_to[from] = to;
    }
}

typedef struct VisitKey {
    uint64_t id;
    int32_t place; /* slot and preferred minute */
    int32_t from;
} VisitKey;

static int compare_visits(const void *a, const void *b)
{
    const VisitKey *x = a, *y = b;
    if (x->place != y->place) {
        return x->place < y->place ? -1 : 1;
    }
    if (x->id != y->id) {
        return x->id < y->id ? -1 : 1;
    }
    return x->from < y->from ? -1 : 1;
}

/* Visits of each new unit, sorted by slot, preferred time and id. */
static bool carry_visits(Move *move)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    VisitKey *keys = malloc((size_t)(w->sizes.VISIT > 0 ? w->sizes.VISIT : 1) * sizeof *keys);
    if (keys == NULL) {
        return false;
    }
    TL_EACH_UNIT(old, unit) {
        TL_EACH_VISIT(old, unit, from) {
            int32_t recipient = old->visit_recipient[from];
            int32_t target = move->m->team_unit[move->m->recipient_team[recipient]];
            VisitKey *key = &keys[w->unit_first_visit[target] + w->unit_visits[target]++];
            key->id = old->recipient_id[recipient];
            key->place = tl_visit_time(old->visit_slot[from], old->visit_minute[from]);
            key->from = from;
        }
    }
    TL_EACH_UNIT(w, unit) {
        VisitKey *first = keys + w->unit_first_visit[unit];
        qsort(first, (size_t)w->unit_visits[unit], sizeof *first, compare_visits);
        for (int32_t i = 0; i < w->unit_visits[unit]; i++) {
            int32_t to = w->unit_first_visit[unit] + i, from = first[i].from;
            tl_world_copy_row(w, to, old, from, TL_PER_VISIT, true);
            w->visit_recipient[to] = move->recipient_to[old->visit_recipient[from]];
        }
    }
    free(keys);
    return true;
}

/* One recipient's row: every pair whose employee has a column in the new unit, and the care contacts. */
static void carry_relations(Move *move, int32_t from, int32_t to, const int32_t *columns)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    int32_t unit = w->team_unit[w->recipient_team[to]], old_unit = old->team_unit[old->recipient_team[from]];
    tl_world_copy_pairs(w, tl_pair_row(w, unit, to), old, tl_pair_row(old, old_unit, from), columns,
                        w->unit_columns[unit]);
    for (int i = 0; i < 2; i++) {
        int32_t contact = tl_contacts(old, from)[i];
        tl_contacts(w, to)[i] = TL_NO_COLUMN;
        for (int32_t column = 0; contact != TL_NO_COLUMN && column < w->unit_columns[unit]; column++) {
            int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
            if (columns[column] == contact && w->staff_team[staff] == w->recipient_team[to]) {
                tl_contacts(w, to)[i] = column;
            }
        }
    }
}

/* By column of a new unit: the same employee's column in an old one, or TL_NO_COLUMN. */
static void match_columns(const Move *move, const int32_t *staff_from, int32_t unit, int32_t old_unit,
                          int32_t *columns)
{
    const tl_World *w = &move->fresh;
    for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
        int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
        bool known = staff >= 0 && staff_from[staff] >= 0;
        columns[column] = known ? tl_column_of(move->old, old_unit, staff_from[staff]) : TL_NO_COLUMN;
    }
}

static bool carry_pairs(Move *move)
{
    const tl_World *old = move->old;
    const tl_World *w = &move->fresh;
    int32_t *staff_from = numbers(w->sizes.STAFF), *columns = numbers(w->sizes.COLUMN);
    int32_t unit = -1, old_unit = -1;
    bool done = staff_from != NULL && columns != NULL;
    for (int32_t from = 0; done && from < (int32_t)old->sizes.STAFF; from++) {
        if (move->staff_to[from] >= 0) {
            staff_from[move->staff_to[from]] = from;
        }
    }
    for (int32_t from = 0; done && from < (int32_t)old->sizes.RECIPIENT; from++) {
        int32_t to = move->recipient_to[from];
        if (to < 0) {
            continue;
        }
        int32_t to_unit = w->team_unit[w->recipient_team[to]],
                from_unit = old->team_unit[old->recipient_team[from]];
        if (to_unit != unit || from_unit != old_unit) {
            unit = to_unit;
            old_unit = from_unit;
            match_columns(move, staff_from, unit, old_unit, columns);
        }
        carry_relations(move, from, to, columns);
    }
    free(staff_from);
    free(columns);
    return done;
}

static bool fill(Move *move)
{
    measure_needs(move);
    if (!tl_world_build(&move->fresh, move->old->sizes.MUNICIPALITY, room, move)) {
        return false;
    }
    link_units(move);
    link_staff(&move->fresh);
    carry_places(move);
    carry_units(move);
    carry_staff(move);
    carry_recipients(move);
    return carry_visits(move) && carry_pairs(move);
}

bool tl_regroup(tl_World *world, const tl_Membership *membership)
{
    Move move = {.old = world, .m = membership, .fresh = *world};
    move.fresh.arena = NULL;
    bool done = move_allocate(&move);
    if (done) {
        count_people(&move);
        done = fill(&move);
    }
    move_free(&move);
    if (!done) {
        free(move.fresh.arena);
        return false;
    }
    free(world->arena);
    *world = move.fresh;
    return true;
}

bool tl_make_room(tl_World *w, int32_t spare)
{
    tl_Membership m = {0};
    bool done = tl_membership_as_it_is(&m, w);
    m.spare = spare;
    done = done && tl_regroup(w, &m);
    tl_membership_free(&m);
    return done;
}

bool tl_room_for_arrivals(tl_World *w)
{
    return tl_arrivals_have_room(w, TL_BLOCK_DAYS) || tl_make_room(w, 0);
}
