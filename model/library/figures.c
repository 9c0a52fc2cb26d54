/* Statistics and forms of figures, as the command has them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "library/estimates.h"
#include "run/figure.h"
#include "run/verdict.h"

tillit_estimate tl_library_estimate(tl_Estimate estimate)
{
    return (tillit_estimate){
        .mean = estimate.mean, .half_width = estimate.half_width, .count = estimate.count};
}

tillit_status tillit_estimate_of(const double *values, int count, double level, tillit_estimate *estimate)
{
    if (estimate == NULL || (values == NULL && count > 0)) {
        return TILLIT_NULL;
    }
    if (count < 0 || !(level > 0.0 && level < 1.0)) {
        return TILLIT_OUT_OF_RANGE;
    }
    *estimate = tl_library_estimate(tl_estimate_at(values, count, level));
    return TILLIT_OK;
}

double tillit_t_quantile(double p, double degrees)
{
    return p > 0.5 ? tl_t_upper(1.0 - p, degrees) : -tl_t_upper(p, degrees);
}

tillit_verdict tillit_verdict_of(int direction, double smallest, double mean, double half_width)
{
    if ((direction != 1 && direction != -1) || !(smallest >= 0.0)) {
        return TILLIT_NO_VERDICT;
    }
    return (tillit_verdict)tl_verdict(direction, smallest, mean, half_width);
}

tillit_verdict tillit_verdict_of_days(int direction, double days, double low, double high)
{
    if ((direction != 1 && direction != -1) || !(days >= 0.0)) {
        return TILLIT_NO_VERDICT;
    }
    return (tillit_verdict)tl_verdict_on_days(direction, days, low, high);
}

const char *tillit_verdict_name(tillit_verdict verdict, tillit_language language)
{
    if ((unsigned)verdict > TILLIT_UNDECIDED || (unsigned)language > TILLIT_ENGLISH) {
        return NULL;
    }
    return tl_verdict_name((tl_Verdict)verdict, (tl_Language)language);
}

/* ---- forms of figures -------------------------------------------------------------------------------------- */

/* No number has more bytes in any form: thin spaces take three. */
enum { ROOM = 3 * TL_FIGURE_SIZE };

static int give(const char *own, char *text, size_t size)
{
    return snprintf(text, text != NULL ? size : 0, "%s", own);
}

int tillit_format_plain(double value, char *text, size_t size)
{
    char own[ROOM];
    return give(tl_number(value, own, sizeof own), text, size);
}

int tillit_format_decimal(double value, int decimals, tillit_language language, char *text, size_t size)
{
    enum { MOST_DECIMALS = 17 };
    char own[ROOM];
    if (decimals < 0 || decimals > MOST_DECIMALS || (unsigned)language > TILLIT_ENGLISH) {
        return -1;
    }
    return give(tl_decimal(value, decimals, (tl_Language)language, own, sizeof own), text, size);
}

int tillit_format_number(double value, int digits, tillit_language language, char *text, size_t size)
{
    char own[ROOM];
    if (digits < 1 || (unsigned)language > TILLIT_ENGLISH) {
        return -1;
    }
    return give(tl_figure(value, digits, (tl_Language)language, own, sizeof own), text, size);
}
