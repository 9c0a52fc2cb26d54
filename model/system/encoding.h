/* Texts in UTF-8, and in the encoding that Windows has in Sweden. */
#ifndef TL_ENCODING_H
#define TL_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

/* Are these bytes whole letters in UTF-8, each in its shortest form, and none of them half of one (a surrogate)? */
bool tl_utf8_is_whole(const char *bytes, size_t size);

/* The same letters in UTF-8, [*length] and a zero, to be freed; NULL if they are not in Windows-1252, which lacks five. */
char *tl_utf8_of_windows(const char *bytes, size_t size, size_t *length);

#endif
