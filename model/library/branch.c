#include "library/branch.h"

#include <stdlib.h>

#include "config/parting.h"
#include "config/selector.h"
#include "config/sweep_rows.h"
#include "core/world/place.h"
#include "system/text.h"

/* ---- what has acted ---------------------------------------------------------------------------------------- */

/* How many of a schedule's entries are of an earlier day; they are sorted by day. */
static int changes_before(const tl_Config *config, int32_t today)
{
    int count = 0;
    while (count < config->change_count && config->changes[count].day < today) {
        count++;
    }
    return count;
}

static int reorganisations_before(const tl_Config *config, int32_t today)
{
    int count = 0;
    while (count < config->reorganisation_count && config->reorganisations[count].day < today) {
        count++;
    }
    return count;
}

static bool same_schedules(const tl_Config *a, const tl_Config *b, int32_t today)
{
    int changes = changes_before(a, today), reorganisations = reorganisations_before(a, today);
    bool same = changes == changes_before(b, today) && reorganisations == reorganisations_before(b, today);
    for (int i = 0; i < changes && same; i++) {
        same = tl_changes_equal(&a->changes[i], &b->changes[i]);
    }
    for (int i = 0; i < reorganisations && same; i++) {
        same = tl_reorganisations_equal(&a->reorganisations[i], &b->reorganisations[i]);
    }
    return same;
}

bool tl_branch_is_alike(const tl_Config *from, const tl_Config *to, int32_t today)
{
    bool same_pilot =
        from->run.pilot_share == to->run.pilot_share && from->run.pilot_chosen == to->run.pilot_chosen;
    return tl_point_obstacle(from, to) < 0 && (today <= 0 || same_pilot) && same_schedules(from, to, today);
}

/* ---- what acts from now on ---------------------------------------------------------------------------------- */

static bool starts_elsewhere(const tl_Parameter *p, const tl_Regime *begun, const tl_Config *to)
{
    return p->section == TL_SECTION_REGIME && tl_parameter_get(p, begun) != tl_parameter_get(p, &to->regime);
}

/* Has a change that began before today come to its end by then? */
static bool is_over(const tl_Change *change, int32_t today)
{
    return change->ramp_days <= 1 || change->day + change->ramp_days <= today;
}

/* Schedules so far are the same: where they have set a lever in every unit, it does not matter where it started. */
static bool is_set_everywhere(int parameter, const tl_Config *to, int32_t today)
{
    const tl_Selector every = {.group = TL_ALL_UNITS};
    bool found = false;
    for (int i = 0; i < changes_before(to, today) && !found; i++) {
        const tl_Change *change = &to->changes[i];
        found = change->parameter == parameter && is_over(change, today) &&
                tl_selectors_equal(&change->where, &every);
    }
    return found;
}

/* Sets a lever to its start in every unit, and then what the schedule has set since in some, so far as they are there
 * still. A ramp that is under way goes on by itself. The number of changes. */
static int move(int parameter, const tl_World *world, const tl_Config *to, int32_t today, tl_Change *changes)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    int count = 1;
    changes[0] = (tl_Change){.parameter = parameter, .day = today, .value = tl_parameter_get(p, &to->regime)};
    tl_text_copy(changes[0].name, sizeof changes[0].name, p->path);
    for (int i = 0; i < changes_before(to, today); i++) {
        const tl_Change *change = &to->changes[i];
        if (change->parameter == parameter && is_over(change, today) &&
            tl_unit_is_meant(world, &change->where)) {
            changes[count] = *change;
            changes[count].day = today;
            changes[count].ramp_days = 0;
            count++;
        }
    }
    return count;
}

bool tl_branch_config(const tl_World *world, const tl_Regime *begun, const tl_Config *to, int32_t today,
                      tl_Config *branch)
{
    int before = changes_before(to, today), count = 0;
    size_t most = 2 * (size_t)to->change_count + (size_t)tl_parameter_count;
    tl_Change *changes = calloc(most, sizeof *changes);
    *branch = *to;
    branch->changes = changes;
    branch->regime = world->config->regime;
    if (changes == NULL) {
        return false;
    }
    for (; count < before; count++) {
        changes[count] = to->changes[count];
    }
    for (int i = 0; i < tl_parameter_count; i++) {
        if (starts_elsewhere(&tl_parameters[i], begun, to) && !is_set_everywhere(i, to, today)) {
            count += move(i, world, to, today, &changes[count]);
        }
    }
    for (int i = before; i < to->change_count; i++) {
        changes[count++] = to->changes[i];
    }
    branch->change_count = count;
    return true;
}
