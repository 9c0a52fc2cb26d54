/* What a sweep will cost, from one short run of it. */
#ifndef TL_SWEEP_PLAN_H
#define TL_SWEEP_PLAN_H

#include "config/experiment.h"
#include "cli/arguments.h"

/* Prints runs, core hours, memory, disk and files. An exit code. */
int tl_sweep_plan(const tl_Arguments *arguments, const tl_Experiment *experiment);

#endif
