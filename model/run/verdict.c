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

const char *tl_verdict_name(tl_Verdict verdict, tl_Language language)
{
    static const char *const names[2][4] = {
        {"ja", "tvärtom", "ingen skillnad av betydelse", "går inte att säga"},
        {"supported", "opposite", "negligible", "undecided"}};
    return names[language][verdict];
}
