#define _GNU_SOURCE /* of Linux: which processors this process may use */

#include "run/run_options.h"

#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif

static int processors(void)
{
#ifdef __linux__
    cpu_set_t own;
    if (sched_getaffinity(0, sizeof own, &own) == 0) {
        return CPU_COUNT(&own);
    }
#endif
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (int)count : 1;
}

int tl_run_threads(const tl_RunOptions *options)
{
    return options->threads > 0 ? options->threads : processors();
}
