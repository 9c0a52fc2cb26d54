#include "store/sweep_remake.h"

#include <stdlib.h>
#include <string.h>

#include "store/sweep_pairing.h"
#include "system/memory.h"

static void choose(tl_Remake *r, int sample)
{
    const tl_Plan *plan = &r->sweep->plan;
    int64_t points = tl_plan_points(plan), wanted = sample > 0 && sample < points ? sample : points;
    r->chosen = tl_allocate((size_t)(wanted * plan->replicates) + 1, sizeof *r->chosen);
    for (int64_t i = 0; i < wanted; i++) {
        int64_t point = (int64_t)((double)i * (double)points / (double)wanted);
        for (int64_t run = point * plan->replicates; run < (point + 1) * plan->replicates; run++) {
            if (r->runs.status[run] == TL_RUN_DONE) {
                r->chosen[r->count++] = run;
            }
        }
    }
}

static void check_points(const tl_Remake *r, const char *path, tl_Messages *messages)
{
    int64_t last = -1;
    for (int64_t i = 0; i < r->count && messages->errors == 0; i++) {
        int64_t point = r->chosen[i] / r->sweep->plan.replicates;
        if (point != last) {
            tl_sweep_check(r->sweep, point, path, messages);
        }
        last = point;
    }
}

bool tl_remake_start(tl_Remake *r, const tl_Sweep *sweep, const char *path, int sample, tl_Messages *messages)
{
    *r = (tl_Remake){.sweep = sweep, .failed = -1};
    if (!tl_merged_runs(&r->runs, sweep, path, messages)) {
        return false;
    }
    choose(r, sample);
    check_points(r, path, messages);
    return messages->errors == 0;
}

/* Puts what came out in place of what the file has. */
static bool on_finished(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    tl_Remake *r = context;
    const tl_Plan *plan = &r->sweep->plan;
    r->done++;
    r->runs.status[record->run] = record->status;
    r->runs.digest[record->run] = record->digest;
    if (record->status != TL_RUN_DONE) {
        if (r->failed < 0 || record->run < r->failed) {
            r->failed = record->run;
            memcpy(r->reason, record->reason, sizeof r->reason);
        }
        return true;
    }
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        size_t width = (size_t)tl_plan_width(plan, kind), each = (size_t)tl_plan_runs(plan) * width;
        for (int i = 0; width > 0 && i < tl_plan_variables(plan, kind); i++) {
            memcpy(r->runs.kept[kind] + (size_t)i * each + (size_t)record->run * width,
                   kept[kind] + (size_t)i * width, width * sizeof(double));
        }
    }
    return true;
}

tl_Outcome tl_remake_run(tl_Remake *r, const tl_RunOptions *options)
{
    const tl_Sink sink = {.context = r, .finished = on_finished};
    return tl_execute(&r->sweep->plan, r->chosen, r->count, options, &sink, NULL);
}

bool tl_remake_write(const tl_Remake *r, const char *path, tl_Messages *messages)
{
    tl_Pairing pairing;
    return tl_sweep_pairing_of(r->sweep, &r->runs, &pairing, messages) &&
           tl_merged_rewrite(path, r->sweep, &r->runs, pairing.pairs >= 2 ? pairing.ratios : NULL, messages);
}

void tl_remake_free(tl_Remake *r)
{
    tl_merged_runs_free(&r->runs);
    free(r->chosen);
    r->chosen = NULL;
}
