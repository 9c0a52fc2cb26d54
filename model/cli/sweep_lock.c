#define _POSIX_C_SOURCE 200809L

#include "cli/sweep_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/config_read.h"

enum { HOLDER_SIZE = 160 };

static void print_holder(int descriptor, const char *path)
{
    char holder[HOLDER_SIZE] = "";
    ssize_t size = pread(descriptor, holder, sizeof holder - 1, 0);
    holder[size > 0 ? size : 0] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
    fprintf(stderr, "tillit: %s: another process is at this sweep%s%s; two would do the same runs\n", path,
            holder[0] != '\0' ? ": " : "", holder);
}

static void sign(int descriptor)
{
    char host[HOLDER_SIZE / 2] = "", text[HOLDER_SIZE];
    gethostname(host, sizeof host - 1);
    int length = snprintf(text, sizeof text, "process %ld on %s\n", (long)getpid(), host);
    if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, text, (size_t)length, 0) != length) {
        return; /* the lock holds without its text */
    }
}

bool tl_sweep_lock(const char *folder, int shard, int shards)
{
    char path[TL_PATH_SIZE];
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    snprintf(path, sizeof path, "%.4000s/lock-%d-of-%d", folder, shard, shards);
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        fprintf(stderr, "tillit: %s: cannot be written: %s\n", path, strerror(errno));
        return false;
    }
    if (fcntl(descriptor, F_SETLK, &lock) == 0) {
        sign(descriptor);
        return true; /* open, and so locked, until the process ends */
    }
    if (errno == EACCES || errno == EAGAIN) {
        print_holder(descriptor, path);
        close(descriptor);
        return false;
    }
    fprintf(
        stderr,
        "tillit: %s: this file system has no locks (%s): see to it that no other process runs shard %d/%d\n",
        path, strerror(errno), shard, shards);
    return true;
}
