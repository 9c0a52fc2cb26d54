/* What the fuzz targets share: a folder of their own, files in it, and what every reader promises. */
#ifndef TL_FUZZLIB_H
#define TL_FUZZLIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "system/message.h"

/* What libFuzzer calls: once, and with every input. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Path of a file in this process's own folder, which goes when the process ends; valid until the next call.
 */
const char *fuzz_path(const char *name);

/* Writes a file there and returns its path. */
const char *fuzz_write(const char *name, const void *bytes, size_t size);

/* Copies a file there and returns its path. */
const char *fuzz_copy(const char *name, const char *from);

/* A file of $TILLIT_FUZZ_BASE (scripts/fuzz.sh), valid files of every kind; valid until the next call. */
const char *fuzz_base(const char *name);

/* Stops with a finding when bytes were refused without a word, or accepted with errors; frees the messages.
 */
void fuzz_check(bool accepted, tl_Messages *messages);

/* The same where a reader has one error text. */
void fuzz_check_text(bool accepted, const char *error);

#endif
