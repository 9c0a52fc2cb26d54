/* What a sweep will cost, from short runs of some of its points. */
#ifndef TL_SWEEP_PLAN_H
#define TL_SWEEP_PLAN_H

#include "cli/arguments.h"
#include "run/plan.h"

/* A part is written when it holds so many runs or is so old. */
enum { TL_PART_RUNS = 1000, TL_PART_SECONDS = 60 };

/* Prints runs, core hours, memory, disk and files. An exit code. */
int tl_sweep_plan_print(const tl_Arguments *arguments, const tl_Plan *plan);

#endif
