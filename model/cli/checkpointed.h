/* The options --checkpoint and --every of a command whose runs can be stopped and taken up again, and --histories of one whose
 * runs begin where others have been. */
#ifndef TL_CHECKPOINTED_H
#define TL_CHECKPOINTED_H

#include "cli/arguments.h"
#include "store/checkpoint.h"
#include "store/histories.h"

typedef struct tl_Checkpointed {
    tl_Checkpoint *checkpoint; /* NULL: none was asked for */
    tl_CheckpointOf of;
    tl_HistoryFolder histories;
    const char *names[TL_MOST_ARMS], *configs[TL_MOST_ARMS];
    char *experiment_json; /* owned, as the configs are: as they were when the command began */
} tl_Checkpointed;

/* Goes on from the file of --checkpoint, or begins one, and has the runs of these arms kept in it (arguments->keeper);
 * opens the folder of --histories.
 * Takes over the experiment's text (NULL: none). An exit code; messages are printed. To be ended in any case. */
int tl_checkpointed_begin(tl_Checkpointed *checkpointed, tl_Arguments *arguments,
                          tl_LoadedConfig *const *arms, int arm_count, char *experiment_json);

/* Says what became of it: where all is done (`code` is good) it is removed, and otherwise how to go on is said. */
void tl_checkpointed_end(tl_Checkpointed *checkpointed, const tl_Arguments *arguments, int code);

#endif
