#include "config/unit_text.h"

#include <string.h>

const char *tl_unit_text(const char *unit, tl_Language language)
{
    static const char *const swedish[][2] = {{"persons", "personer"},
                                             {"staff", "anställda"},
                                             {"posts", "årsarbetare"},
                                             {"visits", "besök"},
                                             {"firms", "företag"},
                                             {"months", "månader"},
                                             {"d", "dagar"},
                                             {"yr", "år"},
                                             {"min", "minuter"},
                                             {"min/d", "minuter per dag"},
                                             {"min/month", "minuter per månad"},
                                             {"min/shift", "minuter per pass"},
                                             {"1/min", "per minut"},
                                             {"1/h", "per timme"},
                                             {"1/d", "per dag"},
                                             {"1/week", "per vecka"},
                                             {"1/month", "per månad"},
                                             {"1/yr", "per år"},
                                             {"h", "timmar"},
                                             {"h/month", "timmar per månad"},
                                             {"h/yr", "timmar per år"},
                                             {"SEK", "kr"},
                                             {"SEK/h", "kr per timme"},
                                             {"SEK/night", "kr per natt"},
                                             {"SEK/month", "kr per månad"},
                                             {"SEK/yr", "kr per år"},
                                             {"shifts/28 d", "pass per 28 dagar"},
                                             {"sd", "standardavvikelser"},
                                             {"logit", "logit"}};
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
