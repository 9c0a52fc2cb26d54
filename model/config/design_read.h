/* From the `sweep` of an experiment's file to a design. */
#ifndef TL_DESIGN_READ_H
#define TL_DESIGN_READ_H

#include "config/experiment_reader.h"

/* Reads the sweep of an experiment whose arms were read; messages where it is wrong. */
void tl_design_read(tl_ExperimentReader *reader);

#endif
