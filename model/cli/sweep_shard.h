/* Which runs of a sweep a process does. */
#ifndef TL_SWEEP_SHARD_H
#define TL_SWEEP_SHARD_H

#include <stdio.h>

#include "cli/arguments.h"

/* Every count-th run from the number-th on: of all runs, or of those that a file lists. */
typedef struct tl_Shard {
    int number, count;     /* 1 <= number <= count */
    const char *list_path; /* NULL: all runs */
    uint64_t list_hash;    /* of the numbers listed */
    int64_t *list;         /* owned, [list_count]: from 0 */
    int64_t list_count;
} tl_Shard;

/* From --shard or a Slurm array's variables, and --runs; `runs` are those of the whole sweep. False with
 * messages on stderr. */
bool tl_shard_choose(const tl_Arguments *arguments, int64_t runs, tl_Shard *shard);

/* The numbers of the shard's runs, in order; to be freed. NULL without memory. */
int64_t *tl_shard_runs(const tl_Shard *shard, int64_t runs, int64_t *count);

/* Can two shards hold the same run? Those of different lists are taken to. */
bool tl_shards_overlap(const tl_Shard *a, const tl_Shard *b);

/* "shard 2 of 3 of todo.txt: "; nothing for all runs. */
void tl_shard_print(const tl_Shard *shard, FILE *to);

void tl_shard_free(tl_Shard *shard);

#endif
