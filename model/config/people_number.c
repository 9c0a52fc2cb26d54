#include "config/people_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system/text.h"

enum { LONGEST = 120 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where the text goes on after one of `words`, which ends there or before a space or digit; NULL after none. */
static const char *after_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i]);
        const char *rest = text + length;
        if (strncmp(text, words[i], length) == 0 && (*rest == '\0' || *rest == ' ' || is_digit(*rest))) {
            return rest + strspn(rest, " ");
        }
    }
    return NULL;
}

static bool is_unknown(const char *text)
{
    static const char *const words[] = {"",          "-",         "?",
                                        "..",        "vet ej",    "vet inte",
                                        "okänt",     "saknas",    "uppgift saknas",
                                        "ej känt",   "inte känt", "unknown",
                                        "not known", "n/a"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Does "200" or "200,5" stand there: three digits, and no fourth? */
static bool is_group(const char *text)
{
    return is_digit(text[0]) && is_digit(text[1]) && is_digit(text[2]) && !is_digit(text[3]);
}

/* Copies the digits of a number with their groups and separators, "1 200,5" as "1200,5"; gives what follows. */
static const char *take(const char *at, char *digits, size_t size)
{
    size_t used = 0;
    for (; used + 1 < size; at++) {
        bool between = used > 0 && is_digit(digits[used - 1]) && is_digit(at[1]);
        if (*at == ' ' && between && is_group(at + 1)) {
            continue;
        }
        bool own = is_digit(*at) || ((*at == ',' || *at == '.') && between) || (*at == '-' && used == 0);
        if (!own) {
            break;
        }
        digits[used++] = *at;
    }
    digits[used] = '\0';
    return at;
}

/* Are there three digits after each `mark` up to `end`, and at most three before the first? Then they group thousands. */
static bool groups(const char *digits, const char *end, char mark)
{
    enum { MOST_BEFORE = 3 };
    if (strchr(digits, mark) - digits - (digits[0] == '-') > MOST_BEFORE) {
        return false;
    }
    for (const char *at = strchr(digits, mark); at != NULL && at < end; at = strchr(at + 1, mark)) {
        if (!is_group(at + 1)) {
            return false;
        }
    }
    return true;
}

static void drop(char *text, char mark)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from != mark) {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* "1.200,5" and "1,200.5" are certain; one mark alone is a decimal comma or point. False if it is no number. */
static bool value_of(char *digits, double *value, double *grouped)
{
    char *comma = strchr(digits, ','), *point = strchr(digits, '.');
    *grouped = (double)NAN;
    if (comma != NULL && point != NULL) {
        bool point_last = point > comma;
        char *last = point_last ? point : comma;
        if (strchr(last + 1, *last) != NULL || !groups(digits, last, point_last ? ',' : '.')) {
            return false;
        }
        drop(digits, point_last ? ',' : '.');
    } else if (comma != NULL || point != NULL) {
        char *mark = comma != NULL ? comma : point, plain[LONGEST];
        if (digits[0] != '0' && groups(digits, digits + strlen(digits), *mark)) {
            snprintf(plain, sizeof plain, "%s", digits);
            drop(plain, *mark);
            *grouped = strtod(plain, NULL);
        }
        if (strchr(mark + 1, *mark) != NULL) { /* "1.200.000" */
            *value = *grouped;
            return !isnan(*grouped);
        }
    }
    for (char *c = digits; *c != '\0'; c++) {
        *c = (char)(*c == ',' ? '.' : *c);
    }
    *value = strtod(digits, NULL);
    return is_digit(digits[digits[0] == '-']);
}

/* What follows "%", if that stands there. */
static const char *after_per_cent(const char *rest, bool *per_cent)
{
    static const char *const words[] = {"%", "procent", "per cent", "percent"};
    rest += strspn(rest, " ");
    const char *after = after_one_of(rest, words, sizeof words / sizeof words[0]);
    *per_cent |= after != NULL;
    return after != NULL ? after : rest;
}

/* What follows a number: per cent, the other end, a unit. */
static void read_rest(const char *rest, tl_PeopleNumber *number)
{
    static const char *const to[] = {"-", "till", "to"};
    char digits[LONGEST];
    double grouped;
    rest = after_per_cent(rest, &number->per_cent);
    const char *end = after_one_of(rest, to, sizeof to / sizeof to[0]);
    if (end != NULL && is_digit(*end)) {
        rest = after_per_cent(take(end, digits, sizeof digits), &number->per_cent);
        number->written = value_of(digits, &number->other_end, &grouped) ? TL_WRITTEN_ENDS : TL_WRITTEN_OTHER;
    }
    snprintf(number->unit, sizeof number->unit, "%.39s", rest);
}

tl_PeopleNumber tl_people_number(const char *text)
{
    static const char *const about[] = {"ca.",   "ca",     "c:a",     "cirka", "omkring", "ungefär",
                                        "runt",  "drygt",  "knappt",  "circa", "approx.", "approx",
                                        "about", "around", "roughly", "~"};
    char plain[LONGEST], digits[LONGEST];
    tl_PeopleNumber number = {.written = TL_WRITTEN_OTHER, .grouped = (double)NAN};
    if (!tl_text_fold(text, plain, sizeof plain)) {
        return number;
    }
    if (is_unknown(plain)) {
        number.written = TL_WRITTEN_NOTHING;
        return number;
    }
    const char *after = after_one_of(plain, about, sizeof about / sizeof about[0]);
    const char *rest = take(after != NULL ? after : plain, digits, sizeof digits);
    if (value_of(digits, &number.value, &number.grouped)) {
        number.written = after != NULL ? TL_WRITTEN_ABOUT : TL_WRITTEN_NUMBER;
        read_rest(rest, &number);
    }
    return number;
}
