/* Which units are meant: the `where` of a change, a reorganisation, a window or a series. */
#ifndef TL_SELECTOR_H
#define TL_SELECTOR_H

#include <stdbool.h>
#include <stdint.h>

/* What a unit has a number of. First the dimensions up to UNIT: from 1, as written in result files. Those of providers, areas and units count
 * within the municipality; a unit's is the one it has on the day that is looked at. Then who owns its provider (tl_ProviderKind + 1)
 * and where it has its place (TL_ORDINARY, TL_OUTLYING). */
typedef enum tl_SelectorKey {
#define TL_DIMENSION(NAME, name, meaning) TL_BY_##NAME,
#include "core/world/dimensions.def"
    TL_SELECTOR_DIMENSIONS = TL_BY_UNIT + 1,
    TL_BY_KIND = TL_SELECTOR_DIMENSIONS, /* no unit has numbers of teams and people, which stand after it */
    TL_BY_OUTLYING,
    TL_SELECTOR_KEYS
} tl_SelectorKey;

enum { TL_ORDINARY = 1, TL_OUTLYING = 2 };

typedef enum tl_UnitGroup { TL_ALL_UNITS, TL_PILOT_UNITS, TL_OTHER_UNITS } tl_UnitGroup;

typedef struct tl_Numbers {
    int32_t *at; /* owned, [count] */
    int count;
} tl_Numbers;

/* Meant are the units that every list and the group agree on. An empty list leaves all, so that a selector of
 * zeros means every unit. */
typedef struct tl_Selector {
    tl_Numbers by[TL_SELECTOR_KEYS];
    tl_UnitGroup group;
} tl_Selector;

/* What a selector looks at of a unit. */
typedef struct tl_UnitPlace {
    int32_t number[TL_SELECTOR_KEYS];
    bool pilot;
} tl_UnitPlace;

/* Is a unit at this place meant? */
bool tl_selector_means(const tl_Selector *selector, tl_UnitPlace place);

bool tl_numbers_hold(const tl_Numbers *numbers, int32_t number);

void tl_selector_free(tl_Selector *selector);

#endif
