/* People as they are on a day, for observers. */
#ifndef TL_SNAPSHOT_H
#define TL_SNAPSHOT_H

#include "core/observation/observer.h"
#include "core/world/world.h"

/* Collects recipients and employees and hands them to the observer. */
tl_Outcome tl_snapshot_report(const tl_World *world, const tl_Observer *observer);

#endif
