/* Terms like a collective agreement (ODD 7.37): wages of firms that are not the municipality's, and what comes of them. */
#ifndef TL_COLLECTIVE_H
#define TL_COLLECTIVE_H

#include "core/world/world.h"

/* Wages of a unit relative to the municipality's; 1 but at firms. */
double tl_unit_wage(const tl_World *world, int32_t unit);

/* How often staff quit at such wages, relative to the municipality's. */
double tl_wage_quits(const tl_Constants *constants, double wage);

#endif
