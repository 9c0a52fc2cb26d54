/* Posts, rotas, hiring and quitting. */
#ifndef TL_STAFFING_H
#define TL_STAFFING_H

#include "core/world/world.h"

/* Full-time posts that cover `weekly_shifts` shifts a week, given the hourly share and absence. */
double tl_posts_needed(const tl_World *world, const tl_Regime *regime, double weekly_shifts);

/* Posts of the mean size for so many granted seconds a week, to the nearest whole number, where there is no rota yet. */
int32_t tl_posts_at_first(const tl_World *world, const tl_Regime *regime, double week_s, double least);

/* Hourly employees that go with a number of permanent ones. */
int32_t tl_hourlies_needed(const tl_World *world, const tl_Regime *regime, int32_t posts);

/* Opens a permanent post or hourly job in an unused row: permanent number, size, no one in it yet. */
void tl_post_open(tl_World *world, int32_t staff, int32_t team, bool hourly);

/* Shifts a team needs by weekday: granted time over the client-time share, in whole shifts, at least one
 * where there are visits. Written to team_needed for every team of the unit. */
void tl_shifts_needed(tl_World *world, int32_t unit);

/* Gives every post of a team a rota of 28 days: every second weekend, never an evening before a day shift, at
 * most six days in a row (work week across the rota's seam included), otherwise where most shifts are
 * missing. */
void tl_rota_make(tl_World *world, int32_t team);

/* Once every 30 days, units in order: quits, retirements, hires, closed and opened posts, then hourly staff,
 * replaced or not. False when memory is short. */
bool tl_staffing_month(tl_World *world);

/* The person in a post or hourly job leaves it: nobody is in it from now on. */
void tl_staff_leave(tl_World *world, int32_t staff);

/* Forgets all that recipients knew about a person who has left a staff row. */
void tl_relations_forget(tl_World *world, int32_t staff);

#endif
