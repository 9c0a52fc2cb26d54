/* A folder of worlds as they are on their first measured day, a file each: burn-ins that were simulated once, by whatever
 * command, and serve all whose runs have the same history and seed (tl_history_digest). Each file is a checkpoint
 * (store/checkpoint_file.h) of one burn-in, whole or absent, so that several commands may share a folder. */
#ifndef TL_HISTORY_FOLDER_H
#define TL_HISTORY_FOLDER_H

#include <stdatomic.h>

#include "run/execute.h"
#include "system/message.h"
#include "system/thread.h"

typedef struct tl_HistoryFolder {
    const char *folder;
    tl_Histories histories;
    tl_Lock lock;                      /* of opening files: the process remembers which it reads */
    atomic_llong taken, added, failed; /* failed: could not be written */
} tl_HistoryFolder;

/* Takes a folder, or makes it. False with a message. */
bool tl_history_folder_open(tl_HistoryFolder *folder, const char *path, tl_Messages *messages);

void tl_history_folder_close(tl_HistoryFolder *folder);

#endif
