#include "config/parameter_text.h"

#include <string.h>

#include "config/unit_text.h"
#include "core/parameters/parameter.h"

/* A text in each language, of a parameter. */
typedef struct Words {
    const char *path, *in[2];
} Words;

static const Words labels[] = {
#define TL_WORDS(path_, swedish, english)                                                                    \
    {.path = path_, .in = {[TL_SWEDISH] = swedish, [TL_ENGLISH] = english}},
#include "config/parameter_words.def"
};

static const Words meanings[] = {
#define TL_MEANING(path_, swedish) {.path = path_, .in = {[TL_SWEDISH] = swedish}},
#include "config/parameter_words.def"
};

static const Words others[] = {
#define TL_ALSO(path_, names) {.path = path_, .in = {names, names}},
#include "config/parameter_words.def"
};

static const tl_Stop stops[] = {
#define TL_STOP(path_, value_, swedish, english)                                                             \
    {.path = path_, .value = value_, .in = {[TL_SWEDISH] = swedish, [TL_ENGLISH] = english}},
#include "config/parameter_words.def"
};

#define TL_COUNT_OF(rows) (sizeof(rows) / sizeof(rows)[0])

/* The text of a parameter among rows; NULL where it has none. */
static const char *text_of(const Words *rows, size_t count, int parameter, tl_Language language)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].path, tl_parameters[parameter].path) == 0) {
            return rows[i].in[language];
        }
    }
    return NULL;
}

const char *tl_parameter_label(int parameter, tl_Language language)
{
    const char *label = text_of(labels, TL_COUNT_OF(labels), parameter, language);
    return label != NULL ? label : tl_parameters[parameter].path;
}

const char *tl_parameter_meaning(int parameter, tl_Language language)
{
    const char *meaning = text_of(meanings, TL_COUNT_OF(meanings), parameter, language);
    return meaning != NULL ? meaning : tl_parameters[parameter].meaning;
}

const char *tl_parameter_other_names(int parameter)
{
    const char *names = text_of(others, TL_COUNT_OF(others), parameter, TL_SWEDISH);
    return names != NULL ? names : "";
}

const char *tl_parameter_unit(int parameter, tl_Language language)
{
    const char *unit = tl_parameters[parameter].unit; /* NULL of a choice */
    return tl_unit_text(unit != NULL ? unit : "1", language);
}

/* Those of one parameter stand together. */
int tl_parameter_stops(int parameter, const tl_Stop **first)
{
    int count = 0;
    *first = NULL;
    for (size_t i = 0; i < TL_COUNT_OF(stops); i++) {
        if (strcmp(stops[i].path, tl_parameters[parameter].path) == 0) {
            *first = *first != NULL ? *first : &stops[i];
            count++;
        }
    }
    return count;
}

bool tl_parameter_is_share(int parameter)
{
    const double most = 1.5; /* of travel time, a plan may allow for more than all */
    const tl_Parameter *p = &tl_parameters[parameter];
    return p->kind == TL_REAL && strcmp(p->unit, "1") == 0 && p->low >= 0.0 && p->high <= most;
}
