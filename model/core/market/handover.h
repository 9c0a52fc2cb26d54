/* What becomes of a provider that ends (ODD 7.25): its recipients and those of its staff who follow go over to another. */
#ifndef TL_HANDOVER_H
#define TL_HANDOVER_H

#include "core/observation/report.h"

/* A provider's units go over to another of the municipality, as they are: people, relations and pairs of hourly staff
 * stay, levers that belong to provider or unit are the new owner's, and each unit has a new manager. Who of the staff
 * follows is a lasting draw against `handover.staff_share`; the others quit. At a share of 0 nobody follows and no unit
 * goes over: recipients move one by one to the units that the other has for their areas, and lose all relations. The
 * provider is gone afterwards, and rows have moved. TL_OUT_OF_MEMORY when memory is short. */
tl_Outcome tl_take_over(tl_World *world, tl_Reports *reports, int32_t from, int32_t to);

/* When the month begins: every provider that leaves goes over to the one that has its place in a lot from now on, or to the
 * municipality's own. */
tl_Outcome tl_handovers(tl_World *world, tl_Reports *reports);

/* Before that: where a tender says so, what the municipality's own provider has in a lot's areas goes over to the firm that
 * has won it. */
tl_Outcome tl_lots_pass(tl_World *world, tl_Reports *reports);

#endif
