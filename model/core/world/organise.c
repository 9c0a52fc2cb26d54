#include "core/world/organise.h"

#include <stdlib.h>
#include <string.h>

#include "core/world/each.h"
#include "core/staff/staff_state.h"
#include "core/care/contact.h"
#include "core/market/providers.h"
#include "core/world/regroup.h"
#include "core/numbers/rng.h"
#include "core/staff/staffing.h"

/* A person to be placed: who, where, how much work (recipients) or how large a post (staff). */
typedef struct Item {
    double key;     /* by which they are sorted, */
    uint64_t order; /* and among equals: at random */
    double weight;
    float x, y;
    int32_t row;
    int32_t group; /* the answer: a new team, counted within the cut */
} Item;

typedef struct People {
    Item *at;
    int32_t count;
} People;

/* The cut of a provider in an area: the people of the chosen units, and the teams they are dealt to. */
typedef struct Cut {
    tl_World *w;
    const bool *chosen; /* by unit; NULL: all */
    tl_GroupingRule rule;
    int64_t pool_size, span;
    People recipients, posts, hourlies;
    int32_t units, teams; /* to be formed; teams is a multiple of units */
    int32_t first_team;   /* of them, in the membership */
} Cut;

static int by_key(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key ? 1 : x->order < y->order ? -1 : x->order > y->order;
}

static void sort(Item *items, int32_t count)
{
    qsort(items, (size_t)count, sizeof *items, by_key);
}

static double total_weight(const Item *items, int32_t count)
{
    double sum = 0.0;
    for (int32_t i = 0; i < count; i++) {
        sum += items[i].weight;
    }
    return sum;
}

/* ---- the three rules ----------------------------------------------------------------------------------- */

/* Neighbours together: halves the area again and again, by x and by y in turn, by work. */
static void divide_by_place(Item *items, int32_t count, int32_t first_group, int32_t groups, bool by_x)
{
    for (int32_t i = 0; i < count; i++) {
        items[i].group = first_group;
        items[i].key = by_x ? items[i].x : items[i].y;
    }
    if (groups <= 1) {
        return;
    }
    sort(items, count);
    int32_t left_groups = groups / 2, left = 0;
    double target = total_weight(items, count) * left_groups / groups, sum = 0.0;
    while (left < count && sum + 0.5 * items[left].weight < target) {
        sum += items[left++].weight;
    }
    divide_by_place(items, left, first_group, left_groups, !by_x);
    divide_by_place(items + left, count - left, first_group + left_groups, groups - left_groups, !by_x);
}

/* Consecutive runs of equal weight, in the items' order. */
static void divide_in_order(People *people, int32_t groups)
{
    double total = total_weight(people->at, people->count), sum = 0.0;
    for (int32_t i = 0; i < people->count; i++) {
        Item *item = &people->at[i];
        int32_t group = (int32_t)((sum + 0.5 * item->weight) / (total > 0.0 ? total : 1.0) * groups);
        item->group = group < groups ? group : groups - 1;
        sum += item->weight;
    }
}

/* What a recipient's row of the matrix says about the new teams. */
static void measure_affinity(const Cut *cut, const tl_Membership *m, int32_t recipient, double *affinity)
{
    const tl_World *w = cut->w;
    int32_t unit = w->team_unit[w->recipient_team[recipient]];
    const float *familiarity = w->pair_familiarity + tl_pair_row(w, unit, recipient);
    memset(affinity, 0, (size_t)cut->teams * sizeof *affinity);
    for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
        int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
        if (staff >= 0 && w->staff_team[staff] >= 0) {
            affinity[m->staff_team[staff] - cut->first_team] += familiarity[column];
        }
    }
}

/* Recipients follow the team that knows them best while it has room (a tenth above its share of the work);
 * those with the strongest ties choose first. */
static bool follow_relations(Cut *cut, const tl_Membership *m)
{
    const People *people = &cut->recipients;
    double *load = calloc(2 * (size_t)cut->teams, sizeof *load);
    if (load == NULL) {
        return false;
    }
    double *affinity = load + cut->teams, room = 1.1 * total_weight(people->at, people->count) / cut->teams;
    for (int32_t i = 0; i < people->count; i++) {
        measure_affinity(cut, m, people->at[i].row, affinity);
        for (int32_t team = 0; team < cut->teams; team++) {
            people->at[i].key = -affinity[team] < people->at[i].key ? -affinity[team] : people->at[i].key;
        }
    }
    sort(people->at, people->count);
    for (int32_t i = 0; i < people->count; i++) {
        Item *recipient = &people->at[i];
        int32_t best = -1, lightest = 0;
        measure_affinity(cut, m, recipient->row, affinity);
        for (int32_t team = 0; team < cut->teams; team++) {
            bool fits = load[team] + recipient->weight <= room;
            best = fits && (best < 0 || affinity[team] > affinity[best]) ? team : best;
            lightest = load[team] < load[lightest] ? team : lightest;
        }
        recipient->group = best >= 0 ? best : lightest;
        load[recipient->group] += recipient->weight;
    }
    free(load);
    return true;
}

/* Into the new teams of the membership. */
static void place(const Cut *cut, const People *people, int32_t *team_of_row)
{
    for (int32_t i = 0; i < people->count; i++) {
        team_of_row[people->at[i].row] = cut->first_team + people->at[i].group;
    }
}

/* Hourly employees go to units; each is noted under the unit's first team. */
static void deal_staff(Cut *cut, tl_Membership *m)
{
    divide_in_order(&cut->posts, cut->teams);
    divide_in_order(&cut->hourlies, cut->units);
    for (int32_t i = 0; i < cut->hourlies.count; i++) {
        cut->hourlies.at[i].group *= cut->teams / cut->units;
    }
    place(cut, &cut->posts, m->staff_team);
    place(cut, &cut->hourlies, m->staff_team);
}

static bool deal_recipients(Cut *cut, tl_Membership *m)
{
    bool done = true;
    if (cut->rule == TL_GROUP_BY_AREA) {
        divide_by_place(cut->recipients.at, cut->recipients.count, 0, cut->teams, true);
    } else if (cut->rule == TL_GROUP_KEEP_RELATIONS) {
        done = follow_relations(cut, m);
    } else {
        divide_in_order(&cut->recipients, cut->teams);
    }
    place(cut, &cut->recipients, m->recipient_team);
    return done;
}

/* ---- gathering people ---------------------------------------------------------------------------------- */

static double weekly_work(const tl_World *w, int32_t unit, int32_t recipient)
{
    double seconds = 0.0;
    TL_EACH_VISIT(w, unit, visit) {
        if (w->visit_recipient[visit] == recipient) {
            seconds += __builtin_popcount(w->visit_weekdays[visit]) * w->visit_s[visit];
        }
    }
    return seconds * w->recipient_granted[recipient];
}

static void gather_unit(Cut *cut, int32_t unit)
{
    const tl_World *w = cut->w;
    TL_EACH_STAFF_ROW(w, unit, staff) {
        bool hourly = w->staff_team[staff] < 0;
        People *people = hourly ? &cut->hourlies : &cut->posts;
        if (w->staff_post[staff] != 0) {
            people->at[people->count++] = (Item){.order = tl_mix64(w->keys.grouping ^ w->staff_post[staff]),
                                                 .row = staff,
                                                 .weight = hourly ? 1.0 : w->staff_share[staff]};
        }
    }
    TL_EACH_RECIPIENT(w, unit, r) {
        cut->recipients.at[cut->recipients.count++] =
            (Item){.order = tl_mix64(w->keys.grouping ^ w->recipient_id[r]),
                   .row = r,
                   .weight = weekly_work(w, unit, r),
                   .x = w->recipient_x[r],
                   .y = w->recipient_y[r]};
    }
}

/* Nearest whole number of groups of about `size`, at least one. */
static int32_t groups_of(int64_t people, int64_t size)
{
    int64_t groups = (people + size / 2) / size;
    return groups < 1 ? 1 : (int32_t)groups;
}

static void size_cut(Cut *cut, const tl_Regime *as_it_was)
{
    int64_t span = cut->span > 0 ? cut->span : as_it_was->organisation_span;
    int64_t pool_size = cut->pool_size > 0 ? cut->pool_size : as_it_was->organisation_pool_size;
    cut->units = groups_of(cut->posts.count + cut->hourlies.count, span);
    cut->teams = cut->units * groups_of(cut->posts.count / cut->units, pool_size);
    while (cut->teams > cut->recipients.count && cut->teams > 1) { /* never a team without recipients */
        cut->units = cut->units > 1 ? cut->units - 1 : 1;
        cut->teams = cut->units;
    }
}

static bool is_chosen(const Cut *cut, int32_t unit)
{
    return cut->chosen == NULL || cut->chosen[unit];
}

/* Adds the units of a provider in an area to the membership: those that stay, then the chosen ones cut anew. */
static bool organise_provider(tl_Membership *m, Cut *cut, int32_t area, int32_t provider)
{
    const tl_World *w = cut->w;
    int32_t like = -1;
    cut->recipients.count = cut->posts.count = cut->hourlies.count = 0;
    TL_EACH_UNIT_OF_AREA(w, area, unit) {
        if (w->unit_provider[unit] != provider) {
            continue;
        }
        if (is_chosen(cut, unit)) {
            like = like < 0 ? unit : like;
            gather_unit(cut, unit);
        } else {
            tl_membership_keep_unit(m, w, unit);
        }
    }
    if (like < 0) {
        return true;
    }
    size_cut(cut, &w->unit_regime[like]);
    if (cut->rule == TL_GROUP_AT_RANDOM) {
        sort(cut->posts.at, cut->posts.count);
        sort(cut->hourlies.at, cut->hourlies.count);
        sort(cut->recipients.at, cut->recipients.count);
    }
    cut->first_team = m->team_count;
    for (int32_t i = 0; i < cut->units; i++) {
        tl_membership_add_unit(m, area, -1, like, cut->teams / cut->units);
    }
    deal_staff(cut, m);
    return deal_recipients(cut, m);
}

static bool organise_area(tl_Membership *m, Cut *cut, int32_t area)
{
    const tl_World *w = cut->w;
    bool done = true;
    TL_EACH_HELD(w, provider, w->area_municipality[area], municipality_first_provider,
                 municipality_providers) {
        done = done && organise_provider(m, cut, area, provider);
    }
    return done;
}

/* ---- new units ----------------------------------------------------------------------------------------- */

static void start_unit(tl_World *w, int32_t unit, int64_t pool_size, int64_t span)
{
    w->unit_number[unit] = ++w->municipality_units[tl_unit_municipality(w, unit)];
    w->unit_digest[unit] = (uint64_t)w->unit_number[unit];
    tl_Regime *regime = &w->unit_regime[unit]; /* so far as in the area's first unit that was cut */
    regime->organisation_pool_size = pool_size > 0 ? pool_size : regime->organisation_pool_size;
    regime->organisation_span = span > 0 ? span : regime->organisation_span;
    tl_shifts_needed(w, unit);
    TL_EACH_TEAM(w, unit, team) {
        tl_rota_make(w, team);
    }
    tl_contacts_assign(w, unit);
    tl_staff_state_new_manager(w, unit);
}

static Item *items(int64_t count)
{
    return malloc((size_t)(count + 1) * sizeof(Item));
}

bool tl_organise(tl_World *w, const bool *chosen, tl_GroupingRule rule, int64_t pool_size, int64_t span)
{
    tl_Membership m;
    Cut cut = {.w = w,
               .chosen = chosen,
               .rule = rule,
               .pool_size = pool_size,
               .span = span,
               .recipients.at = items(w->sizes.RECIPIENT),
               .posts.at = items(w->sizes.STAFF),
               .hourlies.at = items(w->sizes.STAFF)};
    int32_t most = (int32_t)(w->sizes.UNIT + w->sizes.RECIPIENT);
    bool done = tl_membership_allocate(&m, w, most, most + (int32_t)w->sizes.TEAM) &&
                cut.recipients.at != NULL && cut.posts.at != NULL && cut.hourlies.at != NULL;
    for (int32_t area = 0; done && area < (int32_t)w->sizes.AREA; area++) {
        done = organise_area(&m, &cut, area);
    }
    uint64_t history = w->history;
    TL_EACH_UNIT(w, unit) {
        history = is_chosen(&cut, unit) ? tl_mix64(history ^ w->unit_digest[unit]) : history;
    }
    done = done && tl_regroup(w, &m);
    if (done) {
        w->history = history;
    }
    for (int32_t municipality = 0; done && municipality < (int32_t)w->sizes.MUNICIPALITY; municipality++) {
        tl_manager_shares(w, municipality);
    }
    for (int32_t unit = 0; done && unit < m.unit_count; unit++) {
        if (m.unit_from[unit] < 0) {
            start_unit(w, unit, pool_size, span);
        }
    }
    free(cut.recipients.at);
    free(cut.posts.at);
    free(cut.hourlies.at);
    tl_membership_free(&m);
    return done;
}
