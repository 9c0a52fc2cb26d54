#include "system/suggest.h"

#include <stdio.h>
#include <string.h>

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Damerau's distance, restricted: no substring is edited twice. */
static int edits(const char *a, size_t length_a, const char *b, size_t length_b)
{
    int rows[3][TL_LONGEST_NEAR + 1];
    for (size_t j = 0; j <= length_b; j++) {
        rows[0][j] = (int)j;
    }
    for (size_t i = 1; i <= length_a; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= length_b; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], two_above[j - 2] + 1);
            }
        }
    }
    return rows[length_a % 3][length_b];
}

tl_Nearest tl_nearest_to(const char *name)
{
    return (tl_Nearest){.name = name, .fewest = {TL_LONGEST_NEAR, TL_LONGEST_NEAR}};
}

static void offer(tl_Nearest *nearest, int way, const char *compared, const char *candidate)
{
    size_t length = strlen(nearest->name), own = strlen(compared);
    if (length > TL_LONGEST_NEAR || own > TL_LONGEST_NEAR || strlen(candidate) > TL_LONGEST_NEAR) {
        return;
    }
    int longer = (int)(own > length ? own : length);
    int distance = edits(nearest->name, length, compared, own);
    if (distance < nearest->fewest[way] && 3 * distance <= longer) {
        nearest->fewest[way] = distance;
        strcpy(nearest->found[way], candidate);
    }
}

void tl_nearest_offer(tl_Nearest *nearest, const char *candidate)
{
    const char *dot = strrchr(candidate, '.');
    offer(nearest, 0, candidate, candidate);
    offer(nearest, 1, dot != NULL ? dot + 1 : candidate, candidate);
}

void tl_nearest_offer_all(tl_Nearest *nearest, const char *const *candidates, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tl_nearest_offer(nearest, candidates[i]);
    }
}

const char *tl_nearest_name(const tl_Nearest *nearest)
{
    for (int way = 0; way < 2; way++) {
        if (nearest->fewest[way] < TL_LONGEST_NEAR) {
            return nearest->found[way];
        }
    }
    return NULL;
}

const char *tl_did_you_mean(tl_Nearest *nearest, const char *otherwise)
{
    const char *near = tl_nearest_name(nearest);
    if (near == NULL) {
        return otherwise;
    }
    snprintf(nearest->advice, sizeof nearest->advice,
             nearest->swedish ? "; menas '%s'?" : "; did you mean '%s'?", near);
    return nearest->advice;
}
