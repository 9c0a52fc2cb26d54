#include "cli/arguments.h"

#include "core/visits/plan_kernel.h"
#include "run/stop.h"
#include "system/shown.h"

tl_RunOptions tl_run_options(const tl_Arguments *arguments)
{
    return (tl_RunOptions){.threads = arguments->threads,
                           .kernel = arguments->kernel,
                           .stop = tl_stop_requested,
                           .keeper = arguments->keeper,
                           .histories = arguments->histories};
}

bool tl_stop_is_said(const tl_Arguments *arguments)
{
    return arguments->keeper != NULL || (arguments->histories != NULL && !tl_stop_requested());
}

bool tl_kernel_is_there(const tl_Arguments *arguments)
{
    if (arguments->kernel != NULL && tl_plan_kernel(arguments->kernel) == NULL) {
        tl_print(stderr, "tillit: --kernel %s: one of best, base, avx2 that this processor has is expected\n",
                 arguments->kernel);
        return false;
    }
    return true;
}
