/* Knock-outs and stretched runs that `tillit claims` has reckoned, so that it goes on where it was stopped: a small file
 * results/NAME.IDENTITY.claims, which is removed when all are done. The identity is of the experiment, the
 * configs of its arms and the model's version, so that what belongs to another never counts. */
#ifndef TL_CLAIMS_KEPT_H
#define TL_CLAIMS_KEPT_H

#include <jansson.h>

#include "run/reach.h"
#include "system/path.h"

typedef struct tl_ClaimsKept {
    char path[TL_PATH_SIZE];
    json_t *root, *knock_outs; /* root owned; by parameter, the numbers of the claims that fell; NULL: none
                                  can be kept */
    json_t *stretches;         /* by arms and parameter, what claims' differences were */
    double written_s;
    bool changed, failed; /* since it was written; to be written */
} tl_ClaimsKept;

/* Reads what is kept of this experiment, whose levers stand at equal cost; nothing if there is no such file
 * or it is damaged, which is said. */
void tl_claims_kept_open(tl_ClaimsKept *kept, const tl_Experiment *experiment);

/* Which claims fell [claim_count] without a parameter; false if that is not known. */
bool tl_claims_kept_find(const tl_ClaimsKept *kept, const char *parameter, bool *fell, int claim_count);

/* Keeps what a knock-out gave; writes it to the disk if a second has passed since the last time. */
void tl_claims_kept_add(tl_ClaimsKept *kept, const char *parameter, const bool *fell, int claim_count);

/* The same of a stretched run, known by its row's arms and parameter: its end, and the differences [claim_count]. */
bool tl_claims_kept_find_row(const tl_ClaimsKept *kept, tl_ReachRow *row, int claim_count);
void tl_claims_kept_add_row(tl_ClaimsKept *kept, const tl_ReachRow *row, int claim_count);

/* "difference", "half_width", "same". */
json_t *tl_reached_json(const tl_Reached *reached);

/* Removes the file where all is `done`, and otherwise writes what it lacks. The number of knock-outs in it.
 */
int tl_claims_kept_close(tl_ClaimsKept *kept, bool done);

#endif
