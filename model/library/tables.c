/* The tables of parameters, measures and counters. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "config/experiment.h"
#include "config/measure_text.h"
#include "config/parameter_text.h"
#include "core/observation/measure.h"
#include "core/parameters/parameter.h"
#include "library/counters.h"
#include "system/thread.h"

static int find(const char *name, int (*find_in)(const char *name))
{
    return name != NULL ? find_in(name) : -1;
}

static const char *given(const char *text)
{
    return text != NULL ? text : "";
}

/* ---- parameters and measures, made when first asked for ------------------------------------------------------ */

static tillit_parameter parameters[tl_parameter_count];
static tillit_measure measures[tl_measure_count];

enum {
    STOPS = 0
#define TL_STOP(...) +1
#include "config/parameter_words.def"
};

static tillit_stop stops[STOPS];

/* The next `count` of these are filled. */
static const tillit_stop *stops_of(const tl_Stop *own, int count)
{
    static int used;
    tillit_stop *first = &stops[used];
    for (int i = 0; i < count; i++) {
        stops[used++] =
            (tillit_stop){.value = own[i].value, .label = {own[i].in[TL_SWEDISH], own[i].in[TL_ENGLISH]}};
    }
    return first;
}

static tillit_parameter parameter_of(int index)
{
    const tl_Stop *own;
    int stop_count = tl_parameter_stops(index, &own);
    const tl_Parameter *p = &tl_parameters[index];
    return (tillit_parameter){
        .path = p->path,
        .kind = tl_kind_name(p->kind),
        .section = tl_section_name(p->section),
        .status = tl_status_name(p->status),
        .group = tl_group_name(p->group),
        .owner = tl_owner_name(p->owner),
        .unit = given(p->unit),
        .choices = given(p->choices),
        .source = given(p->source),
        .meaning = given(p->meaning),
        .label = {tl_parameter_label(index, TL_SWEDISH), tl_parameter_label(index, TL_ENGLISH)},
        .default_value = p->default_value,
        .low = p->low,
        .high = p->high,
        .neutral = {p->neutral.low, p->neutral.high},
        .theory = {p->theory.low, p->theory.high},
        .structural = p->structural,
        .sentence = {tl_parameter_meaning(index, TL_SWEDISH), tl_parameter_meaning(index, TL_ENGLISH)},
        .unit_label = {tl_parameter_unit(index, TL_SWEDISH), tl_parameter_unit(index, TL_ENGLISH)},
        .stops = stop_count > 0 ? stops_of(own, stop_count) : NULL,
        .stop_count = stop_count};
}

static tillit_measure measure_of(int index)
{
    static const char *const tellings[] = {"share", "index", "ratio", "amount"};
    const tl_Measure *m = &tl_measures[index];
    return (tillit_measure){
        .name = m->name,
        .meaning = m->meaning,
        .label = {tl_measure_label(index, TL_SWEDISH), tl_measure_label(index, TL_ENGLISH)},
        .unit = {tl_measure_unit(index, TL_SWEDISH), tl_measure_unit(index, TL_ENGLISH)},
        .published = m->published,
        .source = m->source,
        .sentence = {tl_measure_meaning(index, TL_SWEDISH), tl_measure_meaning(index, TL_ENGLISH)},
        .telling = tellings[tl_measure_telling(index)],
        .ends = {{tl_measure_stop(index, 0, TL_SWEDISH), tl_measure_stop(index, 0, TL_ENGLISH)},
                 {tl_measure_stop(index, 1, TL_SWEDISH), tl_measure_stop(index, 1, TL_ENGLISH)}},
        .published_sv = tl_measure_published(index, TL_SWEDISH)};
}

static void make(void)
{
    static tl_Lock lock = TL_LOCK_INITIAL;
    static bool made;
    tl_lock(&lock);
    for (int i = 0; i < tl_parameter_count && !made; i++) {
        parameters[i] = parameter_of(i);
    }
    for (int i = 0; i < tl_measure_count && !made; i++) {
        measures[i] = measure_of(i);
    }
    made = true;
    tl_unlock(&lock);
}

int tillit_parameter_count(void)
{
    return tl_parameter_count;
}

const tillit_parameter *tillit_parameter_at(int index)
{
    make();
    return index >= 0 && index < tl_parameter_count ? &parameters[index] : NULL;
}

int tillit_parameter_find(const char *path)
{
    return find(path, tl_parameter_find);
}

int tillit_measure_count(void)
{
    return tl_measure_count;
}

const tillit_measure *tillit_measure_at(int index)
{
    make();
    return index >= 0 && index < tl_measure_count ? &measures[index] : NULL;
}

int tillit_measure_find(const char *name)
{
    return find(name, tl_measure_find);
}

/* ---- counters ---------------------------------------------------------------------------------------------- */

typedef struct Counter {
    tillit_counter row;
    size_t offset;
} Counter;

static const Counter counters[] = {
#define TL_COUNT(number, name_, unit_, meaning_)                                                             \
    {.row = {.name = #name_, .unit = unit_, .meaning = meaning_, .whole = 1},                                \
     .offset = offsetof(tl_Counters, name_)},
#define TL_SUM(number, name_, unit_, meaning_)                                                               \
    {.row = {.name = #name_, .unit = unit_, .meaning = meaning_}, .offset = offsetof(tl_Counters, name_)},
#define TL_MEASURE(...)
#include "core/observation/measures.def"
#undef TL_COUNT
#undef TL_SUM
#undef TL_MEASURE
};

enum { COUNTERS = (int)(sizeof counters / sizeof counters[0]) };

int tillit_counter_count(void)
{
    return COUNTERS;
}

const tillit_counter *tillit_counter_at(int index)
{
    return index >= 0 && index < COUNTERS ? &counters[index].row : NULL;
}

int tillit_counter_find(const char *name)
{
    for (int i = 0; name != NULL && i < COUNTERS; i++) {
        if (strcmp(counters[i].row.name, name) == 0) {
            return i;
        }
    }
    return -1;
}

double tl_counter_value(const tl_Counters *of, int index)
{
    const char *field = (const char *)of + counters[index].offset;
    double real;
    int64_t whole;
    if (counters[index].row.whole) {
        memcpy(&whole, field, sizeof whole);
        return (double)whole;
    }
    memcpy(&real, field, sizeof real);
    return real;
}

void tl_counters_subtract(tl_Counters *from, const tl_Counters *part)
{
#define TL_COUNT(number, name, unit, meaning) from->name -= part->name;
#define TL_SUM TL_COUNT
#define TL_MEASURE(...)
#include "core/observation/measures.def"
#undef TL_COUNT
#undef TL_SUM
#undef TL_MEASURE
    for (int i = 0; i < TL_MET_BINS; i++) {
        from->met_histogram[i] -= part->met_histogram[i];
    }
}
