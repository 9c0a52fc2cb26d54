/* The two texts of a sweep: made from an experiment, and identified. */
#ifndef TL_SWEEP_TEXTS_H
#define TL_SWEEP_TEXTS_H

#include <jansson.h>

#include "config/experiment.h"

enum { TL_SWEEP_FORMAT = 1, TL_IDENTITY_SIZE = 17 };

enum { TL_SWEEP_DUMP = JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(17) };

/* The texts of an experiment's sweep, to be freed; false without memory. */
bool tl_sweep_texts(const tl_Experiment *experiment, char **manifest, char **table);

/* The hash of a manifest without its identity, and its table; false without memory. */
bool tl_sweep_identify(json_t *root, const char *table, char identity[TL_IDENTITY_SIZE]);

#endif
