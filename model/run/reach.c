#include "run/reach.h"

#include <math.h>
#include <stdlib.h>

#include "config/experiment_claims.h"
#include "system/memory.h"

const char *tl_reach_name(tl_Reach reach)
{
    static const char *const names[] = {[TL_REACH_MOVES] = "moves",
                                        [TL_REACH_NONE] = "none",
                                        [TL_REACH_TOO_SMALL] = "too_small",
                                        [TL_REACH_OPEN] = "open"};
    return names[reach];
}

/* By at least the claim's `smallest` in one direction or the other, as verdicts count; at all, where that is days. */
static bool does_move(const tl_Claim *claim, tl_Reached reached)
{
    tl_Estimate d = reached.difference;
    return tl_claim_is_about_days(claim) || claim->form == TL_CLAIM_ON_LEVEL
               ? !reached.same
               : tl_verdict(1, claim->smallest, d.mean, d.half_width) == TL_SUPPORTED ||
                     tl_verdict(-1, claim->smallest, d.mean, d.half_width) == TL_SUPPORTED;
}

/* By less than that, for certain. */
static bool stays(const tl_Claim *claim, tl_Reached reached)
{
    tl_Estimate d = reached.difference;
    return reached.same || (!tl_claim_is_about_days(claim) &&
                            tl_verdict(1, claim->smallest, d.mean, d.half_width) == TL_NEGLIGIBLE);
}

tl_Reached tl_reached(const tl_Experiment *e, const tl_RunResults *results, int claim)
{
    const tl_Claim *c = &e->claims[claim];
    tl_Reached reached = {.same = tl_trial_is_same(e, results, claim)};
    reached.difference = tl_claim_is_about_days(c) ? tl_trial_difference(e, results, claim)
                                                   : tl_trial_answer(e, results, claim).difference;
    return reached;
}

tl_Contrast tl_reach_contrast(const tl_Experiment *e, int treatment, int control)
{
    const tl_Arm *own = &e->arms[treatment], *other = &e->arms[control];
    const int exempt[2] = {own->equal.lever, other->equal.lever};
    tl_Contrast contrast = tl_contrast_of(&own->loaded.config, &other->loaded.config, exempt);
    contrast.otherwise = contrast.otherwise || treatment == control; /* groups differ in what they are */
    return contrast;
}

static void take(const tl_Experiment *e, const tl_RunResults *results, tl_ReachRow *row)
{
    for (int claim = 0; claim < e->claim_count; claim++) {
        const tl_Claim *c = &e->claims[claim];
        if (c->treatment == row->treatment && c->control == row->control) {
            row->of[claim] = tl_reached(e, results, claim);
        }
    }
}

/* The arm is given the stretched config for the time of the runs. */
static bool run_stretched(tl_Experiment *e, const tl_RunResults *as_it_stands, const tl_Config *config,
                          const tl_RunOptions *options, tl_ReachRow *row, tl_Failure *failure)
{
    bool wanted[TL_MOST_ARMS] = {false};
    tl_RunResults results = {.window_count = 0};
    tl_Config *own = &e->arms[row->treatment].loaded.config, *kept = tl_allocate(1, sizeof *kept);
    wanted[row->treatment] = true;
    *kept = *own;
    *own = *config;
    bool good = tl_trial_run(e, wanted, options, &results, failure);
    *own = *kept;
    free(kept);
    if (good) {
        tl_run_results_copy_arm(&results, as_it_stands, row->control);
        take(e, &results, row);
    }
    tl_run_results_free(&results);
    return good;
}

bool tl_reach_run(tl_Experiment *e, const tl_RunResults *as_it_stands, const int *parameters, int count,
                  const tl_RunOptions *options, tl_ReachRow *row, tl_Failure *failure)
{
    bool good = true;
    tl_Stretched *s = tl_allocate(1, sizeof *s); /* too much for the stack on which runs stand */
    tl_stretch(&e->arms[row->treatment].loaded, &e->arms[row->control].loaded.config, parameters, count, s);
    row->end = s->end;
    if (s->moved) {
        good = run_stretched(e, as_it_stands, &s->config, options, row, failure);
    } else {
        take(e, as_it_stands, row);
    }
    tl_config_free(&s->config);
    free(s);
    return good;
}

tl_Reach tl_reach_of(const tl_Experiment *e, int claim, tl_Reached as_it_stands, const tl_ReachRow *rows,
                     int count, bool whole, int *largest)
{
    const tl_Claim *c = &e->claims[claim];
    tl_Reached most = as_it_stands;
    bool moves = does_move(c, most), stay = stays(c, most), same = most.same;
    *largest = -1;
    if (moves) {
        return TL_REACH_MOVES;
    }
    for (int i = 0; i < count; i++) {
        const tl_Reached *own = &rows[i].of[claim];
        if (rows[i].treatment != c->treatment || rows[i].control != c->control) {
            continue;
        }
        bool surely = does_move(c, *own);
        if (surely > moves || (surely == moves && fabs(own->difference.mean) > fabs(most.difference.mean))) {
            most = *own;
            *largest = i;
        }
        moves = moves || surely;
        stay = stay && stays(c, *own);
        same = same && own->same;
    }
    return moves             ? TL_REACH_MOVES
           : !whole || !stay ? TL_REACH_OPEN
           : same            ? TL_REACH_NONE
                             : TL_REACH_TOO_SMALL;
}
