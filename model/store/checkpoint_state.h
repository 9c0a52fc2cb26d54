/* The state of a run or burn-in under way, as a record. */
#ifndef TL_CHECKPOINT_STATE_H
#define TL_CHECKPOINT_STATE_H

#include "run/execute.h"
#include "store/checkpoint_file.h"

void tl_checkpoint_state_write(tl_CheckpointWriter *writer, int32_t stage, const tl_UnderWay *under_way);

/* Fills a simulation, and `keep` (NULL: of a burn-in), from a record. False if it is none of this config, or no world. */
bool tl_checkpoint_state_take(const tl_CheckpointFile *file, const tl_Record *record, const tl_Config *config,
                              int64_t replicate, int threads, const char *kernel, tl_Simulation *simulation,
                              tl_Keep *keep);

#endif
