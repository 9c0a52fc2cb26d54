/* Regimes on a day. The regime of a timeline's entry takes the place of the one before it: every lever gets the
 * value that it would have had from the start under that regime. So a lever that the config itself gives a value,
 * or --set, keeps it, and `set` of the entry goes over the regime. Which of these are changes, and whether units
 * must be formed anew, shows once all entries are read. */
#ifndef TL_CONFIG_REGIME_H
#define TL_CONFIG_REGIME_H

#include "config/config_loader.h"

#define TL_REORGANISED_TWICE "%s: another reorganisation sets the same in the same place on day %d"

/* The levers of a regime by its name; false with a message. */
bool tl_regime_read(const tl_Loader *loader, tl_Value name, tl_Regime *regime);

/* Keeps a change, with a selector of its own. False if an entry changes the same lever in the same place on these
 * days. That is only asked of what entries say themselves: `regime` is not there. */
bool tl_schedule_add(tl_Loader *loader, const tl_Change *change, tl_Value regime);

/* Keeps a reorganisation and its selector; false if another sets the same in the same place on that day. */
bool tl_schedule_reorganise(tl_Loader *loader, const tl_Reorganisation *change);

/* Keeps what an entry says about the structure, and its selector. */
void tl_schedule_add_structure(tl_Loader *loader, const tl_ReadStructure *structure);

/* Begins with what a resolved config has. */
void tl_schedule_take(tl_Loader *loader);

/* Puts all that was read into the config, sorted by day, without the levers that a regime leaves as they are. */
void tl_schedule_settle(tl_Loader *loader);

/* Which changes of a config, sorted by day, move their lever nowhere: to the value that it has from the start,
 * where nothing has moved it; idle [change_count]. */
void tl_changes_idle(const tl_Config *config, bool *idle);

#endif
