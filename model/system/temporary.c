#include "system/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/memory.h"
#include "system/path.h"

static const char mark[] = ".tmp.";

/* ---- names --------------------------------------------------------------------------------------------- */

static void own_host(char host[TL_HOST_SIZE])
{
    host[0] = host[TL_HOST_SIZE - 1] = '\0';
    if (gethostname(host, TL_HOST_SIZE - 1) != 0 || strchr(host, '/') != NULL) {
        host[0] = '\0';
    }
}

void tl_temporary_name(const char *path, int attempt, char *name)
{
    char host[TL_HOST_SIZE], number[16] = "";
    own_host(host);
    if (attempt > 0) {
        snprintf(number, sizeof number, ".%d", attempt);
    }
    sprintf(name, "%s%s%ld%s@%s", path, mark, (long)getpid(), number, host);
}

/* What stands after the last mark; NULL without one. */
static const char *after_mark(const char *name)
{
    const char *at = NULL;
    for (const char *next = name; (next = strstr(next, mark)) != NULL; next++) {
        at = next + strlen(mark);
    }
    return at;
}

void tl_temporary_kept_name(const char *temporary, char *name)
{
    const char *at = after_mark(temporary);
    sprintf(name, "%.*s.kept.%s", (int)(at - strlen(mark) - temporary), temporary, at);
}

/* Of "x.h5.tmp.17@node3" 17 and node3; older versions wrote no host. */
static bool read_name(const char *name, tl_Temporary *t)
{
    const char *at = after_mark(name);
    char *end;
    t->process = at != NULL ? strtol(at, &end, 10) : 0;
    if (t->process < 1) {
        return false;
    }
    if (*end == '.') {
        strtol(end + 1, &end, 10);
    }
    snprintf(t->host, sizeof t->host, "%s", *end == '@' ? end + 1 : "");
    return *end == '@' || *end == '\0';
}

/* ---- whose they are ------------------------------------------------------------------------------------ */

/* -1 with errno where it is no folder, a link to one, or another user's. */
static int open_own_folder(const char *path)
{
    struct stat about;
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor >= 0 && (fstat(descriptor, &about) != 0 || about.st_uid != geteuid())) {
        close(descriptor);
        errno = EPERM;
        return -1;
    }
    return descriptor;
}

/* Takes the lock that the writer holds as long as it lives: its descriptor, or -1 with errno. */
static int lock(const char *path)
{
    struct stat about;
    int descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    descriptor = descriptor < 0 && errno == EISDIR ? open_own_folder(path) : descriptor;
    if (descriptor < 0) {
        return -1;
    }
    bool known = fstat(descriptor, &about) == 0 && (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode));
    if (known && flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
        return descriptor;
    }
    int cause = known ? errno : EINVAL; /* what is no file or folder is nobody's that is writing */
    close(descriptor);
    errno = cause;
    return -1;
}

/* Both the process and its lock must be gone: a container may have processes of its own under this machine's
 * name, and not every file system has locks. Keeps the lock of what was left, so that nobody else removes it
 * too. */
static tl_TemporaryState state_of(const tl_Temporary *t, int *descriptor)
{
    char host[TL_HOST_SIZE];
    own_host(host);
    *descriptor = -1;
    if (host[0] == '\0' || strcmp(t->host, host) != 0) {
        return TL_UNKNOWN;
    }
    *descriptor = lock(t->path);
    if (*descriptor < 0) {
        return errno == EWOULDBLOCK ? TL_WRITING : TL_UNKNOWN;
    }
    bool gone = t->process == (long)getpid() || (kill((pid_t)t->process, 0) != 0 && errno == ESRCH);
    return gone ? TL_LEFT : TL_UNKNOWN;
}

/* ---- in a folder --------------------------------------------------------------------------------------- */

static void visit(const char *folder, const char *name, void (*each)(void *, const tl_Temporary *),
                  void *context)
{
    tl_Temporary t = {.path = NULL};
    if (!read_name(name, &t)) {
        return;
    }
    size_t room = strlen(folder) + strlen(name) + 2;
    char *path = tl_allocate(room, 1);
    snprintf(path, room, "%s/%s", folder, name);
    t.path = path;
    int descriptor;
    t.state = state_of(&t, &descriptor);
    each(context, &t);
    if (descriptor >= 0) {
        close(descriptor);
    }
    free(path);
}

/* Those whose names begin with `prefix`. */
static void list(const char *folder, const char *prefix, void (*each)(void *, const tl_Temporary *),
                 void *context)
{
    DIR *entries = tl_folder_open(folder);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0) {
            visit(folder, entry->d_name, each, context);
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
}

void tl_temporaries_list(const char *folder, void (*each)(void *, const tl_Temporary *), void *context)
{
    list(folder, "", each, context);
}

void tl_temporaries_list_of(const char *path, void (*each)(void *, const tl_Temporary *), void *context)
{
    const char *name = tl_path_name(path);
    size_t room = strlen(path) + sizeof mark + 1;
    char *folder = tl_allocate(room, 1), *prefix = tl_allocate(room, 1);
    int length = (int)(name - path); /* of the folder with its slash, which the root alone keeps */
    snprintf(folder, room, "%.*s", length > 1 ? length - 1 : 1, length > 0 ? path : ".");
    snprintf(prefix, room, "%s%s", name, mark);
    list(folder, prefix, each, context);
    free(folder);
    free(prefix);
}

/* By the folder itself, not by its name, in whose place another might put a link meanwhile. */
void tl_temporary_empty(const char *folder)
{
    int descriptor = open_own_folder(folder);
    DIR *entries = descriptor >= 0 ? fdopendir(descriptor) : NULL;
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        unlinkat(descriptor, entry->d_name, 0); /* not so "." and ".." */
    }
    if (entries != NULL) {
        closedir(entries);
    } else if (descriptor >= 0) {
        close(descriptor);
    }
}

static void remove_left(void *context, const tl_Temporary *t)
{
    (void)context;
    if (t->state == TL_LEFT) {
        tl_temporary_empty(t->path); /* if it is a folder */
        remove(t->path);
    }
}

void tl_temporaries_clean(const char *folder)
{
    tl_temporaries_list(folder, remove_left, NULL);
}

void tl_temporaries_clean_of(const char *path)
{
    tl_temporaries_list_of(path, remove_left, NULL);
}
