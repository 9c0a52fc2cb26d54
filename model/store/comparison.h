/* What is asked of a comparison of two files (store/files_compare.h), and what it finds. */
#ifndef TL_COMPARISON_H
#define TL_COMPARISON_H

#include <limits.h>

#include "store/content_values.h"

enum {
    TL_VARIABLE_NAME_SIZE = 96,
    TL_LABEL_SHOWN = TL_VALUE_SHOWN,
    TL_MOST_LABELS = 20,
    TL_UNDATED = INT_MAX - 1 /* and later: of the whole run */
};

/* A name, unit or text that differs. */
typedef struct tl_LabelDifference {
    char object[TL_VARIABLE_NAME_SIZE];        /* the variable; "" for the file */
    char attribute[TL_VARIABLE_NAME_SIZE];     /* "": the variable itself */
    char a[TL_LABEL_SHOWN], b[TL_LABEL_SHOWN]; /* what stands there, as text; "-" where it is lacking */
} tl_LabelDifference;

/* One value that differs. Arm (in a sweep, point) and replicate count from 1, as in the file; 0 where there are
 * none. */
typedef struct tl_Parting {
    char variable[TL_VARIABLE_NAME_SIZE];
    const char *group; /* "municipality", "area", "unit", "recipient", "employee"; "" for the whole run */
    uint64_t number;   /* of the municipality, area or unit, or the person's id */
    int arm, replicate;
    int32_t day;    /* first day of the period, or of the snapshot; 0 = first after the burn-in */
    size_t place;   /* among the values of this variable and run, from 0 */
    bool row_lacks; /* a row of the table is in one file only */
    double a, b;
} tl_Parting;

typedef struct tl_Comparison {
    int64_t values, differing;
    int64_t differing_runs; /* of a sweep */
    int variables, differing_variables;
    tl_Parting first; /* of those that differ, the earliest; of a sweep, in the first run */
    char lacking[TL_VARIABLE_NAME_SIZE]; /* a variable that only one file has; "" if none */
    char unlike[2 * TL_LABEL_SHOWN];     /* why trajectories cannot be compared; "" if they can */
    int label_count;                     /* labels that differ, of which the first are kept */
    tl_LabelDifference labels[TL_MOST_LABELS];
    int reworded; /* descriptions that differ and may, since the files are of different programs */
    char first_reworded[TL_LABEL_SHOWN];
} tl_Comparison;

typedef struct tl_CompareRule {
    int replicates; /* of each arm so many are compared: one file holds no more; 0: both hold as many */
    bool merged;    /* of a sweep: who made it, when and how stands in its manifest and must be the same */
    bool other_program; /* another program made the first: it may describe a variable in other words */
    bool but_configs;   /* configs are told by what they set */
} tl_CompareRule;

#endif
