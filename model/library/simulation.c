/* One replicate, day by day, and its branches. */
#include <stdlib.h>
#include <string.h>

#include "config/snapshot_variables.h"
#include "core/observation/snapshot.h"
#include "core/world/people.h"
#include "library/branch.h"
#include "library/config.h"
#include "library/kept_periods.h"
#include "library/status.h"
#include "library/where.h"
#include "run/run_options.h"
#include "run/window_totals.h"

typedef struct Simulation {
    tl_Simulation own;
    tl_KeptConfig *config; /* as it was asked for */
    tl_Config branch;      /* of a branch: what is run; its changes are owned */
    tl_Regime begun;       /* levers that it, or what it branched from, was asked to begin with */
    int32_t branched_on;   /* day until which `begun` holds, and not those of its config */
    tl_KeptPeriods kept;
    tillit_on_period on_period; /* NULL: nobody listens */
    void *context;              /* of on_period */
    atomic_flag busy;
    bool ended;         /* freed by its own callback: goes when that is done */
    bool asked_to_stop; /* by on_period */
    bool short_of_memory;
    atomic_int day; /* days done, for whoever asks meanwhile */
    atomic_bool failed;
    char failure[TL_FAILURE_SIZE];
} Simulation;

/* ---- one thread at a time ------------------------------------------------------------------------------------ */

static void destroy(Simulation *s)
{
    tl_simulation_free(&s->own);
    tl_periods_free(&s->kept);
    free(s->branch.changes);
    tl_config_leave(s->config);
    free(s);
}

/* The simulation of a handle, for this call alone; leave() lets the next one in. */
static tillit_status enter(const tillit_simulation *handle, Simulation **simulation)
{
    void *object;
    tillit_status status = tl_handle_find(TL_HANDLE_SIMULATION, handle, &object);
    *simulation = object;
    if (status == TILLIT_OK && atomic_flag_test_and_set(&(*simulation)->busy)) {
        status = TILLIT_BUSY;
    }
    return status;
}

static tillit_status leave(Simulation *s, tillit_status status)
{
    if (s->ended) {
        destroy(s);
    } else {
        atomic_flag_clear(&s->busy);
    }
    return status;
}

void tillit_simulation_free(tillit_simulation *handle)
{
    Simulation *s = tl_handle_end(TL_HANDLE_SIMULATION, handle);
    if (s == NULL) {
        return;
    }
    s->ended = true;
    if (!atomic_flag_test_and_set(&s->busy)) {
        destroy(s);
    }
}

/* ---- beginning ----------------------------------------------------------------------------------------------- */

/* Gives a simulation that has begun to the caller, or frees it. */
static tillit_status hand_over(Simulation *s, tillit_simulation **handle)
{
    atomic_init(&s->day, s->own.world.day);
    *handle = tl_handle_new(TL_HANDLE_SIMULATION, s);
    if (*handle == NULL) {
        destroy(s);
        return TILLIT_OUT_OF_MEMORY;
    }
    return TILLIT_OK;
}

tillit_status tillit_simulation_create(const tillit_config *config, int64_t replicate, int threads,
                                       tillit_simulation **simulation)
{
    tl_KeptConfig *kept;
    if (simulation == NULL) {
        return TILLIT_NULL;
    }
    *simulation = NULL;
    if (replicate < 0 || threads < 0 || threads > TL_MOST_THREADS) {
        return TILLIT_OUT_OF_RANGE;
    }
    tillit_status status = tl_config_keep(config, &kept);
    if (status != TILLIT_OK) {
        return status;
    }
    Simulation *s = calloc(1, sizeof *s);
    if (s == NULL) {
        tl_config_leave(kept);
        return TILLIT_OUT_OF_MEMORY;
    }
    s->config = kept;
    s->begun = kept->loaded.config.regime;
    atomic_flag_clear(&s->busy);
    int own_threads = tl_run_threads(&(tl_RunOptions){.threads = threads});
    status = tl_status_of(tl_simulation_create(&s->own, &kept->loaded.config, replicate, own_threads, NULL));
    if (status != TILLIT_OK) {
        destroy(s);
        return status;
    }
    return hand_over(s, simulation);
}

/* ---- branching ----------------------------------------------------------------------------------------------- */

static int32_t measured_day(const Simulation *s)
{
    return s->own.world.day - (int32_t)s->own.world.config->run.burn_in_days;
}

/* The copy's state, under the config that it holds. */
static tillit_status copy_state(const Simulation *from, Simulation *to)
{
    const tl_Config *config = &to->config->loaded.config;
    to->branched_on = from->own.world.day;
    to->begun = to->branched_on > from->branched_on ? from->config->loaded.config.regime : from->begun;
    if (!tl_branch_config(&from->own.world, &to->begun, config, measured_day(from), &to->branch) ||
        !tl_periods_copy(&to->kept, &from->kept)) {
        return TILLIT_OUT_OF_MEMORY;
    }
    return tl_status_of(tl_simulation_copy(&to->own, &from->own, &to->branch));
}

/* Takes over the config. */
static tillit_status copy_under(const Simulation *from, tl_KeptConfig *config, tillit_simulation **copy)
{
    tillit_status status = TILLIT_OK;
    Simulation *to = calloc(1, sizeof *to);
    if (to == NULL) {
        tl_config_leave(config);
        return TILLIT_OUT_OF_MEMORY;
    }
    to->config = config;
    atomic_flag_clear(&to->busy);
    if (from->failed) {
        status = TILLIT_FAILED;
    } else if (config != from->config && !tl_branch_is_alike(&from->config->loaded.config,
                                                             &config->loaded.config, measured_day(from))) {
        status = TILLIT_NOT_ALIKE;
    } else {
        status = copy_state(from, to);
    }
    if (status != TILLIT_OK) {
        destroy(to);
        return status;
    }
    return hand_over(to, copy);
}

tillit_status tillit_simulation_copy(const tillit_simulation *simulation, const tillit_config *config,
                                     tillit_simulation **copy)
{
    Simulation *from;
    tl_KeptConfig *under = NULL;
    if (copy == NULL) {
        return TILLIT_NULL;
    }
    *copy = NULL;
    tillit_status status = config != NULL ? tl_config_keep(config, &under) : TILLIT_OK;
    if (status != TILLIT_OK) {
        return status;
    }
    status = enter(simulation, &from);
    if (status != TILLIT_OK) {
        tl_config_leave(under);
        return status;
    }
    if (under == NULL) {
        under = from->config;
        atomic_fetch_add(&under->users, 1);
    }
    return leave(from, copy_under(from, under, copy));
}

/* ---- days ---------------------------------------------------------------------------------------------------- */

static bool end_period(void *context, const tl_Period *period)
{
    Simulation *s = context;
    atomic_store(&s->day, s->own.world.day);
    const tillit_period shown = {.own = *period};
    s->short_of_memory = !tl_periods_keep(&s->kept, period);
    if (!s->short_of_memory && s->on_period != NULL) {
        s->asked_to_stop = s->on_period(s->context, &shown) != 0;
    }
    return !s->short_of_memory; /* the caller's wish is heard when the day is done */
}

static tillit_status fail(Simulation *s, tl_Outcome outcome)
{
    tl_Outcome own = s->short_of_memory ? TL_OUT_OF_MEMORY : outcome;
    tl_failure_sentence(&s->own, own, s->failure);
    atomic_store(&s->failed, true); /* the sentence does not change from now on */
    return tl_status_of(own);
}

static tillit_status advance(Simulation *s, int32_t days, int32_t *done)
{
    const tl_Config *config = s->own.world.config;
    tl_Observer observer = {.context = s, .period = end_period};
    *done = 0;
    if (s->failed) {
        return TILLIT_FAILED;
    }
    while (*done < days) {
        if (s->own.world.day >= tl_config_total_days(config)) {
            return TILLIT_FINISHED;
        }
        int32_t block = tl_schedule_block(config, s->own.world.day);
        block = block < days - *done ? block : days - *done;
        tl_Outcome outcome = tl_block_run(&s->own, &observer, block);
        atomic_store(&s->day, s->own.world.day);
        if (outcome != TL_OK) {
            return fail(s, outcome);
        }
        *done += block;
        if (s->asked_to_stop) {
            s->asked_to_stop = false;
            return TILLIT_STOPPED;
        }
    }
    return TILLIT_OK;
}

tillit_status tillit_simulation_step(tillit_simulation *simulation, int32_t days, int32_t *done)
{
    Simulation *s;
    int32_t own = 0;
    tillit_status status = days < 0 ? TILLIT_OUT_OF_RANGE : enter(simulation, &s);
    if (status == TILLIT_OK) {
        status = leave(s, advance(s, days, &own));
    }
    if (done != NULL) {
        *done = own;
    }
    return status;
}

tillit_status tillit_simulation_run(tillit_simulation *simulation)
{
    Simulation *s;
    int32_t done;
    tillit_status status = enter(simulation, &s);
    if (status != TILLIT_OK) {
        return status;
    }
    int32_t left = tl_config_total_days(s->own.world.config) - s->own.world.day;
    return leave(s, advance(s, left > 0 ? left : 1, &done));
}

/* ---- where it stands ----------------------------------------------------------------------------------------- */

/* Of a simulation that is in use, too: its own callback or another thread may ask for what is atomic or does not
 * change. */
static const Simulation *look(const tillit_simulation *simulation)
{
    return tl_handle_object(TL_HANDLE_SIMULATION, simulation);
}

int32_t tillit_simulation_day(const tillit_simulation *simulation)
{
    const Simulation *s = look(simulation);
    return s != NULL ? atomic_load(&s->day) : -1;
}

int32_t tillit_simulation_total_days(const tillit_simulation *simulation)
{
    const Simulation *s = look(simulation);
    return s != NULL ? tl_config_total_days(s->own.world.config) : -1;
}

int32_t tillit_simulation_burn_in_days(const tillit_simulation *simulation)
{
    const Simulation *s = look(simulation);
    return s != NULL ? (int32_t)s->own.world.config->run.burn_in_days : -1;
}

int tillit_simulation_finished(const tillit_simulation *simulation)
{
    const Simulation *s = look(simulation);
    return s != NULL ? atomic_load(&s->day) >= tl_config_total_days(s->own.world.config) : -1;
}

const char *tillit_simulation_failure(const tillit_simulation *simulation)
{
    const Simulation *s = look(simulation);
    return s == NULL ? NULL : atomic_load(&s->failed) ? s->failure : "";
}

tillit_status tillit_simulation_digest(const tillit_simulation *simulation, uint64_t *digest)
{
    Simulation *s;
    tillit_status status = digest == NULL ? TILLIT_NULL : enter(simulation, &s);
    if (status != TILLIT_OK) {
        return status;
    }
    if (s->failed) {
        return leave(s, TILLIT_FAILED);
    }
    *digest = tl_simulation_digest(&s->own);
    return leave(s, TILLIT_OK);
}

/* ---- what was counted ------------------------------------------------------------------------------------------ */

tillit_status tillit_simulation_observe(tillit_simulation *simulation, tillit_on_period callback,
                                        void *context)
{
    Simulation *s;
    tillit_status status = enter(simulation, &s);
    if (status != TILLIT_OK) {
        return status;
    }
    s->on_period = callback;
    s->context = context;
    return leave(s, TILLIT_OK);
}

tillit_status tillit_simulation_mark(tillit_simulation *simulation)
{
    Simulation *s;
    tillit_status status = enter(simulation, &s);
    if (status != TILLIT_OK) {
        return status;
    }
    if (s->failed) {
        return leave(s, TILLIT_FAILED);
    }
    return leave(s, tl_periods_mark(&s->kept, &s->own) ? TILLIT_OK : TILLIT_OUT_OF_MEMORY);
}

/* Days [from, to), or since the mark. */
typedef struct Span {
    bool since_mark;
    int32_t from, to;
} Span;

static tillit_status measure(const tillit_simulation *simulation, Span span, const tillit_where *where,
                             double *values, int count)
{
    Simulation *s;
    tl_Where own;
    tl_Counters sum = {0};
    double days = 0.0;
    tillit_status status = tl_check_values(values, count, tl_measure_count);
    status = status == TILLIT_OK ? tl_where_read(where, &own) : status;
    status = status == TILLIT_OK ? enter(simulation, &s) : status;
    if (status != TILLIT_OK) {
        return status;
    }
    if (s->failed) {
        return leave(s, TILLIT_FAILED);
    }
    status = span.since_mark ? tl_periods_since_mark(&s->kept, &s->own, &own.selector, &sum, &days)
                             : tl_periods_between(&s->kept, span.from, span.to, &own.selector, &sum, &days);
    if (status == TILLIT_OK) {
        tl_measures_fill(&sum, days, values, count);
    }
    return leave(s, status);
}

tillit_status tillit_simulation_measures(const tillit_simulation *simulation, const tillit_where *where,
                                         double *values, int count)
{
    return measure(simulation, (Span){.since_mark = true}, where, values, count);
}

tillit_status tillit_simulation_window(const tillit_simulation *simulation, int32_t from, int32_t to,
                                       const tillit_where *where, double *values, int count)
{
    return measure(simulation, (Span){.from = from, .to = to}, where, values, count);
}

/* ---- people -------------------------------------------------------------------------------------------------- */

/* What of everyone is asked for, and the room for it. */
typedef struct People {
    int variable;
    double *values; /* [room] */
    int64_t room, found;
} People;

static bool take_people(void *context, const tl_Snapshot *snapshot)
{
    People *people = context;
    people->found = tl_snapshot_people(snapshot, people->variable);
    for (int32_t i = 0; i < people->found && i < people->room; i++) {
        people->values[i] = tl_snapshot_value(snapshot, people->variable, i);
    }
    return true;
}

static tillit_status look_at(Simulation *s, People *people)
{
    tl_Observer observer = {.context = people, .snapshot = take_people};
    tl_Reports reports = {.observer = &observer};
    if (s->failed) {
        return TILLIT_FAILED;
    }
    return tl_snapshot_report(&s->own.world, &reports) == TL_OK ? TILLIT_OK : TILLIT_OUT_OF_MEMORY;
}

tillit_status tillit_simulation_people(const tillit_simulation *simulation, const char *variable,
                                       double *values, int64_t room, int64_t *people)
{
    Simulation *s;
    if (variable == NULL || people == NULL || (values == NULL && room != 0)) {
        return TILLIT_NULL;
    }
    People asked = {.variable = tl_snapshot_variable_find(variable), .values = values, .room = room};
    if (asked.variable < 0 || room < 0) {
        return asked.variable < 0 ? TILLIT_UNKNOWN : TILLIT_OUT_OF_RANGE;
    }
    tillit_status status = enter(simulation, &s);
    if (status != TILLIT_OK) {
        return status;
    }
    status = look_at(s, &asked);
    *people = status == TILLIT_OK ? asked.found : *people;
    return leave(s, status);
}
