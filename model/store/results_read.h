/* Reads back from a result file what a rerun needs: configs and digests. Anything else that lies under the
 * name (no file, a file cut off or altered, another program's) gives a message that names the file. Not
 * thread-safe (HDF5). */
#ifndef TL_RESULTS_READ_H
#define TL_RESULTS_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is this a whole result file of a layout that we read? Also gives its numbers of arms and replicates (may be
 * NULL). */
bool tl_results_read_shape(const char *path, int *arm_count, int *replicate_count, char *error,
                           size_t error_size);

/* The config of an arm (from 0) as JSON text, to be freed by the caller; NULL on error. */
char *tl_results_read_config(const char *path, int arm, char *error, size_t error_size);

/* Names of the first `count` arms, each to be freed; NULL after an error. */
bool tl_results_read_arms(const char *path, int count, char **names, char *error, size_t error_size);

/* What was asked, as JSON text (tl_experiment_json), to be freed; "" if the file is not of an experiment,
 * NULL on error. */
char *tl_results_read_experiment(const char *path, char *error, size_t error_size);

/* The digest of a replicate of an arm (both from 0). */
bool tl_results_read_digest(const char *path, int arm, int replicate, uint64_t *digest, char *error,
                            size_t error_size);

/* A text attribute of the file ("model_version", "commit", ...); "" if it has none. */
bool tl_results_read_attribute(const char *path, const char *name, char *text, size_t size, char *error,
                               size_t error_size);

#endif
