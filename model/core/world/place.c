#include "core/world/place.h"

#include "core/market/providers.h"
#include "core/world/each.h"

tl_UnitPlace tl_unit_place(const tl_World *w, int32_t unit)
{
    bool outlying = tl_area_is_outlying(w, w->unit_area[unit]);
    return (tl_UnitPlace){.number = {[TL_BY_MUNICIPALITY] = tl_unit_municipality(w, unit) + 1,
                                     [TL_BY_PROVIDER] = w->provider_number[w->unit_provider[unit]],
                                     [TL_BY_AREA] = w->area_number[w->unit_area[unit]],
                                     [TL_BY_UNIT] = w->unit_number[unit],
                                     [TL_BY_KIND] = w->provider_owner[w->unit_provider[unit]] + 1,
                                     [TL_BY_OUTLYING] = outlying ? TL_OUTLYING : TL_ORDINARY},
                          .pilot = w->unit_pilot[unit] != 0};
}

bool tl_unit_is_meant(const tl_World *w, const tl_Selector *where)
{
    TL_EACH_UNIT(w, unit) {
        if (tl_selector_means(where, tl_unit_place(w, unit))) {
            return true;
        }
    }
    return false;
}
