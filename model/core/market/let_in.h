/* The day on which those begin who have been let in (ODD 7.35, 7.36), by free choice or with a lot. */
#ifndef TL_LET_IN_H
#define TL_LET_IN_H

#include "core/world/world.h"

/* When the month begins: firms whose authorisation or lot begins have units from now on, all of them at once, and those present
 * who are to be asked choose as soon as a firm serves them. False, and the world is of no further use, when memory is short. */
bool tl_firms_let_in(tl_World *world);

#endif
