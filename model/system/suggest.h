/* The nearest valid name for a mistyped one. */
#ifndef TL_SUGGEST_H
#define TL_SUGGEST_H

#include <stddef.h>

/* The candidate fewest edits away (insert, delete, replace, swap neighbours), if no more than a third of the
 * longer name's letters differ, first by the whole, then by what follows a candidate's last dot; NULL
 * otherwise. */
const char *tl_suggest(const char *name, const char *const *candidates, size_t count);

#endif
