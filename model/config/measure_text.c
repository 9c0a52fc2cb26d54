#include "config/measure_text.h"

#include <string.h>

#include "config/unit_text.h"
#include "core/observation/measure.h"

/* What is said of a measure beyond its row in measures.def. */
typedef struct Saying {
    const char *name;
    tl_Telling telling;
    const char *swedish;
    const char *stops[2][2]; /* by end and language */
} Saying;

static const Saying sayings[] = {
#define TL_SAYS(name_, told, meaning, low, low_english, high, high_english)                                  \
    {.name = #name_,                                                                                         \
     .telling = TL_TOLD_##told,                                                                              \
     .swedish = meaning,                                                                                     \
     .stops = {{[TL_SWEDISH] = low, [TL_ENGLISH] = low_english},                                             \
               {[TL_SWEDISH] = high, [TL_ENGLISH] = high_english}}},
#include "config/measure_words.def"
};

_Static_assert(sizeof sayings / sizeof sayings[0] == tl_measure_count,
               "each measure has words in measure_words.def");

/* Published figures in Swedish, by measure. */
static const char *const found[][2] = {
#define TL_FOUND(name, figure) {#name, figure},
#include "config/measure_words.def"
};

/* What else people call a measure. */
static const char *const others[][2] = {
#define TL_ALSO(name, names) {#name, names},
#include "config/measure_words.def"
};

static const Saying *saying(int measure)
{
    size_t i = 0;
    while (i + 1 < sizeof sayings / sizeof sayings[0] &&
           strcmp(sayings[i].name, tl_measures[measure].name) != 0) {
        i++;
    }
    return &sayings[i];
}

const char *tl_measure_label(int measure, tl_Language language)
{
    return language == TL_SWEDISH ? tl_measures[measure].swedish : tl_measures[measure].name;
}

const char *tl_measure_unit(int measure, tl_Language language)
{
    return tl_unit_text(tl_measures[measure].unit, language);
}

const char *tl_measure_other_names(int measure)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i][0], tl_measures[measure].name) == 0) {
            return others[i][1];
        }
    }
    return "";
}

const char *tl_measure_meaning(int measure, tl_Language language)
{
    return language == TL_SWEDISH ? saying(measure)->swedish : tl_measures[measure].meaning;
}

const char *tl_measure_published(int measure, tl_Language language)
{
    for (size_t i = 0; language == TL_SWEDISH && i < sizeof found / sizeof found[0]; i++) {
        if (strcmp(found[i][0], tl_measures[measure].name) == 0) {
            return found[i][1];
        }
    }
    return tl_measures[measure].published;
}

tl_Telling tl_measure_telling(int measure)
{
    return saying(measure)->telling;
}

const char *tl_measure_stop(int measure, int end, tl_Language language)
{
    return saying(measure)->stops[end][language];
}
