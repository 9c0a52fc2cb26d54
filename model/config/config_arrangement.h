/* `lov` and `lou` of a market as people may write them (arrangement_read.h), and what two of them differ in. */
#ifndef TL_CONFIG_ARRANGEMENT_H
#define TL_CONFIG_ARRANGEMENT_H

#include <jansson.h>

#include "core/parameters/config.h"

/* Adds them to a market, as far as there are any. */
void tl_arrangement_to_json(const tl_Market *market, json_t *into);

/* The same of what is there from the start. */
void tl_arrangement_start_to_json(const tl_Market *market, json_t *into);

bool tl_arrangements_equal(const tl_Market *a, const tl_Market *b);
bool tl_arrangements_start_equal(const tl_Market *a, const tl_Market *b);

/* The first measured day on which two arrangements differ in what they do; -1: from the start, INT64_MAX: never. */
int64_t tl_arrangements_part(const tl_Market *a, const tl_Market *b);

#endif
