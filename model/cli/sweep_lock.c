#include "cli/sweep_lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "system/memory.h"
#include "system/shown.h"

enum { HOLDER_SIZE = 160, NAME_SIZE = 80, MOST_ATTEMPTS = 100 };

/* "lock-1-of-3", and for shards of a list "lock-1-of-3-of-0123456789abcdef". */
static void name_of(const tl_Shard *shard, char name[NAME_SIZE])
{
    int length = snprintf(name, NAME_SIZE, "lock-%d-of-%d", shard->number, shard->count);
    if (shard->list_hash != 0) {
        snprintf(name + length, (size_t)(NAME_SIZE - length), "-of-%016" PRIx64, shard->list_hash);
    }
}

static bool shard_of(const char *name, tl_Shard *shard)
{
    char again[NAME_SIZE];
    *shard = (tl_Shard){.list_hash = 0};
    if (sscanf(name, "lock-%d-of-%d-of-%" SCNx64, &shard->number, &shard->count, &shard->list_hash) < 2 ||
        shard->number < 1 || shard->count < shard->number) {
        return false;
    }
    name_of(shard, again);
    return strcmp(again, name) == 0;
}

/* ---- the files ----------------------------------------------------------------------------------------- */

static const char signature[] = "process ";

/* The first bytes of a file, `size` at the most, however many calls that takes; their number, less where it ends. */
static size_t read_start(int descriptor, char *text, size_t size)
{
    size_t done = 0;
    ssize_t part = 1;
    while (done < size && (part > 0 || (part < 0 && errno == EINTR))) {
        part = pread(descriptor, text + done, size - done, (off_t)done);
        done += part > 0 ? (size_t)part : 0;
    }
    return done;
}

/* Is this a file that only a sweep can have made: a file under this name alone, empty or signed by one? The
 * folder may be of someone else's making, and what a link or a second name leads to is neither locked nor
 * written. */
static bool is_lock(int descriptor)
{
    struct stat about;
    char text[sizeof signature - 1];
    if (fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode) || about.st_nlink > 1) {
        return false;
    }
    size_t size = read_start(descriptor, text, sizeof text);
    return size == 0 || (size == sizeof text && memcmp(text, signature, sizeof text) == 0);
}

/* Opens a lock file, made if `flags` say so; -1 with a message, or with ENOENT and none where there is no
 * file. */
static int open_lock(const char *path, int flags)
{
    int descriptor = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        if (errno != ENOENT || (flags & O_CREAT) != 0) {
            tl_print(stderr, "tillit: %s: cannot be opened as a lock: %s\n", path,
                     errno == ELOOP ? "it is a link" : strerror(errno));
            errno = EINVAL;
        }
        return -1;
    }
    if (!is_lock(descriptor)) {
        tl_print(
            stderr,
            "tillit: %s: is no lock of a sweep, and is left as it is: choose another --out, or remove it\n",
            path);
        close(descriptor);
        errno = EINVAL;
        return -1;
    }
    return descriptor;
}

static void print_holder(int descriptor, const char *path)
{
    char holder[HOLDER_SIZE] = "";
    holder[read_start(descriptor, holder, sizeof holder - 1)] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
    tl_print(stderr, "tillit: %s: another process is at this sweep%s%s; two would do the same runs\n", path,
             holder[0] != '\0' ? ": " : "", holder);
}

static void write_holder(int descriptor)
{
    char host[HOLDER_SIZE / 2] = "", text[HOLDER_SIZE];
    gethostname(host, sizeof host - 1);
    int length = snprintf(text, sizeof text, "%s%ld on %s\n", signature, (long)getpid(), host);
    if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, text, (size_t)length, 0) != length) {
        return; /* the lock holds without its text */
    }
}

/* Takes a lock of one's own. It is kept open, and so locked, until the process ends. */
static bool acquire(const char *path)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int descriptor = open_lock(path, O_RDWR | O_CREAT);
    if (descriptor < 0) {
        return false;
    }
    if (fcntl(descriptor, F_SETLK, &lock) == 0) {
        write_holder(descriptor);
        return true;
    }
    if (errno == EACCES || errno == EAGAIN) {
        print_holder(descriptor, path);
        close(descriptor);
        return false;
    }
    tl_print(stderr,
             "tillit: %s: this file system has no locks (%s): see to it that no other process does these "
             "runs\n",
             path, strerror(errno));
    return true;
}

/* Does another process hold this lock? Then says who. */
static bool is_held(const char *path)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int descriptor = open_lock(path, O_RDONLY);
    if (descriptor < 0 && errno != ENOENT) {
        return true; /* it may be */
    }
    bool held = descriptor >= 0 && fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    if (held) {
        print_holder(descriptor, path);
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    return held;
}

/* Is another process at a shard that shares runs with this one, as 2/4 does with 2/2? Also where that cannot
 * be told. */
static bool is_overlapped(const char *folder, const tl_Shard *shard)
{
    char path[TL_PATH_SIZE], own[NAME_SIZE];
    tl_Shard other;
    bool held = false;
    DIR *entries = tl_folder_open(folder);
    name_of(shard, own);
    while (entries != NULL && !held) {
        errno = 0; /* a listing that breaks off would pass for one that ends */
        const struct dirent *entry = readdir(entries);
        if (entry == NULL) {
            break;
        }
        if (shard_of(entry->d_name, &other) && strcmp(entry->d_name, own) != 0 &&
            tl_shards_overlap(shard, &other)) {
            snprintf(path, sizeof path, "%.3900s/%.80s", folder, entry->d_name);
            held = is_held(path);
        }
    }
    if (!held && errno != 0) {
        tl_print(stderr, "tillit: %s: cannot be read: %s; another process may be at these runs\n", folder,
                 strerror(errno));
        held = true;
    }
    if (entries != NULL) {
        closedir(entries);
    }
    return held;
}

/* One's own lock before looking at the others', so that of two that overlap never both go on; and both in one
 * step, so that the first does. */
bool tl_sweep_lock(const char *folder, const tl_Shard *shard)
{
    char path[TL_PATH_SIZE], name[NAME_SIZE];
    name_of(shard, name);
    snprintf(path, sizeof path, "%.3900s/%s", folder, name);
    int entered = tl_sweep_enter(folder);
    bool acquired = entered >= 0 && acquire(path) && !is_overlapped(folder, shard);
    tl_sweep_leave(entered);
    return acquired;
}

int tl_sweep_enter(const char *folder)
{
    char path[TL_PATH_SIZE];
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    snprintf(path, sizeof path, "%.3900s/lock", folder);
    int descriptor = open_lock(path, O_RDWR | O_CREAT);
    const struct timespec pause = {.tv_nsec = 50000000};
    for (int attempt = 0;
         descriptor >= 0 && attempt < MOST_ATTEMPTS && fcntl(descriptor, F_SETLK, &lock) != 0; attempt++) {
        if (errno != EACCES && errno != EAGAIN) {
            break; /* no locks here: the lock of the shard says so */
        }
        nanosleep(&pause, NULL);
    }
    return descriptor;
}

void tl_sweep_leave(int entered)
{
    if (entered >= 0) {
        close(entered);
    }
}
