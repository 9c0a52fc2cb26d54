/* The day on which two configs part: until then they govern alike, so that runs of theirs are one to the bit. */
#ifndef TL_PARTING_H
#define TL_PARTING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/parameters/config.h"

/* The first measured day on which two configs govern differently: by a change or a reorganisation that only one of them has, or has
 * otherwise. What changes nothing, such as a lever that is set to the value it has, is no difference, and no more
 * is a name, or how long runs are and what of them is kept. -1: they differ from before the first measured day;
 * INT64_MAX: never. */
int64_t tl_parting_day(const tl_Config *a, const tl_Config *b);

/* Do two changes move one lever alike, and two reorganisations form units alike, whatever they are called? */
bool tl_changes_equal(const tl_Change *a, const tl_Change *b);
bool tl_reorganisations_equal(const tl_Reorganisation *a, const tl_Reorganisation *b);

/* Digest of all on which the days before the first measured one depend: the same for configs that do not part until then. */
uint64_t tl_history_digest(const tl_Config *config);

#endif
