/* What contradicts `lov` and `lou` of a market: areas that a municipality has not, days after the run, an orientation that no
 * firm has. */
#ifndef TL_ARRANGEMENT_CHECK_H
#define TL_ARRANGEMENT_CHECK_H

#include "config/loaded_config.h"
#include "system/message.h"

void tl_arrangement_check(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages);

#endif
