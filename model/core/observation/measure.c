#include "core/observation/measure.h"

#include <math.h>
#include <string.h>

#include "core/numbers/calendar.h"
#include "core/numbers/rng.h"

static double ratio(double numerator, double denominator)
{
    return denominator != 0.0 ? numerator / denominator : (double)NAN;
}

static double standard_deviation(double sum, double squares, double n)
{
    double mean = ratio(sum, n), variance = ratio(squares, n) - mean * mean; /* not numbers where n is 0 */
    return variance <= 0.0 ? 0.0 : sqrt(variance);
}

/* Slope of y on x over n pairs, from sums; NaN where x does not differ beyond what rounding makes of it. */
static double slope(double n, double x, double squares, double y, double products)
{
    double spread = n * squares - x * x;
    return ratio(n * products - x * y, spread > 1e-12 * n * n ? spread : 0.0);
}

#define TL_RATIO(numerator, denominator) ratio((double)(numerator), (double)(denominator))
#define TL_SLOPE(n, x, squares, y, products) slope((double)(n), x, squares, y, products)
#define TL_SD(sum, squares, n) standard_deviation((double)(sum), (double)(squares), (double)(n))
#define TL_HOURS_A_YEAR ((double)TL_YEAR_DAYS / TL_HOUR_S) /* of seconds a day */
#define TL_SEK_A_YEAR ((double)TL_YEAR_DAYS / TL_ORE)      /* of ore a day */
#define TL_MONTHS_A_YEAR ((double)TL_YEAR_DAYS / TL_MONTH_DAYS)
#define TL_FULL_TIME_H 165 /* a month */
#define TL_COST(c)                                                                                           \
    ((c)->cost_care + (c)->cost_travel + (c)->cost_administration + (c)->cost_planning +                     \
     (c)->cost_management + (c)->cost_absence + (c)->cost_recruitment + (c)->cost_reform +                   \
     (c)->cost_control + (c)->cost_night)

#define TL_CONTROL_COST(c)                                                                                   \
    ((c)->control_fixed + (c)->control_dialogues + (c)->control_checks + (c)->control_reviews +              \
     (c)->control_endings + (c)->control_letting)

/* Overhead is booked only where somebody is paid: elsewhere this would be less without anything being cheaper. */
#define TL_PAID_DAYS(c, days) ((c)->payment > 0 ? (days) : 0.0)

#define TL_MUNICIPAL_COST(c)                                                                                 \
    (TL_COST(c) - (c)->external_cost + (c)->overhead - (c)->external_overhead + (c)->external_payment -      \
     (c)->clawback + TL_CONTROL_COST(c))

#define TL_MEASURE(name, unit, meaning, swedish, expression, published, source)                              \
    static double measure_##name(const tl_Counters *c, double days)                                          \
    {                                                                                                        \
        (void)days;                                                                                          \
        return expression;                                                                                   \
    }
#include "core/observation/measures.def"

#define TL_MEASURE(name, unit, meaning, swedish, expression, published, source)                              \
    {#name, unit, meaning, swedish, published, source, measure_##name},
const tl_Measure tl_measures[tl_measure_count] = {
#include "core/observation/measures.def"
};

int tl_measure_find(const char *name)
{
    for (int i = 0; i < tl_measure_count; i++) {
        if (strcmp(tl_measures[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

void tl_counters_add(tl_Counters *total, const tl_Counters *part)
{
#define TL_COUNTER(number, type, name, unit, meaning) total->name += part->name;
#include "core/observation/measures.def"
    for (int bin = 0; bin < TL_MET_BINS; bin++) {
        total->met_histogram[bin] += part->met_histogram[bin];
    }
}

/* Numbers that were ever given: one given twice does not compile. */
enum {
#define TL_COUNTER(number, type, name, unit, meaning) NUMBER_##number,
#define TL_RETIRED(number, name) NUMBER_##number,
#define TL_OBSERVED_COUNT TL_SKIP
#define TL_OBSERVED_SUM TL_SKIP
#include "core/observation/measures.def"
};

static uint64_t bits_of(const void *counter)
{
    uint64_t bits;
    memcpy(&bits, counter, sizeof bits);
    return bits;
}

/* Multilinear: every counter times the odd constant of its number, then mixed once. The products do not wait for
 * one another, since this runs for every unit and day. Constants that bore a simple relation to one another would let
 * small differences of several counters cancel. */
uint64_t tl_counters_digest(uint64_t digest, const tl_Counters *counters)
{
    uint64_t sum = 0;
#define TL_COUNTER(number, type, name, unit, meaning)                                                        \
    sum += bits_of(&counters->name) * (tl_mix64(number) | 1);
#define TL_OBSERVED_COUNT TL_SKIP
#define TL_OBSERVED_SUM TL_SKIP
#include "core/observation/measures.def"
    return tl_mix64(digest ^ sum);
}
