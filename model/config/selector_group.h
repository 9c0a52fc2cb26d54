/* Groups of units by a name of their own, as claims compare them within an arm: `groups: [external, municipal]`. */
#ifndef TL_SELECTOR_GROUP_H
#define TL_SELECTOR_GROUP_H

#include "config/selector.h"

#define TL_GROUP_NAMES                                                                                       \
    "external, municipal, small, large, nonprofit, outlying, ordinary, pilot, others or the number of a provider"

/* Those that providers and areas form, which result files have series of: [0, TL_MARKET_GROUPS). */
enum { TL_MARKET_GROUPS = 7 };
const char *tl_market_group_name(int group);
bool tl_market_group_holds(int group, const tl_UnitPlace *place);

/* Narrows `where` to a group; false with a message, also where `where` says itself what the group says. */
bool tl_selector_narrow(tl_Value group, tl_Selector *where);

#endif
