/* One thread's work space for a unit's day. Nothing in it outlives the unit's day. */
#ifndef TL_WORKSPACE_H
#define TL_WORKSPACE_H

#include "core/visits/plan_kernel.h"
#include "core/visits/visit.h"

typedef enum tl_Employment { TL_PERMANENT, TL_HOURLY, TL_AGENCY } tl_Employment;

/* Someone at work in the unit today. */
typedef struct tl_Duty {
    uint64_t tie;  /* today's order among equals; for agency staff also who they are */
    int32_t staff; /* row; -1 for agency staff */
    int32_t column;
    int32_t team;
    int32_t care_s, travel_s;
    int32_t admin_s; /* registration and reported deviations */
    int32_t visits, intended_s, checked_good, checked_bad, deviations;
    float discretion, cut_probability, check_rate, quality; /* as in tl_StaffState */
    float x, y;                                             /* where they are, as tl_Candidates */
    int32_t free_s; /* when they are really free, seconds into the slot */
    uint8_t shift, skills, extra;
    bool trusted, under_delivers; /* the manager trusts this person; true delivery is under 90 % */
    tl_Employment employment;
} tl_Duty;

/* A visit in the plan of a slot. */
typedef struct tl_BookedVisit {
    int64_t pair;
    tl_VisitTimes times;
    int32_t visit, recipient, duty;
    int32_t start_s;                   /* seconds into the slot */
    int32_t registered_s, delivered_s; /* once it is made; 0 if it never is */
    bool has_contact, by_contact;
    bool made, cut; /* once the slot is worked: was it made, and cut short on purpose? */
} tl_BookedVisit;

/* What happened at a visit, as bits. */
enum { TL_LATE = 1, TL_RUSHED = 2, TL_COMPETENT = 4, TL_CUT = 8, TL_CIRCUMSTANCES = 2 * TL_CUT };

/* A visit that was made and is to be felt and remembered. */
typedef struct tl_Encounter {
    int64_t pair; /* -1 for agency staff, of whom no memory is kept */
    int32_t recipient;
    float noise;      /* of quality, in standard deviations */
    float quality;    /* what the one who came adds */
    float discretion; /* usable, of the one who came */
    uint8_t circumstances;
} tl_Encounter;

typedef struct tl_Workspace {
    tl_Duty *duties;                 /* [duty_count], by team */
    int32_t *team_first_duty;        /* [teams + 1] */
    tl_Candidates candidates;        /* of one slot */
    int32_t *candidate_duty;         /* index in duties; -1 for padding */
    int32_t *slot_duty, *slot_order; /* of a team, while it is lined up */
    int32_t *team_first;             /* [teams + 1]: first candidate of each team */
    int32_t *due;                    /* visits of one slot */
    tl_BookedVisit *booked;          /* of one slot, [booked_count] */
    int32_t booked_count;
    tl_PlanKernel kernel;
    int32_t duty_count;
    int32_t visits_due; /* of the unit today */
    int32_t room, team_room, visit_room;
    void *memory; /* owned */
} tl_Workspace;

/* Makes the workspace large enough for any unit of the world; false when memory is short. */
bool tl_workspace_fit(tl_Workspace *work, const tl_World *world);

void tl_workspace_free(tl_Workspace *work);

#endif
