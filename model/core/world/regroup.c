#include "core/world/regroup.h"

#include <stdlib.h>
#include <string.h>

#include "core/world/each.h"
#include "core/care/demography.h"
#include "core/world/people.h"

/* ---- membership ---------------------------------------------------------------------------------------- */

/* All -1. */
static int32_t *numbers(int64_t count)
{
    size_t bytes = (size_t)(count + 1) * sizeof(int32_t);
    int32_t *all = malloc(bytes);
    return all != NULL ? memset(all, 0xff, bytes) : NULL;
}

bool tl_membership_allocate(tl_Membership *m, const tl_World *world, int32_t units, int32_t teams)
{
    *m = (tl_Membership){.unit_area = numbers(units),
                         .unit_from = numbers(units),
                         .unit_like = numbers(units),
                         .unit_provider = numbers(units),
                         .team_unit = numbers(teams),
                         .staff_team = numbers(world->sizes.STAFF),
                         .recipient_team = numbers(world->sizes.RECIPIENT)};
    return m->unit_area && m->unit_from && m->unit_like && m->unit_provider && m->team_unit &&
           m->staff_team && m->recipient_team;
}

void tl_membership_free(tl_Membership *m)
{
    free(m->unit_area);
    free(m->unit_from);
    free(m->unit_like);
    free(m->unit_provider);
    free(m->team_unit);
    free(m->staff_team);
    free(m->recipient_team);
}

void tl_membership_add_unit(tl_Membership *m, int32_t area, int32_t from, int32_t like, int32_t teams)
{
    m->unit_area[m->unit_count] = area;
    m->unit_from[m->unit_count] = from;
    m->unit_like[m->unit_count] = like;
    for (int32_t i = 0; i < teams; i++) {
        m->team_unit[m->team_count++] = m->unit_count;
    }
    m->unit_count++;
}

void tl_membership_keep_unit(tl_Membership *m, const tl_World *w, int32_t unit)
{
    int32_t first_team = m->team_count, old_first = w->unit_first_team[unit];
    tl_membership_add_unit(m, w->unit_area[unit], unit, unit, w->unit_teams[unit]);
    TL_EACH_STAFF_ROW(w, unit, staff) {
        if (w->staff_post[staff] != 0) {
            int32_t team = w->staff_team[staff];
            m->staff_team[staff] = first_team + (team < 0 ? 0 : team - old_first);
        }
    }
    TL_EACH_RECIPIENT(w, unit, r) {
        m->recipient_team[r] = first_team + w->recipient_team[r] - old_first;
    }
}

/* ---- rows and rooms ------------------------------------------------------------------------------------ */

/* What a new unit has to hold, and the room it is given. */
typedef struct Need {
    int32_t posts, hourlies;
    int32_t post_room, columns;
    int32_t guest_unit; /* the unit in which its hourly staff also work; -1 if none */
    tl_Sizes room;
} Need;

/* Where old rows go, and what each new unit must hold. */
typedef struct Move {
    const tl_World *old;
    const tl_Membership *m;
    tl_World fresh;
    Need *needs;           /* by new unit */
    int32_t *area_units;   /* by area */
    int32_t *recipient_to; /* by old row */
    int32_t *staff_from;   /* by new row */
} Move;

static Need *need_of_team(const Move *move, int32_t team)
{
    return &move->needs[move->m->team_unit[team]];
}

static void count_people(Move *move)
{
    const tl_World *old = move->old;
    const tl_Membership *m = move->m;
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        move->area_units[m->unit_area[unit]]++;
    }
    for (int32_t team = 0; team < m->team_count; team++) {
        need_of_team(move, team)->room.TEAM++;
    }
    for (int64_t staff = 0; staff < old->sizes.STAFF; staff++) {
        if (m->staff_team[staff] >= 0) {
            Need *need = need_of_team(move, m->staff_team[staff]);
            *(old->staff_team[staff] < 0 ? &need->hourlies : &need->posts) += 1;
        }
    }
    for (int64_t recipient = 0; recipient < old->sizes.RECIPIENT; recipient++) {
        if (m->recipient_team[recipient] >= 0) {
            need_of_team(move, m->recipient_team[recipient])->room.RECIPIENT++;
        }
    }
    TL_EACH_UNIT(old, unit) {
        TL_EACH_VISIT(old, unit, visit) {
            need_of_team(move, m->recipient_team[old->visit_recipient[visit]])->room.VISIT++;
        }
    }
}

static int32_t provider_of(const Move *move, int32_t unit)
{
    int32_t own = move->m->unit_provider[unit];
    return own >= 0 ? own : move->old->unit_provider[move->m->unit_like[unit]];
}

/* Who shares hourly staff: a new unit with those of its provider, and one that goes on with whom it did, also after
 * another provider has taken them over. */
static int32_t pool_of(const Move *move, int32_t unit)
{
    int32_t from = move->m->unit_from[unit];
    return from < 0 ? provider_of(move, unit) : move->old->unit_pool[from];
}

/* Is there another unit of its pool among those that stand `step` by step beside it in its area? */
static bool has_neighbour(const Move *move, int32_t unit, int32_t step)
{
    const int32_t *area = move->m->unit_area;
    for (int32_t other = unit + step; other >= 0 && other < move->m->unit_count && area[other] == area[unit];
         other += step) {
        if (pool_of(move, other) == pool_of(move, unit)) {
            return true;
        }
    }
    return false;
}

/* The only unit of its pool in its area? */
static bool is_alone(const Move *move, int32_t unit)
{
    return !has_neighbour(move, unit, -1) && !has_neighbour(move, unit, 1);
}

static int32_t municipality_of(const Move *move, int32_t unit)
{
    return move->old->area_municipality[move->m->unit_area[unit]];
}

/* The second unit of a unit's hourly staff: the pool's next in the area or, for a unit that is alone there, its next such in
 * the municipality. A permutation, so that each unit has the guests of exactly one other. */
static int32_t next_unit(const Move *move, int32_t unit)
{
    int32_t first = unit, end = unit + 1;
    bool alone = is_alone(move, unit);
    while (first > 0 && municipality_of(move, first - 1) == municipality_of(move, unit)) {
        first--;
    }
    while (end < move->m->unit_count && municipality_of(move, end) == municipality_of(move, unit)) {
        end++;
    }
    for (int32_t other = unit + 1 < end ? unit + 1 : first; other != unit;
         other = other + 1 < end ? other + 1 : first) {
        if (pool_of(move, other) == pool_of(move, unit) &&
            (move->m->unit_area[other] == move->m->unit_area[unit] || (alone && is_alone(move, other)))) {
            return other;
        }
    }
    return -1;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Room to grow. A unit always has room for all who it can be given before room is made again. */
static void give_room(const Move *move, int32_t unit)
{
    Need *need = &move->needs[unit];
    int32_t spare = move->m->spare, from = move->m->unit_from[unit];
    int32_t wanted = from < 0 ? move->m->posts_of_new : move->old->unit_posts_wanted[from];
    int64_t posts = larger(need->posts, wanted), more = posts - need->posts;
    int64_t arrivals =
        tl_arrivals_most(move->old, move->m->unit_area[unit], provider_of(move, unit), TL_BLOCK_DAYS);
    need->post_room = (int32_t)(posts + posts / 6 + 3 + (int64_t)spare * need->posts);
    need->room.STAFF =
        need->post_room + need->hourlies + need->hourlies / 4 + 2 + spare * need->hourlies + more;
    need->room.RECIPIENT += larger(need->room.RECIPIENT / 4 + 8, arrivals);
    need->room.VISIT += larger(need->room.VISIT / 4 + 40, arrivals * TL_MAX_WEEKLY_PLAN);
    need->columns = (int32_t)need->room.STAFF;
}

/* Columns for a unit's posts, its hourly staff, and its guests. */
static void measure_needs(Move *move)
{
    const tl_Membership *m = move->m;
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        give_room(move, unit);
    }
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        Need *need = &move->needs[unit];
        need->guest_unit = next_unit(move, unit);
        if (need->guest_unit >= 0) {
            move->needs[need->guest_unit].columns += (int32_t)need->room.STAFF - need->post_room;
        }
    }
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        tl_Sizes *own = &move->needs[unit].room;
        own->COLUMN = (move->needs[unit].columns + 1LL + TL_ROW_PAD - 1) / TL_ROW_PAD * TL_ROW_PAD;
        own->PAIR = own->RECIPIENT * own->COLUMN;
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
        w->unit_pool[unit] = pool_of(move, unit);
        w->unit_post_room[unit] = need->post_room;
        w->unit_columns[unit] = need->columns;
        w->unit_guest_unit[unit] = need->guest_unit;
        w->unit_guest_column[unit] = need->guest_unit >= 0 ? w->unit_staff_room[need->guest_unit] : 0;
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
        tl_world_copy_rows(&move->fresh, 0, move->old, 0, move->old->sizes.of[dimension], dimension,
                           TL_OWN_TO_UNIT);
    }
}

static void carry_units(Move *move)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    for (int32_t unit = 0; unit < move->m->unit_count; unit++) {
        int32_t from = move->m->unit_from[unit];
        if (from < 0) {
            tl_world_copy_rows(w, unit, old, move->m->unit_like[unit], 1, TL_PER_UNIT, TL_GOES_ALONG);
            w->unit_provider[unit] = provider_of(move, unit);
        } else {
            tl_world_copy_rows(w, unit, old, from, 1, TL_PER_UNIT, TL_OWN_TO_UNIT);
            tl_world_copy_rows(w, w->unit_first_team[unit], old, old->unit_first_team[from],
                               w->unit_teams[unit], TL_PER_TEAM, TL_OWN_TO_UNIT);
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
        tl_world_copy_rows(w, to, old, from, 1, TL_PER_STAFF, TL_OWN_TO_UNIT);
        w->staff_team[to] = hourly ? -1 : team;
        move->staff_from[to] = from;
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
        tl_world_copy_rows(w, to, old, from, 1, TL_PER_RECIPIENT, TL_OWN_TO_UNIT);
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
    return x->place != y->place ? (x->place < y->place ? -1 : 1)
           : x->id != y->id     ? (x->id < y->id ? -1 : 1)
                                : x->from - y->from;
}

/* Visits of each new unit, sorted by slot, preferred time and id. */
static bool carry_visits(Move *move)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    VisitKey *keys = malloc((size_t)(w->sizes.VISIT + 1) * sizeof *keys);
    if (keys == NULL) {
        return false;
    }
    TL_EACH_UNIT(old, unit) {
        TL_EACH_VISIT(old, unit, from) {
            int32_t recipient = old->visit_recipient[from];
            int32_t target = move->m->team_unit[move->m->recipient_team[recipient]];
            keys[w->unit_first_visit[target] + w->unit_visits[target]++] =
                (VisitKey){.id = old->recipient_id[recipient],
                           .place = tl_visit_time(old->visit_slot[from], old->visit_minute[from]),
                           .from = from};
        }
    }
    TL_EACH_UNIT(w, unit) {
        VisitKey *first = keys + w->unit_first_visit[unit];
        qsort(first, (size_t)w->unit_visits[unit], sizeof *first, compare_visits);
        for (int32_t i = 0; i < w->unit_visits[unit]; i++) {
            int32_t to = w->unit_first_visit[unit] + i, from = first[i].from;
            tl_world_copy_rows(w, to, old, from, 1, TL_PER_VISIT, TL_OWN_TO_UNIT);
            w->visit_recipient[to] = move->recipient_to[old->visit_recipient[from]];
        }
    }
    free(keys);
    return true;
}

/* By column of a new unit: the same employee's column in an old one, or TL_NO_COLUMN. */
static void match_columns(const Move *move, int32_t unit, int32_t old_unit, int32_t *columns)
{
    const int32_t *column_staff = move->fresh.column_staff + move->fresh.unit_first_column[unit];
    for (int32_t column = 0; column < move->fresh.unit_columns[unit]; column++) {
        int32_t from = column_staff[column] < 0 ? -1 : move->staff_from[column_staff[column]];
        columns[column] = from < 0 ? TL_NO_COLUMN : tl_column_of(move->old, old_unit, from);
    }
}

/* The care contacts that are still of the recipient's team. */
static void carry_contacts(Move *move, int32_t from, int32_t unit, int32_t to, const int32_t *columns)
{
    const tl_World *w = &move->fresh;
    for (int i = 0; i < TL_MOST_CONTACTS; i++) {
        int32_t contact = tl_contacts(move->old, from)[i];
        tl_contacts(w, to)[i] = TL_NO_COLUMN;
        for (int32_t column = 0; contact != TL_NO_COLUMN && column < w->unit_columns[unit]; column++) {
            int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
            if (columns[column] == contact && w->staff_team[staff] == w->recipient_team[to]) {
                tl_contacts(w, to)[i] = column;
            }
        }
    }
}

/* Every pair whose employee has a column in the recipient's new unit. */
static bool carry_pairs(Move *move)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    int32_t *columns = numbers(w->sizes.COLUMN), unit = -1, old_unit = -1;
    bool done = columns != NULL;
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
            match_columns(move, unit, old_unit, columns);
        }
        tl_world_copy_pairs(w, tl_pair_row(w, unit, to), old, tl_pair_row(old, old_unit, from), columns,
                            w->unit_columns[unit]);
        carry_contacts(move, from, unit, to, columns);
    }
    free(columns);
    return done;
}

static bool fill(Move *move)
{
    move->needs = calloc((size_t)move->m->unit_count + 1, sizeof *move->needs);
    move->area_units = calloc((size_t)move->old->sizes.AREA, sizeof *move->area_units);
    move->recipient_to = numbers(move->old->sizes.RECIPIENT);
    if (move->needs == NULL || move->area_units == NULL || move->recipient_to == NULL) {
        return false;
    }
    count_people(move);
    measure_needs(move);
    bool built = tl_world_build(&move->fresh, move->old->sizes.MUNICIPALITY, room, move);
    move->staff_from = built ? numbers(move->fresh.sizes.STAFF) : NULL;
    if (move->staff_from == NULL) {
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
    move.fresh.block = NULL;
    bool done = fill(&move);
    free(move.needs);
    free(move.area_units);
    free(move.recipient_to);
    free(move.staff_from);
    free(done ? world->block : move.fresh.block);
    if (done) {
        *world = move.fresh;
    }
    return done;
}

/* All units as they are, those of an area by provider. */
static void keep_all(tl_Membership *m, const tl_World *w)
{
    TL_EACH_AREA(w, area) {
        TL_EACH_HELD(w, provider, w->area_municipality[area], municipality_first_provider,
                     municipality_providers) {
            TL_EACH_UNIT_OF_AREA(w, area, unit) {
                if (w->unit_provider[unit] == provider) {
                    tl_membership_keep_unit(m, w, unit);
                }
            }
        }
    }
}

bool tl_make_room(tl_World *w, int32_t spare)
{
    tl_Membership m;
    bool done = tl_membership_allocate(&m, w, (int32_t)w->sizes.UNIT, (int32_t)w->sizes.TEAM);
    if (done) {
        keep_all(&m, w);
    }
    m.spare = spare;
    done = done && tl_regroup(w, &m);
    tl_membership_free(&m);
    return done;
}

bool tl_room_for_arrivals(tl_World *w)
{
    return tl_arrivals_have_room(w, TL_BLOCK_DAYS) || tl_make_room(w, 0);
}
