/* Paths of files. */
#ifndef TL_PATH_H
#define TL_PATH_H

enum { TL_PATH_SIZE = 4096 };

/* The last part of a path: a file's name without its folder. */
const char *tl_path_name(const char *path);

/* The length of a folder's path without the slashes at its end, of which the root keeps its own. */
int tl_folder_length(const char *folder);

/* The path [TL_PATH_SIZE] of a file that is named in another, in whose folder it is looked for. */
void tl_path_next_to(const char *file, const char *name, char *path);

#endif
