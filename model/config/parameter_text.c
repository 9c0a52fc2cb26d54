#include "config/parameter_text.h"

#include <string.h>

#include "core/parameters/parameter.h"

typedef struct Words {
    const char *path, *in[2];
} Words;

static const Words words[] = {
#define TL_WORDS(path_, swedish, english)                                                                    \
    {.path = path_, .in = {[TL_SWEDISH] = swedish, [TL_ENGLISH] = english}},
#include "config/parameter_words.def"
};

const char *tl_parameter_label(int parameter, tl_Language language)
{
    const char *path = tl_parameters[parameter].path;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].path, path) == 0) {
            return words[i].in[language];
        }
    }
    return path;
}
