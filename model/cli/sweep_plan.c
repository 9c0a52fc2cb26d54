#include "cli/sweep_plan.h"

#include <math.h>
#include <stdio.h>

#include "cli/cost.h"
#include "system/shown.h"

/* What is kept of a run, as it stands in a part. */
static double bytes_of_run(const tl_Plan *plan)
{
    double values = 0.0;
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        values += (double)tl_plan_values(plan, kind);
    }
    return 8.0 * values + 32.0;
}

int tl_sweep_plan_print(const tl_Arguments *arguments, const tl_Plan *plan)
{
    tl_Cost cost;
    if (!tl_cost(arguments, plan, false, &cost)) {
        return TL_EXIT_FAILED;
    }
    const tl_RunOptions options = tl_run_options(arguments);
    int threads = tl_run_threads(&options);
    double runs = (double)tl_plan_runs(plan), hours = runs * cost.runs.run_s / 3600.0;
    double bytes = runs * bytes_of_run(plan) + 65536.0;
    double parts = fmax(runs / TL_PART_RUNS + 1.0, hours / threads * 3600.0 / TL_PART_SECONDS);
    tl_print(stdout, "runs              %.0f (%lld points of %lld replicates)\n", runs,
             (long long)tl_plan_points(plan), (long long)plan->replicates);
    tl_print(stdout, "a run             %.3g s on one core, as measured on %lld of its points\n",
             cost.runs.run_s, (long long)cost.runs.tried);
    tl_print(stdout, "core hours        %.3g (%.3g h on %d threads)\n", hours, hours / threads, threads);
    tl_print(stdout, "memory            %.0f MB for %d threads\n",
             (cost.memory_bytes + bytes / runs * TL_PART_RUNS) / 1e6, threads);
    tl_print(stdout, "disk              at most %.1f MB of parts, and as much merged\n", bytes / 1e6);
    tl_print(stdout, "files             about %.0f parts and 4 more\n", parts < runs ? parts + 0.5 : runs);
    return TL_EXIT_GOOD;
}
