/* What verify makes again of a file, beside the file. */
#ifndef TL_REBUILT_H
#define TL_REBUILT_H

#include "store/labels_compare.h"
#include "system/path.h"
#include "system/temporary.h"

/* A file to be made in a folder of its own, under TMPDIR. */
typedef struct tl_Rebuilt {
    char folder[TL_PATH_SIZE + TL_TEMPORARY_SUFFIX], path[TL_PATH_SIZE + TL_TEMPORARY_SUFFIX + 16];
} tl_Rebuilt;

/* Makes the folder; false with a message. */
bool tl_rebuilt_start(tl_Rebuilt *rebuilt);

/* Removes it, with whatever is in it; `rebuilt` stays where it is until then. */
void tl_rebuilt_end(const tl_Rebuilt *rebuilt);

/* Says on stdout which names, units and texts of the file at `path` are not those made again and whether its
 * checksum is wrong, and on stderr what could not be checked; true if nothing is wrong. `same_program`: this
 * very program wrote it, so that even the wording of descriptions must be the same. */
bool tl_rebuilt_agrees(const tl_Rebuilt *rebuilt, const char *path, const tl_LabelRule *rule,
                       bool same_program);

/* Says which names, units and texts of two results differ, but for their configs; their number, -1 with a
 * message. */
int tl_labels_print(const char *a, const char *b, const tl_LabelRule *rule);

#endif
