#include "day.h"

#include <string.h>

#include "contact.h"
#include "continuity.h"
#include "cost.h"
#include "demography.h"
#include "need.h"
#include "organise.h"
#include "plan.h"
#include "presence.h"
#include "regime.h"
#include "sickness.h"
#include "staffing.h"
#include "substitutes.h"

enum { MONTH_DAYS = 30 };

static void open_window(tl_World *w, int32_t unit);
static void close_window(tl_World *w, int32_t unit);
static void close_day(tl_World *w, int32_t unit);

/* The day. A mechanism is found in the file of its name. Between the phases, the hourly pool is dealt to the
 * gaps (substitutes.c). */
const tl_Mechanism tl_schedule[] = {
    {"demography", "recipients die, move to residential care or end their care", TL_PHASE_MORNING,
     tl_departures, 0},
    {"need", "slow level, acute events, recovery and the day's shock; who is away", TL_PHASE_MORNING, tl_need,
     0},
    {"continuity", "a 14-day window opens; whoever is away leaves it", TL_PHASE_MORNING, open_window, 0},
    {"sickness", "spells begin, go on and end", TL_PHASE_MORNING, tl_sickness, 0},
    {"presence", "the rota meets sickness and vacancies; colleagues fill gaps", TL_PHASE_MORNING, tl_presence,
     0},
    {"plan", "who is at work in which team", TL_PHASE_VISITS, 0, tl_plan_duties},
    {"plan, visit, experience", "slot by slot, every visit is given to someone, made, felt and remembered",
     TL_PHASE_VISITS, 0, tl_plan_and_visit},
    {"cost", "paid time and money are booked by use", TL_PHASE_VISITS, 0, tl_cost_day},
    {"continuity", "the window closes: staff met; opinions are sampled", TL_PHASE_VISITS, close_window, 0},
    {"measure", "the day is added to the period and to the digest", TL_PHASE_VISITS, close_day, 0},
};

const int tl_schedule_count = (int)(sizeof tl_schedule / sizeof tl_schedule[0]);

/* ---- windows and books
 * ----------------------------------------------------------------------------------------- */

/* Day within the 14-day window; windows are aligned to the first measured day. */
static int32_t window_day(const tl_World *w)
{
    int32_t day = tl_measured_day(w) % TL_WINDOW_DAYS;
    return day < 0 ? day + TL_WINDOW_DAYS : day;
}

static void open_window(tl_World *w, int32_t unit)
{
    if (window_day(w) == 0) {
        tl_continuity_open(w, unit);
    }
    tl_continuity_exclude_away(w, unit);
}

static void close_window(tl_World *w, int32_t unit)
{
    if (window_day(w) == TL_WINDOW_DAYS - 1) {
        tl_continuity_close(w, unit);
    }
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

static bool month(tl_World *w)
{
    bool room = tl_staffing_month(w);
    tl_fading_rescale(w);
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        tl_need_review(w, unit);
        tl_contacts_assign(w, unit);
    }
    return (room && !tl_room_is_short(w)) || tl_make_room(w);
}

bool tl_day_begin(tl_World *w)
{
    tl_regime_update(w);
    if (w->day > 0 && w->day % MONTH_DAYS == 0 && !month(w)) {
        return false;
    }
    tl_fading_update(w);
    w->window += window_day(w) == 0 || w->window == 0;
    return tl_arrivals(w);
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

static void run_phase(tl_World *w, int32_t unit, tl_Workbench *bench, tl_Phase phase)
{
    for (int i = 0; i < tl_schedule_count; i++) {
        if (tl_schedule[i].phase == phase) {
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

static void all_units(tl_World *w, tl_Workbench *benches, int threads, tl_Phase phase)
{
    int32_t units = (int32_t)w->sizes.UNIT;
    (void)threads;
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (int32_t unit = 0; unit < units; unit++) {
        run_phase(w, unit, &benches[TL_THREAD], phase);
    }
}

bool tl_day(tl_World *w, tl_Workbench *benches, int threads)
{
    if (!tl_day_begin(w)) {
        return false;
    }
    for (int i = 0; i < threads; i++) {
        if (!tl_workbench_fit(&benches[i], w)) {
            return false;
        }
    }
    all_units(w, benches, threads, TL_PHASE_MORNING);
    tl_day_substitutes(w, threads);
    all_units(w, benches, threads, TL_PHASE_VISITS);
    return true;
}
