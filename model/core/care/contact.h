/* Permanent care contacts (fast omsorgskontakt). */
#ifndef TL_CONTACT_H
#define TL_CONTACT_H

#include "core/world/world.h"

/* Brings the unit's care contacts in line with the levers: those who should have contacts and lack them get
 * the assistant nurse of their team with the fewest recipients for the size of the post; contacts beyond the
 * levers end. */
void tl_contacts_assign(tl_World *world, int32_t unit);

#endif
