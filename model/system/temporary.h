/* Names of files that are being written, and what programs that were killed left of them. */
#ifndef TL_TEMPORARY_H
#define TL_TEMPORARY_H

#include <stddef.h>

enum { TL_HOST_SIZE = 65, TL_TEMPORARY_SUFFIX = 100 };

/* PATH.tmp.PID@HOST of this process, or PATH.tmp.PID.N@HOST; `name` has room for the path and
 * TL_TEMPORARY_SUFFIX bytes. */
void tl_temporary_name(const char *path, int attempt, char *name);

/* Writes PATH.kept.PID@HOST for it. */
void tl_temporary_kept_name(const char *temporary, char *name);

typedef enum tl_TemporaryState {
    TL_WRITING, /* its process lives, and holds its lock */
    TL_LEFT,    /* its process was on this machine and is gone, and its lock is free */
    TL_UNKNOWN  /* of another machine or an older version, or it cannot be told: ids of processes come back */
} tl_TemporaryState;

typedef struct tl_Temporary {
    const char *path;
    char host[TL_HOST_SIZE]; /* "" where the name does not say */
    long process;
    tl_TemporaryState state;
} tl_Temporary;

/* Calls `each` for the temporary files in a folder. */
void tl_temporaries_list(const char *folder, void (*each)(void *, const tl_Temporary *), void *context);

/* Those of one file, which stand beside it. */
void tl_temporaries_list_of(const char *path, void (*each)(void *, const tl_Temporary *), void *context);

/* Removes the files in a folder of one's own. */
void tl_temporary_empty(const char *folder);

/* Remove those that were left behind. */
void tl_temporaries_clean(const char *folder);
void tl_temporaries_clean_of(const char *path);

#endif
