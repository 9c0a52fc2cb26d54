/* What a file is that was taken for another, by its first bytes. */
#ifndef TL_FILE_KIND_H
#define TL_FILE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "system/message.h"

/* Is it text, as far as its first bytes tell? `expected` is what it should be ("a config or an experiment").
 * False with a message that says what it is and, of a result, what takes one. */
bool tl_file_is_text(const char *path, const char *bytes, size_t size, const char *expected,
                     tl_Messages *messages);

/* Complains about what is no file, by its kind (system/input.h), and says what takes the folder of a sweep. */
void tl_file_refuse(const char *path, const char *kind, tl_Messages *messages);

/* Is it an HDF5 file, as results and merged sweeps are, or damaged in a way that HDF5 will name? False with a
 * message for what is no file, is empty, or is plainly something else. */
bool tl_file_is_result(const char *path, tl_Messages *messages);

bool tl_is_folder(const char *path);

/* Is it the folder of a sweep? False with a message that says what it is. */
bool tl_folder_is_sweep(const char *path, tl_Messages *messages);

#endif
