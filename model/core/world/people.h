/* Who people are: recipients and employees drawn from their permanent id, so that the same person appears in
 * every regime of a seed. */
#ifndef TL_PEOPLE_H
#define TL_PEOPLE_H

#include "core/world/world.h"

/* A recipient before being given a place in the arena. */
typedef struct tl_Person {
    uint64_t id;
    float hours; /* granted, a month */
    float x, y;  /* seconds of travel from the area's base */
    float contact_rank;
    uint8_t needs;
} tl_Person;

typedef struct tl_PlannedVisit {
    int32_t seconds;
    int16_t minute;
    uint8_t slot, weekdays, occasion;
} tl_PlannedVisit;

enum { TL_MAX_WEEKLY_PLAN = TL_MAX_DAILY_VISITS + 1 };

/* Permanent ids. Kind, municipality and running numbers are kept apart, so that no two persons share one. */
uint64_t tl_recipient_id_at_start(int32_t municipality, int32_t number);
uint64_t tl_recipient_id_arriving(int32_t municipality, int32_t area, int32_t day, int32_t number);
uint64_t tl_post_id(int32_t municipality, int32_t area, int32_t number, bool hourly);
uint64_t tl_employee_id(uint64_t post, int32_t generation);

/* Median of the log-normal that, cut at 300 h, has the profile's mean (found by bisection). */
double tl_granted_hours_median(const tl_Profile *profile);

/* Draws a recipient: hours, place, competence and language needed. */
tl_Person tl_person_draw(const tl_World *world, uint64_t id, const tl_Profile *profile, double hours_median,
                         float reach_s);

/* The weekly plan of visits for granted hours: number of visits and length (visit.length_min,
 * visit.count_elasticity), slots, weekdays and preferred times. Returns their number, at most
 * TL_MAX_WEEKLY_PLAN. */
int tl_person_visits(const tl_World *world, const tl_Person *person,
                     tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN]);

/* Visits on every day of the week (0 where some day has none). */
int tl_daily_visits(const tl_PlannedVisit *visits, int count);

/* Enters a recipient in a row of a unit, in the unit's first team, without visits or relations. */
void tl_recipient_place(tl_World *world, int32_t recipient, int32_t unit, const tl_Person *person,
                        int daily_visits);

/* Enters a planned visit in a row. */
void tl_visit_place(tl_World *world, int32_t visit, int32_t recipient, const tl_PlannedVisit *planned);

#endif
