#define _GNU_SOURCE

#include "cli/library_memory.h"

#include <dlfcn.h>
#include <jansson.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "system/memory.h"

static void *json_memory(size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == NULL) {
        tl_out_of_memory();
    }
    return memory;
}

void tl_library_memory_begin(void)
{
    json_set_alloc_funcs(json_memory, free);
}

/* HDF5 1.10 crashes at every fifth place where it gets no memory, and says nothing at others. So malloc, calloc
 * and realloc stand here, before those of the C library (or of whatever is loaded before it), for all that is
 * linked dynamically: where a few bytes cannot be had, the program ends. A request that is large fails as ever:
 * it is a population, or a length in a damaged file, and whoever asks says more about it. Sanitizers bring a
 * malloc of their own; so may other systems than Linux, where the libraries are left to themselves. */
#if defined(__has_feature)
#define TL_HAS_FEATURE(name) __has_feature(name)
#else
#define TL_HAS_FEATURE(name) 0
#endif

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) &&                 \
    !TL_HAS_FEATURE(address_sanitizer) && !TL_HAS_FEATURE(thread_sanitizer)

enum { FEW_BYTES = 1 << 26 };

/* Only names that are seen outside this program stand before others. */
#pragma GCC visibility push(default)

/* Is this thread at dlsym? Before glibc 2.34 that calls calloc itself, and does without where it gets none.
 */
static _Thread_local bool looking;

/* The next function of that name, looked up once; ISO C has no conversion from dlsym's pointer. */
static void *next(_Atomic(void *) *found, const char *name)
{
    void *own = atomic_load_explicit(found, memory_order_relaxed);
    if (own == NULL) {
        looking = true;
        own = dlsym(RTLD_NEXT, name);
        looking = false;
        atomic_store_explicit(found, own, memory_order_relaxed);
    }
    return own;
}

static void *judge(void *memory, size_t size)
{
    if (memory == NULL && size > 0 && size <= FEW_BYTES) {
        tl_out_of_memory();
    }
    return memory;
}

void *malloc(size_t size)
{
    static _Atomic(void *) found;
    void *(*real)(size_t);
    *(void **)&real = next(&found, "malloc");
    return judge(real(size), size);
}

void *calloc(size_t count, size_t size)
{
    static _Atomic(void *) found;
    void *(*real)(size_t, size_t);
    if (looking) {
        return NULL;
    }
    *(void **)&real = next(&found, "calloc");
    return judge(real(count, size), size > 0 && count > FEW_BYTES / size ? FEW_BYTES + 1 : count * size);
}

void *realloc(void *memory, size_t size)
{
    static _Atomic(void *) found;
    void *(*real)(void *, size_t);
    *(void **)&real = next(&found, "realloc");
    return judge(real(memory, size), size);
}

#pragma GCC visibility pop

#endif
