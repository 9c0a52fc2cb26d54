/* What common random numbers are worth in a sweep. */
#ifndef TL_SWEEP_PAIRING_H
#define TL_SWEEP_PAIRING_H

#include "io/sweep_parts.h"

/* Prints, for the outcomes in the first window, the variance of the difference between points 1 and 2 as
 * paired replicates over what it would be if they were independent. Nothing where fewer than two replicates
 * of both are done. */
void tl_sweep_pairing_print(const tl_Sweep *sweep, const tl_Index *index);

#endif
