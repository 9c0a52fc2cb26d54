#include "run/order.h"

#include <stdlib.h>

#include "run/sink.h"
#include "system/memory.h"

enum { LONGEST_BLOCK = 64, BLOCKS_PER_THREAD = 4, FEW_RUNS = 8 };

/* ---- what a run begins with ---------------------------------------------------------------------------- */

bool tl_run_is_kept(const tl_RunOptions *options, int64_t run)
{
    const tl_Keeper *keeper = options->keeper;
    return keeper != NULL && keeper->has(keeper->context, run);
}

int64_t tl_run_start(const tl_Plan *plan, const tl_RunOptions *options, int64_t run)
{
    int64_t point = run / plan->replicates, start = tl_plan_start(plan, point);
    bool kept = options->histories != NULL && plan->bases[0]->run.burn_in_days > 0;
    return start >= 0 || !kept ? start : plan->start_count + point;
}

/* ---- the order ----------------------------------------------------------------------------------------- */

/* A run with what decides its place in the order. */
typedef struct Placed {
    int64_t run, replicate, start;
} Placed;

static int by_burn_in(const void *left, const void *right)
{
    const Placed *a = left, *b = right;
    int order = (a->replicate > b->replicate) - (a->replicate < b->replicate);
    order = order != 0 ? order : (a->start > b->start) - (a->start < b->start);
    return order != 0 ? order : (a->run > b->run) - (a->run < b->run);
}

static bool same_burn_in(const Placed *a, const Placed *b)
{
    return a->start >= 0 && a->start == b->start && a->replicate == b->replicate;
}

/* Runs of a block: a few, such as the arms of an experiment, if every thread has as many; more, if there are
 * enough to keep all threads at work to the end. */
static int64_t longest_block(const tl_Order *order, const tl_RunOptions *options)
{
    int64_t each = order->count / tl_run_threads(options), longest = each / BLOCKS_PER_THREAD;
    longest = longest > LONGEST_BLOCK ? LONGEST_BLOCK : longest;
    int64_t few = each < FEW_RUNS ? each : FEW_RUNS;
    longest = longest < few ? few : longest;
    return longest < 1 ? 1 : longest;
}

/* One run a block, but for those that share a burn-in: of these so many that it is worth its cost. */
static void cut(tl_Order *order, const tl_RunOptions *options, const Placed *placed)
{
    int64_t count = order->count, longest = longest_block(order, options);
    for (int64_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && same_burn_in(&placed[first], &placed[end]); end++) {
        }
        int64_t pieces = (end - first + longest - 1) / longest;
        for (int64_t piece = 0; piece < pieces; piece++) {
            order->blocks[order->block_count++] = first + (end - first) * piece / pieces;
        }
    }
    order->blocks[order->block_count] = count;
}

/* The runs that are left. Those under way come first, and go on from where they are, without a burn-in; their number.
 * `shared`: do others begin with a burn-in that is shared? */
static int64_t place(tl_Order *order, const tl_Plan *plan, const tl_RunOptions *options, const int64_t *runs,
                     const bool *is_made, Placed *placed, bool *shared)
{
    int64_t count = order->count, first = 0;
    order->count = 0;
    for (int under_way = 1; under_way >= 0; under_way--) {
        for (int64_t i = 0; i < count; i++) {
            int64_t run = runs != NULL ? runs[i] : i;
            if ((is_made == NULL || !is_made[run]) && tl_run_is_kept(options, run) == (under_way == 1)) {
                int64_t start = under_way == 1 ? -1 : tl_run_start(plan, options, run);
                placed[order->count++] = (Placed){run, run % plan->replicates, start};
                *shared = *shared || start >= 0;
            }
        }
        first = under_way == 1 ? order->count : first;
    }
    return first;
}

void tl_order_create(tl_Order *order, const tl_Plan *plan, const tl_RunOptions *options, const int64_t *runs,
                     int64_t count, const bool *is_made)
{
    size_t room = (size_t)count + 1;
    bool shared = false;
    Placed *placed = tl_allocate(room, sizeof *placed);
    *order = (tl_Order){.runs = tl_allocate(room, sizeof *order->runs),
                        .blocks = tl_allocate(room, sizeof *order->blocks),
                        .count = count};
    int64_t first = place(order, plan, options, runs, is_made, placed, &shared);
    if (shared) {
        qsort(placed + first, (size_t)(order->count - first), sizeof *placed, by_burn_in);
    }
    for (int64_t i = 0; i < order->count; i++) {
        order->runs[i] = placed[i].run;
    }
    cut(order, options, placed);
    free(placed);
}

void tl_order_free(tl_Order *order)
{
    free(order->runs);
    free(order->blocks);
}
