/* Part files: the finished runs of a sweep, some hundred in each. DIR/parts/I-of-N-NNNNNN.h5 is part NNNNNN
 * of shard I of N; it appears whole or not at all. Runs may stand in several parts (after --retry-failed, or
 * when shards overlap): one that is done counts more than one that failed. */
#ifndef TL_SWEEP_PARTS_H
#define TL_SWEEP_PARTS_H

#include "io/sweep.h"

enum { TL_REASON_SIZE = 128 };

typedef enum tl_RunStatus { TL_RUN_MISSING, TL_RUN_DONE, TL_RUN_FAILED } tl_RunStatus;

/* One finished run. */
typedef struct tl_RunRecord {
    int64_t run; /* from 0 */
    uint64_t digest;
    double seconds; /* wall time */
    int32_t status;
    char reason[TL_REASON_SIZE]; /* of a failure */
} tl_RunRecord;

/* Finished runs on their way to a file. */
typedef struct tl_Part {
    tl_RunRecord *records; /* owned, [count] */
    double *values;        /* owned: [count][outcome][window] */
    double *series;        /* owned: [count][outcome][period], if the sweep keeps series */
    int64_t count, room;
} tl_Part;

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

/* Adds a run; values and series (NULL for a failure: NaN) as in tl_Part. False without memory. */
bool tl_part_add(tl_Part *part, const tl_Sweep *sweep, const tl_RunRecord *record, const double *values,
                 const double *series);

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

/* Reads which runs all parts of the folder hold. Refuses files that are cut off, altered, or belong to
 * another sweep, each by its name. */
bool tl_index_read(tl_Index *index, const tl_Sweep *sweep, const char *folder, tl_Messages *messages);

/* Values of the outcomes [first, first + count) of every run in a part: [row][outcome][window], or [period]
 * if `series`; to be freed. NULL with a message. */
double *tl_part_values(const char *path, const tl_Sweep *sweep, bool series, int first, int count,
                       tl_Messages *messages);

void tl_index_free(tl_Index *index);

#endif
