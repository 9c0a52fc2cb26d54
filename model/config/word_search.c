#include "config/word_search.h"

#include <string.h>

#include "config/measure_text.h"
#include "config/parameter_text.h"
#include "system/text.h"

enum { LONGEST = 256, TEXTS = 4 };

/* What is looked at: names, or meanings, in both languages; NULL: there is none. */
typedef struct Texts {
    const char *of[TEXTS];
} Texts;

static Texts texts_of(tl_Hit hit, bool meanings)
{
    int p = hit.parameter, m = hit.measure;
    if (p >= 0 && meanings) {
        return (Texts){{tl_parameter_meaning(p, TL_SWEDISH), tl_parameter_meaning(p, TL_ENGLISH)}};
    }
    if (p >= 0) {
        return (Texts){{tl_parameters[p].path, tl_parameter_label(p, TL_SWEDISH),
                        tl_parameter_label(p, TL_ENGLISH), tl_parameter_other_names(p)}};
    }
    if (meanings) {
        return (Texts){{tl_measure_meaning(m, TL_SWEDISH), tl_measure_meaning(m, TL_ENGLISH)}};
    }
    return (Texts){{tl_measures[m].name, tl_measure_label(m, TL_SWEDISH), tl_measure_other_names(m)}};
}

static bool contain(Texts texts, const char *folded)
{
    char own[2 * LONGEST];
    bool found = false;
    for (int i = 0; i < TEXTS && !found; i++) {
        found =
            texts.of[i] != NULL && tl_text_fold(texts.of[i], own, sizeof own) && strstr(own, folded) != NULL;
    }
    return found;
}

/* Numbers from 0: parameters first, and then measures. */
static tl_Hit hit_of(int number)
{
    return number < tl_parameter_count ? (tl_Hit){number, -1} : (tl_Hit){-1, number - tl_parameter_count};
}

static int find(const char *folded, bool meanings, tl_Hit found[TL_MOST_HITS])
{
    int count = 0;
    for (int i = 0; i < TL_MOST_HITS; i++) {
        if (contain(texts_of(hit_of(i), meanings), folded)) {
            found[count++] = hit_of(i);
        }
    }
    return count;
}

/* Without the ending, Swedish or English, of a form of the word, if four bytes stay: "kontinuiteten", "nöjda", "visits". */
static void cut_ending(char *word)
{
    static const char *const endings[] = {"heten", "arna", "erna", "orna", "het", "are", "ade",
                                          "en",    "et",   "er",   "ar",   "or",  "na",  "es",
                                          "a",     "e",    "n",    "s",    "t"};
    size_t length = strlen(word);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t own = strlen(endings[i]);
        if (length >= own + 4 && tl_text_ends(word, endings[i])) {
            word[length - own] = '\0';
            return;
        }
    }
}

int tl_word_search(const char *text, tl_Hit found[TL_MOST_HITS])
{
    char word[LONGEST];
    if (!tl_text_fold(text, word, sizeof word) || strlen(word) < 3) {
        return 0;
    }
    int count = find(word, false, found);
    if (count == 0) {
        cut_ending(word);
        count = find(word, false, found);
    }
    return count > 0 ? count : find(word, true, found);
}
