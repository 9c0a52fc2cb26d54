/* Measured days as configs give them: 0 is the first after the burn-in. */
#ifndef TL_RUN_DAY_H
#define TL_RUN_DAY_H

#include "core/parameters/config.h"
#include "system/message.h"

/* What may be read. A day past the run's is for tl_run_day_check, which knows how long the run is. */
enum { TL_LAST_DAY = 100000 };

/* Of two days; INT64_MAX is never. */
static inline int64_t tl_earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* An error where a day is past the end of the run. */
void tl_run_day_check(const tl_Config *config, const char *what, int64_t day, tl_Place place,
                      tl_Messages *messages);

#endif
