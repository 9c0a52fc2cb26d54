/* Selectors and windows as JSON: in resolved configs, in experiments of result files, and in manifests of
 * sweeps. A selector is written with the keys it has, as in YAML: {"areas": [1], "pilot": "others"}. */
#ifndef TL_SELECTOR_JSON_H
#define TL_SELECTOR_JSON_H

#include <jansson.h>

#include "config/selector.h"

json_t *tl_numbers_to_json(const tl_Numbers *numbers);

/* Of a selector that is not empty. */
json_t *tl_selector_to_json(const tl_Selector *selector);

/* Reads what that writes; false, with an empty selector, for anything else. */
bool tl_selector_from_json(const json_t *json, tl_Selector *selector);

#endif
