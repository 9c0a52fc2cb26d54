/* Files that appear whole or not at all: written under a name of their own, put on the disk, then renamed. */
#ifndef TL_WHOLE_FILE_H
#define TL_WHOLE_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum { TL_TEMPORARY_SUFFIX = 48 };

/* A new, empty file PATH.tmp.PID that nobody else has; `temporary` has room for the path and
 * TL_TEMPORARY_SUFFIX more bytes, and stays where it is until the file is published or removed: a program
 * that runs out of memory removes it. All of these that give an int give 0 or an errno. */
int tl_temporary_take(const char *path, char *temporary);

/* Removes a file of tl_temporary_take. */
void tl_temporary_remove(const char *temporary);

/* Another file or empty folder that goes when memory runs out; until tl_temporary_remove. */
void tl_temporary_note(const char *temporary);

/* Removes all of them, without needing memory. */
void tl_temporaries_remove(void);

/* Waits until the file is on the disk. */
int tl_file_settle(const char *path);

/* Waits until the names in the folder of `path` are on the disk. */
int tl_folder_settle(const char *path);

/* Gives the finished file its name; never replaces one that appeared meanwhile, unless `overwrite`. */
int tl_file_publish(const char *temporary, const char *path, bool overwrite);

/* All of these, for bytes that are in memory: the file appears whole, or nothing is left. EEXIST where there
 * is one already. */
int tl_file_write_whole(const char *path, const void *bytes, size_t size, bool overwrite);

#endif
