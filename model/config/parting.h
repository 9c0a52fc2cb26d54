/* The day on which two configs begin to govern differently. */
#ifndef TL_PARTING_H
#define TL_PARTING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/parameters/config.h"

/* The first measured day on which the two govern differently; -1 if from before the first measured day (they begin
 * with other levers, people or coefficients), INT64_MAX if never. Names do not count. */
int64_t tl_parting_day(const tl_Config *a, const tl_Config *b);

/* Do two of them do the same, on the same day, in the same units? */
bool tl_same_change(const tl_Change *a, const tl_Change *b);
bool tl_same_reorganisation(const tl_Reorganisation *a, const tl_Reorganisation *b);

#endif
