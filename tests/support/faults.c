/* Loaded before the C library (LD_PRELOAD), makes one call fail: the TILLIT_FAULT_AT-th, from 1, that touches
 * a file under the folder TILLIT_FAULT_IN, and with TILLIT_FAULT_LASTING=1 all after it. TILLIT_FAULT_KIND
 * says how: ENOSPC, EIO, or for what moves bytes also EINTR and short, which moves half of them.
 * TILLIT_FAULT_CALLS is "write" (all that changes a file) or "read". The file named by TILLIT_FAULT_LOG gets
 * a line for every such call. What undoes (close, unlink, rmdir) never fails. Used by tests/cli/test_faults.py.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int calls;

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value != NULL ? value : "";
}

static bool is_watched(const char *path, const char *kind)
{
    const char *folder = setting("TILLIT_FAULT_IN");
    return folder[0] != '\0' && strcmp(setting("TILLIT_FAULT_CALLS"), kind) == 0 &&
           strncmp(path, folder, strlen(folder)) == 0;
}

static void keep_note(const char *call, const char *path, bool fails)
{
    char line[PATH_MAX + 64];
    int log =
        (int)syscall(SYS_openat, AT_FDCWD, setting("TILLIT_FAULT_LOG"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    int length = snprintf(line, sizeof line, "%s %s%s\n", call, path, fails ? " FAILS" : "");
    if (log >= 0) {
        syscall(SYS_write, log, line, (size_t)length);
        syscall(SYS_close, log);
    }
}

/* Is it this call's turn? */
static bool strikes(const char *call, const char *path, const char *kind)
{
    if (!is_watched(path, kind)) {
        return false;
    }
    int call_number = atomic_fetch_add(&calls, 1) + 1, at = atoi(setting("TILLIT_FAULT_AT"));
    bool lasts = strcmp(setting("TILLIT_FAULT_LASTING"), "1") == 0;
    bool fails = call_number == at || (lasts && at > 0 && call_number > at);
    keep_note(call, path, fails);
    return fails;
}

static bool is_short(void)
{
    return strcmp(setting("TILLIT_FAULT_KIND"), "short") == 0;
}

/* Faults of moving bytes only, after which a program tries again. */
static bool is_passing(void)
{
    return is_short() || strcmp(setting("TILLIT_FAULT_KIND"), "EINTR") == 0;
}

static int fail(void)
{
    const char *kind = setting("TILLIT_FAULT_KIND");
    errno = strcmp(kind, "ENOSPC") == 0 ? ENOSPC : strcmp(kind, "EINTR") == 0 ? EINTR : EIO;
    return -1;
}

static const char *path_of(int descriptor, char path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = '\0';
    return path;
}

static bool strikes_descriptor(const char *call, int descriptor, const char *kind)
{
    char path[PATH_MAX];
    int kept = errno;
    bool struck = strikes(call, path_of(descriptor, path), kind);
    errno = kept;
    return struck;
}

/* ---- what moves bytes ---------------------------------------------------------------------------------- */

ssize_t write(int descriptor, const void *bytes, size_t count)
{
    if (strikes_descriptor("write", descriptor, "write")) {
        return is_short() ? syscall(SYS_write, descriptor, bytes, count / 2) : fail();
    }
    return syscall(SYS_write, descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset)
{
    if (strikes_descriptor("pwrite", descriptor, "write")) {
        return is_short() ? syscall(SYS_pwrite64, descriptor, bytes, count / 2, offset) : fail();
    }
    return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset)
{
    return pwrite(descriptor, bytes, count, offset);
}

ssize_t read(int descriptor, void *bytes, size_t count)
{
    if (strikes_descriptor("read", descriptor, "read")) {
        return is_short() ? syscall(SYS_read, descriptor, bytes, (count + 1) / 2) : fail();
    }
    return syscall(SYS_read, descriptor, bytes, count);
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset)
{
    if (strikes_descriptor("pread", descriptor, "read")) {
        return is_short() ? syscall(SYS_pread64, descriptor, bytes, (count + 1) / 2, offset) : fail();
    }
    return syscall(SYS_pread64, descriptor, bytes, count, offset);
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off_t offset)
{
    return pread(descriptor, bytes, count, offset);
}

/* ---- what makes, names and ends files ------------------------------------------------------------------ */

int fsync(int descriptor)
{
    if (!is_passing() && strikes_descriptor("fsync", descriptor, "write")) {
        return fail();
    }
    return (int)syscall(SYS_fsync, descriptor);
}

int ftruncate(int descriptor, off_t length)
{
    if (!is_passing() && strikes_descriptor("ftruncate", descriptor, "write")) {
        return fail();
    }
    return (int)syscall(SYS_ftruncate, descriptor, length);
}

int ftruncate64(int descriptor, off_t length)
{
    return ftruncate(descriptor, length);
}

int rename(const char *from, const char *to)
{
    if (!is_passing() && strikes("rename", to, "write")) {
        return fail();
    }
    return (int)syscall(SYS_rename, from, to);
}

int link(const char *from, const char *to)
{
    if (!is_passing() && strikes("link", to, "write")) {
        return fail();
    }
    return (int)syscall(SYS_link, from, to);
}

int mkdir(const char *path, mode_t mode)
{
    if (!is_passing() && strikes("mkdir", path, "write")) {
        return fail();
    }
    return (int)syscall(SYS_mkdir, path, mode);
}

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    bool writes = (flags & O_ACCMODE) != O_RDONLY;
    if (!is_passing() && strikes("open", path, writes ? "write" : "read")) {
        return fail();
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return open(path, flags, mode);
}

static void *next_of(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

char *mkdtemp(char *pattern)
{
    char *(*next)(char *);
    void *symbol = next_of("mkdtemp");
    memcpy(&next, &symbol, sizeof next);
    if (!is_passing() && strikes("mkdtemp", pattern, "write")) {
        fail();
        return NULL;
    }
    return next(pattern);
}

DIR *opendir(const char *path)
{
    DIR *(*next)(const char *);
    void *symbol = next_of("opendir");
    memcpy(&next, &symbol, sizeof next);
    if (!is_passing() && strikes("opendir", path, "read")) {
        fail();
        return NULL;
    }
    return next(path);
}

struct dirent *readdir(DIR *entries)
{
    struct dirent *(*next)(DIR *);
    void *symbol = next_of("readdir");
    memcpy(&next, &symbol, sizeof next);
    if (!is_passing() && strikes_descriptor("readdir", dirfd(entries), "read")) {
        fail();
        return NULL;
    }
    return next(entries);
}

/* ---- streams ------------------------------------------------------------------------------------------- */

/* The C library's own streams do not come by the calls above: these do, and go on after a short write as
 * those do. */
static ssize_t stream_read(void *cookie, char *bytes, size_t count)
{
    return read(*(int *)cookie, bytes, count);
}

static ssize_t stream_write(void *cookie, const char *bytes, size_t count)
{
    size_t written = 0;
    while (written < count) {
        ssize_t done = write(*(int *)cookie, bytes + written, count - written);
        if (done < 0) {
            break;
        }
        written += (size_t)done;
    }
    return (ssize_t)written;
}

static int stream_close(void *cookie)
{
    int status = close(*(int *)cookie);
    free(cookie);
    return status;
}

static FILE *open_watched(const char *path, const char *mode)
{
    static const cookie_io_functions_t functions = {
        .read = stream_read, .write = stream_write, .close = stream_close};
    int flags = mode[0] == 'r' ? O_RDONLY : O_WRONLY | O_CREAT | (mode[0] == 'w' ? O_TRUNC : O_APPEND);
    int *descriptor = malloc(sizeof *descriptor);
    if (descriptor == NULL) {
        return NULL;
    }
    *descriptor = open(path, flags | O_CLOEXEC, 0666);
    if (*descriptor < 0) {
        free(descriptor);
        return NULL;
    }
    return fopencookie(descriptor, mode, functions);
}

FILE *fopen(const char *path, const char *mode)
{
    FILE *(*next)(const char *, const char *);
    void *symbol = next_of("fopen");
    memcpy(&next, &symbol, sizeof next);
    return is_watched(path, mode[0] == 'r' ? "read" : "write") ? open_watched(path, mode) : next(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    return fopen(path, mode);
}
