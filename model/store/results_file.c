#include "store/results_file.h"

bool tl_results_accepts(tl_Results *results, int arm, int replicate)
{
    const tl_Shape *shape = &results->shape;
    if (arm < 0 || arm >= shape->arm_count || replicate < 0 || replicate >= shape->replicate_count) {
        tl_file_fail(&results->file, "arm %d, replicate %d lies outside the file's %d arms and %d replicates",
                     arm + 1, replicate + 1, shape->arm_count, shape->replicate_count);
    }
    return !results->file.failed;
}
