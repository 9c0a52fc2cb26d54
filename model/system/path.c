#include "system/path.h"

#include <stdio.h>
#include <string.h>

void tl_path_next_to(const char *file, const char *name, char *path)
{
    const char *slash = strrchr(file, '/');
    int length = slash != NULL && name[0] != '/' ? (int)(slash - file + 1) : 0;
    snprintf(path, TL_PATH_SIZE, "%.*s%.2000s", length, file, name);
}
