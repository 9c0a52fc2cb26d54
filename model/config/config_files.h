/* Where configs and the files that they name are read from: the disk, or memory, or what a program finds. */
#ifndef TL_CONFIG_FILES_H
#define TL_CONFIG_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "system/message.h"

/* All fields may be NULL, and so may a pointer to it: the disk.
 *
 * A finder is asked for the bytes of a file by its path, and gives them, for free() to take, or NULL where
 * there is none. Municipalities, regimes and timelines that are named without .yaml are asked for as
 * "municipalities/karlstad.yaml"; a file, beside the one that names it, as "configs/own.yaml" if that is
 * "experiments/x.yaml" and says ../configs/own.yaml. A path that ends with a slash ("municipalities/") asks
 * which files a folder has: their names, one a line; without an answer `all` is empty and nothing is the
 * nearest. */
typedef struct tl_Files {
    const char *name; /* of a file that stands in memory, in messages too; NULL: none */
    const char *text; /* its bytes, [size] */
    size_t size;
    const char *folder; /* of Tillit's own municipalities and regimes; NULL: that of the build */
    char *(*find)(void *context, const char *path, size_t *size); /* NULL: what the disk has */
    void *context;                                                /* of `find` */
} tl_Files;

/* The bytes of a file of at most `most` bytes, which is `what` ("a config"); the caller frees them. False with
 * a message. */
bool tl_files_bytes(const tl_Files *files, const char *path, size_t most, const char *what, char **bytes,
                    size_t *size, tl_Messages *messages);

bool tl_files_have(const tl_Files *files, const char *path);

/* The names of a folder's YAML files without their ending, sorted; owned by the caller. */
char **tl_files_names(const tl_Files *files, const char *folder, int *count);
void tl_files_names_free(char **names, int count);

#endif
