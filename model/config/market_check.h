/* What contradicts a market: providers without a recipient, days after the run, and parameters of the market where there is
 * none. */
#ifndef TL_MARKET_CHECK_H
#define TL_MARKET_CHECK_H

#include "config/loaded_config.h"
#include "system/message.h"

void tl_market_check(const tl_LoadedConfig *loaded, tl_Messages *messages);

/* A change that means firms alone has to wait until they begin. */
void tl_market_check_day(const tl_Config *config, const char *name, const tl_Selector *where, int64_t day,
                         tl_Place place, tl_Messages *messages);

#endif
