#include "config/parting.h"

#include <stdbool.h>
#include <string.h>

#include "system/text.h"

/* ---- from the start ----------------------------------------------------------------------------------------- */

/* What is recorded, of how many replicates and how long, governs nothing. */
static bool governs(const tl_Parameter *p)
{
    return !tl_text_begins(p->path, "record.") && strcmp(p->path, "run.replicates") != 0 &&
           strcmp(p->path, "run.days") != 0;
}

static bool same_start(const tl_Parameter *p, const tl_Config *a, const tl_Config *b)
{
    const void *sections[][2] = {[TL_SECTION_RUN] = {&a->run, &b->run},
                                 [TL_SECTION_REGIME] = {&a->regime, &b->regime},
                                 [TL_SECTION_CONSTANTS] = {&a->constants, &b->constants}};
    if (p->section != TL_SECTION_PROFILE) {
        return tl_parameter_get(p, sections[p->section][0]) == tl_parameter_get(p, sections[p->section][1]);
    }
    bool same = true;
    for (int m = 0; m < a->municipality_count && same; m++) {
        same = tl_parameter_get(p, &a->municipalities[m].profile) ==
               tl_parameter_get(p, &b->municipalities[m].profile);
    }
    return same;
}

static bool same_starts(const tl_Config *a, const tl_Config *b)
{
    bool same = a->municipality_count == b->municipality_count;
    for (int m = 0; m < a->municipality_count && same; m++) {
        same = a->municipalities[m].code == b->municipalities[m].code;
    }
    for (int i = 0; i < tl_parameter_count && same; i++) {
        same = !governs(&tl_parameters[i]) || same_start(&tl_parameters[i], a, b);
    }
    return same;
}

/* ---- by what is scheduled ----------------------------------------------------------------------------------- */

static bool same_units(const tl_Selector *a, const tl_Selector *b)
{
    bool same = a->group == b->group;
    for (int key = 0; key < TL_SELECTOR_KEYS && same; key++) {
        const tl_Numbers *x = &a->by[key], *y = &b->by[key];
        same = x->count == y->count &&
               (x->count == 0 || memcmp(x->at, y->at, (size_t)x->count * sizeof *x->at) == 0);
    }
    return same;
}

bool tl_same_change(const tl_Change *a, const tl_Change *b)
{
    return a->day == b->day && a->parameter == b->parameter && a->value == b->value &&
           a->ramp_days == b->ramp_days && same_units(&a->where, &b->where);
}

bool tl_same_reorganisation(const tl_Reorganisation *a, const tl_Reorganisation *b)
{
    return a->day == b->day && a->pool_size == b->pool_size && a->span == b->span && a->rule == b->rule &&
           same_units(&a->where, &b->where);
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The first day of a change that `b` lacks: the order of those of one day does not matter. */
static int64_t first_lacking(const tl_Config *a, const tl_Config *b)
{
    int64_t day = INT64_MAX;
    for (int i = 0; i < a->change_count; i++) {
        bool found = false;
        for (int k = 0; k < b->change_count && !found; k++) {
            found = tl_same_change(&a->changes[i], &b->changes[k]);
        }
        day = found ? day : earlier(day, a->changes[i].day);
    }
    for (int i = 0; i < a->reorganisation_count; i++) {
        bool found = false;
        for (int k = 0; k < b->reorganisation_count && !found; k++) {
            found = tl_same_reorganisation(&a->reorganisations[i], &b->reorganisations[k]);
        }
        day = found ? day : earlier(day, a->reorganisations[i].day);
    }
    return day;
}

int64_t tl_parting_day(const tl_Config *a, const tl_Config *b)
{
    if (!same_starts(a, b)) {
        return -1;
    }
    return earlier(first_lacking(a, b), first_lacking(b, a));
}
