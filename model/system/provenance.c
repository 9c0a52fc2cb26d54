#include "system/provenance.h"

#include "build_info.h"

tl_Provenance tl_provenance(void)
{
    tl_Provenance provenance = {.version = TL_VERSION,
                                .model_version = TL_MODEL_VERSION,
                                .commit = TL_COMMIT,
                                .compiler = TL_COMPILER,
                                .flags = TL_FLAGS};
    return provenance;
}
