#include "config/parameter_names.h"

#include <string.h>

#include "config/parameter_text.h"
#include "system/suggest.h"
#include "system/text.h"

enum { LONGEST = 256, MOST_NAMES = 16 };

/* All names of a parameter, folded: `whole` ones, then the last part of the path, which is no name of its own:
 * "discretion" of officers.discretion may be another. */
typedef struct Names {
    char of[MOST_NAMES][LONGEST];
    int whole, count;
} Names;

static void add(Names *names, const char *name)
{
    if (names->count < MOST_NAMES && name[0] != '\0' &&
        tl_text_fold(name, names->of[names->count], LONGEST)) {
        names->count++;
    }
}

static Names names_of(int parameter)
{
    Names names = {.count = 0};
    char other[LONGEST];
    const char *path = tl_parameters[parameter].path, *dot = strrchr(path, '.');
    const char *others = tl_parameter_other_names(parameter);
    add(&names, path);
    add(&names, tl_parameter_label(parameter, TL_SWEDISH));
    add(&names, tl_parameter_label(parameter, TL_ENGLISH));
    while (*others != '\0') {
        add(&names, tl_choice_name(others, 0, other, sizeof other));
        others += strcspn(others, "|");
        others += *others == '|';
    }
    names.whole = names.count;
    add(&names, dot != NULL ? dot + 1 : path);
    return names;
}

static bool is_the_same(const char *whole, const char *name)
{
    return strcmp(whole, name) == 0;
}

static bool contains(const char *whole, const char *name)
{
    return strstr(whole, name) != NULL;
}

/* Those of whose names one passes. */
static int find_by(bool (*passes)(const char *, const char *), const char *name, bool levers, int *found)
{
    int count = 0;
    for (int i = 0; i < tl_parameter_count && name[0] != '\0'; i++) {
        Names names = names_of(i);
        int tried = passes == is_the_same ? names.whole : names.count, n = 0;
        while (n < tried && !passes(names.of[n], name)) {
            n++;
        }
        if (n < tried && (!levers || tl_parameters[i].section == TL_SECTION_REGIME)) {
            found[count++] = i;
        }
    }
    return count;
}

int tl_parameters_called(const char *name, bool levers, int found[tl_parameter_count])
{
    char folded[LONGEST];
    if (!tl_text_fold(name, folded, sizeof folded)) {
        return 0;
    }
    int count = find_by(is_the_same, folded, levers, found);
    return count > 0 ? count : find_by(tl_text_begins, folded, levers, found);
}

int tl_parameters_near(const char *name, bool levers, int found[tl_parameter_count])
{
    char folded[LONGEST];
    if (!tl_text_fold(name, folded, sizeof folded)) {
        return 0;
    }
    tl_Nearest nearest = tl_nearest_to(folded);
    for (int i = 0; i < tl_parameter_count; i++) {
        Names names = names_of(i);
        for (int n = 0; n < names.count && (!levers || tl_parameters[i].section == TL_SECTION_REGIME); n++) {
            tl_nearest_offer(&nearest, names.of[n]);
        }
    }
    const char *near = tl_nearest_name(&nearest);
    return near != NULL ? find_by(tl_text_begins, near, levers, found)
                        : find_by(contains, folded, levers, found);
}
