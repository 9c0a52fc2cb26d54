/* Texts: copied without tearing a letter, compared by their ends, and hashed. */
#ifndef TL_TEXT_H
#define TL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies as much as fits, of whole UTF-8 letters. */
void tl_text_copy(char *to, size_t size, const char *from);

/* Appends as fprintf prints, as much as fits. */
void tl_text_add(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

bool tl_text_begins(const char *text, const char *with);
bool tl_text_ends(const char *text, const char *end);

/* Small letters (ASCII and those of Western Europe), single spaces of one kind, none at the ends, and a plain hyphen for
 * dashes and the minus: how people's words are compared. False where it does not fit: then it is cut. */
bool tl_text_fold(const char *from, char *to, size_t size);

/* Are the two the same when folded? */
bool tl_text_same(const char *a, const char *b);

/* Puts texts in the order of their bytes. */
void tl_texts_sort(char **texts, size_t count);

/* Among names as "sum|product": the index of one, or -1; and the name of an index, at most so much of it. */
int tl_choice_find(const char *choices, const char *name);
const char *tl_choice_name(const char *choices, int index, char *name, size_t size);

/* FNV-1a, 64 bits, but for where it begins, which identities in sweeps' files hold us to: tells apart what was
 * changed by mistake, not what was forged. Goes on from `hash`, which begins as TL_TEXT_HASH. */
#define TL_TEXT_HASH 1469598103934665603u
uint64_t tl_text_hash(uint64_t hash, const char *text);

#endif
