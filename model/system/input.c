#include "system/input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "system/memory.h"

/* A file's identity: the same by every name and link. */
typedef struct Identity {
    dev_t device;
    ino_t number;
} Identity;

static Identity *known; /* [known_count], of the process */
static size_t known_count;

const char *tl_file_kind(mode_t mode)
{
    return S_ISREG(mode)    ? NULL
           : S_ISDIR(mode)  ? "a folder"
           : S_ISFIFO(mode) ? "a pipe"
           : S_ISSOCK(mode) ? "a socket"
                            : "a device";
}

bool tl_input_is(const struct stat *about)
{
    for (size_t i = 0; i < known_count; i++) {
        if (known[i].device == about->st_dev && known[i].number == about->st_ino) {
            return true;
        }
    }
    return false;
}

static void remember(const struct stat *about)
{
    if (tl_input_is(about)) {
        return;
    }
    known = tl_grow(known, known_count, sizeof *known);
    known[known_count++] = (Identity){about->st_dev, about->st_ino};
}

void tl_input_forget(const char *path)
{
    struct stat about;
    for (size_t i = 0; i < known_count && stat(path, &about) == 0; i++) {
        if (known[i].device == about.st_dev && known[i].number == about.st_ino) {
            known[i] = known[--known_count];
        }
    }
}

int tl_input_open(const char *path, const char **kind)
{
    struct stat about;
    *kind = NULL;
    if (stat(path, &about) != 0) {
        return -1;
    }
    *kind = tl_file_kind(about.st_mode);
    /* Without waiting, in case a pipe takes the file's place meanwhile. */
    int descriptor = *kind == NULL ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    if (descriptor < 0) {
        return -1;
    }
    bool good = fstat(descriptor, &about) == 0;
    *kind = good ? tl_file_kind(about.st_mode) : NULL;
    if (!good || *kind != NULL) {
        int cause = errno;
        close(descriptor);
        errno = cause;
        return -1;
    }
    remember(&about);
    return descriptor;
}

bool tl_input_check(const char *path, const char **kind)
{
    int descriptor = tl_input_open(path, kind);
    if (descriptor >= 0) {
        close(descriptor);
    }
    return descriptor >= 0;
}
