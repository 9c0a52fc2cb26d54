/* How firms come to be let in (ODD 7.35, 7.36): by free choice of provider (LOV), or by winning a lot of a tender (LOU).
 * All days are of the measured run; what happens waits for the month that begins then or next. */
#ifndef TL_PARAMETERS_ARRANGEMENT_H
#define TL_PARAMETERS_ARRANGEMENT_H

#include <stdbool.h>
#include <stdint.h>

enum {
    TL_MOST_TENDERS = 4,      /* of a market */
    TL_MOST_LOTS = 12,        /* of a tender */
    TL_MOST_MARKET_LOTS = 24, /* of all tenders of a market: they are most of what a config takes up */
    TL_MOST_PHASES = 8,
    TL_MOST_RENEWALS = 8,
    TL_MOST_AREAS = 500, /* of a municipality */
    TL_AREA_WORDS = (TL_MOST_AREAS + 63) / 64,
    TL_LOT_NAME = 24,
    TL_FROM_START = INT32_MIN, /* a day: the first of the burn-in */
    TL_NO_CAP = -1
};

/* Free choice of provider. */
typedef struct tl_FreeChoice {
    bool given;
    int32_t opens; /* the day, or TL_FROM_START */
    int32_t slots; /* most firms at a time; 0: no limit */
    double ask;    /* share of those present on that day who are asked to choose */
} tl_FreeChoice;

/* Which firms may bid for a lot. */
typedef enum tl_Orientation { TL_ANY_FIRM, TL_NONPROFIT_FIRM, TL_LANGUAGE_FIRM } tl_Orientation;
enum { TL_ORIENTATIONS = TL_LANGUAGE_FIRM + 1 };

typedef struct tl_Lot {
    char name[TL_LOT_NAME];
    uint64_t areas[TL_AREA_WORDS]; /* by number, from bit 0 for the first */
    double share;                  /* of all granted time at the award */
    int32_t providers;             /* firms that it is for, in equal parts */
    int32_t orientation;           /* tl_Orientation */
} tl_Lot;

/* How much of their lots winners may have, as time goes by or as the queue asks for it. */
typedef struct tl_Phases {
    bool by_queue;
    int32_t count; /* 0: everything at once */
    int32_t day[TL_MOST_PHASES];
    double share[TL_MOST_PHASES]; /* never falling */
} tl_Phases;

typedef struct tl_Tender {
    char name[TL_LOT_NAME];
    int32_t day;         /* on which bids are scored */
    int32_t starts;      /* contracts begin */
    int32_t length_days; /* of a contract */
    int32_t renewal_count;
    int32_t renewals[TL_MOST_RENEWALS]; /* days by which a contract may be prolonged, one after the other */
    double quality;                     /* weight of quality in the award, 1: the price is fixed */
    double ask;                         /* share of those present at the start who are asked to choose */
    bool transfer;                      /* units of a lot's areas go over to the winner */
    int32_t first_lot, lot_count;       /* of the market's, which tl_lots gives */
    tl_Phases phases;
} tl_Tender;

const char *tl_orientation_name(tl_Orientation orientation); /* "any", "nonprofit", "language" */

static inline bool tl_areas_hold(const uint64_t *areas, int32_t number)
{
    return number >= 1 && number <= TL_MOST_AREAS &&
           (areas[(number - 1) / 64] >> ((number - 1) % 64) & 1) != 0;
}

static inline bool tl_areas_any(const uint64_t *areas)
{
    uint64_t any = 0;
    for (int i = 0; i < TL_AREA_WORDS; i++) {
        any |= areas[i];
    }
    return any != 0;
}

/* Does a set hold an area, where the empty set stands for all? */
static inline bool tl_areas_serve(const uint64_t *areas, int32_t number)
{
    return tl_areas_hold(areas, number) || !tl_areas_any(areas);
}

static inline void tl_areas_add(uint64_t *areas, int32_t number)
{
    areas[(number - 1) / 64] |= (uint64_t)1 << ((number - 1) % 64);
}

#endif
