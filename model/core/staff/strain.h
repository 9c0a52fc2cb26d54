/* Strain and what it does to health and staying (E14-E16). */
#ifndef TL_STRAIN_H
#define TL_STRAIN_H

#include "core/world/world.h"

/* Usable discretion in standard deviations from ordinary governance. */
double tl_strain_discretion_sd(const tl_Constants *constants, double discretion);

/* Where strain goes (E14), standard deviations. */
double tl_strain_aim(const tl_World *world, int32_t unit, const tl_StaffState *state);

/* Strain moves towards its aim, faster up than down. Weekly. */
void tl_strain_week(tl_World *world, int32_t unit);

/* Sets the hazards of sickness spells relative to the base (E15). */
void tl_strain_hazards(const tl_World *world, int32_t unit, tl_StaffState *state);

/* Hazard of quitting relative to the base (E16), after `years` in the post. */
double tl_strain_quit_hazard(const tl_World *world, const tl_StaffState *state, double years);

#endif
