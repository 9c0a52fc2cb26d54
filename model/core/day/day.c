#include "core/day/day.h"

#include "core/market/providers.h"
#include "core/staff/substitutes.h"

/* ---- one step ---------------------------------------------------------------------------------------------- */

tl_Outcome tl_step_run(const tl_Step *step, tl_World *w, int32_t index, tl_Workspace *work,
                       tl_Reports *reports)
{
    switch (step->form) {
    case TL_GROWING:
        return step->run.growing(w) ? TL_OK : TL_OUT_OF_MEMORY;
    case TL_REPORTING:
        return step->run.reporting(w, reports);
    case TL_OF_WORLD:
        step->run.of_world(w);
        return TL_OK;
    case TL_WITH_WORKSPACE:
        step->run.with_workspace(w, index, work);
        return TL_OK;
    default:
        step->run.of_each(w, index);
        return TL_OK;
    }
}

int32_t tl_step_index(const tl_Step *step, const tl_World *w, int32_t group, int32_t unit)
{
    bool whole = group == TL_EVERYBODY, first = unit == (whole ? 0 : group);
    int32_t area = w->unit_area[unit], municipality = w->area_municipality[area];
    switch (step->scope) {
    case TL_SCOPE_UNIT:
        return unit;
    case TL_SCOPE_AREA:
        return unit == w->area_first_unit[area] ? area : -1;
    case TL_SCOPE_SHARING_GROUP:
        return tl_sharing_begins(w, unit) ? unit : -1;
    case TL_SCOPE_MUNICIPALITY:
        return first || tl_unit_municipality(w, unit - 1) != municipality ? municipality : -1;
    default:
        return first ? 0 : -1;
    }
}

/* ---- the steps of a day ------------------------------------------------------------------------------------ */

/* What is due on a day, in order. */
typedef struct Agenda {
    const tl_Step *steps[TL_MOST_STEPS];
    int count;
} Agenda;

/* From one phase to another; of several phases, what a sharing group does by itself. */
static void plan(Agenda *agenda, const tl_World *w, int32_t day, tl_Phase first, tl_Phase last)
{
    tl_Due due = tl_due_on(w->config, day);
    agenda->count = 0;
    for (int i = 0; i < tl_schedule_count; i++) {
        const tl_Step *step = &tl_schedule[i];
        if (tl_step_is_due(step, &due) && step->phase >= first && step->phase <= last &&
            (first == last || !tl_step_is_serial(step))) {
            agenda->steps[agenda->count++] = step;
        }
    }
}

/* Who goes through a block together: those who share hourly staff, or, where newcomers may be given to units in other
 * areas, a municipality. */
static bool group_begins(const tl_World *w, int32_t unit)
{
    int32_t municipality = tl_unit_municipality(w, unit);
    return tl_has_market(w, municipality) ? unit == 0 || tl_unit_municipality(w, unit - 1) != municipality
                                          : tl_sharing_begins(w, unit);
}

static int32_t next_unit(const tl_World *w, int32_t group, int32_t unit)
{
    int32_t next = unit + 1 < (int32_t)w->sizes.UNIT ? unit + 1 : -1;
    if (group == TL_EVERYBODY) {
        return next;
    }
    int32_t municipality = tl_unit_municipality(w, unit);
    return !tl_has_market(w, municipality)                              ? tl_sharing_next(w, unit)
           : next >= 0 && tl_unit_municipality(w, next) == municipality ? next
                                                                        : -1;
}

static tl_Outcome walk(const Agenda *agenda, tl_World *w, int32_t group, tl_Workspace *work,
                       tl_Reports *reports)
{
    const tl_Step *const *steps = agenda->steps;
    tl_Outcome outcome = TL_OK;
    for (int first = 0, end; first < agenda->count; first = end) {
        for (end = first; end < agenda->count && tl_steps_together(steps[first], steps[end]);) {
            end++;
        }
        for (int32_t unit = group == TL_EVERYBODY ? 0 : group; unit >= 0; unit = next_unit(w, group, unit)) {
            int32_t index = tl_step_index(steps[first], w, group, unit);
            for (int i = first; i < end && index >= 0 && outcome == TL_OK; i++) {
                outcome = tl_step_run(steps[i], w, index, work, reports);
            }
        }
    }
    return outcome;
}

/* A phase of today for the whole world. */
static tl_Outcome run_phase(tl_Simulation *s, tl_Phase phase)
{
    Agenda agenda;
    plan(&agenda, &s->world, s->world.day, phase, phase);
    return walk(&agenda, &s->world, TL_EVERYBODY, NULL, &s->reports);
}

/* ---- a block of days --------------------------------------------------------------------------------------- */

typedef struct Block {
    const tl_World *world;
    tl_Workspace *workspaces; /* by worker */
    const Agenda *agendas;    /* by day */
    int32_t days;
} Block;

/* A group goes through the days while it is in cache, in a view of the world with a clock of its own. Without a market
 * an area's units are a group; areas of one unit share a group, which is the first one's to see to. */
static void block_of_area(void *context, int32_t area, int worker)
{
    const Block *block = context;
    int32_t group = block->world->area_first_unit[area];
    if (!group_begins(block->world, group)) {
        return;
    }
    tl_World view = *block->world;
    for (int32_t day = 0; day < block->days; day++, view.day++) {
        walk(&block->agendas[day], &view, group, &block->workspaces[worker], NULL);
    }
}

static tl_Outcome run_groups(tl_Simulation *s, int32_t days)
{
    tl_World *w = &s->world;
    Agenda agendas[TL_BLOCK_DAYS];
    Block block = {.world = w, .workspaces = s->workspaces, .agendas = agendas, .days = days};
    for (int i = 0; i < s->threads; i++) {
        if (!tl_workspace_fit(&s->workspaces[i], w)) {
            return TL_OUT_OF_MEMORY;
        }
    }
    for (int32_t day = 0; day < days; day++) { /* the first day's steps before the morning are done */
        plan(&agendas[day], w, w->day + day, day == 0 ? TL_PHASE_MORNING : TL_PHASE_BEFORE, TL_PHASE_EVENING);
    }
    tl_crew_share(s->crew, (int32_t)w->sizes.AREA, block_of_area, &block);
    return TL_OK;
}

/* The world goes by the clock that its groups have reached. */
static void set_clock(tl_World *w, int32_t day)
{
    w->day = day;
    for (int i = 0; i < tl_schedule_count; i++) {
        if (tl_schedule[i].scope == TL_SCOPE_CLOCK) {
            tl_step_run(&tl_schedule[i], w, 0, NULL, NULL);
        }
    }
}

tl_Outcome tl_block_run(tl_Simulation *s, const tl_Observer *observer, int32_t days)
{
    s->reports.observer = observer;
    tl_Outcome outcome = run_phase(s, TL_PHASE_BEFORE);
    outcome = outcome == TL_OK ? run_groups(s, days) : outcome;
    if (outcome == TL_OK) {
        set_clock(&s->world, s->world.day + days - 1);
        outcome = run_phase(s, TL_PHASE_AFTER);
        s->world.day++;
    }
    return outcome;
}
