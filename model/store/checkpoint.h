/* A checkpoint: what the runs of a command have come to, in a file from which the same command goes on in another
 * process, on any number of threads, to the same bits. Of runs that ended it holds their records and what is kept of
 * them; of every run the periods and snapshots that it gave to a result file, so that this is written anew from its
 * beginning; of runs and shared burn-ins under way their state. tl_execute does the keeping (run/execute.h). */
#ifndef TL_CHECKPOINT_H
#define TL_CHECKPOINT_H

#include "run/execute.h"
#include "store/checkpoint_of.h"

typedef struct tl_Checkpoint tl_Checkpoint;

/* Goes on from the file of that name, or begins one. NULL with messages: it is another's, of another command, config,
 * experiment or program, damaged, or cannot be written. Written anew every `every_s` seconds of the wall, and when a
 * command is asked to stop. */
tl_Checkpoint *tl_checkpoint_open(const char *path, const tl_CheckpointOf *of, double every_s,
                                  tl_Messages *messages);

/* Valid as long as the checkpoint. */
const tl_Keeper *tl_checkpoint_keeper(const tl_Checkpoint *checkpoint);

/* What was in the file when it was opened. */
int64_t tl_checkpoint_ended(const tl_Checkpoint *checkpoint);
int64_t tl_checkpoint_under_way(const tl_Checkpoint *checkpoint);

/* Nothing was kept in it so far. */
bool tl_checkpoint_is_empty(const tl_Checkpoint *checkpoint);

/* Why what is kept does not fit, or could not be written the last time; "" otherwise. */
const char *tl_checkpoint_error(const tl_Checkpoint *checkpoint);

/* Removes the file: all is done. False with a message. */
bool tl_checkpoint_remove(tl_Checkpoint *checkpoint);

void tl_checkpoint_free(tl_Checkpoint *checkpoint);

#endif
