#include "config/selector_json.h"

#include <stdlib.h>
#include <string.h>

json_t *tl_numbers_to_json(const tl_Numbers *numbers)
{
    json_t *array = json_array();
    for (int i = 0; i < numbers->count; i++) {
        json_array_append_new(array, json_integer(numbers->at[i]));
    }
    return array;
}

/* By their names. */
static json_t *kinds_to_json(const tl_Numbers *kinds)
{
    json_t *array = json_array();
    for (int i = 0; i < kinds->count; i++) {
        json_array_append_new(array, json_string(tl_provider_kind_name((tl_ProviderKind)(kinds->at[i] - 1))));
    }
    return array;
}

json_t *tl_selector_to_json(const tl_Selector *selector)
{
    json_t *object = json_object();
    if (selector->by[TL_BY_KIND].count > 0) {
        json_object_set_new(object, tl_selector_key(TL_BY_KIND), kinds_to_json(&selector->by[TL_BY_KIND]));
    }
    if (selector->by[TL_BY_OUTLYING].count > 0) {
        json_object_set_new(object, tl_selector_key(TL_BY_OUTLYING),
                            json_boolean(selector->by[TL_BY_OUTLYING].at[0] == TL_OUTLYING));
    }
    for (int key = 0; key < TL_SELECTOR_DIMENSIONS; key++) {
        if (selector->by[key].count > 0) {
            json_object_set_new(object, tl_selector_key((tl_SelectorKey)key),
                                tl_numbers_to_json(&selector->by[key]));
        }
    }
    if (selector->group != TL_ALL_UNITS) {
        json_object_set_new(object, "pilot",
                            selector->group == TL_PILOT_UNITS ? json_true() : json_string("others"));
    }
    return object;
}

bool tl_selector_from_json(const json_t *json, tl_Selector *selector)
{
    tl_Document d;
    tl_document_of_json(&d, "", json, NULL);
    bool good = tl_selector_read_resolved(tl_top(&d), selector);
    tl_document_free(&d);
    return good;
}
