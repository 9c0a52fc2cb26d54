#include "core/unit/contagion.h"

void tl_contagion_month(tl_World *w, int32_t municipality)
{
    double share = w->config->constants.reform_contagion, sum = 0.0;
    if (share <= 0.0) {
        return;
    }
    int32_t first_unit, end_unit;
    tl_municipality_range(w, municipality, &first_unit, &end_unit);
    for (int32_t unit = first_unit; unit < end_unit; unit++) {
        sum += w->unit_regime[unit].discretion_manager;
    }
    double mean = sum / (end_unit - first_unit);
    for (int32_t unit = first_unit; unit < end_unit; unit++) {
        double *latitude = &w->unit_regime[unit].discretion_manager;
        *latitude += *latitude < mean ? share * (mean - *latitude) : 0.0;
    }
}
