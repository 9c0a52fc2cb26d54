/* People as they are on a day, for observers. */
#ifndef TL_SNAPSHOT_H
#define TL_SNAPSHOT_H

#include "core/observation/report.h"

/* Collects recipients and employees and hands them to the observer. */
tl_Outcome tl_snapshot_report(tl_World *world, tl_Reports *reports);

#endif
