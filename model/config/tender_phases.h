/* `phases` of a tender: how much of their lots winners may have, by day, or as the queue asks for it. */
#ifndef TL_TENDER_PHASES_H
#define TL_TENDER_PHASES_H

#include "config/value_path.h"
#include "core/parameters/arrangement.h"

/* Everything at once where there are none; false with messages. */
bool tl_phases_read(tl_Value value, const tl_ValuePath *path, tl_Phases *phases);

#endif
