#include "tillit.h"

#include <stdlib.h>
#include <string.h>

#include "core/day/day.h"
#include "core/numbers/num.h"
#include "core/steering/pilot.h"
#include "core/world/organise.h"
#include "core/steering/regime.h"
#include "core/numbers/rng.h"
#include "core/observation/snapshot.h"
#include "core/world/people.h"
#include "core/world/synth.h"

const char *tl_outcome_sentence(tl_Outcome outcome)
{
    static const char *const sentences[] = {
        "done", "not enough memory for a population of this size", "stopped before the end",
        "a municipality's code is not from 0 to 16383, or more than 128 have the same"};
    return sentences[outcome];
}

int32_t tl_config_total_days(const tl_Config *config)
{
    return (int32_t)(config->run.burn_in_days + config->run.days);
}

tl_Outcome tl_simulation_create(tl_Simulation *s, const tl_Config *config, int64_t replicate, int threads,
                                const char *kernel)
{
    *s = (tl_Simulation){.threads = threads > 0 ? threads : 1};
    for (int32_t m = 0; m < config->municipality_count; m++) {
        if (tl_place_id(config, m) < 0) {
            return TL_NO_CODE;
        }
    }
    tl_PlanKernel chosen = tl_plan_kernel(kernel != NULL ? kernel : "best");
    if (!tl_synth(&s->world, config, (uint64_t)replicate)) {
        return TL_OUT_OF_MEMORY;
    }
    s->workspaces = calloc((size_t)s->threads, sizeof *s->workspaces);
    if (s->workspaces == NULL) {
        tl_simulation_free(s);
        return TL_OUT_OF_MEMORY;
    }
    for (int i = 0; i < s->threads; i++) {
        s->workspaces[i].kernel = chosen;
    }
    s->crew = tl_crew_create(s->threads);
    return TL_OK;
}

static void *duplicate(const void *from, size_t bytes)
{
    void *copy = malloc(bytes);
    if (copy != NULL) {
        memcpy(copy, from, bytes);
    }
    return copy;
}

static bool copy_world(tl_World *copy, const tl_World *from)
{
    size_t municipalities = (size_t)from->config->municipality_count;
    copy->municipality_units =
        duplicate(from->municipality_units, municipalities * sizeof *from->municipality_units);
    copy->municipality_median_hours =
        duplicate(from->municipality_median_hours, municipalities * sizeof *from->municipality_median_hours);
    copy->municipality_mean_weight =
        duplicate(from->municipality_mean_weight, municipalities * sizeof *from->municipality_mean_weight);
    if (copy->municipality_units == NULL || copy->municipality_median_hours == NULL ||
        copy->municipality_mean_weight == NULL || !tl_world_allocate(copy, &from->sizes)) {
        return false;
    }
    memcpy(copy->arena, from->arena, from->arena_size);
    return true;
}

tl_Outcome tl_simulation_copy(tl_Simulation *copy, const tl_Simulation *from, const tl_Config *config)
{
    *copy = *from;
    copy->world.arena = NULL;
    copy->crew = NULL;
    copy->report_room = from->retired;
    copy->reports =
        from->retired > 0 ? duplicate(from->reports, (size_t)from->retired * sizeof *from->reports) : NULL;
    copy->workspaces = calloc((size_t)copy->threads, sizeof *copy->workspaces);
    bool good = copy_world(&copy->world, &from->world);
    if (!good || copy->workspaces == NULL || (from->retired > 0 && copy->reports == NULL)) {
        tl_simulation_free(copy);
        return TL_OUT_OF_MEMORY;
    }
    for (int i = 0; i < copy->threads; i++) {
        copy->workspaces[i].kernel = from->workspaces[i].kernel;
    }
    copy->crew = tl_crew_create(copy->threads);
    copy->world.config = config;
    return TL_OK;
}

void tl_simulation_free(tl_Simulation *s)
{
    tl_crew_free(s->crew);
    for (int i = 0; s->workspaces != NULL && i < s->threads; i++) {
        tl_workspace_free(&s->workspaces[i]);
    }
    free(s->workspaces);
    free(s->reports);
    tl_world_free(&s->world);
    memset(s, 0, sizeof *s);
}

uint64_t tl_simulation_digest(const tl_Simulation *s)
{
    const tl_World *w = &s->world;
    uint64_t digest = w->history;
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        digest = tl_mix64(digest ^ w->unit_digest[unit]);
    }
    return digest;
}

/* ---- reports ------------------------------------------------------------------------------------------- */

static bool reserve_reports(tl_Simulation *s, int32_t count)
{
    if (count <= s->report_room) {
        return true;
    }
    tl_UnitReport *larger = realloc(s->reports, (size_t)count * sizeof *larger);
    if (larger == NULL) {
        return false;
    }
    s->reports = larger;
    s->report_room = count;
    return true;
}

static tl_UnitReport report_of(const tl_World *w, int32_t unit)
{
    tl_UnitReport report = {.municipality = tl_unit_municipality(w, unit),
                            .area = w->unit_area[unit],
                            .number = w->unit_number[unit],
                            .pilot = w->unit_climate[unit].pilot,
                            .counters = w->unit_period[unit]};
    return report;
}

/* Tells the observer about the period that ends today, and opens the next. */
static tl_Outcome report_period(tl_Simulation *s, const tl_Observer *observer, int32_t days)
{
    tl_World *w = &s->world;
    int32_t units = (int32_t)w->sizes.UNIT;
    if (!reserve_reports(s, s->retired + units)) {
        return TL_OUT_OF_MEMORY;
    }
    for (int32_t unit = 0; unit < units; unit++) {
        s->reports[s->retired + unit] = report_of(w, unit);
        memset(&w->unit_period[unit], 0, sizeof w->unit_period[unit]);
    }
    tl_Period period = {.index = s->period,
                        .first_day = tl_measured_day(w) + 1 - days,
                        .days = days,
                        .unit_count = s->retired + units,
                        .units = s->reports};
    s->period++;
    s->retired = 0;
    bool go_on = observer == NULL || observer->period == NULL || observer->period(observer->context, &period);
    return go_on ? TL_OK : TL_STOPPED;
}

static tl_Outcome report_day(tl_Simulation *s, const tl_Observer *observer)
{
    const tl_RunSettings *run = &s->world.config->run;
    int32_t done = tl_measured_day(&s->world) + 1;
    if (done <= 0) {
        return TL_OK;
    }
    if (done % run->record_period_days == 0 || done == run->days) {
        int64_t rest = done % run->record_period_days;
        tl_Outcome outcome =
            report_period(s, observer, (int32_t)(rest == 0 ? run->record_period_days : rest));
        if (outcome != TL_OK) {
            return outcome;
        }
    }
    if (run->record_snapshot_every_days > 0 && done % run->record_snapshot_every_days == 0 &&
        observer != NULL && observer->snapshot != NULL) {
        return tl_snapshot_report(&s->world, observer);
    }
    return TL_OK;
}

static void forget_burn_in(tl_World *w)
{
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        memset(&w->unit_period[unit], 0, sizeof w->unit_period[unit]);
    }
}

/* ---- reorganisations ----------------------------------------------------------------------------------- */

static int32_t heads_of(const tl_World *w, int32_t unit)
{
    int32_t heads = 0;
    for (int32_t staff = w->unit_first_staff[unit]; staff < tl_unit_staff_end(w, unit); staff++) {
        heads += w->staff_id[staff] != 0;
    }
    return heads;
}

/* Keeps what the chosen units have counted in this period: they are about to disappear. */
static bool retire_units(tl_Simulation *s, const bool *chosen)
{
    const tl_World *w = &s->world;
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        if (chosen[unit]) {
            if (!reserve_reports(s, s->retired + 1)) {
                return false;
            }
            s->reports[s->retired++] = report_of(w, unit);
        }
    }
    return true;
}

/* The one-off cost is booked in the new units. */
static void book_reform(tl_World *w, const int32_t *units_before)
{
    int64_t ore = tl_round(w->config->constants.cost_reorganisation_sek_per_employee * 100.0);
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        if (w->unit_number[unit] > units_before[tl_unit_municipality(w, unit)]) {
            w->unit_counters[unit].cost_reform += ore * heads_of(w, unit);
        }
    }
}

static bool choose_units(const tl_World *w, const tl_Where *where, bool *chosen)
{
    bool any = false;
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        chosen[unit] = tl_where_applies(w, where, unit);
        any = any || chosen[unit];
    }
    return any;
}

static bool reorganise(tl_Simulation *s, const tl_Reorganisation *change)
{
    tl_World *w = &s->world;
    size_t municipalities = (size_t)w->config->municipality_count;
    bool *chosen = calloc((size_t)w->sizes.UNIT + 1, sizeof *chosen);
    int32_t *units_before = malloc(municipalities * sizeof *units_before);
    bool done = chosen != NULL && units_before != NULL;
    if (done && choose_units(w, &change->where, chosen)) {
        memcpy(units_before, w->municipality_units, municipalities * sizeof *units_before);
        done =
            retire_units(s, chosen) && tl_organise(w, chosen, change->rule, change->pool_size, change->span);
        if (done) {
            book_reform(w, units_before);
        }
    }
    free(chosen);
    free(units_before);
    return done;
}

static bool reorganise_if_due(tl_Simulation *s)
{
    const tl_Config *config = s->world.config;
    for (int i = 0; i < config->reorganisation_count; i++) {
        if (config->reorganisations[i].day == tl_measured_day(&s->world) &&
            !reorganise(s, &config->reorganisations[i])) {
            return false;
        }
    }
    return true;
}

/* ---- days ---------------------------------------------------------------------------------------------- */

/* Must the simulation look up before this day begins, or when the one before has ended? */
static bool is_eventful(const tl_Config *config, int32_t day)
{
    int64_t measured = day - config->run.burn_in_days, snapshot_days = config->run.record_snapshot_every_days;
    bool eventful = tl_month_begins(day) || measured == 0 || measured == config->run.days;
    if (measured > 0) {
        eventful = eventful || measured % config->run.record_period_days == 0 ||
                   (snapshot_days > 0 && measured % snapshot_days == 0);
    }
    for (int i = 0; i < config->reorganisation_count; i++) {
        eventful = eventful || config->reorganisations[i].day == measured;
    }
    return eventful;
}

static int32_t days_to_event(const tl_World *w)
{
    int32_t days = 1;
    while (days < TL_BLOCK_DAYS && !is_eventful(w->config, w->day + days)) {
        days++;
    }
    return days;
}

static tl_Outcome go_on(tl_Simulation *s, const tl_Observer *observer, int32_t days)
{
    tl_World *w = &s->world;
    if (tl_measured_day(w) == 0) {
        forget_burn_in(w);
        tl_pilot_choose(w);
    }
    if (!reorganise_if_due(s) || !tl_block(w, s->workspaces, s->threads, s->crew, days)) {
        return TL_OUT_OF_MEMORY;
    }
    tl_Outcome outcome = report_day(s, observer);
    w->day++;
    return outcome;
}

tl_Outcome tl_simulation_step(tl_Simulation *s, const tl_Observer *observer)
{
    return go_on(s, observer, 1);
}

tl_Outcome tl_simulation_run(tl_Simulation *s, const tl_Observer *observer)
{
    int32_t total = tl_config_total_days(s->world.config);
    while (s->world.day < total) {
        tl_Outcome outcome = go_on(s, observer, days_to_event(&s->world));
        if (outcome != TL_OK) {
            return outcome;
        }
        if (observer != NULL && observer->day != NULL &&
            !observer->day(observer->context, s->world.day, total)) {
            return TL_STOPPED;
        }
    }
    return TL_OK;
}
