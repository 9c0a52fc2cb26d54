/* Two files of ours, whole: two results, or a merged sweep and what was made again of it.
 *
 * What a simulation gave is compared value by value, and it is told where trajectories part; everything else
 * (which variables there are, their types and shapes, names, coordinates, units, texts and every attribute) is
 * listed where it differs. */
#ifndef TL_FILES_COMPARE_H
#define TL_FILES_COMPARE_H

#include "store/comparison.h"

/* NaN equals NaN, all else bit by bit. Rows of units and people are matched by who they are, since replicates
 * that ran side by side are written as they come. Who made a result, when and how is not compared: a rerun is
 * made by whoever reruns; nor is the checksum, which has a check of its own. False, with "path: why", if a file
 * cannot be read or holds what no file of ours does. Not thread-safe (HDF5). */
bool tl_files_compare(const char *path_a, const char *path_b, const tl_CompareRule *rule,
                      tl_Comparison *comparison, char *error, size_t error_size);

#endif
