/* Reorganisations: units and teams that are formed anew on the days a config names. */
#ifndef TL_REORGANISATION_H
#define TL_REORGANISATION_H

#include "core/observation/report.h"

/* Carries out today's, in the config's order. What the units that disappear have counted is kept for the
 * report of the period; the one-off cost is booked in the new ones. TL_OK, TL_OUT_OF_MEMORY or TL_NOBODY_MEANT. */
tl_Outcome tl_reorganise(tl_World *world, tl_Reports *reports);

#endif
