/* Loaded before the C library (LD_PRELOAD), makes memory run out: the TILLIT_FAULT_AT-th allocation, from 1,
 * fails, and with TILLIT_FAULT_LASTING=1 all after it. Counted from main on, so that what the loader and
 * OpenMP take for themselves is left alone. The file named by TILLIT_FAULT_LOG gets their number when main is
 * done, and a line that the allocation failed. Used by tests/test_allocations.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc's own, under the names that it keeps for whoever replaces them. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

typedef int Main(int, char **, char **);

static atomic_long taken;
static atomic_bool counting;
static long fail_at;
static bool fails_on;
static Main *real_main;

static void keep_note(const char *what, long number)
{
    char line[64];
    const char *path = getenv("TILLIT_FAULT_LOG");
    int log = path != NULL ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;
    int length = snprintf(line, sizeof line, "%s %ld\n", what, number);
    if (log >= 0) {
        syscall(SYS_write, log, line, (size_t)length);
        syscall(SYS_close, log);
    }
}

/* Is it this allocation's turn? */
static bool strikes(void)
{
    if (!atomic_load(&counting)) {
        return false;
    }
    long number = atomic_fetch_add(&taken, 1) + 1;
    bool fails = fail_at > 0 && (number == fail_at || (fails_on && number > fail_at));
    if (number == fail_at) {
        keep_note("FAILS", number);
    }
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

static int counted_main(int count, char **arguments, char **environment)
{
    const char *at = getenv("TILLIT_FAULT_AT"), *lasting = getenv("TILLIT_FAULT_LASTING");
    fail_at = at != NULL ? atol(at) : 0;
    fails_on = lasting != NULL && lasting[0] == '1';
    atomic_store(&counting, true);
    int code = real_main(count, arguments, environment);
    atomic_store(&counting, false);
    keep_note("allocations", atomic_load(&taken));
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
