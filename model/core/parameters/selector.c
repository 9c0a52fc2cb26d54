#include "core/parameters/selector.h"

#include <stdlib.h>

bool tl_numbers_hold(const tl_Numbers *numbers, int32_t number)
{
    for (int i = 0; i < numbers->count; i++) {
        if (numbers->at[i] == number) {
            return true;
        }
    }
    return false;
}

bool tl_selector_means(const tl_Selector *selector, tl_UnitPlace place)
{
    bool meant = selector->group == TL_ALL_UNITS || place.pilot == (selector->group == TL_PILOT_UNITS);
    for (int key = 0; meant && key < TL_SELECTOR_KEYS; key++) {
        const tl_Numbers *own = &selector->by[key];
        meant = own->count == 0 || tl_numbers_hold(own, place.number[key]);
    }
    return meant;
}

void tl_selector_free(tl_Selector *selector)
{
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        free(selector->by[key].at);
    }
    *selector = (tl_Selector){.group = TL_ALL_UNITS};
}
