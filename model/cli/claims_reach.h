/* Of the command claims: whether the claims that do not hold can come out at all (run/reach.h). */
#ifndef TL_CLAIMS_REACH_H
#define TL_CLAIMS_REACH_H

#include "cli/claims_kept.h"
#include "cli/experiment_steps.h"

/* What was found of every claim of an experiment. */
typedef struct tl_ClaimsReach {
    tl_ReachRow *rows; /* owned, [count] */
    int count;
    tl_Reach of[TL_MOST_CLAIMS];
    int largest[TL_MOST_CLAIMS]; /* the row in which the difference is largest; -1: as the arms stand */
    tl_Reached as_it_stands[TL_MOST_CLAIMS];
} tl_ClaimsReach;

/* Tries the contrasts of the claims that do not move their outcome as the arms stand: with all that the arms differ
 * in at the ends, then, while one of those claims still does not, each alone; each in any case where `whole`. `each_s`
 * is what a run of an arm may take. An exit code; free `reach` in any case. */
int tl_claims_reach(const tl_Arguments *arguments, tl_Experiment *experiment, const tl_RunResults *results,
                    tl_ClaimsKept *kept, double each_s, bool whole, tl_ClaimsReach *reach);

void tl_claims_reach_free(tl_ClaimsReach *reach);

/* A line on a claim, where there is something to say. */
void tl_claims_reach_print(const tl_Experiment *experiment, const tl_ClaimsReach *reach, int claim,
                           tl_Language language);

/* "outcome" (of tl_reach_name), "same" as the arms stand, "largest", and "stretched", the table lever by lever. */
json_t *tl_claims_reach_json(const tl_Experiment *experiment, const tl_ClaimsReach *reach, int claim);

#endif
