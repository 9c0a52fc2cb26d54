/* Providers that begin (ODD 7.24, 7.35, 7.36): until then they have no unit. */
#ifndef TL_BEGIN_H
#define TL_BEGIN_H

#include "core/world/world.h"

/* Who begins, and who of those present is asked. */
typedef struct tl_Beginners {
    bool *begins; /* by provider: it gets a unit wherever it is to have one and has none */
    double *ask;  /* by area: share of those who live there who are given a provider anew */
} tl_Beginners;

/* Nobody begins, and nobody is asked. False when memory is short; to be freed either way. */
bool tl_beginners_allocate(tl_Beginners *who, const tl_World *world);
void tl_beginners_free(tl_Beginners *who);

/* Beginners have units from now on, with staff of their own, and those who are asked are given a provider anew: where people choose
 * they do, else providers have them in turn. The world is laid out anew once for all. Rows have moved afterwards. False, and
 * the world is of no further use, when memory is short. */
bool tl_providers_begin(tl_World *world, const tl_Beginners *who);

/* The day on which the config's firms begin, in every municipality. */
bool tl_firms_begin(tl_World *world);

#endif
