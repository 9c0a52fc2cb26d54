#define _POSIX_C_SOURCE 200809L

#include "io/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/memory.h"

enum { TEMPORARY_NAMES = 100, MOST_NOTED = 8 };

/* ---- what goes when the program ends early
 * ----------------------------------------------------------------------------- */

static _Atomic(const char *) noted[MOST_NOTED];

void tl_temporary_note(const char *temporary)
{
    const char *free_slot = NULL;
    for (int i = 0; i < MOST_NOTED && !atomic_compare_exchange_strong(&noted[i], &free_slot, temporary);
         i++) {
        free_slot = NULL;
    }
}

static void forget(const char *temporary)
{
    for (int i = 0; i < MOST_NOTED; i++) {
        const char *own = temporary;
        atomic_compare_exchange_strong(&noted[i], &own, NULL);
    }
}

void tl_temporary_remove(const char *temporary)
{
    remove(temporary);
    forget(temporary);
}

/* The last first: a folder was made before what is in it. */
void tl_temporaries_remove(void)
{
    for (int i = MOST_NOTED - 1; i >= 0; i--) {
        const char *temporary = atomic_load(&noted[i]);
        if (temporary != NULL) {
            remove(temporary);
        }
    }
}

/* ---- a whole file
 * ----------------------------------------------------------------------------------------------------- */

/* Process ids come back, and are not unique on a cluster's disk. */
int tl_temporary_take(const char *path, char *temporary)
{
    int descriptor = -1;
    for (int attempt = 0; attempt < TEMPORARY_NAMES; attempt++) {
        char number[16] = "";
        if (attempt > 0) {
            snprintf(number, sizeof number, ".%d", attempt);
        }
        sprintf(temporary, "%s.tmp.%ld%s", path, (long)getpid(), number);
        descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0 || errno != EEXIST) {
            break;
        }
    }
    if (descriptor < 0) {
        return errno;
    }
    close(descriptor);
    tl_temporary_note(temporary);
    return 0;
}

static int settle(const char *path, int flags)
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

int tl_file_settle(const char *path)
{
    return settle(path, O_RDWR);
}

int tl_folder_settle(const char *path)
{
    char *folder = tl_duplicate(path);
    char *slash = strrchr(folder, '/');
    if (slash) {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    int cause = settle(slash ? folder : ".", O_RDONLY);
    free(folder);
    return cause;
}

int tl_file_publish(const char *temporary, const char *path, bool overwrite)
{
    forget(temporary); /* it is whole */
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

static int write_bytes(const char *path, const char *bytes, size_t size)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC), cause = 0;
    if (descriptor < 0) {
        return errno;
    }
    while (size > 0 && cause == 0) {
        ssize_t done = write(descriptor, bytes, size);
        if (done > 0) {
            bytes += done;
            size -= (size_t)done;
        } else if (done == 0 || errno != EINTR) {
            cause = done == 0 ? EIO : errno;
        }
    }
    if (close(descriptor) != 0 && cause == 0) {
        cause = errno;
    }
    return cause;
}

int tl_file_write_whole(const char *path, const void *bytes, size_t size, bool overwrite)
{
    char *temporary = tl_allocate(strlen(path) + TL_TEMPORARY_SUFFIX, 1);
    int cause = tl_temporary_take(path, temporary);
    if (cause == 0) {
        cause = write_bytes(temporary, bytes, size);
        cause = cause ? cause : tl_file_settle(temporary);
        cause = cause ? cause : tl_file_publish(temporary, path, overwrite);
        if (cause) {
            tl_temporary_remove(temporary);
        } else {
            cause = tl_folder_settle(path);
        }
    }
    free(temporary);
    return cause;
}
