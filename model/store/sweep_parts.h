/* Part files: the finished runs of a sweep, some hundred in each. DIR/parts/I-of-N-NNNNNN.h5 is part NNNNNN
 * of shard I of N; it appears whole or not at all. Runs may stand in several parts (after --retry-failed, or
 * when file systems without locks let shards overlap): one that is done counts more than one that failed. */
#ifndef TL_SWEEP_PARTS_H
#define TL_SWEEP_PARTS_H

#include "run/execute.h"
#include "store/sweep.h"

/* Finished runs on their way to a file. */
typedef struct tl_Part {
    tl_RunRecord *records;       /* owned, [count] */
    double *kept[TL_KEPT_KINDS]; /* owned: [count][variable][its values] of each kind */
    int64_t count, room;
} tl_Part;

/* Adds a run; what is kept of it (NULL for a failure: NaN) as in tl_Part. False without memory. */
bool tl_part_add(tl_Part *part, const tl_Sweep *sweep, const tl_RunRecord *record,
                 double *const kept[TL_KEPT_KINDS]);

/* The dataset of a kind in a part file. */
const char *tl_part_dataset(tl_Kept kind);

/* Where the parts of a shard go (1 <= shard <= shards). `number` is that of the last one written, 0 at first:
 * with many parts a search from the beginning would be slow. */
typedef struct tl_PartTarget {
    const char *folder;
    int shard, shards, number;
} tl_PartTarget;

/* Writes a part as the next of its shard. False with "path: why" in `error`. */
bool tl_part_write(const tl_Part *part, const tl_Sweep *sweep, tl_PartTarget *target, char *error,
                   size_t error_size);

void tl_part_free(tl_Part *part);

#endif
