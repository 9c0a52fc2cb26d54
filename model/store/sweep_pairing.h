/* What common random numbers are worth in a sweep. */
#ifndef TL_SWEEP_PAIRING_H
#define TL_SWEEP_PAIRING_H

#include "config/experiment.h"
#include "store/sweep.h"
#include "store/sweep_merged.h"
#include "system/message.h"

/* For each outcome in the first window, the variance of the difference between points 1 and 2 as paired
 * replicates over what it would be if they were independent; NaN where it cannot be said. */
typedef struct tl_Pairing {
    size_t pairs; /* replicates done at both points; fewer than 2: no ratios */
    double ratios[TL_MOST_OUTCOMES];
} tl_Pairing;

/* False, with a message, when a part cannot be read. */
bool tl_sweep_pairing(const tl_Sweep *sweep, const tl_Index *index, tl_Pairing *pairing,
                      tl_Messages *messages);

/* The same from a merged file. False, with a message, without memory. */
bool tl_sweep_pairing_of(const tl_Sweep *sweep, const tl_MergedRuns *runs, tl_Pairing *pairing,
                         tl_Messages *messages);

/* Prints the ratios, if there are any. */
void tl_pairing_print(const tl_Sweep *sweep, const tl_Pairing *pairing);

/* Both. False, with a message on stderr, when a part cannot be read. */
bool tl_sweep_pairing_print(const tl_Sweep *sweep, const tl_Index *index);

#endif
