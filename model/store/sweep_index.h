/* Reading part files: which runs they hold, and what was kept of them. */
#ifndef TL_SWEEP_INDEX_H
#define TL_SWEEP_INDEX_H

#include "store/sweep_parts.h"

/* What is on the disk: for each run its state, and where its values are. */
typedef struct tl_RunPlace {
    uint64_t digest;
    int32_t part, row; /* of tl_Index.paths */
    uint8_t status;
} tl_RunPlace;

typedef struct tl_Index {
    tl_RunPlace *runs;      /* owned, [run_count] */
    char **paths;           /* owned, [part_count], in order of their names */
    tl_RunRecord *failures; /* owned, [failure_count]: of runs that no part has done */
    int64_t run_count, done, failed, failure_count;
    double seconds; /* of all runs in all parts */
    int part_count;
} tl_Index;

/* Reads which runs all parts of the folder hold. Refuses files that are cut off, altered, or belong to
 * another sweep, each by its name. */
bool tl_index_read(tl_Index *index, const tl_Sweep *sweep, const char *folder, tl_Messages *messages);

/* Values of the variables [first, first + count) of a kind, of every run in a part: [row][variable][its
 * values]; to be freed. NULL with a message. */
double *tl_part_values(const char *path, const tl_Sweep *sweep, tl_Kept kind, int first, int count,
                       tl_Messages *messages);

void tl_index_free(tl_Index *index);

#endif
