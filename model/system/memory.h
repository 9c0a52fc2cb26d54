/* Memory of io and cli. Its lack is the one failure that is no value: here it ends the program, with a
 * message, exit code 1, and what was half written removed. A caller that forgot to ask would go on with a
 * config that lacks half its parameters, and whoever has no few bytes left can do no more than say so. Core,
 * a library, gives such failures back (TL_OUT_OF_MEMORY). jansson ends the same way (tl_memory_begin), and so
 * do HDF5 and other libraries in the command (cli/library_memory.c). What grows with a sweep or a file (runs,
 * tables) may be asked for with malloc and refused by its name. */
#ifndef TL_MEMORY_H
#define TL_MEMORY_H

#include <dirent.h>
#include <stddef.h>
#include <stdio.h>

#if defined(__GNUC__)
#define TL_NEVER_NULL __attribute__((returns_nonnull))
#else
#define TL_NEVER_NULL
#endif

/* Lets jansson take its memory here, so that no JSON lacks a part; and whoever ends the program removes what
 * is half written. Before anything else. */
void tl_memory_begin(void);

/* Memory for `count` things of `size` bytes, all zero; never NULL. To be freed with free. */
void *tl_allocate(size_t count, size_t size) TL_NEVER_NULL;

/* `memory` (NULL: none yet) made as long as `count` things of `size` bytes; never NULL. */
void *tl_reallocate(void *memory, size_t count, size_t size) TL_NEVER_NULL;

/* A copy of a text; never NULL. */
char *tl_duplicate(const char *text) TL_NEVER_NULL;

/* A stream whose text is whole, and owned by the caller, once tl_memory_stream_close has ended it. */
FILE *tl_memory_stream(char **text, size_t *size) TL_NEVER_NULL;
void tl_memory_stream_close(FILE *stream, char *const *text);

/* As opendir: NULL with errno, but never for want of memory, which would pass for an empty folder. */
DIR *tl_folder_open(const char *path);

/* Ends the program. Needs no memory itself, and may be called from any thread. */
_Noreturn void tl_out_of_memory(void);

#endif
