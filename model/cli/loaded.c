#include "cli/loaded.h"

#include "config/config_read.h"
#include "run/figure.h"
#include "system/shown.h"

bool tl_load_config(const tl_Arguments *arguments, const char *path, tl_LoadedConfig *loaded)
{
    tl_Messages messages = {.swedish = arguments->language == TL_SWEDISH};
    return tl_messages_tell(&messages,
                            tl_config_load(path, arguments->sets, arguments->set_count, loaded, &messages));
}

bool tl_load_stored(const char *path, tl_Stored *stored)
{
    tl_Messages messages = {0};
    return tl_messages_tell(&messages, tl_stored_open(stored, path, &messages));
}

static void print_fills_of(FILE *to, const tl_Municipality *municipality, uint32_t filled,
                           tl_Language language)
{
    tl_print(to,
             language == TL_SWEDISH ? "%s: hämtat från svensk mediankommun:"
                                    : "%s: filled from the Swedish median:",
             municipality->name);
    for (int field = 0, parameter; (parameter = tl_profile_parameter(field)) >= 0; field++) {
        if (filled >> field & 1u) {
            char value[TL_FIGURE_SIZE];
            tl_print(to, " %s = %s", tl_parameters[parameter].path,
                     tl_short_number(tl_parameter_get(&tl_parameters[parameter], &municipality->profile),
                                     language, value, sizeof value));
        }
    }
    tl_print(to, "\n");
}

void tl_print_fills(FILE *to, const tl_LoadedConfig *loaded, tl_Language language)
{
    enum { MOST_NAMED = 10 };
    int with_fills = 0;
    for (int m = 0; m < loaded->config.municipality_count; m++) {
        if (loaded->filled[m] != 0 && ++with_fills <= MOST_NAMED) {
            print_fills_of(to, &loaded->config.municipalities[m], loaded->filled[m], language);
        }
    }
    if (with_fills > MOST_NAMED) {
        tl_print(
            to,
            language == TL_SWEDISH
                ? "och %d kommuner till med hämtade värden; alla står i den fullständiga konfigurationen\n"
                : "and %d more municipalities with filled values; all are named in the resolved config\n",
            with_fills - MOST_NAMED);
    }
}
