/* Builds the population of every municipality of a config. */
#ifndef TL_SYNTH_H
#define TL_SYNTH_H

#include "core/world/world.h"

/* A world at day 0 for one replicate: areas, recipients with their weekly plans, posts with people in them,
 * hourly employees; then units and teams as the regime says. False when memory is short. */
bool tl_synth(tl_World *world, const tl_Config *config, uint64_t replicate);

#endif
