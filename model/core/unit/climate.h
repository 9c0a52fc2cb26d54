/* Clarity and psychological safety of a unit (E14). */
#ifndef TL_CLIMATE_H
#define TL_CLIMATE_H

#include "core/world/world.h"

/* Where clarity goes: follow-up raises it, levels of discretion that disagree lower it. 0-1. */
double tl_climate_clarity_aim(const tl_World *world, int32_t unit);

/* Where safety goes: expectation of the manager, support, work on it; blame lowers it. 0-1. */
double tl_climate_safety_aim(const tl_World *world, int32_t unit, double expectation, double support);

/* Share of deviations that are reported: least + (1 - least) * safety. */
double tl_climate_report_share(const tl_World *world, int32_t unit);

/* Where a unit starts: clarity and safety where they would go, with the support of its manager. */
tl_Climate tl_climate_start(const tl_World *world, int32_t unit);

/* Clarity and safety move on. Weekly. */
void tl_climate_week(tl_World *world, int32_t unit);

#endif
