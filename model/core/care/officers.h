/* Case officers (E6): decisions follow need with a lag, and mismatch is put right in between. */
#ifndef TL_OFFICERS_H
#define TL_OFFICERS_H

#include "core/world/world.h"

/* Every 30 days: staff, plans and nurses put mismatch right; officers hear of the unit and review decisions.
 */
void tl_officers_month(tl_World *world, int32_t unit);

/* Meetings of case officer and unit a month: units of external providers may have more or fewer. */
double tl_officers_meetings(const tl_World *world, int32_t unit);

/* What a unit's case officer learned of it this month, in weights of `growth`. */
tl_Evidence tl_officers_learned(const tl_World *world, int32_t unit, double growth);

/* A unit's case officer's opinion of it. */
tl_Opinion tl_officers_opinion(const tl_World *world, int32_t unit);

/* Yearly rate at which a decision is reviewed: base, more with latitude, more where unit and officer meet and
 * the officer trusts the unit. */
double tl_officers_review_rate(const tl_World *world, int32_t unit);

#endif
