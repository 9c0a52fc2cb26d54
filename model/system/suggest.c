#include "system/suggest.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST = 80 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Damerau's distance, restricted: no substring is edited twice. */
static int edits(const char *a, size_t length_a, const char *b, size_t length_b)
{
    int rows[3][LONGEST + 1];
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

/* What follows the last dot, where `last_part`; else the whole. */
static const char *compared(const char *candidate, bool last_part)
{
    const char *dot = last_part ? strrchr(candidate, '.') : NULL;
    return dot != NULL ? dot + 1 : candidate;
}

static const char *nearest(const char *name, const char *const *candidates, size_t count, bool last_part)
{
    const char *best = NULL;
    int fewest = LONGEST;
    size_t length = strlen(name);
    for (size_t i = 0; length <= LONGEST && i < count; i++) {
        const char *candidate = compared(candidates[i], last_part);
        size_t own = strlen(candidate);
        int longer = (int)(own > length ? own : length);
        int distance = own <= LONGEST ? edits(name, length, candidate, own) : LONGEST;
        if (distance < fewest && 3 * distance <= longer) {
            best = candidates[i];
            fewest = distance;
        }
    }
    return best;
}

const char *tl_suggest(const char *name, const char *const *candidates, size_t count)
{
    const char *near = nearest(name, candidates, count, false);
    return near != NULL ? near : nearest(name, candidates, count, true);
}
