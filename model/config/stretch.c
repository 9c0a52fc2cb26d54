#include "config/stretch.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_check.h"
#include "config/config_market.h"
#include "config/selector.h"
#include "system/memory.h"

/* Halvings in the search for how far a parameter can go. */
enum { HALVINGS = 12 };

/* ---- what happens to a parameter ------------------------------------------------------------------------ */

/* A change, or a reorganisation that sets a size. */
typedef struct Entry {
    const tl_Selector *where;
    double value;
    int64_t day, ramp_days;
    int row;
} Entry;

static int rows_of(const tl_Config *c, const tl_Parameter *p)
{
    return p->structural ? c->reorganisation_count : c->change_count;
}

static int64_t *size_of(tl_Reorganisation *r, const tl_Parameter *p)
{
    return p->offset == offsetof(tl_Regime, organisation_pool_size) ? &r->pool_size : &r->span;
}

/* False: the row is about something else. */
static bool entry_of(const tl_Config *c, int parameter, int row, Entry *entry)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    if (p->structural) {
        tl_Reorganisation *r = &c->reorganisations[row];
        int64_t size = *size_of(r, p);
        *entry = (Entry){.where = &r->where, .value = (double)size, .day = r->day, .row = row};
        return size > 0;
    }
    const tl_Change *own = &c->changes[row];
    *entry = (Entry){&own->where, own->value, own->day, own->ramp_days, row};
    return own->parameter == parameter;
}

#define EACH_ENTRY(config, parameter, entry)                                                                 \
    for (int row_ = 0; row_ < rows_of(config, &tl_parameters[parameter]); row_++)                            \
        if (entry_of(config, parameter, row_, entry))

/* What the config does with the parameter on the same day in the same place. */
static bool counterpart(const tl_Config *c, int parameter, const Entry *entry, Entry *found)
{
    bool there = false;
    Entry own;
    EACH_ENTRY(c, parameter, &own)
    {
        if (!there && own.day == entry->day && tl_selectors_equal(own.where, entry->where)) {
            *found = own;
            there = true;
        }
    }
    return there;
}

/* Of a lever or a coefficient. */
static double at_start(const tl_Config *c, const tl_Parameter *p)
{
    return tl_parameter_get(p, p->section == TL_SECTION_REGIME ? (const void *)&c->regime : &c->constants);
}

static void set_at_start(tl_Config *c, const tl_Parameter *p, double value)
{
    tl_parameter_set(p, p->section == TL_SECTION_REGIME ? (void *)&c->regime : &c->constants, value);
}

/* Its value from a day on in a place, as far as what happens there or everywhere tells. */
static double in_force(const tl_Config *c, int parameter, const Entry *entry)
{
    double value = at_start(c, &tl_parameters[parameter]);
    Entry own;
    EACH_ENTRY(c, parameter, &own)
    {
        if (own.day <= entry->day &&
            (tl_selector_is_empty(own.where) || tl_selectors_equal(own.where, entry->where))) {
            value = own.value;
        }
    }
    return value;
}

/* ---- differences ---------------------------------------------------------------------------------------- */

static bool has_what_lacks(const tl_Config *a, const tl_Config *b, int parameter)
{
    bool lacks = false;
    Entry own, other;
    EACH_ENTRY(a, parameter, &own)
    {
        lacks = lacks || !counterpart(b, parameter, &own, &other) || own.value != other.value ||
                own.ramp_days != other.ramp_days;
    }
    return lacks;
}

static bool differ(const tl_Config *a, const tl_Config *b, int parameter)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    return at_start(a, p) != at_start(b, p) || has_what_lacks(a, b, parameter) ||
           has_what_lacks(b, a, parameter);
}

static bool same_people(const tl_Config *a, const tl_Config *b)
{
    bool same = a->municipality_count == b->municipality_count;
    for (int m = 0; same && m < a->municipality_count; m++) {
        same = a->municipalities[m].code == b->municipalities[m].code;
        for (int i = 0; same && i < tl_parameter_count; i++) {
            const tl_Parameter *p = &tl_parameters[i];
            same = p->section != TL_SECTION_PROFILE || tl_parameter_get(p, &a->municipalities[m].profile) ==
                                                           tl_parameter_get(p, &b->municipalities[m].profile);
        }
    }
    return same;
}

/* Do both group by the same rule what both form anew on a day in a place? */
static bool same_rules(const tl_Config *a, const tl_Config *b)
{
    bool same = true;
    for (int i = 0; i < a->reorganisation_count; i++) {
        for (int k = 0; k < b->reorganisation_count; k++) {
            const tl_Reorganisation *x = &a->reorganisations[i], *y = &b->reorganisations[k];
            same =
                same && (x->day != y->day || x->rule == y->rule || !tl_selectors_equal(&x->where, &y->where));
        }
    }
    return same;
}

/* ---- to the ends ---------------------------------------------------------------------------------------- */

typedef struct Move {
    const tl_Config *treatment, *control;
    tl_Config *into; /* a copy of the treatment; what is added stands behind, unsorted */
    double end;
    int meant, moved; /* values that have an end to go to; that were elsewhere */
} Move;

/* So far from a value towards the end that lies away from another. */
static double farther(Move *move, const tl_Parameter *p, double value, double from, double how_far)
{
    double end = value > from ? p->high : p->low;
    double moved = value + how_far * (end - value);
    move->end = p->kind == TL_REAL ? moved : round(moved);
    move->meant++;
    move->moved += move->end != value;
    return move->end;
}

static void set_row(tl_Config *c, const tl_Parameter *p, int row, double value)
{
    if (p->structural) {
        *size_of(&c->reorganisations[row], p) = (int64_t)value;
    } else {
        c->changes[row].value = value;
    }
}

/* What the control alone does, the treatment does with another value. */
static void add_row(Move *move, int parameter, const Entry *entry, double value)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    tl_Config *c = move->into;
    if (p->structural) {
        tl_Reorganisation *own = &c->reorganisations[c->reorganisation_count++];
        *own = move->control->reorganisations[entry->row];
        own->where = tl_selector_copy(entry->where);
        own->pool_size = own->span = 0;
        *size_of(own, p) = (int64_t)value;
    } else {
        tl_Change *own = &c->changes[c->change_count++];
        *own = move->control->changes[entry->row];
        own->where = tl_selector_copy(entry->where);
        own->value = value;
    }
}

static void move_start(Move *move, int parameter, double how_far)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    double own = at_start(move->treatment, p), other = at_start(move->control, p);
    if (own != other) {
        set_at_start(move->into, p, farther(move, p, own, other, how_far));
    }
}

static void move_parameter(Move *move, int parameter, double how_far)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    Entry own, other;
    move_start(move, parameter, how_far);
    EACH_ENTRY(move->treatment, parameter, &own)
    {
        bool there = counterpart(move->control, parameter, &own, &other);
        double from = there ? other.value : in_force(move->control, parameter, &own);
        if (own.value != from) {
            set_row(move->into, p, own.row, farther(move, p, own.value, from, how_far));
        }
    }
    EACH_ENTRY(move->control, parameter, &other)
    {
        double value = in_force(move->treatment, parameter, &other);
        if (!counterpart(move->treatment, parameter, &other, &own) && value != other.value) {
            add_row(move, parameter, &other, farther(move, p, value, other.value, how_far));
        }
    }
}

/* ---- copies --------------------------------------------------------------------------------------------- */

/* What was drawn for a municipality is the copy's own, as all of it is. */
static void copy_municipalities(const tl_Config *c, tl_Config *copy)
{
    copy->municipalities = tl_allocate((size_t)c->municipality_count + 1, sizeof *copy->municipalities);
    for (int m = 0; m < c->municipality_count; m++) {
        tl_Municipality *own = &copy->municipalities[m];
        *own = c->municipalities[m];
        if (own->drawn != NULL) {
            own->drawn = tl_allocate(1, sizeof *own->drawn);
            *own->drawn = *c->municipalities[m].drawn;
        }
    }
}

/* With room for all that the control does besides, once for each parameter. */
static void copy_with_room(const tl_Config *c, const tl_Config *control, tl_Config *copy)
{
    size_t changes = (size_t)c->change_count, reorganisations = (size_t)c->reorganisation_count;
    *copy = *c;
    copy_municipalities(c, copy);
    copy->changes = tl_allocate(changes + (size_t)control->change_count + 1, sizeof *copy->changes);
    copy->reorganisations = tl_allocate(reorganisations + 2 * (size_t)control->reorganisation_count + 1,
                                        sizeof *copy->reorganisations);
    for (int i = 0; i < c->change_count; i++) {
        copy->changes[i] = c->changes[i];
        copy->changes[i].where = tl_selector_copy(&c->changes[i].where);
    }
    for (int i = 0; i < c->reorganisation_count; i++) {
        copy->reorganisations[i] = c->reorganisations[i];
        copy->reorganisations[i].where = tl_selector_copy(&c->reorganisations[i].where);
    }
}

/* By day; those of a day keep their order. */
static void sort_by_day(tl_Config *c)
{
    for (int i = 1; i < c->change_count; i++) {
        for (int k = i; k > 0 && c->changes[k].day < c->changes[k - 1].day; k--) {
            tl_Change own = c->changes[k];
            c->changes[k] = c->changes[k - 1];
            c->changes[k - 1] = own;
        }
    }
    for (int i = 1; i < c->reorganisation_count; i++) {
        for (int k = i; k > 0 && c->reorganisations[k].day < c->reorganisations[k - 1].day; k--) {
            tl_Reorganisation own = c->reorganisations[k];
            c->reorganisations[k] = c->reorganisations[k - 1];
            c->reorganisations[k - 1] = own;
        }
    }
}

/* Each parameter as far as its number says. */
static Move move_all(const tl_Config *treatment, const tl_Config *control, const int *parameters,
                     const double *how_far, int count, tl_Config *into)
{
    Move move = {.treatment = treatment, .control = control, .into = into};
    copy_with_room(treatment, control, into);
    for (int i = 0; i < count; i++) {
        move_parameter(&move, parameters[i], how_far[i]);
    }
    sort_by_day(into);
    return move;
}

static bool fits(const tl_LoadedConfig *treatment, const tl_Config *control, const int *parameters,
                 const double *how_far, int count)
{
    tl_Messages messages = {0};
    tl_LoadedConfig *own = tl_allocate(1, sizeof *own); /* too much for the stack of some threads */
    *own = *treatment;
    move_all(&treatment->config, control, parameters, how_far, count, &own->config);
    tl_config_check(own, &messages);
    bool good = messages.errors == 0;
    tl_messages_free(&messages);
    tl_config_free(&own->config);
    free(own);
    return good;
}

void tl_stretch(const tl_LoadedConfig *treatment, const tl_Config *control, const int *parameters, int count,
                tl_Stretched *into)
{
    double how_far[tl_parameter_count];
    for (int i = 0; i < count; i++) {
        double low = 0.0, high = 1.0;
        how_far[i] = high;
        bool fit = fits(treatment, control, parameters, how_far, i + 1);
        for (int k = 0; !fit && k < HALVINGS; k++) {
            how_far[i] = 0.5 * (low + high);
            *(fits(treatment, control, parameters, how_far, i + 1) ? &low : &high) = how_far[i];
        }
        how_far[i] = fit ? 1.0 : low;
    }
    Move move = move_all(&treatment->config, control, parameters, how_far, count, &into->config);
    into->end = move.end;
    into->moved = move.moved > 0;
}

/* Has the parameter ends to go to, where the two configs differ in it? Not if they differ only in when it moves. */
static bool has_ends(const tl_Config *treatment, const tl_Config *control, int parameter)
{
    const double whole = 1.0;
    tl_Config *copy = tl_allocate(1, sizeof *copy);
    Move move = move_all(treatment, control, &parameter, &whole, 1, copy);
    tl_config_free(copy);
    free(copy);
    return move.meant > 0;
}

tl_Contrast tl_contrast_of(const tl_Config *treatment, const tl_Config *control, const int exempt[2])
{
    tl_Contrast contrast = {.otherwise = !same_people(treatment, control) ||
                                         !same_rules(treatment, control) ||
                                         !tl_markets_equal(&treatment->market, &control->market) ||
                                         !tl_drawn_equal(treatment, control) ||
                                         treatment->run.pilot_share != control->run.pilot_share ||
                                         treatment->run.pilot_chosen != control->run.pilot_chosen};
    for (int i = 0; i < tl_parameter_count; i++) {
        tl_Section section = tl_parameters[i].section;
        if ((section != TL_SECTION_REGIME && section != TL_SECTION_CONSTANTS) ||
            !differ(treatment, control, i)) {
            continue;
        }
        if (i != exempt[0] && i != exempt[1] && has_ends(treatment, control, i)) {
            contrast.parameters[contrast.count++] = i;
        } else {
            contrast.otherwise = true;
        }
    }
    return contrast;
}
