/* Experiments that a caller holds, and results with it. */
#ifndef TL_LIBRARY_EXPERIMENT_H
#define TL_LIBRARY_EXPERIMENT_H

#include <stdatomic.h>

#include "config/experiment.h"
#include "library/handle.h"

typedef struct tl_KeptExperiment {
    tl_Experiment own;
    char *json; /* owned */
    atomic_int users;
} tl_KeptExperiment;

/* The experiment of a handle, with one user more. */
tillit_status tl_experiment_keep(const tillit_experiment *handle, tl_KeptExperiment **experiment);

/* One user less: the last one frees it. NULL: nothing. */
void tl_experiment_leave(tl_KeptExperiment *experiment);

#endif
