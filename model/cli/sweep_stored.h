/* Sweeps as they lie on the disk, for config and verify. */
#ifndef TL_SWEEP_STORED_H
#define TL_SWEEP_STORED_H

#include "cli/command.h"
#include "cli/arguments.h"

/* Is there a sweep at the path: its folder, one of its parts, or a merged file? */
bool tl_sweep_stored(const char *path);

/* Prints the config of run arguments->run of that sweep. An exit code. */
int tl_sweep_config_print(const tl_Arguments *arguments);

/* Reruns a merged file, or arguments->sample points of it, and compares all values. An exit code. */
int tl_sweep_verify(const tl_Arguments *arguments);

#endif
