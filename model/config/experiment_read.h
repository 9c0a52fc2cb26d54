/* From a YAML file to an experiment. */
#ifndef TL_EXPERIMENT_READ_H
#define TL_EXPERIMENT_READ_H

#include "config/asked.h"
#include "config/config_files.h"
#include "config/experiment.h"
#include "system/message.h"

/* Reads an experiment; `sets` apply to every arm. False with messages, and nothing to free. */
bool tl_experiment_load(const char *path, const char *const *sets, int set_count, tl_Experiment *experiment,
                        tl_Messages *messages);

/* The same with what the command line asks beyond the file. */
bool tl_experiment_load_asked(const char *path, const char *const *sets, int set_count, const tl_Asked *asked,
                              tl_Experiment *experiment, tl_Messages *messages);

/* The same of a text in memory: `files` has its name and says where the files are that it names. `asked` NULL: nothing. */
bool tl_experiment_load_text(const tl_Files *files, const char *const *sets, int set_count,
                             const tl_Asked *asked, tl_Experiment *experiment, tl_Messages *messages);

void tl_experiment_free(tl_Experiment *experiment);

/* Reads only what is for people; for lists. */
bool tl_experiment_peek(const char *path, tl_Text *title, tl_Text *question, tl_Messages *messages);

#endif
