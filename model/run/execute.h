/* The one pool that makes runs: side by side, on threads, from a plan into a sink. */
#ifndef TL_EXECUTE_H
#define TL_EXECUTE_H

#include "core/observation/observer.h"
#include "run/plan.h"
#include "run/run_options.h"

enum { TL_REASON_SIZE = 128 };

typedef enum tl_RunStatus { TL_RUN_MISSING, TL_RUN_DONE, TL_RUN_FAILED } tl_RunStatus;

/* One run that has ended. */
typedef struct tl_RunRecord {
    int64_t run; /* from 0 */
    uint64_t digest;
    double seconds; /* wall time */
    int64_t agent_days;
    int32_t status;
    tl_Outcome outcome;          /* of a failure */
    char reason[TL_REASON_SIZE]; /* and as a sentence without a full stop */
} tl_RunRecord;

/* What was done so far. */
typedef struct tl_Tally {
    int64_t runs, failed, days, agent_days; /* days: of all runs, burn-in included, also of those under way */
    int64_t burn_ins, copies;               /* shared burn-ins simulated, and runs that began from one */
    double burn_in_s, seconds;              /* of one core for the burn-ins; of the wall for everything */
} tl_Tally;

/* Where runs go. Members may be NULL. All but `tick` are called one at a time from any thread, and must be
 * quick; each returns false to give up all runs. */
typedef struct tl_Sink {
    void *context;
    bool (*period)(void *context, int64_t run, const tl_Period *period);
    bool (*snapshot)(void *context, int64_t run, const tl_Snapshot *snapshot);
    /* `kept` [variable][its values] of each kind; NULL of a run that failed. */
    bool (*finished)(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS]);
    /* From the calling thread, several times a second while there is work (where no thread can be started: every
     * simulated day), and once after it (`last`). */
    bool (*tick)(void *context, const tl_Tally *so_far, bool last);
} tl_Sink;

/* How many of so many runs go side by side, and on how many threads each. */
int tl_execute_workers(const tl_RunOptions *options, int64_t runs, int *threads_each);

/* Makes runs `runs` [count] of the plan, or, where `runs` is NULL, all of it; `tally` may be NULL. TL_OK: every
 * run ended, well or not; TL_STOPPED: it was given up, and runs under way with it. Runs go side by side, each
 * on one thread, when there are at least as many as threads; otherwise threads are shared out. */
tl_Outcome tl_execute(const tl_Plan *plan, const int64_t *runs, int64_t count, const tl_RunOptions *options,
                      const tl_Sink *sink, tl_Tally *tally);

#endif
