/* Files that appear whole or not at all: written under a name of their own, put on the disk, then renamed.
 * Nothing else is ever written over: no file that this process reads, no link, no device, pipe, socket or
 * folder, no file that belongs to a sweep. */
#ifndef TL_WHOLE_FILE_H
#define TL_WHOLE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "system/temporary.h"

/* All of these that give an int give 0, an errno, or a cause of our own (below 0). */

/* What a cause means, as what comes after a file's name: "exists already ...", "is a link ...", "Permission
 * denied". */
const char *tl_file_cause(int cause);

/* May a file of this name be written? Asked before hours of simulation; tl_file_publish asks again. */
int tl_file_check(const char *path, bool overwrite);

/* A new, empty file PATH.tmp.PID@HOST that nobody else has; `temporary` has room for the path and
 * TL_TEMPORARY_SUFFIX more bytes, and stays where it is until the file is published or removed: a program
 * that runs out of memory removes it. It is locked until then, so that others see that its owner lives. */
int tl_temporary_create(const char *path, char *temporary);

/* Removes a file of tl_temporary_create. */
void tl_temporary_remove(const char *temporary);

/* The same for a new folder, into which nobody else may look; and its removal, with the files in it. */
int tl_temporary_create_folder(const char *path, char *temporary);
void tl_temporary_remove_folder(const char *temporary);

/* Keeps such a file, whole but without its name, as PATH.kept.PID@HOST, which nobody takes for left behind;
 * its name changes in `temporary`. */
void tl_temporary_keep(char *temporary);

/* Another file or empty folder that goes when memory runs out; until tl_temporary_remove. */
void tl_temporary_note(const char *temporary);

/* Waits until the file is on the disk. */
int tl_file_sync(const char *path);

/* Waits until the names in the folder of `path` are on the disk. */
int tl_folder_sync(const char *path);

/* Gives the finished file its name; never replaces one that appeared meanwhile, unless `overwrite`. */
int tl_file_publish(const char *temporary, const char *path, bool overwrite);

/* Writes all of these bytes to a file that is open, however often that takes. */
int tl_bytes_write(int descriptor, const void *bytes, size_t size);

/* All of this, for bytes that are in memory: the file appears whole, or nothing is left. */
int tl_file_write_whole(const char *path, const void *bytes, size_t size, bool overwrite);

#endif
