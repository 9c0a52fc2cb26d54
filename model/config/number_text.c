#include "config/number_text.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What digits are written with. */
typedef struct Style {
    const char *minus, *thousands, *point, *none;
} Style;

static const Style TABLE = {"-", ",", ".", "-"};
static const Style PAGE[] = {
    [TL_SWEDISH] = {"\u2212", "\u202f", ",", "\u2013"}, [TL_ENGLISH] = {"\u2212", "\u202f", ".", "\u2013"}};

/* From here on a number is not written out. */
static const double HUGE_NUMBER = 1e18;

/* Adds a text that fits as a whole, or nothing. */
static void add(char *text, size_t size, size_t *used, const char *part)
{
    size_t length = strlen(part);
    if (*used + length < size) {
        memcpy(text + *used, part, length + 1);
        *used += length;
    }
}

/* -1234567.0 -> -1,234,567.0 */
static void write(const char *digits, const Style *style, char *text, size_t size)
{
    size_t whole = strspn(digits, "-0123456789"), sign = digits[0] == '-', used = 0;
    for (size_t i = 0; digits[i] != '\0'; i++) {
        const char own[] = {digits[i], '\0'};
        if (i > sign && i < whole && (whole - i) % 3 == 0) {
            add(text, size, &used, style->thousands);
        }
        add(text, size, &used, own[0] == '-' ? style->minus : own[0] == '.' ? style->point : own);
    }
}

static const char *form(double value, int decimals, const Style *style, char *text, size_t size)
{
    char digits[TL_FIGURE_SIZE];
    if (size > 0) {
        text[0] = '\0';
    }
    if (isnan(value)) {
        snprintf(text, size, "%s", style->none);
        return text;
    }
    if (fabs(value) < HUGE_NUMBER) {
        snprintf(digits, sizeof digits, "%.*f", decimals, value);
    } else {
        snprintf(digits, sizeof digits, "%.3g", value);
    }
    write(digits, style, text, size);
    return text;
}

static const char *number(double value, const Style *style, char *text, size_t size)
{
    double magnitude = fabs(value);
    int decimals = magnitude >= 1000.0 ? 0 : magnitude >= 100.0 ? 1 : magnitude >= 1.0 ? 2 : 4;
    return form(value, value == 0.0 ? 0 : decimals, style, text, size);
}

const char *tl_number(double value, char *text, size_t size)
{
    return number(value, &TABLE, text, size);
}

const char *tl_short_number(double value, tl_Language language, char *text, size_t size)
{
    const double exact = 9007199254740992.0; /* whole numbers up to here */
    char digits[TL_FIGURE_SIZE];
    bool whole = value == floor(value) && fabs(value) <= exact;
    snprintf(digits, sizeof digits, whole ? "%.0f" : "%.10g", value);
    if (language == TL_ENGLISH) {
        snprintf(text, size, "%s", digits);
        return text;
    }
    text[0] = '\0';
    write(digits, &PAGE[TL_SWEDISH], text, size);
    return text;
}

const char *tl_number_in(double value, tl_Language language, char *text, size_t size)
{
    return number(value, language == TL_SWEDISH ? &PAGE[TL_SWEDISH] : &TABLE, text, size);
}

/* Does it round to zero? */
static bool is_naught(double value, int decimals)
{
    return fabs(value) * pow(10.0, decimals) <= 0.5;
}

const char *tl_decimal(double value, int decimals, tl_Language language, char *text, size_t size)
{
    return form(is_naught(value, decimals) ? 0.0 : value, decimals, &PAGE[language], text, size);
}

const char *tl_figure(double value, int digits, tl_Language language, char *text, size_t size)
{
    enum { MOST_DECIMALS = 5 };
    double magnitude = fabs(value);
    int decimals = 0;
    if (magnitude > 0.0 && magnitude < 1000.0) {
        decimals = (int)fmin(fmax(digits - 1 - floor(log10(magnitude)), 0.0), MOST_DECIMALS);
    }
    return tl_decimal(value, decimals, language, text, size);
}
