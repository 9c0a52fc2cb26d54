/* A merged sweep made again: some of its runs anew, from its own manifest and design, the others as they stand. */
#ifndef TL_SWEEP_REMAKE_H
#define TL_SWEEP_REMAKE_H

#include "run/execute.h"
#include "store/sweep_merged.h"

typedef struct tl_Remake {
    const tl_Sweep *sweep; /* borrowed */
    tl_MergedRuns runs;    /* owned: as the file has them, and once they are made again as they came out */
    int64_t *chosen;       /* owned, [count]: runs that are made again */
    int64_t count, done;
    int64_t failed;              /* the first of them that failed; -1: none */
    char reason[TL_REASON_SIZE]; /* why */
} tl_Remake;

/* Reads the runs of a merged file and chooses those that are done in it: of all points, or of `sample` spread
 * evenly over the design. False with messages, also where a point's values contradict one another, as a file
 * from elsewhere may ask; tl_remake_free in either case. */
bool tl_remake_start(tl_Remake *remake, const tl_Sweep *sweep, const char *path, int sample,
                     tl_Messages *messages);

/* Makes them again; TL_STOPPED if it was given up. */
tl_Outcome tl_remake_run(tl_Remake *remake, const tl_RunOptions *options);

/* Writes the merged file that this gives. */
bool tl_remake_write(const tl_Remake *remake, const char *path, tl_Messages *messages);

void tl_remake_free(tl_Remake *remake);

#endif
