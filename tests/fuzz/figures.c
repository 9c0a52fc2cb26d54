/* Any bytes as the form of a municipality's figures: what is accepted is plausible, in either language alike,
 * and what is refused is said. */
#include <math.h>
#include <stdlib.h>

#include "fuzzlib.h"
#include "config/municipal_figures.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static void check_plausible(const tl_MunicipalFigures *figures)
{
    for (int i = 0; i < TL_FIGURES; i++) {
        double value = figures->value[i];
        bool whole = !tl_figures[i].whole || value == floor(value);
        if (!isnan(value) && !(value >= tl_figures[i].low && value <= tl_figures[i].high && whole)) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *path = fuzz_write("figures.csv", bytes, size);
    tl_MunicipalFigures figures[2];
    bool good[2];
    for (int language = TL_SWEDISH; language <= TL_ENGLISH; language++) {
        tl_Messages messages = {0};
        good[language] = tl_figures_load(path, (tl_Language)language, &figures[language], &messages);
        fuzz_check(good[language], &messages);
        if (good[language]) {
            check_plausible(&figures[language]);
        }
    }
    if (good[TL_SWEDISH] != good[TL_ENGLISH]) {
        abort(); /* names are read in both languages, whichever is spoken */
    }
    return 0;
}
