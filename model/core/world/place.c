#include "core/world/place.h"

int32_t tl_unit_provider_number(const tl_World *w, int32_t unit)
{
    (void)w;
    (void)unit;
    return 1;
}

tl_UnitPlace tl_unit_place(const tl_World *w, int32_t unit)
{
    return (tl_UnitPlace){.number = {[TL_BY_MUNICIPALITY] = tl_unit_municipality(w, unit) + 1,
                                     [TL_BY_PROVIDER] = tl_unit_provider_number(w, unit),
                                     [TL_BY_AREA] = w->area_number[w->unit_area[unit]],
                                     [TL_BY_UNIT] = w->unit_number[unit]},
                          .pilot = w->unit_climate[unit].pilot};
}
