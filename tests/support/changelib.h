/* Regimes that a config changes between, and what came of the changes. */
#ifndef CHANGELIB_H
#define CHANGELIB_H

#include "configlib.h"

/* Two areas, so that a change may be in one of them; changes on whole periods. */
#define ALBY                                                                                                 \
    "seed: 1\nmunicipality: {from: alby, areas: 2}\nrun: {days: 112, burn_in_days: 14}\nrecord: {period_days: 14}\n"

/* Writes the regimes `strict` and `free`, `moving`, which has a change of its own, and `wrong`. */
void write_regimes(void);

/* A lever's value on a measured day: what the last change until then sets it to, wherever that holds. */
double value_at(const tl_Config *config, const char *path, int64_t day);

/* Digest of a run that ends after so many measured days. */
uint64_t digest_until(const tl_Config *config, int64_t days);

#endif
