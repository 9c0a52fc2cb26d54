/* The day: every step of it in order, whom it concerns and when it is due (docs/ODD.md, section 3). Whatever asks what
 * happens on a day asks here. */
#ifndef TL_SCHEDULE_H
#define TL_SCHEDULE_H

#include "core/day/workspace.h"
#include "core/observation/report.h"

/* What a step touches. Units meet only where they share hourly staff (substitutes.h): sharing groups go through a
 * block of days on their own, but those of a municipality with several providers go together, since its newcomers may be
 * given to any unit. A block ends where a step of the world or of a municipality is due. */
typedef enum tl_Scope {
    TL_SCOPE_WORLD,
    TL_SCOPE_MUNICIPALITY,
    TL_SCOPE_CLOCK, /* what follows from the date: each sharing group has a clock of its own within a block */
    TL_SCOPE_SHARING_GROUP,
    TL_SCOPE_AREA,
    TL_SCOPE_UNIT
} tl_Scope;

/* Steps that follow one another in a phase and have the same scope are taken together: a sharing group's units, one
 * by one, through all of them. */
typedef enum tl_Phase {
    TL_PHASE_BEFORE, /* on the first day of a block step by step, each for the whole world */
    TL_PHASE_MORNING,
    TL_PHASE_POOL,
    TL_PHASE_VISITS,
    TL_PHASE_EVENING, /* after all visits: hourly staff also work in another unit than their own */
    TL_PHASE_AFTER    /* after the last day of a block, for the whole world */
} tl_Phase;

/* Days on which a step is due. Weeks and windows are counted from the first measured day, months from the first
 * day of the run. */
typedef enum tl_Calendar {
    TL_DUE_ONCE, /* on the first measured day */
    TL_DUE_DAILY,
    TL_DUE_WEEK_ENDS,
    TL_DUE_WINDOW_BEGINS,
    TL_DUE_WINDOW_ENDS,
    TL_DUE_MONTH_BEGINS,
    TL_DUE_BLOCK_BEGINS,
    TL_DUE_FIRMS_BEGIN,    /* on the day on which firms begin, where the config says one */
    TL_DUE_ORDER,          /* on the days on which the purchaser orders something of its own units */
    TL_DUE_REORGANISATION, /* on the days of the config's reorganisations */
    TL_DUE_CHANGE,         /* on the days on which changes of levers begin */
    TL_DUE_PERIOD_ENDS,
    TL_DUE_SNAPSHOT,
    TL_CALENDARS
} tl_Calendar;

/* What a step's function is given and gives back. */
typedef enum tl_Form { TL_OF_WORLD, TL_OF_EACH, TL_WITH_WORKSPACE, TL_GROWING, TL_REPORTING } tl_Form;

/* One line of the schedule. */
typedef struct tl_Step {
    const char *file, *function; /* where it is found: room and file in model/core */
    const char *meaning;
    tl_Phase phase;
    tl_Scope scope;
    tl_Calendar calendar;
    tl_Form form;
    union {
        void (*of_world)(tl_World *world);
        void (*of_each)(tl_World *world, int32_t index); /* of a unit, area, ...; a group's first unit */
        void (*with_workspace)(tl_World *world, int32_t unit, tl_Workspace *work);
        bool (*growing)(tl_World *world); /* false when memory is short */
        tl_Outcome (*reporting)(tl_World *world, tl_Reports *reports);
    } run;
} tl_Step;

enum { TL_MOST_STEPS = 64 };
extern const tl_Step tl_schedule[];
extern const int tl_schedule_count;

/* What is due on a day. */
typedef struct tl_Due {
    bool calendar[TL_CALENDARS];
} tl_Due;

/* `day` is counted from the start, burn-in included. */
tl_Due tl_due_on(const tl_Config *config, int32_t day);

static inline bool tl_step_is_due(const tl_Step *step, const tl_Due *due)
{
    return due->calendar[step->calendar];
}

/* Does it concern more than one sharing group? */
static inline bool tl_step_is_serial(const tl_Step *step)
{
    return step->scope <= TL_SCOPE_MUNICIPALITY;
}

/* Are they of the same phase and scope? A unit's steps that follow one another so share its work space. */
static inline bool tl_steps_together(const tl_Step *a, const tl_Step *b)
{
    return a->phase == b->phase && a->scope == b->scope;
}

/* How many days, from this one on, may be done without the whole world in between: 1 to TL_BLOCK_DAYS. */
int32_t tl_schedule_block(const tl_Config *config, int32_t day);

#endif
