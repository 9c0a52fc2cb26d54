/* Files that are read: only regular files are opened, so that nothing waits at a pipe or device, and each is
 * remembered, so that nothing is written over it. */
#ifndef TL_INPUT_H
#define TL_INPUT_H

#include <stdbool.h>
#include <sys/stat.h>

/* "a folder", "a pipe", "a socket" or "a device"; NULL for a regular file. */
const char *tl_file_kind(mode_t mode);

/* Opens a file for reading and remembers it. -1: `kind` says what it is if it is no regular file; where
 * `kind` is NULL, errno says why. */
int tl_input_open(const char *path, const char **kind);

/* The same for a library that opens by name: may it? */
bool tl_input_check(const char *path, const char **kind);

/* This file is the program's own, read to be continued: it may be written over. */
void tl_input_forget(const char *path);

/* Was this file opened for reading in this process, under whatever name? */
bool tl_input_is(const struct stat *about);

#endif
