/* Planning (MODEL mechanism 3): every visit goes to the best-scoring present candidate who has time, of the
 * recipient's team first, else of the unit. Scores weigh familiarity, care contact, competence, language,
 * travel and load (plan_kernel.h). Assignment draws nothing; equals are ordered by a hash of id, day and
 * slot. */
#ifndef TL_PLAN_H
#define TL_PLAN_H

#include "experience.h"
#include "visit.h"
#include "workbench.h"

/* Collects who is at work in a unit today, team by team. */
void tl_plan_duties(tl_World *world, int32_t unit, tl_Workbench *bench);

/* Plans and makes the visits of the three slots of a unit's day; time used is noted per duty, the rest
 * counted. */
void tl_plan_and_visit(tl_World *world, int32_t unit, tl_Workbench *bench);

#endif
