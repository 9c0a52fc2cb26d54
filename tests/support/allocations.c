/* Loaded before the C library (LD_PRELOAD), makes memory run out: the TILLIT_FAULT_AT-th allocation, from 1,
 * fails, and with TILLIT_FAULT_LASTING=1 all after it. They are counted from main on: what the loader
 * takes before is its own. The file named by TILLIT_FAULT_LOG gets "FAILS" when one does, or else their
 * number when main is done. With TILLIT_FAULT_CALLS=1 it gets a line for each before that, the same for two
 * that were asked for by the same calls. Used by tests/cli/test_allocations.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CALLS = 8 };

/* glibc's own, under the names that it keeps for whoever replaces them. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

typedef int Main(int, char **, char **);

static atomic_long taken;
static atomic_bool counting;
static long fail_at;
static bool fails_on, notes_calls;
static int log_file = -1;
static Main *real_main;

/* Without memory, which dprintf would take. */
static void note(const char *format, unsigned long long value)
{
    char line[32];
    int length = snprintf(line, sizeof line, format, value);
    ssize_t written = write(log_file, line, (size_t)length);
    (void)written;
}

static void note_calls(void)
{
    static _Thread_local bool inside;
    void *calls[CALLS];
    if (inside) { /* what is taken for this note */
        return;
    }
    inside = true;
    uint64_t hash = 1469598103934665603u;
    for (int i = 0, count = backtrace(calls, CALLS); i < count; i++) {
        hash = (hash ^ (uint64_t)(uintptr_t)calls[i]) * 1099511628211u;
    }
    note("%016llx\n", hash);
    inside = false;
}

/* Is it this allocation's turn? */
static bool strikes(void)
{
    if (!atomic_load(&counting)) {
        return false;
    }
    if (notes_calls) {
        note_calls();
    }
    long number = atomic_fetch_add(&taken, 1) + 1;
    if (number == fail_at) {
        note("FAILS\n", 0);
    }
    bool fails = number == fail_at || (fails_on && number > fail_at);
    if (fails) {
        errno = ENOMEM;
    }
    return fails;
}

void *malloc(size_t size)
{
    return strikes() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return strikes() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return size > 0 && strikes() ? NULL : __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size)
{
    return strikes() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    *memory = memalign(alignment, size);
    return *memory != NULL ? 0 : ENOMEM;
}

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value != NULL ? value : "";
}

static int counted_main(int count, char **arguments, char **environment)
{
    void *calls[CALLS];
    backtrace(calls, CALLS); /* loads what it needs */
    fail_at = atol(setting("TILLIT_FAULT_AT"));
    fails_on = strcmp(setting("TILLIT_FAULT_LASTING"), "1") == 0;
    notes_calls = strcmp(setting("TILLIT_FAULT_CALLS"), "1") == 0;
    log_file = open(setting("TILLIT_FAULT_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    atomic_store(&counting, true);
    int code = real_main(count, arguments, environment);
    atomic_store(&counting, false);
    note("%llu\n", (unsigned long long)atomic_load(&taken));
    return code;
}

int __libc_start_main(Main *main, int count, char **arguments, void (*begin)(void), void (*end)(void),
                      void (*of_loader)(void), void *stack);

int __libc_start_main(Main *main, int count, char **arguments, void (*begin)(void), void (*end)(void),
                      void (*of_loader)(void), void *stack)
{
    int (*start)(Main *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);
    *(void **)&start = dlsym(RTLD_NEXT, "__libc_start_main");
    real_main = main;
    return start(counted_main, count, arguments, begin, end, of_loader, stack);
}
