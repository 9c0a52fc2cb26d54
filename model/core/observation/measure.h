/* Counters, the measures that are computed from them, and the official definition of continuity. */
#ifndef TL_MEASURE_H
#define TL_MEASURE_H

#include <stdint.h>

enum {
    TL_MET_BINS = 61, /* staff met in a window: 0, 1, ... 59, 60 or more */
    TL_MET_LIMIT = 20 /* "more than 20" */
};

_Static_assert(TL_MET_LIMIT < TL_MET_BINS, "the limit has a bin of its own");

#define TL_SKIP(...)

/* What one unit (or area, or municipality) has counted over some days. */
typedef struct tl_Counters {
#define TL_COUNTER(number, type, name, unit, meaning) type name;
#include "core/observation/measures.def"
    int64_t met_histogram[TL_MET_BINS]; /* recipients in the continuity measure by staff met */
} tl_Counters;

typedef struct tl_Measure {
    const char *name;
    const char *unit; /* "1" where dimensionless */
    const char *meaning;
    const char *swedish;   /* for people: the row's name in a Swedish table, at most 36 letters */
    const char *published; /* Swedish figure and year, "" if none */
    const char *source;
    double (*value)(const tl_Counters *counters, double days); /* NaN without a denominator */
} tl_Measure;

enum {
    tl_measure_count = 0
#define TL_MEASURE(...) +1
#include "core/observation/measures.def"
};

extern const tl_Measure tl_measures[tl_measure_count];

/* Index of a measure by name, or -1. */
int tl_measure_find(const char *name);

/* total += part. Sums of real numbers depend on the order of calls: always add in unit order. */
void tl_counters_add(tl_Counters *total, const tl_Counters *part);

/* Folds what happened (the numbered counters) into a digest, by number: the order of rows does not matter, nor
 * what is observed. */
uint64_t tl_counters_digest(uint64_t digest, const tl_Counters *counters);

#endif
