#include "core/world/place.h"

tl_UnitPlace tl_unit_place(const tl_World *w, int32_t unit)
{
    return (tl_UnitPlace){.number = {[TL_BY_MUNICIPALITY] = tl_unit_municipality(w, unit) + 1,
                                     [TL_BY_PROVIDER] = w->provider_number[w->unit_provider[unit]],
                                     [TL_BY_AREA] = w->area_number[w->unit_area[unit]],
                                     [TL_BY_UNIT] = w->unit_number[unit]},
                          .pilot = w->unit_pilot[unit] != 0};
}

bool tl_unit_is_meant(const tl_World *w, const tl_Selector *where)
{
    bool meant = false;
    for (int32_t unit = 0; !meant && unit < (int32_t)w->sizes.UNIT; unit++) {
        meant = tl_selector_means(where, tl_unit_place(w, unit));
    }
    return meant;
}
