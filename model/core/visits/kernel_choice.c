#include <string.h>

#include "core/visits/plan_kernel.h"

tl_PlanKernel tl_plan_kernel(const char *name)
{
    int best = strcmp(name, "best") == 0;
#ifdef TL_KERNEL_VARIANTS
    if ((best || strcmp(name, "avx2") == 0) && __builtin_cpu_supports("avx2")) {
        return tl_plan_kernel_avx2;
    }
#endif
    return best || strcmp(name, "base") == 0 ? tl_plan_kernel_base : 0;
}
