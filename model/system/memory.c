#include "system/memory.h"

#include <errno.h>
#if !defined(__wasm__)
#include <setjmp.h>
#endif
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void AtEnd(void);

static _Atomic(AtEnd *) at_end;

static void call_at_end(void)
{
    AtEnd *own = atomic_load(&at_end);
    if (own != NULL) {
        own();
    }
}

void tl_memory_at_end(void (*function)(void))
{
    AtEnd *none = NULL;
    if (atomic_compare_exchange_strong(&at_end, &none, function)) {
        atexit(call_at_end); /* whatever else ends it */
    }
}

#if defined(__wasm__)

bool tl_memory_is_tried(void)
{
    return true;
}

bool tl_memory_try(void (*function)(void *context), void *context)
{
    function(context);
    return true;
}

static void leave_try(void)
{
    __builtin_trap();
}

#else

static _Thread_local jmp_buf *innermost; /* NULL: memory that runs out ends the program */

bool tl_memory_is_tried(void)
{
    return innermost != NULL;
}

bool tl_memory_try(void (*function)(void *context), void *context)
{
    jmp_buf own, *volatile outer = innermost;
    bool good = setjmp(own) == 0;
    if (good) {
        innermost = &own;
        function(context);
    }
    innermost = outer;
    return good;
}

static void leave_try(void)
{
    if (innermost != NULL) {
        longjmp(*innermost, 1);
    }
}

#endif

/* No exit handlers: they would close files that another thread, or HDF5, is still at. */
_Noreturn void tl_out_of_memory(void)
{
    static const char sentence[] = "tillit: not enough memory; nothing is left half written\n";
    leave_try();
    call_at_end();
    ssize_t said = write(STDERR_FILENO, sentence, sizeof sentence - 1);
    (void)said;
    _exit(EXIT_FAILURE);
}

static void *never_null(void *memory)
{
    if (memory == NULL) {
        tl_out_of_memory();
    }
    return memory;
}

void *tl_allocate(size_t count, size_t size)
{
    return never_null(count > 0 && size > 0 ? calloc(count, size) : calloc(1, 1));
}

void *tl_reallocate(void *memory, size_t count, size_t size)
{
    if (size > 0 && count > (size_t)-1 / size) {
        tl_out_of_memory();
    }
    return never_null(realloc(memory, count * size > 0 ? count * size : 1));
}

void *tl_grow(void *memory, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0;
    return full ? tl_reallocate(memory, count > 0 ? 2 * count : 1, size) : memory;
}

char *tl_duplicate(const char *text)
{
    return never_null(strdup(text));
}

FILE *tl_memory_stream(char **text, size_t *size)
{
    return never_null(open_memstream(text, size));
}

void tl_memory_stream_close(FILE *stream, char *const *text)
{
    int failed = ferror(stream);
    if (fclose(stream) != 0 || failed || *text == NULL) {
        tl_out_of_memory();
    }
}

DIR *tl_folder_open(const char *path)
{
    DIR *entries = opendir(path);
    if (entries == NULL && errno == ENOMEM) {
        tl_out_of_memory();
    }
    return entries;
}
