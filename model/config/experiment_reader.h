/* Where the reading of an experiment stands, and values of any kind that it reads. */
#ifndef TL_EXPERIMENT_READER_H
#define TL_EXPERIMENT_READER_H

#include "config/asked.h"
#include "config/value.h"

/* What is being read. */
typedef struct tl_ExperimentReader {
    const tl_Document *d;
    const tl_Files *files;
    tl_Messages *messages;
    tl_Experiment *experiment;
    const char *const *sets;
    int set_count;
    const tl_Asked *asked; /* NULL: nothing beyond the file */
} tl_ExperimentReader;

/* A text, or a group with sv and en. */
void tl_read_text(tl_Value group, const char *key, bool needed, tl_Text *text);

/* Complains that two of `what` ("arms"), this one and that of node `first`, bear one name. */
void tl_refuse_twin(tl_Value group, int first, const char *what, const char *name);

/* Calls `read` for each entry of a list at top level, `most` at the most. */
void tl_read_list(tl_ExperimentReader *reader, const char *key, bool needed, int most,
                  void (*read)(tl_ExperimentReader *, tl_Value));

/* A whole number from `low` to `high`; false with a message. */
bool tl_read_whole(tl_Value value, const char *what, int64_t low, int64_t high, int64_t *number);

#endif
