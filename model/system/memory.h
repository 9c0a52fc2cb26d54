/* Memory of all rooms but the core. Its lack is the one failure that is no value: here it ends the program, with
 * a message, exit code 1, and what was half written removed. A caller that forgot to ask would go on with a
 * config that lacks half its parameters, and whoever has no few bytes left can do no more than say so. The core,
 * a library, gives such failures back (TL_OUT_OF_MEMORY). In the command jansson, HDF5 and other libraries end
 * the same way (cli/library_memory.h). What grows with a sweep or a file (runs, tables) may be asked for with
 * malloc and refused by its name.
 *
 * A library may not end the program that it is part of. It calls what may need memory by tl_memory_try, which comes
 * back where memory runs out. What was allocated on the way is then lost: nobody knows any longer where it was. */
#ifndef TL_MEMORY_H
#define TL_MEMORY_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#if defined(__GNUC__)
#define TL_NEVER_NULL __attribute__((returns_nonnull))
#else
#define TL_NEVER_NULL
#endif

/* Has a function called when the program ends, for want of memory or otherwise: it needs no memory itself, and
 * may be called from any thread. There is one; it may be given again. */
void tl_memory_at_end(void (*function)(void));

/* Memory for `count` things of `size` bytes, all zero; never NULL. To be freed with free. */
void *tl_allocate(size_t count, size_t size) TL_NEVER_NULL;

/* `memory` (NULL: none yet) made as long as `count` things of `size` bytes; never NULL. */
void *tl_reallocate(void *memory, size_t count, size_t size) TL_NEVER_NULL;

/* Room for one more of `count` things in memory that has grown like this since there were none: twice as much where
 * it is full, which is at powers of two; never NULL. */
void *tl_grow(void *memory, size_t count, size_t size) TL_NEVER_NULL;

/* A copy of a text; never NULL. */
char *tl_duplicate(const char *text) TL_NEVER_NULL;

/* A stream whose text is whole, and owned by the caller, once tl_memory_stream_close has ended it. */
FILE *tl_memory_stream(char **text, size_t *size) TL_NEVER_NULL;
void tl_memory_stream_close(FILE *stream, char *const *text);

/* As opendir: NULL with errno, but never for want of memory, which would pass for an empty folder. */
DIR *tl_folder_open(const char *path);

/* Calls function(context); false if memory ran out on this thread before it came back, in what it had called. May be
 * nested. Without threads (WebAssembly) there is no way back: the program traps. */
bool tl_memory_try(void (*function)(void *context), void *context);

/* Is this thread within tl_memory_try? Then whoever hands work to another thread has that try, too. */
bool tl_memory_is_tried(void);

/* Ends the program, or the innermost tl_memory_try of this thread. Needs no memory itself, and may be called from any thread. */
_Noreturn void tl_out_of_memory(void);

#endif
