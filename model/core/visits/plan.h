/* Planning (ODD 7.6): every visit goes to the best-scoring present candidate who has time, of the
 * recipient's team first, else of the unit. Scores weigh familiarity, care contact, competence, language,
 * travel and load (plan_kernel.h). Assignment draws nothing; equals are ordered by a hash of id, day and
 * slot. The plan does not know how visits turn out: a slot is planned as a whole before it is worked. */
#ifndef TL_PLAN_H
#define TL_PLAN_H

#include "core/visits/experience.h"
#include "core/visits/visit.h"
#include "core/market/bill.h"
#include "core/day/workspace.h"

/* What does not change between the visits of a unit's day; the request is filled in for each. */
typedef struct tl_Planner {
    tl_Request request;
    tl_World *world;
    tl_Workspace *work;
    tl_ExperienceRules experience;
    int32_t unit;
    tl_VisitRules visit;
    tl_BillRules bill;
} tl_Planner;

/* `registration_s` is kept free after every visit; `route_factor` is travel of this way of planning over
 * travel at its best. */
tl_Planner tl_planner(tl_World *world, int32_t unit, tl_Workspace *work, int32_t registration_s,
                      float route_factor);

/* Plans today's visits of a slot, from `visit` in the unit's weekly plan on, into work->booked. What finds
 * nobody is counted and felt. Returns the first visit of a later slot. */
int32_t tl_plan_slot(tl_Planner *planner, int slot, int32_t visit);

#endif
