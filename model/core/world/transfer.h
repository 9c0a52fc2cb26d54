/* Single moves, between two days and without rebuilding the world: a recipient comes, goes or moves to another
 * unit. When many move together, regroup.h does it; a provider's end is in handover.h. */
#ifndef TL_TRANSFER_H
#define TL_TRANSFER_H

#include "core/world/world.h"

/* How a move ended. Nothing is changed where it was not made. */
typedef enum tl_Transfer {
    TL_MOVED = 0,
    TL_NO_RECIPIENT,
    TL_NO_UNIT,
    TL_SAME_UNIT,
    TL_FOREIGN_UNIT,
    TL_UNIT_WITHOUT_PROVIDER,
    TL_UNIT_FULL /* tl_make_room gives more */
} tl_Transfer;

const char *tl_transfer_sentence(tl_Transfer transfer);

/* Moves a recipient to the least crowded team of another unit of the municipality. The person goes along with
 * needs, plan of visits, satisfaction and opinion of the provider (which begins anew with another provider), and with the relations to staff who have a
 * column in the new unit too (hourly employees of both). With a market the home lies where
 * it did; without one, areas have no distance, and it is as far from the new area's base as it was from the old. Lost are all other relations and the care contacts: the new unit appoints its own. The old row is
 * free. */
tl_Transfer tl_transfer(tl_World *world, int32_t recipient, int32_t unit);

/* The row for the next recipient of a unit; the row after its last where there is no room. */
int32_t tl_recipient_next_row(const tl_World *world, int32_t unit);

/* Makes a recipient's row free; visits and relations go too. */
void tl_recipient_remove(tl_World *world, int32_t unit, int32_t recipient);

/* The row for a new visit to a recipient of a unit, between its others: sorted by slot, preferred time and id. */
int32_t tl_visit_insert(tl_World *world, int32_t unit, int32_t recipient, uint8_t slot, int16_t minute);

/* Has a unit room for so many more recipients, with so many visits in all? */
bool tl_unit_has_room(const tl_World *world, int32_t unit, int32_t recipients, int32_t visits);

/* Granted time of a team's weekly plan over the size that it should have. */
double tl_crowding(const tl_World *world, int32_t team);

/* The team of `units` units with the least granted time over the size that it should have. */
int32_t tl_least_crowded_team(const tl_World *world, int32_t first_unit, int32_t units);

#endif
