/* What happens on given days of a run: the lists `timeline` and `reorganise` of a config, where they are there. */
#ifndef TL_CONFIG_SCHEDULE_H
#define TL_CONFIG_SCHEDULE_H

#include "config/config_loader.h"
#include "config/value.h"

/* The rules of a reorganisation, as tl_GroupingRule counts them. */
#define TL_RULES "by_area|keep_relations|at_random"

void tl_timeline_read(tl_Loader *loader, tl_Value list);
void tl_reorganise_read(tl_Loader *loader, tl_Value list);

#endif
