/* One process a shard: a lock in the sweep's folder that says who holds it. */
#ifndef TL_SWEEP_LOCK_H
#define TL_SWEEP_LOCK_H

#include <stdbool.h>

/* Takes DIR/lock-I-of-N until the process ends, however it ends. False, with a message on stderr that names
 * who has it. Where a file system has no locks, says so and goes on. */
bool tl_sweep_lock(const char *folder, int shard, int shards);

#endif
