/* A simulation between two days as bytes, for whoever keeps it and takes it up again later, in another process and on
 * another number of threads: a head, and stretches of memory that hold no pointers. They are this build's own:
 * tl_state_layout tells another. What is taken up was not made here, and is looked at before it is used. */
#ifndef TL_KEPT_STATE_H
#define TL_KEPT_STATE_H

#include "core/day/simulation.h"

/* All of a simulation but what its config, replicate and stretches say. */
typedef struct tl_StateHead {
    tl_Sizes sizes;
    tl_Decay decay;
    double absence;
    uint64_t history;
    int32_t day, window;
    int32_t period, retired; /* of its reports */
} tl_StateHead;

/* So many bytes of memory of somebody's. */
typedef struct tl_Stretch {
    void *at;
    size_t bytes;
} tl_Stretch;

enum { TL_STATE_STRETCHES = 2 };

/* Digest of how a build lays out its state: the same only where the bytes mean the same. */
uint64_t tl_state_layout(void);

tl_StateHead tl_state_head(const tl_Simulation *simulation);

/* Where the rest of it stands, to be kept or to be filled. */
void tl_state_stretches(const tl_Simulation *simulation, tl_Stretch stretches[TL_STATE_STRETCHES]);

/* Can a state of this config have such a head, and stretches of so many bytes together? */
bool tl_state_fits(const tl_StateHead *head, const tl_Config *config, size_t bytes);

/* A simulation with room for what fits, whose stretches are to be filled; `replicate`, `threads` and `kernel` as in
 * tl_simulation_create. TL_OUT_OF_MEMORY leaves nothing. */
tl_Outcome tl_state_room(tl_Simulation *simulation, const tl_StateHead *head, const tl_Config *config,
                         int64_t replicate, int threads, const char *kernel);

/* Once they are: does everybody stand where the layout of a world puts them? */
bool tl_state_is_sound(const tl_Simulation *simulation);

#endif
