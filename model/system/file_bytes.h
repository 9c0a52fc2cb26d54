/* A file as it is, in memory. */
#ifndef TL_FILE_BYTES_H
#define TL_FILE_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include "system/message.h"

/* The bytes of a regular file of at most `most` bytes, which is `what` ("a config"); the caller frees them. False
 * with a message. */
bool tl_file_bytes_up_to(const char *path, size_t most, const char *what, char **bytes, size_t *size,
                         tl_Messages *messages);

/* Is what was read no larger than that? False with a message. */
bool tl_file_bytes_fit(const char *path, size_t size, size_t most, const char *what, tl_Messages *messages);

#endif
