#include "run/figure.h"

#include <math.h>
#include <string.h>

#include "config/measure_text.h"
#include "core/observation/measure.h"

static bool is_in(int measure, const char *unit)
{
    return strcmp(tl_measures[measure].unit, unit) == 0;
}

/* Hours or kronor of a year; in tens where they are few. */
static double in_hundreds(double value)
{
    double step = fabs(value) >= 1000.0 ? 100.0 : 10.0;
    return floor(value / step + 0.5) * step;
}

static int decimals_of_millions(double millions)
{
    return fabs(millions) >= 1.0 ? 1 : 2; /* a small municipality's differences are hundredths */
}

static int decimals_of(int measure)
{
    bool many = is_in(measure, "posts") || is_in(measure, "SEK/h") || is_in(measure, "h/yr");
    bool some = is_in(measure, "persons") || is_in(measure, "staff") || is_in(measure, "h/month");
    return many ? 0 : some ? 1 : 2;
}

/* A year's cost of the whole municipality: that of a person is told in kronor. */
static bool is_in_millions(int measure)
{
    return is_in(measure, "SEK/yr") && strcmp(tl_measures[measure].name, "cost_per_recipient") != 0;
}

const char *tl_measure_figure(int measure, double value, tl_Language language, char *text, size_t size)
{
    const double million = 1e6;
    if (language == TL_ENGLISH) {
        return tl_number(value, text, size);
    }
    if (tl_measure_telling(measure) == TL_TOLD_SHARE) {
        return tl_decimal(100.0 * value, 1, language, text, size);
    }
    if (is_in_millions(measure)) {
        return tl_decimal(value / million, decimals_of_millions(value / million), language, text, size);
    }
    if (is_in(measure, "SEK/yr")) {
        return tl_decimal(in_hundreds(value), 0, language, text, size);
    }
    return tl_decimal(is_in(measure, "h/yr") ? in_hundreds(value) : value, decimals_of(measure), language,
                      text, size);
}

const char *tl_measure_figure_unit(int measure, bool difference, tl_Language language)
{
    if (language == TL_SWEDISH && tl_measure_telling(measure) == TL_TOLD_SHARE) {
        return difference ? "procentenheter" : "procent";
    }
    if (language == TL_SWEDISH && is_in_millions(measure)) {
        return "miljoner kr per år";
    }
    return tl_measure_unit(measure, language);
}
