/* The result file: HDF5 that NetCDF-4 tools open as it is. docs/LAYOUT.md describes every variable.
 *
 * A file appears under its name whole or not at all: it is written as PATH.tmp.PID@HOST in the same folder
 * and renamed when all of it is on the disk. Memory does not grow with the length of a run: each period is
 * written when it comes. Calls may come from any thread but only one at a time (HDF5 is not thread-safe):
 * hold a lock. */
#ifndef TL_RESULTS_H
#define TL_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/parameters/config.h"
#include "store/results_file.h"

enum { TL_LAYOUT_VERSION = 1 };

/* One of the regimes compared. */
typedef struct tl_ResultsArm {
    const char *name;
    const char *config_json; /* the canonical, resolved config */
    const tl_Config *config;
} tl_ResultsArm;

/* All strings are UTF-8; NULL or "" leaves the attribute out. Nothing is kept after tl_results_create. */
typedef struct tl_ResultsInfo {
    const tl_ResultsArm *arms; /* same municipalities, days and record settings */
    int arm_count;
    int replicate_count;
    const char *experiment_json; /* NULL: none (tl_experiment_json) */
    const char *const *windows;  /* names of the parts of a run that are measured beside the periods */
    int window_count;
    bool overwrite; /* replace a file of that name */
    const char *title, *version, *model_version, *commit, *compiler, *flags, *created, *command;
} tl_ResultsInfo;

/* Starts a file. NULL, with a message that names the path, if it exists (without `overwrite`), cannot be
 * created, or the arms do not share what they must. */
tl_Results *tl_results_create(const char *path, const tl_ResultsInfo *info, char *error, size_t error_size);

/* Arms and replicates are counted from 0 here and from 1 in the file. Replicates may come in any order and
 * mixed, each with its periods in order. Each call returns false if it, or any call before it, failed: see
 * tl_results_error. */
bool tl_results_digest(tl_Results *results, int arm, int replicate, uint64_t digest);

/* Measures of the replicate's windows, [window_count][tl_measure_count]. */
bool tl_results_windows(tl_Results *results, int arm, int replicate, const double *values);

/* Finishes the file, makes it appear, and frees the handle. False, and no new file, if anything failed or a
 * replicate lacks periods or digest; the handle then lives on for tl_results_error, until tl_results_abandon.
 */
bool tl_results_close(tl_Results *results);

/* Removes the temporary file and frees the handle; NULL is allowed. */
void tl_results_abandon(tl_Results *results);

/* After a failed close: did the results themselves get written, so that only their name or folder is wanting?
 */
bool tl_results_are_whole(const tl_Results *results);

/* The first failure, "PATH: what and why"; "" if none. Valid as long as the handle. */
const char *tl_results_error(const tl_Results *results);

#endif
