/* In which order the runs of a plan are taken, and which of them follow one another on one thread. */
#ifndef TL_ORDER_H
#define TL_ORDER_H

#include "run/plan.h"
#include "run/run_options.h"

typedef struct tl_Order {
    int64_t *runs;   /* owned, [count]: as they are taken */
    int64_t *blocks; /* owned, [block_count + 1]: one thread takes runs [blocks[k], blocks[k + 1]) */
    int64_t count, block_count;
} tl_Order;

/* Of these runs of a plan (NULL: of the first `count`), but for those that an earlier process ended (`is_made` [run]; NULL:
 * none), so that those with the same burn-in follow one another. */
void tl_order_create(tl_Order *order, const tl_Plan *plan, const tl_RunOptions *options, const int64_t *runs,
                     int64_t count, const bool *is_made);

void tl_order_free(tl_Order *order);

/* Was the run under way when an earlier process ended? */
bool tl_run_is_kept(const tl_RunOptions *options, int64_t run);

/* A number for the burn-in that a run begins with; -1: for itself alone, without a copy. Where histories are kept, every
 * run has one. */
int64_t tl_run_start(const tl_Plan *plan, const tl_RunOptions *options, int64_t run);

#endif
