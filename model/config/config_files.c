#include "config/config_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "system/file_bytes.h"
#include "system/memory.h"
#include "system/path.h"
#include "system/text.h"

static bool stands_in_memory(const tl_Files *files, const char *path)
{
    return files != NULL && files->name != NULL && strcmp(files->name, path) == 0;
}

/* "experiments/../configs/x.yaml" becomes "configs/x.yaml": a finder need know no folders. */
static void fold(const char *path, char folded[TL_PATH_SIZE])
{
    size_t used = 0;
    while (*path != '\0' && used + 1 < TL_PATH_SIZE) {
        size_t length = strcspn(path, "/");
        length += path[length] == '/';
        bool up = length == 3 && strncmp(path, "../", 3) == 0 && used > 1 &&
                  !(used >= 3 && strncmp(folded + used - 3, "../", 3) == 0);
        bool here = length == 2 && strncmp(path, "./", 2) == 0;
        if (up) {
            for (used--; used > 0 && folded[used - 1] != '/'; used--) {
            }
        } else if (!here) {
            size_t room = TL_PATH_SIZE - 1 - used, own = length < room ? length : room;
            memcpy(folded + used, path, own);
            used += own;
        }
        path += length;
    }
    folded[used] = '\0';
}

/* What the finder has, or NULL. */
static char *found(const tl_Files *files, const char *path, size_t *size)
{
    char folded[TL_PATH_SIZE];
    fold(path, folded);
    *size = 0;
    return files->find(files->context, folded, size);
}

static char *copy_of(const char *bytes, size_t size)
{
    char *copy = tl_allocate(size + 1, 1);
    memcpy(copy, bytes, size);
    return copy;
}

bool tl_files_bytes(const tl_Files *files, const char *path, size_t most, const char *what, char **bytes,
                    size_t *size, tl_Messages *messages)
{
    bool memory = stands_in_memory(files, path);
    if (!memory && (files == NULL || files->find == NULL)) {
        return tl_file_bytes_up_to(path, most, what, bytes, size, messages);
    }
    *size = memory ? files->size : 0;
    *bytes = memory ? copy_of(files->text, *size) : found(files, path, size);
    if (*bytes == NULL) {
        return tl_error(messages, (tl_Place){.file = path}, "cannot be read: %s", strerror(ENOENT));
    }
    if (!tl_file_bytes_fit(path, *size, most, what, messages)) {
        free(*bytes);
        *bytes = NULL;
        return false;
    }
    return true;
}

bool tl_files_have(const tl_Files *files, const char *path)
{
    struct stat about;
    if (stands_in_memory(files, path)) {
        return true;
    }
    if (files == NULL || files->find == NULL) {
        return stat(path, &about) == 0;
    }
    size_t size;
    char *bytes = found(files, path, &size);
    free(bytes);
    return bytes != NULL;
}

/* ---- names --------------------------------------------------------------------------------------------- */

typedef struct Names {
    char **at; /* owned, [count], each owned */
    int count;
} Names;

static void add_name(Names *names, const char *file, size_t length)
{
    if (length < 6 || strncmp(file + length - 5, ".yaml", 5) != 0) {
        return;
    }
    names->at = tl_reallocate(names->at, (size_t)names->count + 1, sizeof *names->at);
    names->at[names->count++] = copy_of(file, length - 5);
}

static void names_found(const tl_Files *files, const char *folder, Names *names)
{
    char path[TL_PATH_SIZE];
    size_t size;
    snprintf(path, sizeof path, "%.4000s/", folder);
    char *list = found(files, path, &size);
    for (size_t from = 0; list != NULL && from < size;) {
        const char *newline = memchr(list + from, '\n', size - from);
        size_t length = newline != NULL ? (size_t)(newline - list) - from : size - from;
        add_name(names, list + from, length);
        from += length + 1;
    }
    free(list);
}

static void names_on_disk(const char *folder, Names *names)
{
    DIR *entries = tl_folder_open(folder);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        add_name(names, entry->d_name, strlen(entry->d_name));
    }
    if (entries != NULL) {
        closedir(entries);
    }
}

char **tl_files_names(const tl_Files *files, const char *folder, int *count)
{
    Names names = {0};
    if (files != NULL && files->find != NULL) {
        names_found(files, folder, &names);
    } else {
        names_on_disk(folder, &names);
    }
    tl_texts_sort(names.at, (size_t)names.count);
    *count = names.count;
    return names.at;
}

void tl_files_names_free(char **names, int count)
{
    for (int i = 0; i < count; i++) {
        free(names[i]);
    }
    free(names);
}
