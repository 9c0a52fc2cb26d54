#include "run/execute.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "core/day/simulation.h"
#include "run/keep.h"
#include "run/order.h"
#include "system/clock.h"
#include "system/memory.h"
#include "system/thread.h"

static const long TICK_NS = 100000000;

_Static_assert((int)TL_FAILURE_SIZE <= (int)TL_REASON_SIZE,
               "a sentence about a failure fits into the record of its run");

/* ---- one run ------------------------------------------------------------------------------------------- */

/* What all workers share. */
typedef struct Pool {
    const tl_Plan *plan;
    const tl_RunOptions *options;
    const tl_Sink *sink;
    tl_Lock lock;    /* of calls to the sink, and the tally but for its days */
    tl_Signal ended; /* a worker has nothing left to do, or waits for what there is to be kept */
    tl_Signal kept;  /* it is */
    bool *is_made;   /* owned, [runs of the plan]: those that ended in an earlier process; NULL: no keeper */
    tl_Order order;
    atomic_llong next, days;
    atomic_bool stopped, short_of_memory;
    atomic_bool asked, keeping; /* with a keeper: to give up, and to wait for what there is to be kept */
    int running, waiting;       /* workers; under the lock */
    struct Worker *workers;
    int worker_count;
    int threads_each;
    bool tried; /* by the caller: memory that runs out is no end of the program */
    bool alone; /* no thread could be started: the calling one does it all */
    tl_Tally tally;
    double started_s;
} Pool;

/* What one worker needs for its runs. */
typedef struct Worker {
    Pool *pool;
    tl_Keep keep;
    int64_t run;
    const tl_Simulation *now; /* the run under way; NULL: none */
    tl_PointConfig point;     /* its config */
    int32_t days_done;        /* of it, burn-in included */
    tl_Simulation burnt_in;   /* as it is on the first measured day, or on the way there */
    tl_PointConfig beginning; /* its config */
    int64_t start, replicate; /* whose burn-in that is; -1: none */
    tl_Thread thread;
} Worker;

/* Whatever the sink has to do meanwhile. */
static void tick(Pool *pool, bool last)
{
    const tl_Sink *sink = pool->sink;
    tl_lock(&pool->lock);
    tl_Tally tally = pool->tally;
    tl_unlock(&pool->lock);
    tally.days = atomic_load(&pool->days);
    tally.seconds = tl_now_s() - pool->started_s;
    if (sink->tick != NULL && !sink->tick(sink->context, &tally, last)) {
        atomic_store(&pool->stopped, true);
    }
}

/* ---- what is kept -------------------------------------------------------------------------------------- */

static int64_t burn_in_number(const Worker *worker)
{
    return worker->start * worker->pool->plan->replicates + worker->replicate;
}

/* What all workers have under way; they wait, or there is but the calling one. */
static void keep_all(Pool *pool)
{
    tl_UnderWay *all = tl_allocate(2 * (size_t)pool->worker_count + 1, sizeof *all);
    int count = 0;
    for (int i = 0; i < pool->worker_count; i++) {
        const Worker *worker = &pool->workers[i];
        if (worker->now != NULL) {
            all[count++] = (tl_UnderWay){worker->run, worker->now, &worker->keep};
        }
        if (worker->start >= 0) {
            all[count++] = (tl_UnderWay){burn_in_number(worker), &worker->burnt_in, NULL};
        }
    }
    pool->options->keeper->keep(pool->options->keeper->context, all, count);
    free(all);
}

/* Under the lock: has it come to the time, or to the end? A sink that failed has not what was brought. */
static bool is_to_keep(Pool *pool)
{
    const tl_Keeper *keeper = pool->options->keeper;
    return keeper != NULL && !atomic_load(&pool->stopped) &&
           (atomic_load(&pool->asked) || keeper->is_due(keeper->context));
}

/* Under the lock, which is let go while workers come to the end of their days. */
static void keep(Pool *pool)
{
    atomic_store(&pool->keeping, true);
    while (pool->waiting < pool->running) {
        tl_signal_await(&pool->ended, &pool->lock, TICK_NS);
    }
    if (pool->running > 0 && !atomic_load(&pool->stopped)) {
        keep_all(pool);
    }
    if (atomic_load(&pool->asked)) {
        atomic_store(&pool->stopped, true);
    }
    atomic_store(&pool->keeping, false);
    tl_signal_give_all(&pool->kept);
}

/* Between two days of a worker. */
static void let_keep(Pool *pool)
{
    tl_lock(&pool->lock);
    if (pool->alone && is_to_keep(pool)) {
        keep_all(pool);
        atomic_store(&pool->stopped, atomic_load(&pool->asked));
    }
    if (!pool->alone && is_to_keep(pool)) {
        atomic_store(&pool->keeping, true);
    }
    pool->waiting++;
    while (atomic_load(&pool->keeping) && !atomic_load(&pool->stopped)) {
        tl_signal_give(&pool->ended);
        tl_signal_await(&pool->kept, &pool->lock, TICK_NS);
    }
    pool->waiting--;
    tl_unlock(&pool->lock);
}

/* Asked every day of every run. */
static bool gives_up(Pool *pool)
{
    bool keeps = pool->options->keeper != NULL;
    if (pool->alone) {
        tick(pool, false); /* nobody else does */
    }
    if (pool->options->stop != NULL && pool->options->stop()) {
        atomic_store(keeps ? &pool->asked : &pool->stopped, true);
    }
    if (keeps && (pool->alone || atomic_load(&pool->asked) || atomic_load(&pool->keeping))) {
        let_keep(pool);
    }
    return atomic_load_explicit(&pool->stopped, memory_order_relaxed);
}

/* What the sink said, once it is let go. */
static bool release_sink(Pool *pool, bool good)
{
    if (!good) {
        atomic_store(&pool->stopped, true);
    }
    tl_unlock(&pool->lock);
    return good;
}

static bool on_period(void *context, const tl_Period *period)
{
    Worker *worker = context;
    const tl_Sink *sink = worker->pool->sink;
    const tl_Keeper *keeper = worker->pool->options->keeper;
    tl_keep_period(&worker->keep, period);
    if (sink->period == NULL) {
        return true;
    }
    tl_lock(&worker->pool->lock);
    if (keeper != NULL) {
        keeper->brought.period(keeper->context, worker->run, period);
    }
    return release_sink(worker->pool, sink->period(sink->context, worker->run, period));
}

static bool on_snapshot(void *context, const tl_Snapshot *snapshot)
{
    Worker *worker = context;
    const tl_Sink *sink = worker->pool->sink;
    const tl_Keeper *keeper = worker->pool->options->keeper;
    tl_keep_snapshot(&worker->keep, snapshot);
    if (sink->snapshot == NULL) {
        return true;
    }
    tl_lock(&worker->pool->lock);
    if (keeper != NULL) {
        keeper->brought.snapshot(keeper->context, worker->run, snapshot);
    }
    return release_sink(worker->pool, sink->snapshot(sink->context, worker->run, snapshot));
}

static bool on_day(void *context, int32_t done, int32_t total)
{
    Worker *worker = context;
    (void)total;
    atomic_fetch_add_explicit(&worker->pool->days, done - worker->days_done, memory_order_relaxed);
    worker->days_done = done;
    return !gives_up(worker->pool);
}

/* ---- burn-ins that are shared -------------------------------------------------------------------------- */

static void forget_burn_in(Worker *worker)
{
    tl_simulation_free(&worker->burnt_in);
    tl_point_free(&worker->beginning);
    worker->start = -1;
}

static void count_burn_in(Pool *pool, double seconds, bool simulated)
{
    tl_lock(&pool->lock);
    pool->tally.burn_ins += simulated;
    pool->tally.copies += !simulated;
    pool->tally.burn_in_s += seconds;
    tl_unlock(&pool->lock);
}

/* A simulation on its first day, or where it was when it was kept; `keep`: of a run, NULL of a burn-in. */
static tl_Outcome take_or_create(Worker *worker, int64_t number, const tl_Config *config, int64_t replicate,
                                 tl_Simulation *simulation, tl_Keep *keep)
{
    Pool *pool = worker->pool;
    const tl_RunOptions *options = pool->options;
    tl_Taken taken = TL_NOT_KEPT;
    const tl_Histories *histories = keep == NULL ? options->histories : NULL;
    if (options->keeper != NULL) {
        taken = options->keeper->take(options->keeper->context, number, config, replicate, pool->threads_each,
                                      options->kernel, simulation, keep);
    }
    if (taken == TL_NOT_KEPT && histories != NULL) {
        taken = histories->take(histories->context, config, replicate, pool->threads_each, options->kernel,
                                simulation);
    }
    if (taken == TL_NOT_TO_BE_TAKEN) {
        atomic_store(&pool->stopped, true);
        return TL_STOPPED;
    }
    if (taken == TL_TAKEN_UP) {
        return TL_OK;
    }
    return tl_simulation_create(simulation, config, replicate, pool->threads_each, options->kernel);
}

/* Simulates the burn-in that the next run begins with, unless it is at hand. */
static tl_Outcome burn_in(Worker *worker, int64_t start, int64_t replicate)
{
    Pool *pool = worker->pool;
    if (worker->start == start && worker->replicate == replicate) {
        return TL_OK;
    }
    forget_burn_in(worker);
    double started_s = tl_now_s();
    const tl_Config *config = &worker->beginning.config;
    int64_t number = start * pool->plan->replicates + replicate;
    tl_plan_start_config(pool->plan, start, &worker->beginning);
    worker->replicate = replicate;
    tl_Outcome outcome = take_or_create(worker, number, config, replicate, &worker->burnt_in, NULL);
    worker->start = outcome == TL_OK ? start : -1;
    bool begun = outcome == TL_OK && worker->burnt_in.world.day < config->run.burn_in_days;
    while (outcome == TL_OK && worker->burnt_in.world.day < config->run.burn_in_days) {
        outcome = tl_simulation_step(&worker->burnt_in, NULL);
        if (outcome == TL_OK && gives_up(pool)) {
            outcome = TL_STOPPED;
        }
    }
    if (outcome != TL_OK) {
        forget_burn_in(worker);
        return outcome;
    }
    count_burn_in(pool, tl_now_s() - started_s, true);
    const tl_Histories *histories = pool->options->histories;
    if (begun && histories != NULL && histories->put != NULL) {
        histories->put(histories->context, &worker->burnt_in, replicate);
    }
    return TL_OK;
}

/* The simulation of a run on its first day, on its first measured one, or where it was when it was kept. */
static tl_Outcome begin(Worker *worker, int64_t start, const tl_Config *config, int64_t replicate,
                        tl_Simulation *simulation)
{
    Pool *pool = worker->pool;
    if (start < 0 || tl_run_is_kept(pool->options, worker->run)) {
        return take_or_create(worker, worker->run, config, replicate, simulation, &worker->keep);
    }
    tl_Outcome outcome = burn_in(worker, start, replicate);
    if (outcome == TL_OK) {
        outcome = tl_simulation_copy(simulation, &worker->burnt_in, config);
        count_burn_in(pool, 0.0, false);
    }
    return outcome;
}

/* ---- one run, from its beginning ----------------------------------------------------------------------- */

static tl_Outcome simulate(Worker *worker, tl_RunRecord *record)
{
    const tl_Plan *plan = worker->pool->plan;
    bool looks = plan->snapshot_count > 0 || worker->pool->sink->snapshot != NULL;
    tl_Observer observer = {
        .context = worker, .period = on_period, .snapshot = looks ? on_snapshot : NULL, .day = on_day};
    tl_Simulation simulation = {0};
    const tl_Config *config = &worker->point.config;
    tl_plan_config(plan, record->run / plan->replicates, &worker->point);
    tl_Outcome outcome = begin(worker, tl_run_start(plan, worker->pool->options, record->run), config,
                               record->run % plan->replicates, &simulation);
    if (outcome == TL_OK) {
        worker->now = &simulation;
        outcome = tl_simulation_run(&simulation, &observer);
        worker->now = NULL;
    }
    if (outcome != TL_OK) {
        tl_failure_sentence(&simulation, outcome, record->reason);
    } else if (!tl_keep_end(&worker->keep, config, record->reason)) {
        outcome = TL_NOBODY_MEANT;
    } else {
        record->digest = tl_simulation_digest(&simulation);
    }
    tl_simulation_free(&simulation);
    tl_point_free(&worker->point);
    return outcome;
}

static void tell(Pool *pool, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    const tl_Sink *sink = pool->sink;
    tl_lock(&pool->lock);
    pool->tally.runs++;
    pool->tally.failed += record->status == TL_RUN_FAILED;
    pool->tally.agent_days += record->agent_days;
    if (pool->options->keeper != NULL && kept != NULL) {
        pool->options->keeper->brought.finished(pool->options->keeper->context, record, kept);
    }
    release_sink(pool, sink->finished == NULL || sink->finished(sink->context, record, kept));
}

/* A run that was given up is as if it had not been begun. */
static void run_one(Worker *worker, int64_t run)
{
    Pool *pool = worker->pool;
    tl_RunRecord record = {.run = run, .status = TL_RUN_DONE};
    double started_s = tl_now_s();
    worker->run = run;
    worker->days_done = 0;
    tl_keep_clear(&worker->keep);
    record.outcome = simulate(worker, &record);
    if (record.outcome == TL_STOPPED) {
        return;
    }
    bool good = record.outcome == TL_OK;
    record.status = good ? TL_RUN_DONE : TL_RUN_FAILED;
    record.seconds = tl_now_s() - started_s;
    record.agent_days = worker->keep.agent_days;
    tell(pool, &record, good ? worker->keep.values : NULL);
}

/* ---- many ---------------------------------------------------------------------------------------------- */

static void take_blocks(void *context)
{
    Worker *worker = context;
    Pool *pool = worker->pool;
    const tl_Order *order = &pool->order;
    while (!gives_up(pool)) {
        int64_t block = atomic_fetch_add(&pool->next, 1);
        if (block >= order->block_count) {
            break;
        }
        for (int64_t i = order->blocks[block]; i < order->blocks[block + 1] && !gives_up(pool); i++) {
            run_one(worker, order->runs[i]);
        }
    }
}

/* Nothing allocates while it holds the lock, but for sinks of commands, which are not tried. */
static void *work_on(void *argument)
{
    Worker *worker = argument;
    Pool *pool = worker->pool;
    if (!pool->tried) {
        take_blocks(worker);
    } else if (!tl_memory_try(take_blocks, worker)) {
        atomic_store(&pool->short_of_memory, true);
        atomic_store(&pool->stopped, true);
    }
    forget_burn_in(worker);
    tl_lock(&pool->lock);
    pool->running--;
    tl_signal_give(&pool->ended);
    tl_unlock(&pool->lock);
    return NULL;
}

/* ---- what an earlier process had made ------------------------------------------------------------------ */

static bool again_period(void *context, int64_t run, const tl_Period *period)
{
    const tl_Sink *sink = ((Pool *)context)->sink;
    return sink->period == NULL || sink->period(sink->context, run, period);
}

static bool again_snapshot(void *context, int64_t run, const tl_Snapshot *snapshot)
{
    const tl_Sink *sink = ((Pool *)context)->sink;
    return sink->snapshot == NULL || sink->snapshot(sink->context, run, snapshot);
}

static bool again_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    Pool *pool = context;
    const tl_Sink *sink = pool->sink;
    pool->is_made[record->run] = true;
    pool->tally.runs++;
    pool->tally.agent_days += record->agent_days;
    atomic_fetch_add(&pool->days, tl_config_total_days(pool->plan->bases[0]));
    return sink->finished == NULL || sink->finished(sink->context, record, kept);
}

static void begin_again(Pool *pool)
{
    const tl_Keeper *keeper = pool->options->keeper;
    const tl_Sink again = {
        .context = pool, .period = again_period, .snapshot = again_snapshot, .finished = again_finished};
    if (keeper == NULL) {
        return;
    }
    pool->is_made = tl_allocate((size_t)tl_plan_runs(pool->plan) + 1, sizeof *pool->is_made);
    if (!keeper->begin(keeper->context, pool->plan, &again)) {
        atomic_store(&pool->stopped, true);
    }
}

/* Lets the calling thread write and show while the workers are at it. */
static void watch(Pool *pool)
{
    tl_lock(&pool->lock);
    while (pool->running > 0) {
        tl_signal_await(&pool->ended, &pool->lock, TICK_NS);
        if (is_to_keep(pool)) {
            keep(pool);
        }
        tl_unlock(&pool->lock);
        tick(pool, false);
        tl_lock(&pool->lock);
    }
    tl_unlock(&pool->lock);
}

/* Starts as many of the workers as threads can be had; their number. */
static int start_workers(Pool *pool, Worker *workers, int count)
{
    int started = 0;
    tl_lock(&pool->lock);
    while (started < count && tl_thread_start(&workers[started].thread, work_on, &workers[started])) {
        started++;
    }
    pool->running = started;
    tl_unlock(&pool->lock);
    return started;
}

static void work(Pool *pool, Worker *workers, int count)
{
    pool->workers = workers;
    pool->worker_count = count;
    for (int i = 0; i < count; i++) {
        workers[i] = (Worker){.pool = pool, .start = -1};
        tl_keep_create(&workers[i].keep, pool->plan);
    }
    int started = start_workers(pool, workers, count);
    if (started == 0 && count > 0) {
        pool->alone = true;
        work_on(&workers[0]);
    }
    watch(pool);
    for (int i = 0; i < started; i++) {
        tl_thread_join(&workers[i].thread);
    }
    for (int i = 0; i < count; i++) {
        tl_keep_free(&workers[i].keep);
    }
    tick(pool, true);
}

int tl_execute_workers(const tl_RunOptions *options, int64_t runs, int *threads_each)
{
    int threads = tl_run_threads(options), workers = runs < threads ? (int)runs : threads;
    *threads_each = workers > 0 ? threads / workers : 1;
    return workers;
}

tl_Outcome tl_execute(const tl_Plan *plan, const int64_t *runs, int64_t count, const tl_RunOptions *options,
                      const tl_Sink *sink, tl_Tally *tally)
{
    Pool pool = {.plan = plan,
                 .options = options,
                 .sink = sink,
                 .tried = tl_memory_is_tried(),
                 .started_s = tl_now_s()};
    begin_again(&pool);
    tl_order_create(&pool.order, plan, options, runs, runs != NULL ? count : tl_plan_runs(plan),
                    pool.is_made);
    int workers = tl_execute_workers(options, pool.order.count, &pool.threads_each);
    Worker *own = tl_allocate((size_t)workers + 1, sizeof *own);
    tl_lock_create(&pool.lock);
    tl_signal_create(&pool.ended);
    tl_signal_create(&pool.kept);
    work(&pool, own, workers);
    tl_signal_free(&pool.kept);
    tl_signal_free(&pool.ended);
    tl_lock_free(&pool.lock);
    free(own);
    free(pool.is_made);
    tl_order_free(&pool.order);
    pool.tally.days = atomic_load(&pool.days);
    pool.tally.seconds = tl_now_s() - pool.started_s;
    if (tally != NULL) {
        *tally = pool.tally;
    }
    if (atomic_load(&pool.short_of_memory)) {
        tl_out_of_memory(); /* for the caller's thread, too */
    }
    return atomic_load(&pool.stopped) ? TL_STOPPED : TL_OK;
}
