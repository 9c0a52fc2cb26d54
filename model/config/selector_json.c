#include "config/selector_json.h"

#include <string.h>

json_t *tl_numbers_to_json(const tl_Numbers *numbers)
{
    json_t *array = json_array();
    for (int i = 0; i < numbers->count; i++) {
        json_array_append_new(array, json_integer(numbers->at[i]));
    }
    return array;
}

bool tl_numbers_from_json(const json_t *list, tl_SelectorKey key, tl_Selector *selector)
{
    bool good = json_is_array(list);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_int_t number = json_integer_value(json_array_get(list, i));
        good = good && number >= 1 && number <= TL_MOST_NUMBER;
        tl_selector_add(selector, key, good ? (int32_t)number : 1);
    }
    return good;
}

json_t *tl_selector_to_json(const tl_Selector *selector)
{
    json_t *object = json_object();
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
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

/* What stands at a key; false for what is never written. */
static bool read_key(const char *name, const json_t *value, tl_Selector *selector)
{
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        if (strcmp(name, tl_selector_key((tl_SelectorKey)key)) == 0) {
            return json_array_size(value) > 0 && tl_numbers_from_json(value, (tl_SelectorKey)key, selector);
        }
    }
    bool others = json_is_string(value) && strcmp(json_string_value(value), "others") == 0;
    selector->group = others ? TL_OTHER_UNITS : TL_PILOT_UNITS;
    return strcmp(name, "pilot") == 0 && (others || json_is_true(value));
}

bool tl_selector_from_json(const json_t *json, tl_Selector *selector)
{
    const char *name;
    json_t *value;
    bool good = json_object_size(json) > 0;
    *selector = (tl_Selector){.group = TL_ALL_UNITS};
    json_object_foreach((json_t *)json, name, value)
    {
        good = good && read_key(name, value, selector);
    }
    good = good && (selector->by[TL_BY_AREA].count == 0 || selector->by[TL_BY_UNIT].count == 0);
    if (!good) {
        tl_selector_free(selector);
    }
    return good;
}
