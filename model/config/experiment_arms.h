/* The arms of an experiment. */
#ifndef TL_EXPERIMENT_ARMS_H
#define TL_EXPERIMENT_ARMS_H

#include "config/arm_source.h"
#include "config/experiment_reader.h"

/* Loads the config of an arm at a group from its source, counts it, and reads what is to be equal if it is to be. */
void tl_arm_load(tl_ExperimentReader *reader, tl_Value group, const tl_ArmSource *source, tl_Arm *arm,
                 bool equal);

/* All arms with their configs. */
void tl_read_arms(tl_ExperimentReader *reader);

#endif
