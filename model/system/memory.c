#define _POSIX_C_SOURCE 200809L

#include "system/memory.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "system/whole_file.h"

/* No exit handlers: they would close files that another thread, or HDF5, is still at. */
_Noreturn void tl_out_of_memory(void)
{
    static const char sentence[] = "tillit: not enough memory; nothing is left half written\n";
    tl_temporaries_remove();
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

static void *allocate_bytes(size_t size)
{
    return never_null(malloc(size > 0 ? size : 1));
}

void tl_memory_begin(void)
{
    json_set_alloc_funcs(allocate_bytes, free);
    atexit(tl_temporaries_remove); /* OpenMP's threads end the program themselves where they get no memory */
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
