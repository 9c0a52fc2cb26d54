/* What happens on given days of a run: the lists `timeline` and `reorganise` of a config, where they are there. An
 * entry of a timeline has `day`, and `regime`, `set` or both; `ramp_days` (of all but what is structural) and
 * `where`; and a `rule` if units and teams are formed anew. What is read is kept in the loader until all is
 * (config/config_regime.h), since what a regime changes depends on what stands by then. */
#ifndef TL_CONFIG_SCHEDULE_H
#define TL_CONFIG_SCHEDULE_H

#include "config/config_loader.h"
#include "config/value.h"

/* The rules of a reorganisation, as tl_GroupingRule counts them. */
#define TL_RULES "by_area|keep_relations|at_random"

void tl_timeline_read(tl_Loader *loader, tl_Value list);
void tl_timeline_read_entry(tl_Loader *loader, const tl_ScheduleEntry *entry);
void tl_reorganise_read(tl_Loader *loader, tl_Value list);

#endif
