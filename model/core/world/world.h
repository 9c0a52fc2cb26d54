/* The state of a run: struct-of-arrays in one arena. Offsets are derived from state.def, so that a copy of
 * the arena is a branch of the history. Pointers in tl_World are views into the arena, set by tl_world_allocate. */
#ifndef TL_WORLD_H
#define TL_WORLD_H

#include "core/numbers/calendar.h"
#include "core/parameters/config.h"
#include "core/observation/measure.h"
#include "core/numbers/opinion.h"
#include "core/market/account.h"
#include "core/market/contract.h"
#include "core/market/repute.h"
#include "core/purchaser/dossier.h"

enum {
    TL_BLOCK_DAYS = 14, /* days a municipality is taken through while it is in cache (day.c) */
    TL_SLOTS = 3,
    TL_MAX_DAILY_VISITS = 6,
    TL_MOST_CONTACTS = 2, /* care contacts of a recipient */
    TL_TRAITS = 5,        /* in which the practice of firms differs */
    TL_SHIFTS = 2,
    TL_ROW_PAD = 16, /* matrix rows are padded to whole cache lines */
    TL_NO_COLUMN = -1
};

enum { TL_MORNING, TL_MIDDAY, TL_EVENING };
enum { TL_OFF, TL_DAY_SHIFT, TL_EVENING_SHIFT };
enum { TL_WELL, TL_SICK_SHORT, TL_SICK_LONG };
enum { TL_SKILL_NURSE = 1, TL_LANGUAGES = 3 /* the bits that follow */ };

_Static_assert(TL_SLOTS == TL_EVENING + 1 && TL_SHIFTS == TL_EVENING_SHIFT - TL_DAY_SHIFT + 1,
               "slots count from 0, shifts from TL_DAY_SHIFT");
_Static_assert(TL_OFF == 0 && TL_WELL == 0, "a cleared row is of nobody: off, and well");
_Static_assert(1 + TL_LANGUAGES <= 8 && TL_WEEK_DAYS <= 8, "skills and weekdays are the bits of a byte");

/* What a recipient remembers of an employee. Kept together, apart from familiarity: a visit touches one cache
 * line of memories, while planning reads whole rows of familiarity. */
typedef struct tl_Memory {
    float good, bad; /* stored evidence r and s */
    uint32_t window; /* number of the last continuity window with a visit, and visits in it; 0 if never met */
} tl_Memory;

/* What an employee is like: slow, renewed every week (staff_state.c and the mechanisms it names). Kept together,
 * since a week touches all of it. */
typedef struct tl_StaffState {
    float person;                          /* f_j: lasting difference in strain, standard deviations */
    float strain;                          /* S, standard deviations */
    float motivation;                      /* M, 0-1 */
    float drift;                           /* x: signed distance from good practice */
    float skill;                           /* k, 0-1 */
    float permission;                      /* perceived discretion, 0-1 */
    float pressure;                        /* P, 0-1 */
    float changed;                         /* changed or extra shifts a week */
    float good, bad;                       /* stored evidence about the manager */
    float goodwill_good, goodwill_bad;     /* the manager's stored evidence about this employee: goodwill */
    float competence_good, competence_bad; /* and, as a variant, about competence */
    float delivery;                        /* delivered over intended time */
    /* what follows from the above until the next week */
    float discretion;                /* L: usable discretion */
    float cut_probability;           /* that a visit is cut short on purpose (E8) */
    float check_rate;                /* relational checks per visit (E2) */
    float quality;                   /* what this person adds to the quality of a visit (E10) */
    float short_hazard, long_hazard; /* of sickness spells, relative to the base (E15) */
    uint8_t opportunist, averse;
} tl_StaffState;

/* What a week brought an employee. */
typedef struct tl_StaffWeek {
    int32_t days, paid_s, busy_s;
    int32_t visits, intended_s, delivered_s;
    int32_t checked_good, checked_bad; /* checks, by what they found */
    int32_t deviations;                /* reported */
    int32_t changed;                   /* extra and moved shifts */
} tl_StaffWeek;

/* What a unit's people share. */
typedef struct tl_Climate {
    float clarity, safety;
    float discretion; /* mean usable discretion of staff */
    float pressure;   /* mean pressure of staff */
} tl_Climate;

/* The first-line manager of a unit: where the time goes. */
typedef struct tl_Manager {
    float load;        /* work over working time */
    float support;     /* presence, 1/(1+load^2) */
    float checks_made; /* share of the wanted relational checks that there is time for */
} tl_Manager;

/* The case officer of a unit: what the officer knows of it. */
typedef struct tl_Officer {
    float good, bad;                  /* stored evidence about the unit */
    int32_t month_visits, month_cuts; /* visits, and those detected as cut short, this month */
} tl_Officer;

typedef enum tl_Dimension {
#define TL_DIMENSION(NAME, name, meaning) TL_PER_##NAME,
#include "core/world/dimensions.def"
    TL_DIMENSIONS
} tl_Dimension;

/* How many rows of each dimension the arena holds: sizes.UNIT, or sizes.of[TL_PER_UNIT]. */
typedef union tl_Sizes {
    struct {
#define TL_DIMENSION(NAME, name, meaning) int64_t NAME;
#include "core/world/dimensions.def"
    };
    int64_t of[TL_DIMENSIONS];
} tl_Sizes;

/* Where the arrays of a dimension lie among all (state.def), others between them: who carries or clears a row need not look
 * at each. */
typedef struct tl_ArrayRange {
    int first, end;
} tl_ArrayRange;

/* Growth weights of forward decay (opinion.h), renewed each day. */
typedef struct tl_Decay {
    double opinion_epoch, familiarity_epoch; /* day of weight 1 */
    float opinion_growth, familiarity_growth;
    float familiarity_prior; /* W_K in stored units */
    tl_Prior opinion_prior;
} tl_Decay;

/* Keys of the processes of this run, by name: keys.need. */
typedef struct tl_Keys {
#define TL_PROCESS(number, NAME, name, meaning) uint64_t name;
#include "core/numbers/processes.def"
} tl_Keys;

typedef struct tl_World {
    const tl_Config *config; /* borrowed */
    void *block;             /* owned: what was allocated, in which the arena lies */
    void *arena;
    size_t arena_size;
    tl_ArrayRange arrays[TL_DIMENSIONS];
    tl_Sizes sizes;
    tl_Keys keys;
    tl_Decay decay;
    int32_t day;      /* since the start, burn-in included */
    int32_t window;   /* number of the continuity window, from 1 */
    double absence;   /* expected share of permanent staff on sick leave */
    uint64_t history; /* digest of units that were reorganised away */
#define TL_ARRAY(type, name, dimension, each, fate, meaning) type *name;
#include "core/world/state.def"
} tl_World;

/* One dimension, as declared in dimensions.def. */
typedef struct tl_DimensionEntry {
    const char *name, *meaning;
    tl_Dimension holder;        /* MUNICIPALITY's own is not used */
    size_t width;               /* bytes of a number of the first two arrays */
    size_t first, rows, member; /* offsets of the arrays' pointers in tl_World; 0: no such array */
} tl_DimensionEntry;

extern const tl_DimensionEntry tl_dimensions[TL_DIMENSIONS];

/* What becomes of an array's value where people move (state.def): the first goes along most often. */
typedef enum tl_Fate { TL_GOES_ALONG, TL_OWN_TO_UNIT, TL_SET_ANEW } tl_Fate;

/* One array of the arena, as declared in state.def. */
typedef struct tl_StateArray {
    const char *name, *type, *meaning;
    tl_Dimension dimension;
    tl_Fate fate;
    size_t bytes; /* per entity */
    size_t view;  /* offset of its pointer in tl_World */
} tl_StateArray;

extern const tl_StateArray tl_state_arrays[];
extern const int tl_state_array_count;

/* First of the rows reserved for what one row of the holding dimension holds, and how many. */
int64_t tl_first_held(const tl_World *world, tl_Dimension dimension, int64_t holder);
int64_t tl_rows_held(const tl_World *world, tl_Dimension dimension, int64_t holder);

/* Copies what is known about `count` entities to rows of this or another world (they may overlap): what goes along,
 * and what fates up to `last` say besides. */
void tl_world_copy_rows(tl_World *to, int64_t to_row, const tl_World *from, int64_t from_row, int64_t count,
                        tl_Dimension dimension, tl_Fate last);

/* Copies rows of pairs: to the pair `to_row` + i from the pair `from_row` + columns[i], where that is a column. */
void tl_world_copy_pairs(tl_World *to, int64_t to_row, const tl_World *from, int64_t from_row,
                         const int32_t *columns, int32_t count);

/* Forgets everything about `count` entities: all their arrays become zero. */
void tl_world_clear_rows(tl_World *world, int64_t first, int64_t count, tl_Dimension dimension);

/* Allocates a zeroed arena and sets the views; false when memory is short. */
bool tl_world_allocate(tl_World *world, const tl_Sizes *sizes);

/* How many rows a holder is to have of a dimension that it holds. */
typedef int64_t (*tl_Room)(const void *context, tl_Dimension dimension, int64_t holder);

/* Allocates a zeroed arena with that room and lays all dimensions out: sets the arrays of dimensions.def, no
 * others. False when memory is short. */
bool tl_world_build(tl_World *world, int64_t municipalities, tl_Room room, const void *context);

/* Do the arrays of dimensions.def, in a world that was filled from elsewhere, say what tl_world_build sets? */
bool tl_world_is_laid_out(const tl_World *world);

void tl_world_free(tl_World *world);

/* Keys for a seed and replicate. */
tl_Keys tl_keys(uint64_t seed, uint64_t replicate);

/* Arrays begin on a cache line of their own. */
enum { TL_ALIGNMENT = 64 };

static inline size_t tl_padded(size_t bytes)
{
    return (bytes + TL_ALIGNMENT - 1) / TL_ALIGNMENT * TL_ALIGNMENT;
}

/* ---- where things lie -------------------------------------------------------------------------------- */

static inline int32_t tl_weekday(int32_t day)
{
    return day % TL_WEEK_DAYS;
}

/* Place of the month that is over in the last twelve, when a month begins. */
static inline int32_t tl_month_place(const tl_World *w)
{
    return w->day / TL_MONTH_DAYS % TL_YEAR_MONTHS;
}

/* By which a unit's visits are sorted, before the recipient's id. */
static inline int32_t tl_visit_time(int32_t slot, int32_t minute)
{
    return slot * 10000 + minute;
}

/* The municipality of a unit. */
static inline int32_t tl_unit_municipality(const tl_World *w, int32_t unit)
{
    return w->area_municipality[w->unit_area[unit]];
}

/* First and end unit of a municipality. */
static inline void tl_municipality_range(const tl_World *w, int32_t municipality, int32_t *first,
                                         int32_t *end)
{
    int32_t area = w->municipality_first_area[municipality],
            last = area + w->municipality_areas[municipality] - 1;
    *first = w->area_first_unit[area];
    *end = w->area_first_unit[last] + w->area_units[last];
}

/* The code and copy of an area's municipality, as permanent ids hold them (people.h). */
static inline int32_t tl_area_place(const tl_World *w, int32_t area)
{
    return w->municipality_place[w->area_municipality[area]];
}

/* The columns of a recipient's care contacts, TL_MOST_CONTACTS. */
static inline int32_t *tl_contacts(const tl_World *w, int32_t recipient)
{
    return w->recipient_contact + (ptrdiff_t)TL_MOST_CONTACTS * recipient;
}

static inline ptrdiff_t tl_team_shift(int32_t team, int shift)
{
    return (ptrdiff_t)TL_SHIFTS * team + shift - TL_DAY_SHIFT;
}

/* Shifts that a team needs on a weekday; of today's, those still missing and those that agency staff work. */
static inline int16_t *tl_team_needed(const tl_World *w, int32_t team, int shift, int weekday)
{
    return w->team_needed + tl_team_shift(team, shift) * TL_WEEK_DAYS + weekday;
}

static inline int16_t *tl_team_gap(const tl_World *w, int32_t team, int shift)
{
    return w->team_gap + tl_team_shift(team, shift);
}

static inline int16_t *tl_team_strangers(const tl_World *w, int32_t team, int shift)
{
    return w->team_strangers + tl_team_shift(team, shift);
}

/* The rota of a post: a shift for each of TL_ROTA_DAYS days. */
static inline uint8_t *tl_rota(const tl_World *w, int32_t staff)
{
    return w->staff_rota + (ptrdiff_t)staff * TL_ROTA_DAYS;
}

/* The row after the last of `room` rows whose id is not 0: rows keep the order of arrival and of opening, whatever
 * room there is. */
static inline int32_t tl_next_row(const uint64_t *ids, int32_t first, int32_t room)
{
    int32_t row = first + room;
    while (row > first && ids[row - 1] == 0) {
        row--;
    }
    return row;
}

/* First staff row after a unit's rows. */
static inline int32_t tl_unit_staff_end(const tl_World *w, int32_t unit)
{
    return w->unit_first_staff[unit] + w->unit_staff_room[unit];
}

/* First row of a unit's hourly employees. */
static inline int32_t tl_unit_first_hourly(const tl_World *w, int32_t unit)
{
    return w->unit_first_staff[unit] + w->unit_post_room[unit];
}

/* Pair index of a recipient row and column 0 of its unit. */
static inline int64_t tl_pair_row(const tl_World *w, int32_t unit, int32_t recipient)
{
    return w->unit_first_pair[unit] +
           (int64_t)(recipient - w->unit_first_recipient[unit]) * w->unit_stride[unit];
}

/* Column of a staff row in a unit: its own, as a guest, or TL_NO_COLUMN. */
int32_t tl_column_of(const tl_World *world, int32_t unit, int32_t staff);

/* The column that stands for strangers. */
static inline int32_t tl_stranger_column(const tl_World *w, int32_t unit)
{
    return w->unit_stride[unit] - 1;
}

#endif
