#include "core/world/organise.h"

#include <stdlib.h>
#include <string.h>

#include "core/world/each.h"
#include "core/staff/staff_state.h"
#include "core/care/contact.h"
#include "core/world/regroup.h"
#include "core/numbers/rng.h"
#include "core/staff/staffing.h"

/* A person to be placed: who, where, how much work (recipients) or how large a post (staff). */
typedef struct Item {
    uint64_t order; /* ties, and the order at random */
    double weight;
    float x, y;
    int32_t row;
    int32_t group; /* the answer: a new team, counted within the cut */
} Item;

/* One area's cut: the people of the chosen units, and the teams they are dealt to. */
typedef struct Cut {
    tl_World *w;
    Item *recipients, *posts, *hourlies;
    int32_t recipient_count, post_count, hourly_count;
    int32_t units, teams; /* to be formed; teams is a multiple of units */
    double *affinity;     /* [recipient][team], for keep_relations */
} Cut;

static int compare_order(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int compare_x(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    return x->x < y->x ? -1 : x->x > y->x ? 1 : compare_order(a, b);
}

static int compare_y(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    return x->y < y->y ? -1 : x->y > y->y ? 1 : compare_order(a, b);
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
    if (groups <= 1) {
        for (int32_t i = 0; i < count; i++) {
            items[i].group = first_group;
        }
        return;
    }
    qsort(items, (size_t)count, sizeof *items, by_x ? compare_x : compare_y);
    int32_t left_groups = groups / 2, left = 0;
    double target = total_weight(items, count) * left_groups / groups, sum = 0.0;
    while (left < count && sum + 0.5 * items[left].weight < target) {
        sum += items[left++].weight;
    }
    divide_by_place(items, left, first_group, left_groups, !by_x);
    divide_by_place(items + left, count - left, first_group + left_groups, groups - left_groups, !by_x);
}

/* Consecutive runs of equal weight, in the items' order. */
static void divide_in_order(Item *items, int32_t count, int32_t groups)
{
    double total = total_weight(items, count), sum = 0.0;
    for (int32_t i = 0; i < count; i++) {
        int32_t group = (int32_t)((sum + 0.5 * items[i].weight) / (total > 0.0 ? total : 1.0) * groups);
        items[i].group = group < groups ? group : groups - 1;
        sum += items[i].weight;
    }
}

static int compare_affinity(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    return x->weight > y->weight ? -1 : x->weight < y->weight ? 1 : compare_order(a, b);
}

/* What every recipient's row of the matrix says about the new teams. */
static void measure_affinity(Cut *cut, const int32_t *team_of_staff)
{
    const tl_World *w = cut->w;
    for (int32_t i = 0; i < cut->recipient_count; i++) {
        int32_t recipient = cut->recipients[i].row, unit = w->team_unit[w->recipient_team[recipient]];
        double *affinity = cut->affinity + (size_t)i * (size_t)cut->teams;
        int64_t pair = tl_pair_row(w, unit, recipient);
        for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
            int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
            if (staff >= 0 && team_of_staff[staff] >= 0) {
                affinity[team_of_staff[staff]] += w->pair_familiarity[pair + column];
            }
        }
    }
}

/* Recipients follow the team that knows them best while it has room (a tenth above its share of the work);
 * those with the strongest ties choose first. */
static bool follow_relations(Cut *cut)
{
    double *load = calloc((size_t)cut->teams, sizeof *load);
    Item *queue = malloc((size_t)(cut->recipient_count + 1) * sizeof *queue);
    if (load == NULL || queue == NULL) {
        free(load);
        free(queue);
        return false;
    }
    double room = 1.1 * total_weight(cut->recipients, cut->recipient_count) / cut->teams;
    for (int32_t i = 0; i < cut->recipient_count; i++) {
        const double *affinity = cut->affinity + (size_t)i * (size_t)cut->teams;
        double strongest = 0.0;
        for (int32_t team = 0; team < cut->teams; team++) {
            strongest = affinity[team] > strongest ? affinity[team] : strongest;
        }
        queue[i] = (Item){.order = cut->recipients[i].order, .weight = strongest, .row = i};
    }
    qsort(queue, (size_t)cut->recipient_count, sizeof *queue, compare_affinity);
    for (int32_t q = 0; q < cut->recipient_count; q++) {
        Item *recipient = &cut->recipients[queue[q].row];
        const double *affinity = cut->affinity + (size_t)queue[q].row * (size_t)cut->teams;
        int32_t best = -1, lightest = 0;
        for (int32_t team = 0; team < cut->teams; team++) {
            bool fits = load[team] + recipient->weight <= room;
            best = fits && (best < 0 || affinity[team] > affinity[best]) ? team : best;
            lightest = load[team] < load[lightest] ? team : lightest;
        }
        recipient->group = best >= 0 ? best : lightest;
        load[recipient->group] += recipient->weight;
    }
    free(load);
    free(queue);
    return true;
}

/* Hourly employees go to units; each is noted under the unit's first team. */
static void deal_hourlies(Cut *cut)
{
    divide_in_order(cut->hourlies, cut->hourly_count, cut->units);
    for (int32_t i = 0; i < cut->hourly_count; i++) {
        cut->hourlies[i].group *= cut->teams / cut->units;
    }
}

static bool deal_by_relations(Cut *cut)
{
    int32_t *team_of_staff = malloc((size_t)(cut->w->sizes.STAFF + 1) * sizeof *team_of_staff);
    cut->affinity = calloc((size_t)(cut->recipient_count + 1) * (size_t)cut->teams, sizeof *cut->affinity);
    bool done = team_of_staff != NULL && cut->affinity != NULL;
    if (done) {
        memset(team_of_staff, 0xff, (size_t)(cut->w->sizes.STAFF + 1) * sizeof *team_of_staff);
        for (int32_t i = 0; i < cut->post_count; i++) {
            team_of_staff[cut->posts[i].row] = cut->posts[i].group;
        }
        measure_affinity(cut, team_of_staff);
        done = follow_relations(cut);
    }
    free(team_of_staff);
    return done;
}

static bool deal(Cut *cut, tl_GroupingRule rule)
{
    if (rule == TL_GROUP_AT_RANDOM) {
        qsort(cut->posts, (size_t)cut->post_count, sizeof *cut->posts, compare_order);
        qsort(cut->hourlies, (size_t)cut->hourly_count, sizeof *cut->hourlies, compare_order);
        qsort(cut->recipients, (size_t)cut->recipient_count, sizeof *cut->recipients, compare_order);
    }
    divide_in_order(cut->posts, cut->post_count, cut->teams);
    deal_hourlies(cut);
    switch (rule) {
    case TL_GROUP_BY_AREA:
        divide_by_place(cut->recipients, cut->recipient_count, 0, cut->teams, true);
        return true;
    case TL_GROUP_KEEP_RELATIONS:
        return deal_by_relations(cut);
    case TL_GROUP_AT_RANDOM:
    default:
        divide_in_order(cut->recipients, cut->recipient_count, cut->teams);
        return true;
    }
}

/* ---- gathering people ---------------------------------------------------------------------------------- */

static double weekly_work(const tl_World *w, int32_t unit, int32_t recipient)
{
    double seconds = 0.0;
    TL_EACH_VISIT(w, unit, visit) {
        if (w->visit_recipient[visit] == recipient) {
            seconds += __builtin_popcount(w->visit_weekdays[visit]) * (double)w->visit_s[visit];
        }
    }
    return seconds * w->recipient_granted[recipient];
}

static void gather_unit(Cut *cut, int32_t unit)
{
    const tl_World *w = cut->w;
    TL_EACH_STAFF_ROW(w, unit, staff) {
        if (w->staff_post[staff] == 0) {
            continue;
        }
        Item item = {.order = tl_mix64(w->keys.grouping ^ w->staff_post[staff]), .row = staff, .weight = 1.0};
        if (w->staff_team[staff] < 0) {
            cut->hourlies[cut->hourly_count++] = item;
        } else {
            item.weight = w->staff_share[staff];
            cut->posts[cut->post_count++] = item;
        }
    }
    TL_EACH_RECIPIENT(w, unit, r) {
        cut->recipients[cut->recipient_count++] =
            (Item){.order = tl_mix64(w->keys.grouping ^ w->recipient_id[r]),
                   .row = r,
                   .weight = weekly_work(w, unit, r),
                   .x = w->recipient_x[r],
                   .y = w->recipient_y[r]};
    }
}

static int32_t at_least_one(int64_t x)
{
    return x < 1 ? 1 : (int32_t)x;
}

/* Nearest whole number of groups of about `size`. */
static int32_t groups_of(int64_t people, int64_t size)
{
    return at_least_one((people + size / 2) / size);
}

static void size_cut(Cut *cut, int64_t pool_size, int64_t span)
{
    cut->units = groups_of(cut->post_count + cut->hourly_count, span);
    cut->teams = cut->units * groups_of(cut->post_count / cut->units, pool_size);
    while (cut->teams > cut->recipient_count && cut->teams > 1) { /* never a team without recipients */
        cut->units = cut->units > 1 ? cut->units - 1 : 1;
        cut->teams = cut->units;
    }
}

static bool cut_allocate(Cut *cut, tl_World *w)
{
    *cut = (Cut){.w = w};
    cut->recipients = malloc((size_t)(w->sizes.RECIPIENT + 1) * sizeof *cut->recipients);
    cut->posts = malloc((size_t)(w->sizes.STAFF + 1) * sizeof *cut->posts);
    cut->hourlies = malloc((size_t)(w->sizes.STAFF + 1) * sizeof *cut->hourlies);
    return cut->recipients != NULL && cut->posts != NULL && cut->hourlies != NULL;
}

static void cut_free(Cut *cut)
{
    free(cut->recipients);
    free(cut->posts);
    free(cut->hourlies);
    free(cut->affinity);
}

/* ---- the new membership -------------------------------------------------------------------------------- */

static void keep_unit(tl_Membership *m, const tl_World *w, int32_t unit)
{
    int32_t fresh = m->unit_count++, first_team = m->team_count;
    m->unit_area[fresh] = w->unit_area[unit];
    m->unit_from[fresh] = m->unit_like[fresh] = unit;
    for (int32_t team = 0; team < w->unit_teams[unit]; team++) {
        m->team_unit[m->team_count++] = fresh;
    }
    TL_EACH_STAFF_ROW(w, unit, staff) {
        if (w->staff_post[staff] != 0) {
            int32_t team = w->staff_team[staff];
            m->staff_team[staff] = first_team + (team < 0 ? 0 : team - w->unit_first_team[unit]);
        }
    }
    TL_EACH_RECIPIENT(w, unit, r) {
        m->recipient_team[r] = first_team + w->recipient_team[r] - w->unit_first_team[unit];
    }
}

static void add_cut(tl_Membership *m, const Cut *cut, int32_t area, int32_t like)
{
    int32_t first_team = m->team_count;
    for (int32_t unit = 0; unit < cut->units; unit++) {
        int32_t fresh = m->unit_count++;
        m->unit_area[fresh] = area;
        m->unit_from[fresh] = -1;
        m->unit_like[fresh] = like;
        for (int32_t team = 0; team < cut->teams / cut->units; team++) {
            m->team_unit[m->team_count++] = fresh;
        }
    }
    for (int32_t i = 0; i < cut->post_count; i++) {
        m->staff_team[cut->posts[i].row] = first_team + cut->posts[i].group;
    }
    for (int32_t i = 0; i < cut->hourly_count; i++) {
        m->staff_team[cut->hourlies[i].row] = first_team + cut->hourlies[i].group;
    }
    for (int32_t i = 0; i < cut->recipient_count; i++) {
        m->recipient_team[cut->recipients[i].row] = first_team + cut->recipients[i].group;
    }
}

/* Adds one area to the membership: units that stay, then the chosen ones cut anew. */
static bool organise_area(tl_Membership *m, Cut *cut, int32_t area, const bool *chosen, tl_GroupingRule rule,
                          int64_t pool_size, int64_t span)
{
    const tl_World *w = cut->w;
    int32_t first = w->area_first_unit[area], end = first + w->area_units[area], like = -1;
    cut->recipient_count = cut->post_count = cut->hourly_count = 0;
    for (int32_t unit = first; unit < end; unit++) {
        if (chosen[unit]) {
            like = like < 0 ? unit : like;
            gather_unit(cut, unit);
        } else {
            keep_unit(m, w, unit);
        }
    }
    if (like < 0) {
        return true;
    }
    const tl_Regime *as_it_was = &w->unit_regime[like];
    size_cut(cut, pool_size > 0 ? pool_size : as_it_was->organisation_pool_size,
             span > 0 ? span : as_it_was->organisation_span);
    free(cut->affinity);
    cut->affinity = NULL;
    if (!deal(cut, rule)) {
        return false;
    }
    add_cut(m, cut, area, like);
    return true;
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

static void start_units(tl_World *w, const tl_Membership *m, int64_t pool_size, int64_t span)
{
    TL_EACH_UNIT(w, unit) {
        if (m->unit_from[unit] < 0) {
            start_unit(w, unit, pool_size, span);
        }
    }
}

bool tl_organise(tl_World *w, const bool *chosen, tl_GroupingRule rule, int64_t pool_size, int64_t span)
{
    tl_Membership m = {0};
    Cut cut = {0};
    int32_t most = (int32_t)(w->sizes.UNIT + w->sizes.RECIPIENT);
    bool done = tl_membership_allocate(&m, w, most, most + (int32_t)w->sizes.TEAM) && cut_allocate(&cut, w);
    for (int32_t area = 0; done && area < (int32_t)w->sizes.AREA; area++) {
        done = organise_area(&m, &cut, area, chosen, rule, pool_size, span);
    }
    uint64_t history = w->history;
    TL_EACH_UNIT(w, unit) {
        history = chosen[unit] ? tl_mix64(history ^ w->unit_digest[unit]) : history;
    }
    done = done && tl_regroup(w, &m);
    if (done) {
        w->history = history;
        start_units(w, &m, pool_size, span);
    }
    cut_free(&cut);
    tl_membership_free(&m);
    return done;
}
