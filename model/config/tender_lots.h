/* `lots` of a tender: what is let, to how many firms, in which areas. */
#ifndef TL_TENDER_LOTS_H
#define TL_TENDER_LOTS_H

#include "config/value_path.h"
#include "core/parameters/config.h"

/* Adds them to the market's, and says in the tender which they are; false with messages. */
bool tl_lots_read(tl_Value lots, const tl_ValuePath *path, tl_Tender *tender, tl_Market *market);

#endif
