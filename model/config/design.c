#include "config/design.h"

#include <stdlib.h>

void tl_design_free(tl_Design *design)
{
    if (design == NULL) {
        return;
    }
    for (int i = 0; i < design->base_count; i++) {
        if (!design->bases[i].borrowed) {
            tl_loaded_config_drop(design->bases[i].loaded);
        }
    }
    for (int i = 0; i < design->start_count; i++) {
        tl_loaded_config_drop(design->starts[i]);
    }
    tl_windows_free(design->windows, design->window_count);
    tl_selector_free(&design->series_where);
    free(design->starts);
    free(design->bases);
    free(design->base_of);
    tl_rows_free(&design->rows);
    free(design);
}
