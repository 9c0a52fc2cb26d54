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

/* A post's number begins at this bit of its id; below it stands which holder an employee is. */
enum { TL_POST_BIT = 10 };

/* Permanent ids. Kind, place and running numbers are kept apart, so that no two persons share one. They hang on
 * nothing but the municipality itself: its people are the same alone, among others and in any order.
 *
 * A place is a municipality's code and, where several of a run have the same, which copy it is; -1 if its code is
 * not from 0 to TL_MOST_CODE or it is the 129th copy. Areas are numbered within the municipality. */
int32_t tl_place_id(const tl_Config *config, int32_t municipality);

uint64_t tl_recipient_id_at_start(int32_t place, int32_t number);
uint64_t tl_recipient_id_arriving(int32_t place, int32_t area, int32_t day, int32_t number);
uint64_t tl_post_id(int32_t place, int32_t area, int32_t number, bool hourly);
/* Of providers but the municipality's own, and of their posts: both numbered within the municipality. */
uint64_t tl_provider_id(int32_t place, int32_t number);
uint64_t tl_others_post_id(int32_t place, int32_t provider, int32_t number, bool hourly);
uint64_t tl_employee_id(uint64_t post, int32_t generation);

/* Of a unit, of a shift of a team for which an agency is asked, and of the agency's number-th person there. */
uint64_t tl_unit_id(const tl_World *world, int32_t unit);
uint64_t tl_agency_shift_id(const tl_World *world, int32_t unit, int32_t team, int shift);
uint64_t tl_stranger_id(const tl_World *world, int32_t unit, int32_t team, int shift, int32_t number);

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

/* Enters a recipient in a row of a unit, in the unit's first team, without visits or relations. */
void tl_recipient_place(tl_World *world, int32_t recipient, int32_t unit, const tl_Person *person,
                        const tl_PlannedVisit *visits, int count);

/* Enters a planned visit in a row. */
void tl_visit_place(tl_World *world, int32_t visit, int32_t recipient, const tl_PlannedVisit *planned);

#endif
