/* What a check finds of what truly was. */
#ifndef TL_AUDIT_H
#define TL_AUDIT_H

#include "core/world/world.h"

/* Chance that asking at home finds what is wrong with a visit, with the awareness of a provider's recipients. */
double tl_audit_precision(const tl_World *world, int32_t provider);

/* Looks at up to n visits of the last month that a provider sent records of. `word` gives two uniform numbers: for wrong
 * records, and for visits cut short. The only function of this room that may look at how the month truly was. */
tl_AuditFound tl_audit_look(const tl_World *world, int32_t provider, tl_AuditKind kind, int32_t n,
                            uint64_t word);

#endif
