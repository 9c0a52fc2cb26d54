/* Runs of a sweep side by side, one thread each, while the calling thread is free to write. */
#ifndef TL_SWEEP_WORK_H
#define TL_SWEEP_WORK_H

#include "store/sweep.h"
#include "store/sweep_parts.h"

/* What sharing burn-ins was worth. */
typedef struct tl_BurnIns {
    int64_t simulated, used; /* used: runs that began from a copy */
    double seconds;          /* of those simulated */
} tl_BurnIns;

typedef struct tl_SweepWork {
    const tl_Sweep *sweep;
    const int64_t *runs; /* what to run, [count] */
    int64_t count;
    const char *kernel; /* NULL: the best */
    int threads;
    tl_BurnIns *burn_ins; /* counted here; may be NULL */
    void *context;
    /* A run has ended; what is kept of it ([variable][its values] of each kind) is NULL if it failed. One
     * call at a time, from any worker; must be quick. */
    void (*finished)(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS]);
    /* From the calling thread, several times a second while there is work, and once after it: false to stop.
     * Workers go on meanwhile. */
    bool (*tick)(void *context, bool last);
} tl_SweepWork;

/* Returns when all is done, or when it was stopped (runs under way are given up). False if no thread
 * can be started. */
bool tl_sweep_work(const tl_SweepWork *work);

#endif
