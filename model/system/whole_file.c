#include "system/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/input.h"
#include "system/memory.h"
#include "system/path.h"
#include "system/temporary.h"

enum { TEMPORARY_NAMES = 100, MOST_NOTED = 8 };

/* ---- what may be written over -------------------------------------------------------------------------- */

enum { IS_LINK = -1, IS_FOLDER = -2, IS_NO_FILE = -3, IS_INPUT = -4, IS_OF_SWEEP = -5 };

const char *tl_file_cause(int cause)
{
    switch (cause) {
    case EEXIST:
        return "exists already and is left as it is (--overwrite replaces it)";
    case IS_LINK:
        return "is a link, and no link is written through or replaced: give the name of the file itself";
    case IS_FOLDER:
        return "is not a file that could be replaced but a folder";
    case IS_NO_FILE:
        return "is not a file that could be replaced but a device, pipe or socket";
    case IS_INPUT:
        return "is read by this command and is left as it is: choose another name for the output";
    case IS_OF_SWEEP:
        return "is part of a sweep's folder and is left as it is: choose another name for the output";
    default:
        return strerror(cause);
    }
}

/* Has the folder that ends with this slash, or "" for the one we are in, such an entry? */
static bool has(const char *folder, const char *name, struct stat *about)
{
    size_t room = strlen(folder) + strlen(name) + 1;
    char *path = tl_allocate(room, 1);
    snprintf(path, room, "%s%s", folder, name);
    bool there = stat(path, about) == 0;
    free(path);
    return there;
}

/* Is this the manifest, the design, a lock or a part of a sweep? Some disks take upper case for lower. */
static bool is_of_sweep(const char *path)
{
    struct stat own, parts, about;
    const char *name = tl_path_name(path);
    char *folder = tl_duplicate(path);
    folder[name - path] = '\0';
    bool by_name = strcasecmp(name, "sweep.json") == 0 || strcasecmp(name, "design.csv") == 0 ||
                   strcasecmp(name, "lock") == 0 || strncasecmp(name, "lock-", 5) == 0;
    bool found = (by_name && has(folder, "sweep.json", &about)) ||
                 (has(folder, "../sweep.json", &about) && has(folder, "../parts", &parts) &&
                  has(folder, ".", &own) && own.st_dev == parts.st_dev && own.st_ino == parts.st_ino);
    free(folder);
    return found;
}

int tl_file_check(const char *path, bool overwrite)
{
    struct stat about;
    if (lstat(path, &about) != 0) {
        return 0; /* what else is wrong is found when it is written */
    }
    return S_ISLNK(about.st_mode)    ? IS_LINK
           : S_ISDIR(about.st_mode)  ? IS_FOLDER
           : !S_ISREG(about.st_mode) ? IS_NO_FILE
           : tl_input_is(&about)     ? IS_INPUT
           : is_of_sweep(path)       ? IS_OF_SWEEP
           : !overwrite              ? EEXIST
                                     : 0;
}

/* ---- files under a name of their own ------------------------------------------------------------------- */

/* Those that go when the program ends early, and the descriptors that keep their locks (-1: none). */
static _Atomic(const char *) noted[MOST_NOTED];
static int locks[MOST_NOTED];

/* The last first: a folder was made before what is in it. */
static void remove_noted(void)
{
    for (int i = MOST_NOTED - 1; i >= 0; i--) {
        const char *temporary = atomic_load(&noted[i]);
        if (temporary != NULL) {
            remove(temporary);
        }
    }
}

static void note(const char *temporary, int descriptor)
{
    tl_memory_at_end(remove_noted);
    for (int i = 0; i < MOST_NOTED; i++) {
        const char *free_slot = NULL;
        if (atomic_compare_exchange_strong(&noted[i], &free_slot, temporary)) {
            locks[i] = descriptor;
            return;
        }
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
}

void tl_temporary_note(const char *temporary)
{
    note(temporary, -1);
}

static void forget(const char *temporary)
{
    for (int i = 0; i < MOST_NOTED; i++) {
        const char *own = temporary;
        int lock = locks[i];
        if (atomic_compare_exchange_strong(&noted[i], &own, NULL) && lock >= 0) {
            close(lock);
        }
    }
}

void tl_temporary_remove(const char *temporary)
{
    remove(temporary);
    forget(temporary);
}

/* A new file or folder; 0 or errno. Process ids come back. */
static int create(const char *path, char *temporary, bool folder)
{
    int made = -1;
    for (int attempt = 0; made < 0 && attempt < TEMPORARY_NAMES; attempt++) {
        tl_temporary_name(path, attempt, temporary);
        made = folder ? mkdir(temporary, 0700) : open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (made < 0 && errno != EEXIST) {
            break;
        }
    }
    if (made < 0) {
        return errno;
    }
    int descriptor = folder ? open(temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : made;
    if (descriptor >= 0) {
        flock(descriptor,
              LOCK_EX | LOCK_NB); /* where there are no locks, nobody will take it for left behind */
    }
    note(temporary, descriptor);
    return 0;
}

int tl_temporary_create(const char *path, char *temporary)
{
    return create(path, temporary, false);
}

int tl_temporary_create_folder(const char *path, char *temporary)
{
    return create(path, temporary, true);
}

void tl_temporary_remove_folder(const char *temporary)
{
    tl_temporary_empty(temporary);
    tl_temporary_remove(temporary);
}

void tl_temporary_keep(char *temporary)
{
    char *kept = tl_allocate(strlen(temporary) + sizeof ".kept.", 1);
    tl_temporary_kept_name(temporary, kept);
    bool linked = link(temporary, kept) == 0;
    if (linked) {
        unlink(temporary);
    }
    if (linked || (errno != EEXIST && rename(temporary, kept) == 0)) { /* not all have hard links */
        strcpy(temporary, kept);
    }
    forget(temporary);
    free(kept);
}

static int sync_path(const char *path, int flags)
{
    int descriptor = open(path, flags | O_CLOEXEC);
    if (descriptor < 0) {
        return errno;
    }
    /* Some file systems cannot sync a folder and say EINVAL. */
    int cause = fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
    close(descriptor);
    return cause;
}

int tl_file_sync(const char *path)
{
    return sync_path(path, O_RDWR | O_NOFOLLOW);
}

int tl_folder_sync(const char *path)
{
    char *folder = tl_duplicate(path);
    char *slash = strrchr(folder, '/');
    if (slash) {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    int cause = sync_path(slash ? folder : ".", O_RDONLY);
    free(folder);
    return cause;
}

int tl_file_publish(const char *temporary, const char *path, bool overwrite)
{
    int refused = tl_file_check(path, overwrite);
    if (refused) {
        return refused;
    }
    forget(temporary); /* before others open it under its name, some of whom lock what they read */
    if (!overwrite) {
        if (link(temporary, path) == 0) {
            return unlink(temporary) == 0 ? 0 : errno;
        }
        if (errno == EEXIST || access(path, F_OK) == 0) {
            return EEXIST;
        }
        /* A file system without hard links. */
    }
    return rename(temporary, path) == 0 ? 0 : errno;
}

int tl_bytes_write(int descriptor, const void *bytes, size_t size)
{
    const char *next = bytes;
    int cause = 0;
    while (size > 0 && cause == 0) {
        ssize_t done = write(descriptor, next, size);
        if (done > 0) {
            next += done;
            size -= (size_t)done;
        } else if (done == 0 || errno != EINTR) {
            cause = done == 0 ? EIO : errno;
        }
    }
    return cause;
}

static int write_bytes(const char *path, const void *bytes, size_t size)
{
    int descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC), cause = 0;
    if (descriptor < 0) {
        return errno;
    }
    cause = tl_bytes_write(descriptor, bytes, size);
    if (close(descriptor) != 0 && cause == 0) {
        cause = errno;
    }
    return cause;
}

int tl_file_write_whole(const char *path, const void *bytes, size_t size, bool overwrite)
{
    int cause = tl_file_check(path, overwrite);
    if (cause) {
        return cause;
    }
    tl_temporaries_clean_of(path);
    char *temporary = tl_allocate(strlen(path) + TL_TEMPORARY_SUFFIX, 1);
    cause = tl_temporary_create(path, temporary);
    if (cause == 0) {
        cause = write_bytes(temporary, bytes, size);
        cause = cause ? cause : tl_file_sync(temporary);
        cause = cause ? cause : tl_file_publish(temporary, path, overwrite);
        if (cause) {
            tl_temporary_remove(temporary);
        } else {
            cause = tl_folder_sync(path);
        }
    }
    free(temporary);
    return cause;
}
