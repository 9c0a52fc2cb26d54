#include "cli/left_behind.h"

#include <stdio.h>
#include <string.h>

#include "system/path.h"
#include "system/shown.h"
#include "system/temporary.h"

static void print(void *context, const tl_Temporary *t)
{
    ++*(int *)context;
    if (t->state == TL_LEFT) {
        tl_print(stdout, "left behind: %s: process %ld is gone; the next run that writes here removes it\n",
                 t->path, t->process);
    } else if (t->state == TL_WRITING) {
        tl_print(stdout, "being written: %s: by process %ld\n", t->path, t->process);
    } else {
        tl_print(stdout, "temporary: %s: of process %ld on %s; remove it if that is gone\n", t->path,
                 t->process, t->host[0] != '\0' ? t->host : "a machine that is not named");
    }
}

int tl_left_behind_print(const char *folder)
{
    char path[TL_PATH_SIZE + 16];
    int count = 0, length = tl_folder_length(folder);
    length = length < TL_PATH_SIZE ? length : TL_PATH_SIZE;
    snprintf(path, sizeof path, "%.*s", length, folder);
    tl_temporaries_list(path, print, &count);
    snprintf(path, sizeof path, "%.*s/parts", length, folder);
    tl_temporaries_list(path, print, &count);
    snprintf(path, sizeof path, "%.*s.h5", length, folder);
    tl_temporaries_list_of(path, print, &count);
    return count;
}
