/* Paths of files. */
#ifndef TL_PATH_H
#define TL_PATH_H

enum { TL_PATH_SIZE = 4096 };

/* The path [TL_PATH_SIZE] of a file that is named in another, in whose folder it is looked for. */
void tl_path_next_to(const char *file, const char *name, char *path);

#endif
