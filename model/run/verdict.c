#include "run/verdict.h"

#include <math.h>

tl_Verdict tl_verdict(int direction, double smallest, double mean, double half_width)
{
    double low = direction * mean - half_width, high = direction * mean + half_width;
    double largest = fmax(fabs(low), fabs(high));
    if (isnan(low) || isnan(high)) {
        return TL_UNDECIDED;
    }
    if (low >= smallest && low > 0.0) {
        return TL_SUPPORTED;
    }
    if (largest < smallest || largest <= 0.0) {
        return TL_NEGLIGIBLE;
    }
    return high < 0.0 ? TL_OPPOSITE : TL_UNDECIDED;
}

tl_Verdict tl_verdict_on_days(int direction, double days, double low, double high)
{
    bool supported = direction > 0 ? low >= days : high <= days; /* NaN is neither */
    bool opposite = direction > 0 ? high < days : low > days;
    return supported ? TL_SUPPORTED : opposite ? TL_OPPOSITE : TL_UNDECIDED;
}

tl_Verdict tl_verdict_on_level(int direction, double level, double mean, double half_width)
{
    return tl_verdict_on_days(direction, level, mean - half_width, mean + half_width);
}

const char *tl_verdict_name(tl_Verdict verdict, tl_Language language)
{
    static const char *const names[][2] = {
        [TL_SUPPORTED] = {[TL_SWEDISH] = "ja", [TL_ENGLISH] = "supported"},
        [TL_OPPOSITE] = {[TL_SWEDISH] = "tvärtom", [TL_ENGLISH] = "opposite"},
        [TL_NEGLIGIBLE] = {[TL_SWEDISH] = "ingen skillnad av betydelse", [TL_ENGLISH] = "negligible"},
        [TL_UNDECIDED] = {[TL_SWEDISH] = "går inte att säga", [TL_ENGLISH] = "undecided"}};
    return names[verdict][language];
}
