/* Names of files that are being written, and what programs that were killed left of them. */
#ifndef TL_TEMPORARY_H
#define TL_TEMPORARY_H

#include <stddef.h>

enum { TL_HOST_SIZE = 65 };

/* PATH.tmp.PID@HOST of this process, or PATH.tmp.PID.N@HOST; `name` has room for the path and TL_TEMPORARY_SUFFIX bytes. */
void tl_temporary_name(const char *path, int attempt, char *name);

/* Writes PATH.kept.PID@HOST for it. */
void tl_temporary_kept_name(const char *temporary, char *name);

typedef enum tl_TemporaryState {
    TL_WRITING, /* its process lives */
    TL_LEFT,    /* its process was on this machine and is gone, and its lock is free */
    TL_UNKNOWN  /* of another machine or an older version, or it cannot be told */
} tl_TemporaryState;

typedef struct tl_Temporary {
    const char *path;
    char host[TL_HOST_SIZE]; /* "" where the name does not say */
    long process;
    tl_TemporaryState state;
} tl_Temporary;

/* Calls `each` for the temporary files in a folder whose names begin with `prefix`. */
void tl_temporaries_list(const char *folder, const char *prefix, void (*each)(void *, const tl_Temporary *),
                         void *context);

/* Removes those of them that were left behind. */
void tl_temporaries_clean(const char *folder, const char *prefix);

/* The same for those of one file. */
void tl_temporaries_clean_beside(const char *path);

#endif
