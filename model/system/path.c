#include "system/path.h"

#include <stdio.h>
#include <string.h>

const char *tl_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

int tl_folder_length(const char *folder)
{
    int length = (int)strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    return length;
}

void tl_path_next_to(const char *file, const char *name, char *path)
{
    int length = name[0] != '/' ? (int)(tl_path_name(file) - file) : 0;
    snprintf(path, TL_PATH_SIZE, "%.*s%.2000s", length, file, name);
}
