/* The nearest valid name for a mistyped one, and how a message says it. */
#ifndef TL_SUGGEST_H
#define TL_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

enum { TL_LONGEST_NEAR = 80 }; /* longer names are near nothing */

/* What was mistyped, and the nearest of the candidates so far: by the whole, and by what follows the last dot. */
typedef struct tl_Nearest {
    const char *name;
    int fewest[2];
    char found[2][TL_LONGEST_NEAR + 1];
    char advice[TL_LONGEST_NEAR + 24];
    bool swedish; /* how it is said; set by whoever speaks Swedish */
} tl_Nearest;

tl_Nearest tl_nearest_to(const char *name);

/* Offers a valid name, which may be gone afterwards. */
void tl_nearest_offer(tl_Nearest *nearest, const char *candidate);
void tl_nearest_offer_all(tl_Nearest *nearest, const char *const *candidates, size_t count);

/* The candidate fewest edits away (insert, delete, replace, swap neighbours), if no more than a third of the
 * longer name's letters differ, first by the whole, then by the last part; NULL otherwise. */
const char *tl_nearest_name(const tl_Nearest *nearest);

/* "; did you mean 'karlstad'?", or `otherwise` where nothing is near: the end of a message. */
const char *tl_did_you_mean(tl_Nearest *nearest, const char *otherwise);

#endif
