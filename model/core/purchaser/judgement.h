/* What purchaser and providers make of each other (ODD 7.30): opinions on evidence, each from its own side. */
#ifndef TL_JUDGEMENT_H
#define TL_JUDGEMENT_H

#include "core/world/world.h"

/* Of a provider's purchaser about it, and of the provider about its purchaser. */
tl_Opinion tl_purchaser_opinion(const tl_World *world, int32_t provider);
tl_Opinion tl_provider_opinion(const tl_World *world, int32_t provider);

/* E: what the contract manager who looks after a provider expects of it, and the provider of the purchaser. */
double tl_purchaser_expects(const tl_World *world, int32_t provider);
double tl_provider_expects(const tl_World *world, int32_t provider);

/* What a month's checks say of a provider. `controlled` is how much of all visits
 * was looked at, 0 to 1. */
tl_Evidence tl_audit_evidence(const tl_Constants *constants, const tl_AuditFound found[TL_AUDIT_KINDS],
                              double controlled);

/* Both sides learn what the month showed, but for dialogues and sanctions. `own` is the municipality's own provider. */
void tl_purchaser_learns(tl_World *world, int32_t provider);
void tl_provider_learns(tl_World *world, int32_t provider, double surplus, bool unequal);

/* Evidence is entered in growth weights. */
void tl_purchaser_enters(tl_World *world, int32_t provider, tl_Evidence evidence);
void tl_provider_enters(tl_World *world, int32_t provider, tl_Evidence evidence);

#endif
