/* Staff continuity by the official definition: different staff met in 14 days, 07-22, by recipients with two
 * or more visits on every day of the week who were at home and in care on all of them. Alarms, meals and home
 * nursing are not visits of the model. Windows follow one another; an employee counts once, each agency
 * person once per shift. */
#ifndef TL_CONTINUITY_H
#define TL_CONTINUITY_H

#include "core/world/world.h"

/* Opens a window for every recipient of a unit: those who may be counted, and empty tallies. */
void tl_continuity_open(tl_World *world, int32_t unit);

/* Takes out of the window those who are away today. */
void tl_continuity_exclude_away(tl_World *world, int32_t unit);

/* Notes a visit by an employee with a pair; true if the recipient had never met this person before. */
bool tl_continuity_visit(tl_World *world, int32_t recipient, int64_t pair);

/* Notes a visit by an agency person, told apart by `stranger` (one value per person and shift). True on the
 * first. */
bool tl_continuity_stranger(tl_World *world, int32_t recipient, uint64_t stranger);

/* Has a pair met in this window or the one before? */
bool tl_met_lately(const tl_World *world, int64_t pair);

/* Pairs that have met in this window or the one before, and care contacts. */
typedef struct tl_Ties {
    int64_t relations, contacts;
} tl_Ties;

/* Those of a recipient of a unit. */
tl_Ties tl_ties_of(const tl_World *world, int32_t unit, int32_t recipient);

/* Closes the window: adds the recipients counted to the unit's counters, and samples relations. */
void tl_continuity_close(tl_World *world, int32_t unit);

#endif
