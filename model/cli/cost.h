/* What a command will cost, said before it begins, and whether there is room for it. */
#ifndef TL_COST_H
#define TL_COST_H

#include "cli/arguments.h"
#include "run/forecast.h"

typedef struct tl_Cost {
    tl_Forecast runs;
    double memory_bytes, disk_bytes; /* with the file that is written, if any */
} tl_Cost;

/* Of a plan's runs, with a result file or not; they are looked at more closely for --plan. False with a message
 * when memory is short. */
bool tl_cost(const tl_Arguments *arguments, const tl_Plan *plan, bool recorded, tl_Cost *cost);

/* Prints it, unless it is short. */
void tl_cost_print(const tl_Cost *cost, bool always, tl_Language language);

/* Can it be done here? Otherwise says on stderr what is short, by how much, and what to do. `out` may be NULL. */
bool tl_cost_fits(const tl_Cost *cost, const char *out, tl_Language language);

/* The same of a plan without a result file: is there memory for as many runs as go side by side? */
bool tl_plan_fits(const tl_Arguments *arguments, const tl_Plan *plan);

#endif
