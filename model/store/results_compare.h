/* Two result files, value by value: are they of the same trajectories, and if not, where do they part? */
#ifndef TL_RESULTS_COMPARE_H
#define TL_RESULTS_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TL_VARIABLE_NAME_SIZE = 96 };

/* One value that differs. Arm and replicate count from 1, as in the file; 0 where there are none. */
typedef struct tl_Parting {
    char variable[TL_VARIABLE_NAME_SIZE];
    const char *group; /* "municipality", "area", "unit", "recipient", "employee"; "" for the whole run */
    uint64_t number;   /* of the municipality, area or unit, or the person's id */
    int arm, replicate;
    int32_t day;    /* first day of the period, or of the snapshot; 0 = first after the burn-in */
    bool row_lacks; /* a row of the table is in one file only */
    double a, b;
} tl_Parting;

typedef struct tl_ResultsComparison {
    int64_t values, differing;
    int variables, differing_variables;
    tl_Parting first; /* of those that differ, the earliest; in order of the variables' names on one day */
    char lacking[TL_VARIABLE_NAME_SIZE]; /* a variable that only one file has; "" if none */
} tl_ResultsComparison;

/* Compares the first `replicates` of each arm; NaN equals NaN, all else bit by bit. Rows of units and people
 * are matched by who they are, since replicates that ran side by side are written as they come. False, with a
 * message that names the file, if one cannot be read or their shapes do not match. Not thread-safe (HDF5). */
bool tl_results_compare(const char *path_a, const char *path_b, int replicates,
                        tl_ResultsComparison *comparison, char *error, size_t error_size);

#endif
