/* Whose a checkpoint is: the texts that its file begins with, and whether they are those of here. */
#ifndef TL_CHECKPOINT_OF_H
#define TL_CHECKPOINT_OF_H

#include "store/checkpoint_file.h"

/* What a checkpoint is of: all that decides which bits come out, and what is recorded. */
typedef struct tl_CheckpointOf {
    const char *command;         /* "run" */
    const char *experiment_json; /* NULL: none */
    const char *const *names;    /* of the arms, [arm_count] */
    const char *const *configs;  /* resolved, as JSON */
    int arm_count;
    bool recorded; /* a result file is written */
} tl_CheckpointOf;

/* Writes the records of texts. */
void tl_checkpoint_of_write(tl_CheckpointWriter *writer, const tl_CheckpointOf *of);

/* Is the file of this program and of what is asked for? False with messages that say in what it is not. */
bool tl_checkpoint_of_check(const tl_CheckpointFile *file, const char *path, const tl_CheckpointOf *of,
                            tl_Messages *messages);

#endif
