/* The one pool that makes runs: side by side, on threads, from a plan into a sink. */
#ifndef TL_EXECUTE_H
#define TL_EXECUTE_H

#include "run/run_options.h"
#include "run/sink.h"

/* How many of so many runs go side by side, and on how many threads each. */
int tl_execute_workers(const tl_RunOptions *options, int64_t runs, int *threads_each);

/* Makes runs `runs` [count] of the plan, or, where `runs` is NULL, all of it; `tally` may be NULL. TL_OK: every
 * run ended, well or not; TL_STOPPED: it was given up, and runs under way with it. Runs go side by side, each
 * on one thread, when there are at least as many as threads; otherwise threads are shared out. With a keeper, runs
 * that ended before are not made again, those under way go on, and what there is when it is given up on request is
 * kept. */
tl_Outcome tl_execute(const tl_Plan *plan, const int64_t *runs, int64_t count, const tl_RunOptions *options,
                      const tl_Sink *sink, tl_Tally *tally);

#endif
