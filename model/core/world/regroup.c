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

/* Where old rows go, and what each new unit must hold. */
typedef struct Move {
    const tl_World *old;
    const tl_Membership *m;
    tl_World fresh;
    int32_t *posts, *hourlies, *recipients, *visits; /* by new unit */
    int32_t *staff_to, *recipient_to;                /* by old row */
} Move;

static void move_free(Move *move)
{
    free(move->posts);
    free(move->hourlies);
    free(move->recipients);
    free(move->visits);
    free(move->staff_to);
    free(move->recipient_to);
}

static bool move_allocate(Move *move)
{
    size_t units = (size_t)move->m->unit_count;
    move->posts = calloc(units, sizeof *move->posts);
    move->hourlies = calloc(units, sizeof *move->hourlies);
    move->recipients = calloc(units, sizeof *move->recipients);
    move->visits = calloc(units, sizeof *move->visits);
    move->staff_to = numbers(move->old->sizes.STAFF);
    move->recipient_to = numbers(move->old->sizes.RECIPIENT);
    return move->posts && move->hourlies && move->recipients && move->visits && move->staff_to &&
           move->recipient_to;
}

static void count_people(Move *move)
{
    const tl_World *old = move->old;
    const tl_Membership *m = move->m;
    for (int64_t staff = 0; staff < old->sizes.STAFF; staff++) {
        if (m->staff_team[staff] >= 0) {
            int32_t unit = m->team_unit[m->staff_team[staff]];
            int32_t *count = old->staff_team[staff] < 0 ? move->hourlies : move->posts;
            count[unit]++;
        }
    }
    for (int64_t recipient = 0; recipient < old->sizes.RECIPIENT; recipient++) {
        if (m->recipient_team[recipient] >= 0) {
            move->recipients[m->team_unit[m->recipient_team[recipient]]]++;
        }
    }
    TL_EACH_UNIT(old, unit) {
        TL_EACH_VISIT(old, unit, visit) {
            move->visits[m->team_unit[m->recipient_team[old->visit_recipient[visit]]]]++;
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
    /* The only unit of its area: the ring of such units in the municipality. */
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

static int32_t post_room(const Move *move, int32_t unit)
{
    int32_t posts = move->posts[unit];
    return posts + posts / 6 + 3 + move->m->spare * posts;
}

static int32_t hourly_room(const Move *move, int32_t unit)
{
    int32_t hourlies = move->hourlies[unit];
    return hourlies + hourlies / 4 + 2 + move->m->spare * hourlies;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* A unit always has room for all who can arrive in its area before room is made again. */
static int32_t most_arrivals(const Move *move, int32_t unit)
{
    return TL_BLOCK_DAYS * tl_arrivals_most(move->old, move->m->unit_area[unit]);
}

static int32_t recipient_room(const Move *move, int32_t unit)
{
    int32_t recipients = move->recipients[unit];
    return recipients + larger(recipients / 4 + 8, most_arrivals(move, unit));
}

static int32_t visit_room(const Move *move, int32_t unit)
{
    int32_t visits = move->visits[unit];
    return visits + larger(visits / 4 + 40, most_arrivals(move, unit) * TL_MAX_WEEKLY_PLAN);
}

static int32_t row_length(int32_t columns)
{
    return (columns + 1 + TL_ROW_PAD - 1) / TL_ROW_PAD * TL_ROW_PAD;
}

/* Columns of a unit: its posts, its hourly staff, and its guests. */
static int32_t columns_of(const Move *move, const int32_t *guests_from, int32_t unit)
{
    int32_t from = guests_from[unit];
    return post_room(move, unit) + hourly_room(move, unit) + (from >= 0 ? hourly_room(move, from) : 0);
}

static tl_Sizes measure_sizes(const Move *move, const int32_t *guests_from)
{
    tl_Sizes sizes = {
        .AREA = move->old->sizes.AREA, .UNIT = move->m->unit_count, .TEAM = move->m->team_count};
    for (int32_t unit = 0; unit < move->m->unit_count; unit++) {
        int32_t columns = columns_of(move, guests_from, unit), room = recipient_room(move, unit);
        sizes.STAFF += post_room(move, unit) + hourly_room(move, unit);
        sizes.COLUMN += row_length(columns);
        sizes.RECIPIENT += room;
        sizes.VISIT += visit_room(move, unit);
        sizes.PAIR += (int64_t)room * row_length(columns);
    }
    return sizes;
}

/* ---- filling the new arena ----------------------------------------------------------------------------- */

static void lay_out_units(Move *move, const int32_t *guests_from)
{
    tl_World *w = &move->fresh;
    int32_t staff = 0, column = 0, recipient = 0, visit = 0;
    int64_t pair = 0;
    for (int32_t unit = 0; unit < move->m->unit_count; unit++) {
        w->unit_area[unit] = move->m->unit_area[unit];
        w->unit_first_staff[unit] = staff;
        w->unit_post_room[unit] = post_room(move, unit);
        w->unit_hourly_room[unit] = hourly_room(move, unit);
        w->unit_first_column[unit] = column;
        w->unit_columns[unit] = columns_of(move, guests_from, unit);
        w->unit_stride[unit] = row_length(w->unit_columns[unit]);
        w->unit_first_recipient[unit] = recipient;
        w->unit_recipient_room[unit] = recipient_room(move, unit);
        w->unit_first_visit[unit] = visit;
        w->unit_visit_room[unit] = visit_room(move, unit);
        w->unit_first_pair[unit] = pair;
        w->unit_guest_unit[unit] = -1;
        staff += w->unit_post_room[unit] + w->unit_hourly_room[unit];
        column += w->unit_stride[unit];
        recipient += w->unit_recipient_room[unit];
        visit += w->unit_visit_room[unit];
        pair += (int64_t)w->unit_recipient_room[unit] * w->unit_stride[unit];
    }
    for (int32_t unit = 0; unit < move->m->unit_count; unit++) {
        int32_t from = guests_from[unit];
        if (from >= 0) {
            w->unit_guest_unit[from] = unit;
            w->unit_guest_column[from] = w->unit_post_room[unit] + w->unit_hourly_room[unit];
        }
    }
}

static void lay_out_columns(tl_World *w)
{
    for (int64_t column = 0; column < w->sizes.COLUMN; column++) {
        w->column_staff[column] = -1;
    }
    TL_EACH_UNIT(w, unit) {
        int32_t first = w->unit_first_staff[unit], own = w->unit_post_room[unit] + w->unit_hourly_room[unit];
        for (int32_t i = 0; i < own; i++) {
            w->column_staff[w->unit_first_column[unit] + i] = first + i;
            w->staff_unit[first + i] = unit;
            w->staff_team[first + i] = -1;
        }
        int32_t guest = w->unit_guest_unit[unit];
        for (int32_t i = 0; guest >= 0 && i < w->unit_hourly_room[unit]; i++) {
            w->column_staff[w->unit_first_column[guest] + w->unit_guest_column[unit] + i] =
                tl_unit_first_hourly(w, unit) + i;
        }
    }
}

static void carry_units(Move *move)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    for (int64_t area = 0; area < w->sizes.AREA; area++) {
        tl_world_copy_row(w, area, old, area, TL_PER_AREA);
        w->area_units[area] = 0;
    }
    for (int32_t unit = move->m->unit_count - 1; unit >= 0; unit--) {
        int32_t area = w->unit_area[unit], from = move->m->unit_from[unit];
        w->area_first_unit[area] = unit;
        w->area_units[area]++;
        w->unit_regime[unit] = old->unit_regime[move->m->unit_like[unit]];
        w->unit_climate[unit] = old->unit_climate[move->m->unit_like[unit]];
        w->unit_manager[unit] = old->unit_manager[move->m->unit_like[unit]];
        w->unit_officer[unit] = old->unit_officer[move->m->unit_like[unit]];
        w->unit_pilot[unit] = old->unit_pilot[move->m->unit_like[unit]];
        w->unit_reorganised[unit] = old->unit_reorganised[move->m->unit_like[unit]];
        if (from >= 0) {
            w->unit_number[unit] = old->unit_number[from];
            w->unit_counters[unit] = old->unit_counters[from];
            w->unit_period[unit] = old->unit_period[from];
            w->unit_digest[unit] = old->unit_digest[from];
        }
    }
}

static void carry_teams(Move *move)
{
    tl_World *w = &move->fresh;
    for (int32_t team = move->m->team_count - 1; team >= 0; team--) {
        int32_t unit = move->m->team_unit[team];
        w->team_unit[team] = unit;
        w->unit_first_team[unit] = team;
        w->unit_teams[unit]++;
    }
    for (int32_t unit = 0; unit < move->m->unit_count; unit++) {
        int32_t from = move->m->unit_from[unit];
        for (int32_t i = 0; from >= 0 && i < w->unit_teams[unit]; i++) {
            int32_t team = w->unit_first_team[unit] + i;
            tl_world_copy_row(w, team, move->old, move->old->unit_first_team[from] + i, TL_PER_TEAM);
            w->team_unit[team] = unit;
        }
    }
}

static void carry_staff(Move *move)
{
    const tl_World *old = move->old;
    tl_World *w = &move->fresh;
    int32_t *next_post = move->posts, *next_hourly = move->hourlies; /* reused as fill marks */
    memset(next_post, 0, (size_t)move->m->unit_count * sizeof *next_post);
    memset(next_hourly, 0, (size_t)move->m->unit_count * sizeof *next_hourly);
    for (int32_t from = 0; from < (int32_t)old->sizes.STAFF; from++) {
        int32_t team = move->m->staff_team[from];
        if (team < 0) {
            continue;
        }
        int32_t unit = move->m->team_unit[team];
        bool hourly = old->staff_team[from] < 0;
        int32_t to = hourly ? tl_unit_first_hourly(w, unit) + next_hourly[unit]++
                            : w->unit_first_staff[unit] + next_post[unit]++;
        tl_world_copy_row(w, to, old, from, TL_PER_STAFF);
        w->staff_unit[to] = unit;
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
        tl_world_copy_row(w, to, old, from, TL_PER_RECIPIENT);
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
            key->place = old->visit_slot[from] * 10000 + old->visit_minute[from];
            key->from = from;
        }
    }
    TL_EACH_UNIT(w, unit) {
        VisitKey *first = keys + w->unit_first_visit[unit];
        qsort(first, (size_t)w->unit_visits[unit], sizeof *first, compare_visits);
        for (int32_t i = 0; i < w->unit_visits[unit]; i++) {
            int32_t to = w->unit_first_visit[unit] + i, from = first[i].from;
            tl_world_copy_row(w, to, old, from, TL_PER_VISIT);
            w->visit_recipient[to] = move->recipient_to[old->visit_recipient[from]];
        }
    }
    free(keys);
    return true;
}

/* One recipient's row: every pair whose employee has a column in the new unit, and the care contacts. */
static void carry_relations(const Move *move, const int32_t *staff_from, int32_t from, int32_t to)
{
    const tl_World *old = move->old;
    tl_World *w = (tl_World *)&move->fresh;
    int32_t new_unit = w->team_unit[w->recipient_team[to]];
    int32_t old_unit = old->team_unit[old->recipient_team[from]];
    int64_t new_row = tl_pair_row(w, new_unit, to), old_row = tl_pair_row(old, old_unit, from);
    int32_t contacts[2] = {tl_contacts(w, to)[0], tl_contacts(w, to)[1]};
    tl_contacts(w, to)[0] = tl_contacts(w, to)[1] = TL_NO_COLUMN;
    for (int32_t column = 0; column < w->unit_columns[new_unit]; column++) {
        int32_t staff = w->column_staff[w->unit_first_column[new_unit] + column];
        int32_t before = staff < 0 || staff_from[staff] < 0 ? TL_NO_COLUMN
                                                            : tl_column_of(old, old_unit, staff_from[staff]);
        if (before == TL_NO_COLUMN) {
            continue;
        }
        w->pair_familiarity[new_row + column] = old->pair_familiarity[old_row + before];
        w->pair_memory[new_row + column].good = old->pair_memory[old_row + before].good;
        w->pair_memory[new_row + column].bad = old->pair_memory[old_row + before].bad;
        w->pair_memory[new_row + column].window = old->pair_memory[old_row + before].window;
        for (int i = 0; i < 2; i++) {
            if (contacts[i] == before && w->staff_team[staff] == w->recipient_team[to]) {
                tl_contacts(w, to)[i] = column;
            }
        }
    }
}

static bool carry_pairs(Move *move)
{
    tl_World *w = &move->fresh;
    int32_t *staff_from = numbers(w->sizes.STAFF);
    if (staff_from == NULL) {
        return false;
    }
    for (int32_t from = 0; from < (int32_t)move->old->sizes.STAFF; from++) {
        if (move->staff_to[from] >= 0) {
            staff_from[move->staff_to[from]] = from;
        }
    }
    for (int32_t from = 0; from < (int32_t)move->old->sizes.RECIPIENT; from++) {
        if (move->recipient_to[from] >= 0) {
            carry_relations(move, staff_from, from, move->recipient_to[from]);
        }
    }
    free(staff_from);
    return true;
}

static bool fill(Move *move)
{
    const tl_Membership *m = move->m;
    int32_t *guests_from = numbers(m->unit_count);
    if (guests_from == NULL) {
        return false;
    }
    for (int32_t unit = 0; unit < m->unit_count; unit++) {
        int32_t next = next_unit(m, move->old->area_municipality, unit);
        if (next >= 0) {
            guests_from[next] = unit;
        }
    }
    tl_Sizes sizes = measure_sizes(move, guests_from);
    bool allocated = tl_world_allocate(&move->fresh, &sizes);
    if (allocated) {
        lay_out_units(move, guests_from);
        lay_out_columns(&move->fresh);
        carry_units(move);
        carry_teams(move);
        carry_staff(move);
        carry_recipients(move);
    }
    free(guests_from);
    return allocated && carry_visits(move) && carry_pairs(move);
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
