/* Whether a claim can come out at all: whether what its arms differ in moves its outcome, as it stands or at the ends
 * of the allowed ranges (config/stretch.h). */
#ifndef TL_REACH_H
#define TL_REACH_H

#include "config/stretch.h"
#include "run/trial.h"

/* A claim's difference in some runs (of one about days: over the whole run); the same to the bit in every replicate. */
typedef struct tl_Reached {
    tl_Estimate difference;
    bool same;
} tl_Reached;

/* A contrast whose treatment has one parameter, or all that differ, at the ends. */
typedef struct tl_ReachRow {
    int treatment, control;
    int parameter;                 /* -1: all */
    double end;                    /* of that parameter */
    tl_Reached of[TL_MOST_CLAIMS]; /* of the claims on that contrast */
} tl_ReachRow;

typedef enum tl_Reach {
    TL_REACH_MOVES, /* the outcome moves by the claim's smallest difference at least, in one direction or the other */
    TL_REACH_NONE,      /* the outcome is the same to the bit, whatever was tried */
    TL_REACH_TOO_SMALL, /* all that was tried moves it by less than that */
    TL_REACH_OPEN,      /* the runs do not tell, or the arms also differ in what has no ends */
} tl_Reach;

/* "moves", "none", "too_small", "open". */
const char *tl_reach_name(tl_Reach reach);

tl_Reached tl_reached(const tl_Experiment *experiment, const tl_RunResults *results, int claim);

/* What the arms of a claim's contrast differ in, but for levers that keep the cost equal. */
tl_Contrast tl_reach_contrast(const tl_Experiment *experiment, int treatment, int control);

/* Runs the treatment with these parameters at their ends, and fills in `end` and `of` of the row, whose contrast is
 * set; `as_it_stands` has the control's runs. False with the reason. */
bool tl_reach_run(tl_Experiment *experiment, const tl_RunResults *as_it_stands, const int *parameters,
                  int count, const tl_RunOptions *options, tl_ReachRow *row, tl_Failure *failure);

/* A claim's reach by how it stands and by those of the rows [count] that are of its contrast, all that there can be where
 * `whole`; `largest`: the row in which the difference was largest, -1 if nothing more was to be found out than how it
 * stands. */
tl_Reach tl_reach_of(const tl_Experiment *experiment, int claim, tl_Reached as_it_stands,
                     const tl_ReachRow *rows, int count, bool whole, int *largest);

#endif
