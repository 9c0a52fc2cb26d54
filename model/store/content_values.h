/* Values as store/hdf5_content.h gives them: as numbers, as equal or not, and as text for people. */
#ifndef TL_CONTENT_VALUES_H
#define TL_CONTENT_VALUES_H

#include "store/hdf5_content.h"

enum { TL_VALUE_SHOWN = 160 };

bool tl_content_is_number(const tl_ContentKind *kind);

/* Bytes of a number of this kind. */
size_t tl_content_number_size(const tl_ContentKind *kind);

double tl_content_real(const tl_ContentKind *kind, const unsigned char *from);

/* Bit by bit, but any NaN equals any other. `size`: of a number, or 1 of what is none. */
bool tl_content_equal(const tl_ContentKind *kind, size_t size, const unsigned char *a,
                      const unsigned char *b);

/* The value that lies at or around a byte: a number, or a text from its beginning. A text kept as bytes (a
 * config) is shown from a little before. As it is: what prints it escapes what a terminal would obey. */
void tl_content_show(const tl_ContentKind *kind, const tl_Bytes *values, size_t at,
                     char shown[TL_VALUE_SHOWN]);

/* "float64 [2, 3 so far]". */
void tl_content_show_kind(const tl_ContentKind *kind, char shown[TL_VALUE_SHOWN]);

#endif
