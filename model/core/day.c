#include "day.h"

#include <string.h>

#include "climate.h"
#include "conduct.h"
#include "contact.h"
#include "contagion.h"
#include "continuity.h"
#include "cost.h"
#include "demography.h"
#include "discretion.h"
#include "duties.h"
#include "effort.h"
#include "managers.h"
#include "need.h"
#include "night.h"
#include "officers.h"
#include "organise.h"
#include "practice.h"
#include "presence.h"
#include "reallocation.h"
#include "regime.h"
#include "sickness.h"
#include "rounds.h"
#include "satisfaction.h"
#include "staffing.h"
#include "strain.h"
#include "substitutes.h"

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
    VISITS("conduct", tl_conduct_day, "what each did today is added to the week"),
    VISITS("cost", tl_cost_day, "paid time and money are booked by use"),
    EVENING("night", tl_night, "night visits, digital supervision and alarms", 1),
    EVENING("discretion", tl_discretion_week, "load becomes pressure; permission follows the formal right", TL_WEEK_DAYS),
    EVENING("managers", tl_managers_week, "load and presence; what staff and manager saw of each other", TL_WEEK_DAYS),
    EVENING("climate", tl_climate_week, "clarity and safety", TL_WEEK_DAYS),
    EVENING("effort", tl_motivation_week, "motivation", TL_WEEK_DAYS),
    EVENING("practice", tl_practice_week, "habits drift, skill grows", TL_WEEK_DAYS),
    EVENING("strain", tl_strain_week, "strain rises and falls", TL_WEEK_DAYS),
    EVENING("reallocation", tl_reallocation_week, "who pulls on time that may be moved", TL_WEEK_DAYS),
    EVENING("conduct", tl_conduct_week, "what follows for visits and health until the next week", TL_WEEK_DAYS),
    EVENING("satisfaction", tl_satisfaction_survey, "the survey asks", TL_WINDOW_DAYS),
    EVENING("continuity", tl_continuity_close, "the window closes: staff met; opinions are sampled", TL_WINDOW_DAYS),
    EVENING("measure", close_day, "the day is added to the period and to the digest", 1),
};
/* clang-format on */

const int tl_schedule_count = (int)(sizeof tl_schedule / sizeof tl_schedule[0]);

/* ---- windows and books
 * ----------------------------------------------------------------------------------------- */

/* Day within a stretch of days; stretches are aligned to the first measured day. */
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

/* ---- before the phases
 * ----------------------------------------------------------------------------------------- */

bool tl_month_begins(int32_t day)
{
    return day > 0 && day % MONTH_DAYS == 0;
}

static bool month(tl_World *w)
{
    if (!tl_staffing_month(w)) {
        return false;
    }
    tl_fading_rescale(w);
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
static void turn(tl_World *w)
{
    int32_t burn_in = (int32_t)w->config->run.burn_in_days, rest = burn_in % TL_WINDOW_DAYS;
    int32_t before_first = rest == 0 ? 0 : TL_WINDOW_DAYS - rest;
    w->window = 1 + (w->day + before_first) / TL_WINDOW_DAYS;
    tl_fading_update(w);
}

bool tl_stretch_begin(tl_World *w, int32_t days)
{
    turn(w);
    tl_regime_update(w, 0, (int32_t)w->sizes.UNIT);
    return (!tl_month_begins(w->day) || month(w)) && (tl_arrivals_have_room(w, days) || tl_make_room(w));
}

/* A stretch begins with its first day's levers moved. */
static void next_day(tl_World *w, int32_t first_unit, int32_t end_unit)
{
    w->day++;
    turn(w);
    tl_regime_update(w, first_unit, end_unit);
}

static void arrivals_of(tl_World *w, int32_t first_unit, int32_t end_unit)
{
    tl_arrivals(w, w->unit_area[first_unit], w->unit_area[end_unit - 1] + 1);
}

/* ---- the three phases
 * ------------------------------------------------------------------------------------------ */

void tl_mechanism_run(const tl_Mechanism *mechanism, tl_World *w, int32_t unit, tl_Workbench *bench)
{
    if (mechanism->of_unit != 0) {
        mechanism->of_unit(w, unit);
    } else {
        mechanism->at_bench(w, unit, bench);
    }
}

/* Weekly and rarer mechanisms end the week: days are counted from the first measured one. */
bool tl_mechanism_is_due(const tl_World *w, const tl_Mechanism *mechanism)
{
    return day_within(w, mechanism->every) == mechanism->every - 1;
}

static void run_phase(tl_World *w, int32_t unit, tl_Workbench *bench, tl_Phase phase)
{
    for (int i = 0; i < tl_schedule_count; i++) {
        if (tl_schedule[i].phase == phase && tl_mechanism_is_due(w, &tl_schedule[i])) {
            tl_mechanism_run(&tl_schedule[i], w, unit, bench);
        }
    }
}

void tl_municipality_range(const tl_World *w, int32_t municipality, int32_t *first, int32_t *end)
{
    int32_t low = 0, high = (int32_t)w->sizes.UNIT;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (tl_unit_municipality(w, middle) < municipality) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *first = low;
    while (low < (int32_t)w->sizes.UNIT && tl_unit_municipality(w, low) == municipality) {
        low++;
    }
    *end = low;
}

void tl_day_substitutes(tl_World *w, int threads)
{
    int32_t municipalities = w->config->municipality_count;
    (void)threads;
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (municipalities > 1 && threads > 1)
    for (int32_t m = 0; m < municipalities; m++) {
        int32_t first, end;
        tl_municipality_range(w, m, &first, &end);
        tl_substitutes(w, first, end);
    }
}

#ifdef _OPENMP
#include <omp.h>
#define TL_THREAD omp_get_thread_num()
#else
#define TL_THREAD 0
#endif

static void run_phases(tl_World *w, int32_t unit, tl_Workbench *bench, tl_Phase first, tl_Phase last)
{
    for (int phase = (int)first; phase <= (int)last; phase++) {
        run_phase(w, unit, bench, (tl_Phase)phase);
    }
}

static bool week_ends(const tl_World *w)
{
    return day_within(w, TL_WEEK_DAYS) == TL_WEEK_DAYS - 1;
}

static void all_units(tl_World *w, tl_Workbench *benches, int threads, tl_Phase first, tl_Phase last)
{
    int32_t units = (int32_t)w->sizes.UNIT;
    (void)threads;
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (int32_t unit = 0; unit < units; unit++) {
        run_phases(w, unit, &benches[TL_THREAD], first, last);
    }
}

/* The day of a few municipalities: their units share the threads. */
static void day_by_unit(tl_World *w, tl_Workbench *benches, int threads)
{
    all_units(w, benches, threads, TL_PHASE_MORNING, TL_PHASE_MORNING);
    tl_day_substitutes(w, threads);
    if (week_ends(w)) { /* a week is read only when all have written it */
        all_units(w, benches, threads, TL_PHASE_VISITS, TL_PHASE_VISITS);
        all_units(w, benches, threads, TL_PHASE_EVENING, TL_PHASE_EVENING);
    } else {
        all_units(w, benches, threads, TL_PHASE_VISITS, TL_PHASE_EVENING);
    }
}

static void phases_of(tl_World *w, int32_t first_unit, int32_t end_unit, tl_Workbench *bench, tl_Phase first,
                      tl_Phase last)
{
    for (int32_t unit = first_unit; unit < end_unit; unit++) {
        run_phases(w, unit, bench, first, last);
    }
}

/* A stretch of days of one municipality, while it is in cache, in a view with a calendar of its own. */
static void stretch_of(const tl_World *w, int32_t first, int32_t end, tl_Workbench *bench, int32_t days)
{
    tl_World view = *w;
    for (int32_t day = 1; day <= days; day++) {
        arrivals_of(&view, first, end);
        phases_of(&view, first, end, bench, TL_PHASE_MORNING, TL_PHASE_MORNING);
        tl_substitutes(&view, first, end);
        phases_of(&view, first, end, bench, TL_PHASE_VISITS, TL_PHASE_VISITS);
        phases_of(&view, first, end, bench, TL_PHASE_EVENING, TL_PHASE_EVENING);
        if (day < days) {
            next_day(&view, first, end);
        }
    }
}

/* Many municipalities: a thread takes one at a time. They do not meet within a stretch. */
static void stretch_by_municipality(tl_World *w, tl_Workbench *benches, int threads, int32_t days)
{
    (void)threads;
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (int32_t m = 0; m < w->config->municipality_count; m++) {
        int32_t first, end;
        tl_municipality_range(w, m, &first, &end);
        stretch_of(w, first, end, &benches[TL_THREAD], days);
    }
    w->day += days - 1;
    turn(w);
}

static void stretch_by_unit(tl_World *w, tl_Workbench *benches, int threads, int32_t days)
{
    enum { UNITS_EACH = 2 }; /* fewer, and a thread costs more to wake than it gains */
    int32_t units = (int32_t)w->sizes.UNIT, useful = units / UNITS_EACH;
    for (int32_t day = 1; day <= days; day++) {
        arrivals_of(w, 0, units);
        day_by_unit(w, benches, useful < 1 ? 1 : useful < threads ? useful : threads);
        if (day < days) {
            next_day(w, 0, units);
        }
    }
}

bool tl_stretch(tl_World *w, tl_Workbench *benches, int threads, int32_t days)
{
    enum { ENOUGH_EACH = 4 }; /* municipalities a thread, for an even load */
    if (!tl_stretch_begin(w, days)) {
        return false;
    }
    for (int i = 0; i < threads; i++) {
        if (!tl_workbench_fit(&benches[i], w)) {
            return false;
        }
    }
    if (w->config->municipality_count >= ENOUGH_EACH * threads) {
        stretch_by_municipality(w, benches, threads, days);
    } else {
        stretch_by_unit(w, benches, threads, days);
    }
    return true;
}
