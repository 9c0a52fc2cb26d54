#include "run/sweep_work.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "run/progress.h"
#include "run/stop.h"
#include "run/window_totals.h"
#include "store/snapshot_summary.h"
#include "system/memory.h"
#include "core/day/simulation.h"

enum { LONGEST_BLOCK = 64, BLOCKS_PER_THREAD = 4 };

static const long TICK_NS = 100000000;

_Static_assert((int)TL_FAILURE_SIZE <= (int)TL_REASON_SIZE,
               "a sentence about a failure fits into the record of its run");

/* ---- one run ------------------------------------------------------------------------------------------- */

/* What all workers share. */
typedef struct Pool {
    const tl_SweepWork *work;
    pthread_mutex_t lock; /* of `finished` */
    pthread_cond_t ended; /* a worker has nothing left to do */
    int64_t *runs;        /* owned, [count]: in the order in which they are taken */
    int64_t *blocks;      /* owned, [block_count + 1]: a worker takes runs [blocks[k], blocks[k + 1]) */
    int64_t block_count;
    atomic_llong next;
    atomic_bool stopped;
    int running; /* workers; under the lock */
    int threads_each;
} Pool;

/* What one worker needs for its runs. */
typedef struct Worker {
    Pool *pool;
    tl_WindowTotals windows;
    int64_t series_reports;      /* of units that the series mean */
    double *kept[TL_KEPT_KINDS]; /* [variable][its values] */
    tl_Simulation burnt_in;      /* as it is on the first measured day */
    int start;                   /* whose burn-in that is; -1: none */
    int64_t replicate;
    pthread_t thread;
} Worker;

static bool on_period(void *context, const tl_Period *period)
{
    Worker *worker = context;
    const tl_Sweep *s = worker->pool->work->sweep;
    tl_Counters sum = {0};
    if (s->series) {
        int32_t meant = tl_period_sum(period, &s->series_where, &sum);
        worker->series_reports += meant;
        for (int i = 0; i < s->outcome_count; i++) { /* before its units there are, a series has no value */
            worker->kept[TL_KEPT_SERIES][(ptrdiff_t)i * s->period_count + period->index] =
                meant > 0 ? tl_measures[s->outcomes[i]].value(&sum, period->days) : (double)NAN;
        }
    }
    tl_window_totals_add(&worker->windows, period);
    return true;
}

static bool on_snapshot(void *context, const tl_Snapshot *snapshot)
{
    Worker *worker = context;
    const tl_Sweep *s = worker->pool->work->sweep;
    ptrdiff_t number = (snapshot->day + 1) / s->bases[0].config.run.record_snapshot_every_days - 1;
    for (int i = 0; i < s->snapshot_count; i++) {
        double *own = worker->kept[TL_KEPT_SNAPSHOTS] + (ptrdiff_t)i * tl_sweep_width(s, TL_KEPT_SNAPSHOTS);
        tl_snapshot_summarise(snapshot, s->snapshots[i], own + number * TL_SNAPSHOT_STATISTICS);
    }
    return true;
}

static bool on_day(void *context, int32_t done, int32_t total)
{
    const Worker *worker = context;
    (void)done;
    (void)total;
    return !tl_stop_requested() && !atomic_load_explicit(&worker->pool->stopped, memory_order_relaxed);
}

static void evaluate(Worker *worker)
{
    const tl_Sweep *s = worker->pool->work->sweep;
    for (int i = 0; i < s->outcome_count; i++) {
        for (int k = 0; k < s->window_count; k++) {
            worker->kept[TL_KEPT_WINDOWS][i * s->window_count + k] =
                tl_window_totals_value(&worker->windows, k, s->outcomes[i]);
        }
    }
}

/* ---- burn-ins that are shared -------------------------------------------------------------------------- */

static void forget_burn_in(Worker *worker)
{
    tl_simulation_free(&worker->burnt_in);
    worker->start = -1;
}

static void count_burn_in(Pool *pool, double seconds, bool simulated)
{
    tl_BurnIns *own = pool->work->burn_ins;
    if (own != NULL) {
        pthread_mutex_lock(&pool->lock);
        own->simulated += simulated;
        own->used += !simulated;
        own->seconds += seconds;
        pthread_mutex_unlock(&pool->lock);
    }
}

/* Simulates the burn-in that the next run begins with, unless it is at hand. */
static tl_Outcome burn_in(Worker *worker, int start, int64_t replicate)
{
    Pool *pool = worker->pool;
    if (worker->start == start && worker->replicate == replicate) {
        return TL_OK;
    }
    forget_burn_in(worker);
    double started_s = tl_now_s();
    const tl_Config *config = &pool->work->sweep->starts[start].config;
    tl_Outcome outcome =
        tl_simulation_create(&worker->burnt_in, config, replicate, pool->threads_each, pool->work->kernel);
    while (outcome == TL_OK && worker->burnt_in.world.day < config->run.burn_in_days) {
        outcome = tl_simulation_step(&worker->burnt_in, NULL);
        if (outcome == TL_OK && !on_day(worker, 0, 0)) {
            outcome = TL_STOPPED;
        }
    }
    if (outcome != TL_OK) {
        forget_burn_in(worker);
        return outcome;
    }
    worker->start = start;
    worker->replicate = replicate;
    count_burn_in(pool, tl_now_s() - started_s, true);
    return TL_OK;
}

/* The simulation of a run on its first day, or on its first measured one. */
static tl_Outcome begin(Worker *worker, int start, const tl_Config *config, int64_t replicate,
                        tl_Simulation *simulation)
{
    Pool *pool = worker->pool;
    if (start < 0) {
        return tl_simulation_create(simulation, config, replicate, pool->threads_each, pool->work->kernel);
    }
    tl_Outcome outcome = burn_in(worker, start, replicate);
    if (outcome == TL_OK) {
        outcome = tl_simulation_copy(simulation, &worker->burnt_in, config);
        count_burn_in(pool, 0.0, false);
    }
    return outcome;
}

/* ---- one run, from its beginning ----------------------------------------------------------------------- */

/* Did everything that is kept meet a unit? False with a sentence that says what did not. */
static bool all_are_met(const Worker *worker, const tl_Config *config, char sentence[TL_FAILURE_SIZE])
{
    if (worker->pool->work->sweep->series && worker->series_reports == 0) {
        snprintf(sentence, TL_FAILURE_SIZE, "series: 'where' means no unit that there is");
        return false;
    }
    return tl_window_totals_are_met(&worker->windows, config, sentence);
}

static tl_Outcome simulate(Worker *worker, int64_t run, tl_RunRecord *record)
{
    const tl_Sweep *s = worker->pool->work->sweep;
    tl_Observer observer = {.context = worker,
                            .period = on_period,
                            .snapshot = s->snapshot_count > 0 ? on_snapshot : NULL,
                            .day = on_day};
    tl_Simulation simulation = {0};
    tl_PointConfig point;
    int64_t number = run / s->replicates;
    tl_sweep_config(s, number, &point);
    tl_Outcome outcome =
        begin(worker, tl_sweep_start(s, number), &point.config, run % s->replicates, &simulation);
    if (outcome == TL_OK) {
        outcome = tl_simulation_run(&simulation, &observer);
    }
    if (outcome != TL_OK) {
        tl_failure_sentence(&simulation, outcome, record->reason);
    } else if (!all_are_met(worker, &point.config, record->reason)) {
        outcome = TL_NOBODY_MEANT;
    } else {
        record->digest = tl_simulation_digest(&simulation);
    }
    tl_simulation_free(&simulation);
    tl_point_free(&point);
    return outcome;
}

static void run_one(Worker *worker, int64_t run)
{
    Pool *pool = worker->pool;
    tl_RunRecord record = {.run = run, .status = TL_RUN_DONE};
    double started_s = tl_now_s();
    tl_window_totals_clear(&worker->windows);
    worker->series_reports = 0;
    tl_Outcome outcome = simulate(worker, run, &record);
    if (outcome == TL_STOPPED) {
        return;
    }
    record.seconds = tl_now_s() - started_s;
    bool good = outcome == TL_OK;
    if (good) {
        evaluate(worker);
    } else {
        record.status = TL_RUN_FAILED;
    }
    pthread_mutex_lock(&pool->lock);
    pool->work->finished(pool->work->context, &record, good ? worker->kept : NULL);
    pthread_mutex_unlock(&pool->lock);
}

/* ---- many ---------------------------------------------------------------------------------------------- */

static void *work_on(void *argument)
{
    Worker *worker = argument;
    Pool *pool = worker->pool;
    while (on_day(worker, 0, 0)) {
        int64_t block = atomic_fetch_add(&pool->next, 1);
        if (block >= pool->block_count) {
            break;
        }
        for (int64_t i = pool->blocks[block]; i < pool->blocks[block + 1] && on_day(worker, 0, 0); i++) {
            run_one(worker, pool->runs[i]);
        }
    }
    forget_burn_in(worker);
    pthread_mutex_lock(&pool->lock);
    pool->running--;
    pthread_cond_signal(&pool->ended);
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* A run with what decides its place in the order. */
typedef struct Placed {
    int64_t run, replicate;
    int start;
} Placed;

static int by_burn_in(const void *left, const void *right)
{
    const Placed *a = left, *b = right;
    int order = (a->start > b->start) - (a->start < b->start);
    order = order != 0 ? order : (a->replicate > b->replicate) - (a->replicate < b->replicate);
    return order != 0 ? order : (a->run > b->run) - (a->run < b->run);
}

static bool same_burn_in(const Placed *a, const Placed *b)
{
    return a->start >= 0 && a->start == b->start && a->replicate == b->replicate;
}

/* One run a block, but for those that share a burn-in: of these so many that it is worth its cost, and so few
 * that all threads have work to the end. */
static void cut(Pool *pool, const Placed *placed)
{
    int64_t count = pool->work->count;
    int64_t longest = count / ((int64_t)pool->work->threads * BLOCKS_PER_THREAD);
    longest = longest < 1 ? 1 : longest > LONGEST_BLOCK ? LONGEST_BLOCK : longest;
    for (int64_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && same_burn_in(&placed[first], &placed[end]); end++) {
        }
        int64_t pieces = (end - first + longest - 1) / longest;
        for (int64_t piece = 0; piece < pieces; piece++) {
            pool->blocks[pool->block_count++] = first + (end - first) * piece / pieces;
        }
    }
    pool->blocks[pool->block_count] = count;
}

/* Puts the runs in an order in which those with the same burn-in follow one another. */
static void arrange(Pool *pool)
{
    const tl_SweepWork *work = pool->work;
    const tl_Sweep *s = work->sweep;
    size_t count = (size_t)work->count;
    Placed *placed = tl_allocate(count + 1, sizeof *placed);
    pool->runs = tl_allocate(count + 1, sizeof *pool->runs);
    pool->blocks = tl_allocate(count + 1, sizeof *pool->blocks);
    for (size_t i = 0; i < count; i++) {
        placed[i] = (Placed){.run = work->runs[i],
                             .replicate = work->runs[i] % s->replicates,
                             .start = tl_sweep_start(s, work->runs[i] / s->replicates)};
    }
    if (s->start_count > 0) {
        qsort(placed, count, sizeof *placed, by_burn_in);
    }
    for (size_t i = 0; i < count; i++) {
        pool->runs[i] = placed[i].run;
    }
    cut(pool, placed);
    free(placed);
}

static void prepare(Worker *worker, Pool *pool)
{
    const tl_Sweep *s = pool->work->sweep;
    *worker = (Worker){.pool = pool, .start = -1};
    tl_window_totals_create(&worker->windows, s->windows, s->window_count);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        worker->kept[kind] = tl_allocate(tl_sweep_values(s, kind) + 1, sizeof(double));
    }
}

static void release(Worker *worker)
{
    tl_window_totals_free(&worker->windows);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        free(worker->kept[kind]);
    }
}

/* Lets the caller write and show while the workers are at it. */
static void watch(Pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->running > 0) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += TICK_NS;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&pool->ended, &pool->lock, &until);
        pthread_mutex_unlock(&pool->lock);
        if (!pool->work->tick(pool->work->context, false)) {
            atomic_store(&pool->stopped, true);
        }
        pthread_mutex_lock(&pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
}

static int start_workers(Pool *pool, Worker *workers, int count)
{
    int started = 0;
    pthread_mutex_lock(&pool->lock);
    for (int i = 0; i < count; i++) {
        prepare(&workers[i], pool);
    }
    while (started < count &&
           pthread_create(&workers[started].thread, NULL, work_on, &workers[started]) == 0) {
        started++;
    }
    pool->running = started;
    pthread_mutex_unlock(&pool->lock);
    return started;
}

bool tl_sweep_work(const tl_SweepWork *work)
{
    Pool pool = {.work = work, .threads_each = 1};
    int count = work->count < work->threads ? (int)work->count : work->threads;
    if (work->count < work->threads && work->count > 0) {
        pool.threads_each = work->threads / (int)work->count;
    }
    Worker *workers = tl_allocate((size_t)count + 1, sizeof *workers);
    arrange(&pool);
    pthread_mutex_init(&pool.lock, NULL);
    pthread_cond_init(&pool.ended, NULL);
    int started = start_workers(&pool, workers, count);
    watch(&pool);
    for (int i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    for (int i = 0; i < count; i++) {
        release(&workers[i]);
    }
    work->tick(work->context, true);
    pthread_cond_destroy(&pool.ended);
    pthread_mutex_destroy(&pool.lock);
    free(workers);
    free(pool.runs);
    free(pool.blocks);
    return started > 0 || count == 0;
}
