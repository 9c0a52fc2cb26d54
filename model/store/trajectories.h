/* What simulations gave, in two files: value by value, and where trajectories part. */
#ifndef TL_TRAJECTORIES_H
#define TL_TRAJECTORIES_H

#include "store/comparison.h"

enum { TL_SIDES = 2, TL_TABLES = 3 };

/* One variable in both files. */
typedef struct tl_Pair {
    const char *name;
    const tl_Object *objects[TL_SIDES];
    tl_ContentKind kinds[TL_SIDES];
    tl_Bytes values[TL_SIDES]; /* owned */
    bool not_done;             /* a run that is not done in the first file has another value there */
    size_t at[TL_SIDES];       /* its byte, in each file */
} tl_Pair;

/* Who and when a row of a table is about. */
typedef struct tl_RowKey {
    int32_t arm, replicate, time, municipality;
    uint64_t number;
    size_t row;
} tl_RowKey;

/* The keys of a table in one file, in order. */
typedef struct tl_TableRows {
    tl_RowKey *keys; /* owned, [count]: of the replicates compared */
    hsize_t length;  /* of the table in the file */
    size_t count;
} tl_TableRows;

/* Days that the first file tells; NULL where it has none. */
typedef struct tl_Days {
    int32_t *values; /* owned, [count] */
    hsize_t count;
} tl_Days;

typedef struct tl_Trajectories {
    const tl_CompareRule *rule; /* borrowed, as are the next two */
    tl_Content *contents;       /* [TL_SIDES] */
    tl_Comparison *out;
    tl_Days periods, snapshots;
    tl_TableRows rows[TL_TABLES][TL_SIDES]; /* of units, recipients and employees */
    int32_t *status;                        /* owned: of the runs of a sweep, as the first file has it */
    bool *differs;                          /* owned: runs that differ */
    hsize_t runs[2];                        /* points and replicates */
} tl_Trajectories;

/* Reads what says when and in which run a value stands; tl_trajectories_free in either case. */
bool tl_trajectories_start(tl_Trajectories *trajectories, const tl_CompareRule *rule, tl_Content *contents,
                           tl_Comparison *out);
void tl_trajectories_free(tl_Trajectories *trajectories);

/* Compares a variable of numbers: one by arm and replicate (`same_shape` but for replicates that one file lacks),
 * or a column of a table, whose rows are matched. False if a file cannot be read. */
bool tl_trajectories_compare(tl_Trajectories *trajectories, tl_Pair *pair, bool same_shape);

/* Reads the values of both. */
bool tl_pair_read(tl_Pair *pair, tl_Content *contents);
void tl_pair_free(tl_Pair *pair);

#endif
