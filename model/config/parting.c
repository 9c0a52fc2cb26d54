#include "config/parting.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_drawn.h"
#include "config/config_market.h"
#include "config/config_regime.h"
#include "config/run_day.h"
#include "config/selector.h"
#include "core/numbers/rng.h"
#include "system/memory.h"
#include "system/text.h"

/* ---- before the first measured day ----------------------------------------------------------------------- */

/* How long a run is, what is kept of it, and which units a pilot has show later or never. */
static bool acts_at_once(const tl_Parameter *p)
{
    return p->section != TL_SECTION_RUN || strcmp(p->path, "seed") == 0 ||
           strcmp(p->path, "run.burn_in_days") == 0;
}

static bool same_values(const void *const a[], const void *const b[])
{
    bool same = true;
    for (int i = 0; same && i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        same = !acts_at_once(p) || tl_parameter_get(p, a[p->section]) == tl_parameter_get(p, b[p->section]);
    }
    return same;
}

static bool same_start(const tl_Config *a, const tl_Config *b)
{
    bool same = a->municipality_count == b->municipality_count &&
                tl_markets_part(&a->market, &b->market) >= 0 && tl_drawn_equal(a, b);
    for (int m = 0; same && m < a->municipality_count; m++) {
        const void *const of_a[] = {&a->run, &a->municipalities[m].profile, &a->regime, &a->constants};
        const void *const of_b[] = {&b->run, &b->municipalities[m].profile, &b->regime, &b->constants};
        same = a->municipalities[m].code == b->municipalities[m].code && same_values(of_a, of_b);
    }
    return same;
}

static uint64_t add_value(uint64_t digest, const tl_Parameter *p, const void *section)
{
    uint64_t bits;
    double value = tl_parameter_get(p, section);
    memcpy(&bits, &value, sizeof bits);
    return tl_mix64(tl_mix64(tl_text_hash(digest, p->path)) ^ bits);
}

static uint64_t add_json(uint64_t digest, json_t *json)
{
    char *text = json != NULL ? json_dumps(json, JSON_SORT_KEYS | JSON_REAL_PRECISION(17)) : NULL;
    digest = text != NULL ? tl_mix64(tl_text_hash(digest, text)) : digest;
    free(text);
    json_decref(json);
    return digest;
}

uint64_t tl_history_digest(const tl_Config *config)
{
    const tl_Market *market = &config->market;
    uint64_t digest = add_json(TL_TEXT_HASH, market->given ? tl_market_start_to_json(market) : NULL);
    for (int m = 0; m < config->municipality_count; m++) {
        const tl_Municipality *own = &config->municipalities[m];
        const void *const sections[] = {&config->run, &own->profile, &config->regime, &config->constants};
        digest = tl_mix64(tl_text_hash(digest, own->name) ^ (uint64_t)own->code);
        digest = own->drawn != NULL ? add_json(digest, tl_drawn_to_json(own)) : digest;
        for (int i = 0; i < tl_parameter_count; i++) {
            const tl_Parameter *p = &tl_parameters[i];
            bool counts = acts_at_once(p) && (config->market.given || !p->market);
            digest = counts ? add_value(digest, p, sections[p->section]) : digest;
        }
    }
    return digest;
}

/* ---- changes --------------------------------------------------------------------------------------------- */

/* A ramp of a day is none. */
bool tl_changes_equal(const tl_Change *a, const tl_Change *b)
{
    return a->parameter == b->parameter && a->day == b->day && a->value == b->value &&
           tl_selectors_equal(&a->where, &b->where) &&
           (a->ramp_days > 1 ? a->ramp_days : 1) == (b->ramp_days > 1 ? b->ramp_days : 1);
}

/* From change `at` on, the first that moves the lever; their number: none. */
static int next_of(const tl_Config *config, const bool *idle, int parameter, int at)
{
    while (at < config->change_count && (idle[at] || config->changes[at].parameter != parameter)) {
        at++;
    }
    return at;
}

/* The first day on which one lever is moved otherwise. */
static int64_t lever_parts(const tl_Config *a, const bool *idle_a, const tl_Config *b, const bool *idle_b,
                           int parameter)
{
    int i = -1, k = -1;
    do {
        i = next_of(a, idle_a, parameter, i + 1);
        k = next_of(b, idle_b, parameter, k + 1);
    } while (i < a->change_count && k < b->change_count && tl_changes_equal(&a->changes[i], &b->changes[k]));
    return tl_earlier(i < a->change_count ? a->changes[i].day : INT64_MAX,
                      k < b->change_count ? b->changes[k].day : INT64_MAX);
}

static int64_t levers_part(const tl_Config *a, const tl_Config *b)
{
    bool *idle_a = tl_allocate((size_t)a->change_count + 1, sizeof *idle_a);
    bool *idle_b = tl_allocate((size_t)b->change_count + 1, sizeof *idle_b);
    int64_t day = INT64_MAX;
    tl_changes_idle(a, idle_a);
    tl_changes_idle(b, idle_b);
    for (int i = 0; i < tl_parameter_count; i++) {
        day = tl_earlier(day, lever_parts(a, idle_a, b, idle_b, i));
    }
    free(idle_a);
    free(idle_b);
    return day;
}

bool tl_reorganisations_equal(const tl_Reorganisation *a, const tl_Reorganisation *b)
{
    return a->day == b->day && a->pool_size == b->pool_size && a->span == b->span && a->rule == b->rule &&
           tl_selectors_equal(&a->where, &b->where);
}

static int64_t structures_part(const tl_Config *a, const tl_Config *b)
{
    int i = 0;
    while (i < a->reorganisation_count && i < b->reorganisation_count &&
           tl_reorganisations_equal(&a->reorganisations[i], &b->reorganisations[i])) {
        i++;
    }
    return tl_earlier(i < a->reorganisation_count ? a->reorganisations[i].day : INT64_MAX,
                      i < b->reorganisation_count ? b->reorganisations[i].day : INT64_MAX);
}

/* ---- pilots ---------------------------------------------------------------------------------------------- */

static bool same_pilot(const tl_Config *a, const tl_Config *b)
{
    bool same = true;
    for (int i = 0; same && i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        same = strncmp(p->path, "pilot.", 6) != 0 ||
               tl_parameter_get(p, &a->run) == tl_parameter_get(p, &b->run);
    }
    return same;
}

/* The first day on which it matters which units a pilot has. */
static int64_t pilot_matters(const tl_Config *config)
{
    int64_t day = INT64_MAX;
    for (int i = 0; i < config->change_count; i++) {
        if (config->changes[i].where.group != TL_ALL_UNITS) {
            day = tl_earlier(day, config->changes[i].day);
        }
    }
    for (int i = 0; i < config->reorganisation_count; i++) {
        if (config->reorganisations[i].where.group != TL_ALL_UNITS) {
            day = tl_earlier(day, config->reorganisations[i].day);
        }
    }
    return day;
}

int64_t tl_parting_day(const tl_Config *a, const tl_Config *b)
{
    if (!same_start(a, b)) {
        return -1;
    }
    int64_t day = tl_earlier(levers_part(a, b), structures_part(a, b));
    day = tl_earlier(day, tl_markets_part(&a->market, &b->market));
    return same_pilot(a, b) ? day : tl_earlier(day, tl_earlier(pilot_matters(a), pilot_matters(b)));
}
