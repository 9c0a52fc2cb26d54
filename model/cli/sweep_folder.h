/* The folder of a sweep that is run: which, and that it holds the sweep asked for. */
#ifndef TL_SWEEP_FOLDER_H
#define TL_SWEEP_FOLDER_H

#include "cli/arguments.h"
#include "cli/sweep_shard.h"
#include "config/experiment.h"
#include "store/sweep.h"
#include "system/path.h"

/* --out, or results/NAME.sweep; made if it is not there. False with a message. */
bool tl_sweep_folder(const tl_Arguments *arguments, char folder[TL_PATH_SIZE]);

/* The sweep that the experiment asks for, as if it had been read from the folder. False with messages. */
bool tl_sweep_of(const tl_Experiment *experiment, const char *folder, tl_Sweep *sweep);

/* Removes what processes that are gone left half written when they were killed. */
void tl_sweep_folder_clean(const char *folder);

/* Opens the folder's sweep, which is made first if there is none; one that is there must be the one asked
 * for. An exit code; free the sweep where it is good. */
int tl_sweep_folder_open(const tl_Arguments *arguments, tl_Experiment *experiment, const char *folder,
                         tl_Sweep *sweep);

#endif
