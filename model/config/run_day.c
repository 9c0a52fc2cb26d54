#include "config/run_day.h"

void tl_run_day_check(const tl_Config *config, const char *what, int64_t day, tl_Place place,
                      tl_Messages *messages)
{
    long long days = (long long)config->run.days;
    if (day >= days) {
        tl_error(
            messages, place,
            tl_say(
                messages,
                "%s = %lld är efter slutet; sista dagen är %lld (run.days = %lld), och 0 är den första efter "
                "insvängningen",
                "%s = %lld is past the end; the last day is %lld (run.days = %lld), and 0 is the first "
                "after the burn-in"),
            what, (long long)day, days - 1, days);
    }
}
