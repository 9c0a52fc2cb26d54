#include "system/file_bytes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "system/file_kind.h"
#include "system/input.h"
#include "system/memory.h"

/* Up to the end of the file or of the room, whatever comes in between. */
static bool read_some(int descriptor, char *into, size_t room, size_t *size)
{
    ssize_t done = 1;
    while (*size < room && done != 0) {
        done = read(descriptor, into + *size, room - *size);
        if (done < 0 && errno != EINTR) {
            return false;
        }
        *size += done > 0 ? (size_t)done : 0;
    }
    return true;
}

static bool read_all(int descriptor, size_t most, char **bytes, size_t *size)
{
    size_t room = 1 << 14;
    *size = 0;
    do {
        room *= 2;
        *bytes = tl_reallocate(*bytes, room, 1);
        if (!read_some(descriptor, *bytes, room, size)) {
            return false;
        }
    } while (*size == room && room <= most);
    return true;
}

static int open_input(const char *path, tl_Messages *messages)
{
    const char *kind;
    tl_Place place = {.file = path};
    int descriptor = tl_input_open(path, &kind);
    if (kind != NULL) {
        tl_file_refuse(path, kind, messages);
    } else if (descriptor < 0) {
        tl_error(messages, place, tl_say(messages, "kan inte läsas: %s", "cannot be read: %s"),
                 strerror(errno));
    }
    return descriptor;
}

bool tl_file_bytes_fit(const char *path, size_t size, size_t most, const char *what, tl_Messages *messages)
{
    if (size > most) {
        tl_error(messages, (tl_Place){.file = path}, "is larger than %zu MB: not %s", most >> 20u, what);
    }
    return size <= most;
}

bool tl_file_bytes_up_to(const char *path, size_t most, const char *what, char **bytes, size_t *size,
                         tl_Messages *messages)
{
    *bytes = NULL;
    tl_Place place = {.file = path};
    int descriptor = open_input(path, messages);
    if (descriptor < 0) {
        return false;
    }
    bool good = read_all(descriptor, most, bytes, size);
    if (!good) {
        tl_error(messages, place, tl_say(messages, "kan inte läsas: %s", "cannot be read: %s"),
                 strerror(errno));
    }
    close(descriptor);
    good = good && tl_file_bytes_fit(path, *size, most, what, messages);
    if (!good) {
        free(*bytes);
        *bytes = NULL;
    }
    return good;
}
