/* One process a run: locks in the sweep's folder that say who holds them. */
#ifndef TL_SWEEP_LOCK_H
#define TL_SWEEP_LOCK_H

#include "cli/sweep_shard.h"

/* Takes DIR/lock-I-of-N until the process ends, however it ends. False, with a message on stderr that names
 * who is at it, if another process does any of the shard's runs. Where a file system has no locks, says so
 * and goes on. */
bool tl_sweep_lock(const char *folder, const tl_Shard *shard);

/* Waits until no other process is between these two calls for the folder, but for seconds only: one that was
 * suspended there must not hold up the others. */
int tl_sweep_enter(const char *folder);
void tl_sweep_leave(int entered);

#endif
