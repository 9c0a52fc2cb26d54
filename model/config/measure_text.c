#include "config/measure_text.h"

#include <string.h>

#include "core/observation/measure.h"

const char *tl_measure_label(int measure, tl_Language language)
{
    return language == TL_SWEDISH ? tl_measures[measure].swedish : tl_measures[measure].name;
}

const char *tl_measure_unit(int measure, tl_Language language)
{
    static const char *const swedish[][2] = {
        {"persons", "personer"},   {"staff", "anställda"},          {"posts", "årsarbetare"},
        {"1/yr", "per år"},        {"h/yr", "timmar per år"},       {"SEK/yr", "kr per år"},
        {"SEK/h", "kr per timme"}, {"h/month", "timmar per månad"}, {"sd", "standardavvikelser"}};
    const char *unit = tl_measures[measure].unit;
    if (strcmp(unit, "1") == 0) {
        return "";
    }
    for (size_t i = 0; language == TL_SWEDISH && i < sizeof swedish / sizeof swedish[0]; i++) {
        if (strcmp(unit, swedish[i][0]) == 0) {
            return swedish[i][1];
        }
    }
    return unit;
}
