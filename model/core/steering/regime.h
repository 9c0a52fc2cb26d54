/* Timelines: which levers apply where, from which day. */
#ifndef TL_REGIME_H
#define TL_REGIME_H

#include "core/observation/report.h"

/* Moves a unit's levers to today's values: once a day. Ramps go in equal steps and end exactly on their
 * value. */
void tl_regime_update(tl_World *world, int32_t unit);

/* What the config and its timeline alone have made of a lever until today's levers move, for a unit at this place. */
double tl_lever_by_timeline(const tl_World *world, tl_UnitPlace place, int lever);

/* The same of all levers of a unit but those that only a reorganisation changes, which stay as they are. */
tl_Regime tl_levers_by_timeline(const tl_World *world, int32_t unit);

/* Does every change that begins today mean a unit? TL_OK or TL_NOBODY_MEANT: without a word, nothing would
 * happen. Where people choose, firms that are meant may come later. */
tl_Outcome tl_changes_meet(tl_World *world, tl_Reports *reports);

#endif
