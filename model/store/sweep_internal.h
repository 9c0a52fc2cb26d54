/* Shared by the files that write and read the texts of a sweep. */
#ifndef TL_SWEEP_INTERNAL_H
#define TL_SWEEP_INTERNAL_H

#include <jansson.h>

#include "store/sweep.h"

enum { TL_SWEEP_DUMP = JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(17) };

/* The hash of a manifest without its identity, and its table; false without memory. */
bool tl_sweep_identify(json_t *root, const char *table, char identity[TL_IDENTITY_SIZE]);

#endif
