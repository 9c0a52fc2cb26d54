/* The arms of an experiment. */
#ifndef TL_EXPERIMENT_ARMS_H
#define TL_EXPERIMENT_ARMS_H

#include "config/experiment_reader.h"

/* All arms with their configs. */
void tl_read_arms(tl_ExperimentReader *reader);

#endif
