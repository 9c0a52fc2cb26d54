#include "core/day/day.h"

#include <string.h>

#include "core/unit/climate.h"
#include "core/staff/staff_state.h"
#include "core/care/contact.h"
#include "core/unit/contagion.h"
#include "core/care/continuity.h"
#include "core/unit/cost.h"
#include "core/care/demography.h"
#include "core/staff/discretion.h"
#include "core/visits/duties.h"
#include "core/staff/effort.h"
#include "core/unit/managers.h"
#include "core/care/need.h"
#include "core/care/night.h"
#include "core/care/officers.h"
#include "core/staff/practice.h"
#include "core/staff/presence.h"
#include "core/care/reallocation.h"
#include "core/steering/regime.h"
#include "core/staff/sickness.h"
#include "core/visits/rounds.h"
#include "core/care/satisfaction.h"
#include "core/staff/staffing.h"
#include "core/staff/strain.h"
#include "core/staff/substitutes.h"
#include "core/world/regroup.h"

enum { MONTH_DAYS = 30 };

static void open_window(tl_World *w, int32_t unit);
static void close_day(tl_World *w, int32_t unit);

#define MORNING(name, mechanism, meaning) {name, meaning, mechanism, 0, TL_PHASE_MORNING, 1}
#define VISITS(name, mechanism, meaning) {name, meaning, 0, mechanism, TL_PHASE_VISITS, 1}
#define EVENING(name, mechanism, meaning, every) {name, meaning, mechanism, 0, TL_PHASE_EVENING, every}

/* The day. A mechanism is found in the file of its name. Between morning and visits, the hourly pool is dealt
 * to the gaps (substitutes.c). */
/* clang-format off */
const tl_Mechanism tl_schedule[] = {
    MORNING("demography", tl_departures, "recipients die, move to residential care or end their care"),
    MORNING("need", tl_need, "slow level, acute events, recovery and the day's shock; who is away"),
    MORNING("continuity", open_window, "a 14-day window opens; whoever is away leaves it"),
    MORNING("sickness", tl_sickness, "spells begin, go on and end"),
    MORNING("presence", tl_presence, "the rota meets sickness and vacancies; colleagues fill gaps"),
    VISITS("plan", tl_duties, "who is at work in which team"),
    VISITS("plan, visit, effort, experience", tl_rounds,
           "slot by slot, every visit is given to someone, made or cut short, checked, felt and remembered"),
    VISITS("staff_state", tl_staff_state_day, "what each did today is added to the week"),
    VISITS("cost", tl_cost_day, "paid time and money are booked by use"),
    EVENING("night", tl_night, "night visits, digital supervision and alarms", 1),
    EVENING("discretion", tl_discretion_week, "load becomes pressure; permission follows the formal right", TL_WEEK_DAYS),
    EVENING("managers", tl_managers_week, "load and presence; what staff and manager saw of each other", TL_WEEK_DAYS),
    EVENING("climate", tl_climate_week, "clarity and safety", TL_WEEK_DAYS),
    EVENING("effort", tl_motivation_week, "motivation", TL_WEEK_DAYS),
    EVENING("practice", tl_practice_week, "habits drift, skill grows", TL_WEEK_DAYS),
    EVENING("strain", tl_strain_week, "strain rises and falls", TL_WEEK_DAYS),
    EVENING("reallocation", tl_reallocation_week, "how salient each recipient is when time is moved", TL_WEEK_DAYS),
    EVENING("staff_state", tl_staff_state_week, "what follows for visits and health until the next week", TL_WEEK_DAYS),
    EVENING("satisfaction", tl_satisfaction_survey, "the survey asks", TL_WINDOW_DAYS),
    EVENING("continuity", tl_continuity_close, "the window closes: staff met; opinions are sampled", TL_WINDOW_DAYS),
    EVENING("measure", close_day, "the day is added to the period and to the digest", 1),
};
/* clang-format on */

const int tl_schedule_count = (int)(sizeof tl_schedule / sizeof tl_schedule[0]);

/* ---- windows and books --------------------------------------------------------------------------------- */

/* Day within a block of days; blocks are aligned to the first measured day. */
static int32_t day_within(const tl_World *w, int32_t days)
{
    int32_t day = tl_measured_day(w) % days;
    return day < 0 ? day + days : day;
}

static int32_t window_day(const tl_World *w)
{
    return day_within(w, TL_WINDOW_DAYS);
}

static void open_window(tl_World *w, int32_t unit)
{
    if (window_day(w) == 0) {
        tl_continuity_open(w, unit);
    }
    tl_continuity_exclude_away(w, unit);
}

static void close_day(tl_World *w, int32_t unit)
{
    tl_Counters *today = &w->unit_counters[unit];
    w->unit_digest[unit] = tl_counters_digest(w->unit_digest[unit], today);
    tl_counters_add(&w->unit_period[unit], today);
    memset(today, 0, sizeof *today);
}

/* ---- before the phases --------------------------------------------------------------------------------- */

bool tl_month_begins(int32_t day)
{
    return day > 0 && day % MONTH_DAYS == 0;
}

static bool month(tl_World *w)
{
    if (!tl_staffing_month(w)) {
        return false;
    }
    tl_decay_rescale(w);
    for (int32_t m = 0; m < w->config->municipality_count; m++) {
        int32_t first, end;
        tl_municipality_range(w, m, &first, &end);
        tl_contagion_month(w, first, end);
    }
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        tl_officers_month(w, unit);
        tl_contacts_assign(w, unit);
    }
    return true;
}

/* The clocks that follow the day. The first window may be cut short by the first measured day. */
static void advance_clocks(tl_World *w)
{
    int32_t burn_in = (int32_t)w->config->run.burn_in_days, rest = burn_in % TL_WINDOW_DAYS;
    int32_t before_first = rest == 0 ? 0 : TL_WINDOW_DAYS - rest;
    w->window = 1 + (w->day + before_first) / TL_WINDOW_DAYS;
    tl_decay_update(w);
}

bool tl_block_begin(tl_World *w, int32_t days)
{
    advance_clocks(w);
    tl_regime_update(w, 0, (int32_t)w->sizes.UNIT);
    return (!tl_month_begins(w->day) || month(w)) && (tl_arrivals_have_room(w, days) || tl_make_room(w, 0));
}

/* A block begins with its first day's levers moved. */
static void next_day(tl_World *w, int32_t ring)
{
    w->day++;
    advance_clocks(w);
    for (int32_t unit = ring; unit >= 0; unit = tl_ring_next(w, unit)) {
        tl_regime_update(w, unit, unit + 1);
    }
}

static void arrivals_of(tl_World *w, int32_t ring)
{
    for (int32_t unit = ring; unit >= 0; unit = tl_ring_next(w, unit)) {
        int32_t area = w->unit_area[unit];
        if (unit == w->area_first_unit[area]) {
            tl_arrivals(w, area, area + 1);
        }
    }
}

/* ---- the three phases ---------------------------------------------------------------------------------- */

void tl_mechanism_run(const tl_Mechanism *mechanism, tl_World *w, int32_t unit, tl_Workspace *work)
{
    if (mechanism->of_unit != 0) {
        mechanism->of_unit(w, unit);
    } else {
        mechanism->with_workspace(w, unit, work);
    }
}

/* Weekly and rarer mechanisms end the week: days are counted from the first measured one. */
bool tl_mechanism_is_due(const tl_World *w, const tl_Mechanism *mechanism)
{
    return day_within(w, mechanism->every) == mechanism->every - 1;
}

static void run_phase(tl_World *w, int32_t unit, tl_Workspace *work, tl_Phase phase)
{
    for (int i = 0; i < tl_schedule_count; i++) {
        if (tl_schedule[i].phase == phase && tl_mechanism_is_due(w, &tl_schedule[i])) {
            tl_mechanism_run(&tl_schedule[i], w, unit, work);
        }
    }
}

static void run_phases(tl_World *w, int32_t unit, tl_Workspace *work, tl_Phase first, tl_Phase last)
{
    for (int phase = (int)first; phase <= (int)last; phase++) {
        run_phase(w, unit, work, (tl_Phase)phase);
    }
}

static void phases_of(tl_World *w, int32_t ring, tl_Workspace *work, tl_Phase first, tl_Phase last)
{
    for (int32_t unit = ring; unit >= 0; unit = tl_ring_next(w, unit)) {
        run_phases(w, unit, work, first, last);
    }
}

/* ---- a block of days --------------------------------------------------------------------------------- */

typedef struct Block {
    const tl_World *world;
    tl_Workspace *workspaces; /* by worker */
    int32_t days;
} Block;

/* A ring of units goes through the days while it is in cache, in a view of the world with a calendar of its
 * own. */
static void block_of(const Block *block, int32_t ring, tl_Workspace *work)
{
    tl_World view = *block->world;
    for (int32_t day = 1; day <= block->days; day++) {
        arrivals_of(&view, ring);
        phases_of(&view, ring, work, TL_PHASE_MORNING, TL_PHASE_MORNING);
        tl_substitutes(&view, ring);
        phases_of(&view, ring, work, TL_PHASE_VISITS, TL_PHASE_VISITS);
        phases_of(&view, ring, work, TL_PHASE_EVENING, TL_PHASE_EVENING);
        if (day < block->days) {
            next_day(&view, ring);
        }
    }
}

/* An area's units are a ring; areas of one unit share a ring, which is the first one's to see to. */
static void block_of_area(void *context, int32_t area, int worker)
{
    const Block *block = context;
    int32_t unit = block->world->area_first_unit[area];
    if (tl_ring_begins(block->world, unit)) {
        block_of(block, unit, &block->workspaces[worker]);
    }
}

bool tl_block(tl_World *w, tl_Workspace *workspaces, int threads, tl_Crew *crew, int32_t days)
{
    if (!tl_block_begin(w, days)) {
        return false;
    }
    for (int i = 0; i < threads; i++) {
        if (!tl_workspace_fit(&workspaces[i], w)) {
            return false;
        }
    }
    Block block = {.world = w, .workspaces = workspaces, .days = days};
    tl_crew_share(crew, (int32_t)w->sizes.AREA, block_of_area, &block);
    w->day += days - 1;
    advance_clocks(w);
    return true;
}
