/* What tests of the public library begin with. */
#ifndef LIBRARYLIB_H
#define LIBRARYLIB_H

#include "core/observation/observer.h"
#include "tillit.h"

/* Two replicates of 42 days after a burn-in of 14. */
#define SMALL                                                                                                \
    "seed: 1\nmunicipality: lillkoping\nregime: ordinary\n"                                                  \
    "run: {days: 42, burn_in_days: 14, replicates: 2}\nrecord: {period_days: 14}\n"

enum { MOST_MEASURES = 256 };

/* The handles are the caller's to free; `set` is "path=value" or NULL. */
tillit_config *config_with(const char *set);
tillit_simulation *simulation_of(const char *set, int threads);

/* At the end of the simulation, which is run to it and freed. */
uint64_t digest_after(tillit_simulation *simulation);

/* What the core makes of a config. */
typedef struct Expected {
    uint64_t digest;
    tl_Counters total;
    double days;
} Expected;

Expected expect(const char *set);

#endif
