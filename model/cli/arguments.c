#include "cli/arguments.h"

#include "run/stop.h"

tl_RunOptions tl_run_options(const tl_Arguments *arguments)
{
    return (tl_RunOptions){
        .threads = arguments->threads, .kernel = arguments->kernel, .stop = tl_stop_requested};
}
