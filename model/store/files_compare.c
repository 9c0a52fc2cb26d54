#include "store/files_compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/trajectories.h"
#include "system/text.h"

/* Who made a result, when and how: nothing else in it tells. The checksum covers them. */
static const char *const provenance[] = {"command", "commit",        "compiler", "created",
                                         "flags",   "model_version", "version"};

/* Descriptions are a program's own words, which a later one may put better. */
static const char *const descriptions[] = {"long_name", "long_name_sv", "published", "source", "units_sv"};

typedef struct Comparer {
    tl_Reader readers[TL_SIDES];
    tl_Content contents[TL_SIDES];
    tl_Trajectories trajectories;
    const tl_CompareRule *rule;
    tl_Comparison *out;
    bool same_objects; /* so that REFERENCE_LIST, which names a dimension's variables, is the same too */
} Comparer;

static bool is_among(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, list[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- labels -------------------------------------------------------------------------------------------- */

/* A later program may know more settings than a config in the file names, and other words for a variable. */
static bool may_differ(const Comparer *c, const tl_LabelDifference *d)
{
    bool there = strcmp(d->b, "-") != 0, in_both = there && strcmp(d->a, "-") != 0;
    bool words = is_among(d->attribute, descriptions, sizeof descriptions / sizeof descriptions[0]);
    return c->rule->other_program && ((words && there) || (tl_text_begins(d->object, "config_") && in_both));
}

static void say(Comparer *c, const char *object, const char *attribute, const char *a, const char *b)
{
    tl_Comparison *out = c->out;
    tl_LabelDifference d;
    snprintf(d.object, sizeof d.object, "%s", object);
    snprintf(d.attribute, sizeof d.attribute, "%s", attribute);
    snprintf(d.a, sizeof d.a, "%s", a);
    snprintf(d.b, sizeof d.b, "%s", b);
    if (c->rule->but_configs && tl_text_begins(object, "config_")) {
        return;
    }
    if (may_differ(c, &d)) {
        if (out->reworded++ == 0) {
            snprintf(out->first_reworded, sizeof out->first_reworded, "%.40s of %.100s",
                     attribute[0] != '\0' ? attribute : "text", object);
        }
    } else if (out->label_count++ < TL_MOST_LABELS) {
        out->labels[out->label_count - 1] = d;
    }
}

static void say_lacking(Comparer *c, const char *object, const char *attribute, int lacks)
{
    say(c, object, attribute, lacks == 0 ? "-" : "there", lacks == 0 ? "there" : "-");
}

static void say_kinds(Comparer *c, const char *object, const char *attribute,
                      const tl_ContentKind kinds[TL_SIDES])
{
    char shown[TL_SIDES][TL_LABEL_SHOWN];
    tl_content_show_kind(&kinds[0], shown[0]);
    tl_content_show_kind(&kinds[1], shown[1]);
    say(c, object, attribute, shown[0], shown[1]);
}

static void say_values(Comparer *c, const tl_Pair *p, const char *attribute, size_t at_a, size_t at_b)
{
    char shown[TL_SIDES][TL_LABEL_SHOWN];
    tl_content_show(&p->kinds[0], &p->values[0], at_a, shown[0]);
    tl_content_show(&p->kinds[1], &p->values[1], at_b, shown[1]);
    say(c, p->name, attribute, shown[0], shown[1]);
}

/* The first byte of the first value that differs. */
static size_t first_difference(const tl_Pair *p)
{
    const tl_Bytes *a = &p->values[0], *b = &p->values[1];
    size_t at = 0, step = tl_content_is_number(&p->kinds[0]) ? tl_content_number_size(&p->kinds[0]) : 1;
    while (at + step <= a->size && at + step <= b->size &&
           tl_content_equal(&p->kinds[0], step, a->bytes + at, b->bytes + at)) {
        at += step;
    }
    return at;
}

static void compare_label(Comparer *c, const tl_Pair *p, const char *attribute)
{
    size_t at = first_difference(p);
    if (at < p->values[0].size || at < p->values[1].size) {
        say_values(c, p, attribute, at, at);
    }
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

/* The lengths of a text are part of the text. */
static bool same_attribute_kinds(const tl_ContentKind *a, const tl_ContentKind *b)
{
    bool texts = tl_text_begins(a->type, "filled text") && tl_text_begins(b->type, "filled text");
    return memcmp(a->lengths, b->lengths, sizeof a->lengths) == 0 && a->rank == b->rank &&
           (texts || strcmp(a->type, b->type) == 0);
}

static bool compare_attribute(Comparer *c, const char *object, const hid_t owners[TL_SIDES], const char *name)
{
    tl_Pair p = {.name = object};
    bool good = true;
    for (int side = 0; good && side < TL_SIDES; side++) {
        good = tl_content_attribute(&c->contents[side], owners[side], name, &p.kinds[side], &p.values[side]);
    }
    if (good && !same_attribute_kinds(&p.kinds[0], &p.kinds[1])) {
        say_kinds(c, object, name, p.kinds);
    } else if (good) {
        compare_label(c, &p, name);
    }
    tl_pair_free(&p);
    return good;
}

static bool is_compared(const Comparer *c, const char *object, const char *attribute)
{
    bool excused =
        strcmp(attribute, "checksum") == 0 ||
        (!c->rule->merged && is_among(attribute, provenance, sizeof provenance / sizeof provenance[0]));
    return !(object[0] == '\0' && excused) && (c->same_objects || strcmp(attribute, "REFERENCE_LIST") != 0);
}

/* Where two sorted lists stand: below 0 where the first is ahead, 0 where both are at the same name. */
static int order_of(const char *a, const char *b)
{
    return a == NULL ? 1 : b == NULL ? -1 : strcmp(a, b);
}

static bool compare_attributes(Comparer *c, const char *object, const hid_t owners[TL_SIDES])
{
    tl_Names names[TL_SIDES] = {{0}, {0}};
    bool good = tl_content_attributes(&c->contents[0], owners[0], &names[0]) &&
                tl_content_attributes(&c->contents[1], owners[1], &names[1]);
    for (size_t i = 0, k = 0; good && (i < names[0].count || k < names[1].count);) {
        const char *a = i < names[0].count ? names[0].texts[i] : NULL;
        const char *b = k < names[1].count ? names[1].texts[k] : NULL;
        int order = order_of(a, b);
        const char *name = order <= 0 ? a : b;
        bool compared = is_compared(c, object, name);
        if (compared && order != 0) {
            say_lacking(c, object, name, order < 0 ? 1 : 0);
        } else if (compared) {
            good = compare_attribute(c, object, owners, name);
        }
        i += order <= 0;
        k += order >= 0;
    }
    tl_names_free(&names[0]);
    tl_names_free(&names[1]);
    return good;
}

/* ---- variables ----------------------------------------------------------------------------------------- */

/* With fewer replicates in one file, shapes may differ along them, and in rows of units and people. */
static bool same_kinds(const Comparer *c, const tl_Pair *p)
{
    const tl_ContentKind *a = &p->kinds[0], *b = &p->kinds[1];
    bool same = strcmp(a->type, b->type) == 0 && a->rank == b->rank;
    for (int d = 0; same && d < a->rank; d++) {
        bool grows = a->most[d] == H5S_UNLIMITED && b->most[d] == H5S_UNLIMITED;
        bool fewer = c->rule->replicates > 0 &&
                     (grows || strcmp(p->name, "replicate") == 0 || (a->rank > 1 && d == 1));
        same = fewer || (a->lengths[d] == b->lengths[d] && a->most[d] == b->most[d]);
    }
    return same;
}

/* Coordinates, and texts of every sort: configs and the like are bytes, as are flags in rows of people. What a
 * sweep's runs gave is by point and replicate. */
static bool is_label(const Comparer *c, const tl_Object *object, const tl_ContentKind *kind)
{
    bool bytes = strcmp(kind->type, "uint8") == 0 && kind->most[0] != H5S_UNLIMITED;
    return !tl_content_is_number(kind) || bytes || (c->rule->merged && kind->rank < 2) ||
           tl_entry_is_dimension(&object->entry);
}

static bool compare_text(Comparer *c, tl_Pair *p)
{
    if (!tl_pair_read(p, c->contents)) {
        return false;
    }
    if (c->rule->replicates > 0) { /* only `replicate` itself, and rows, may be shorter */
        size_t size = p->values[0].size < p->values[1].size ? p->values[0].size : p->values[1].size;
        p->values[0].size = p->values[1].size = size;
    }
    compare_label(c, p, "");
    return true;
}

static bool compare_objects(Comparer *c, const tl_Object *a, const tl_Object *b)
{
    tl_Pair p = {.name = a->entry.name, .objects = {a, b}};
    if (!tl_content_kind(&c->contents[0], a, &p.kinds[0]) ||
        !tl_content_kind(&c->contents[1], b, &p.kinds[1]) ||
        !compare_attributes(c, p.name, (const hid_t[]){a->entry.id, b->entry.id})) {
        return false;
    }
    bool same = same_kinds(c, &p), label = is_label(c, a, &p.kinds[0]) || is_label(c, b, &p.kinds[1]);
    if (!same) {
        say_kinds(c, p.name, "", p.kinds);
    }
    bool good = true;
    if (!label) {
        good = tl_trajectories_compare(&c->trajectories, &p, same);
        if (p.not_done) {
            say_values(c, &p, "", p.at[0], p.at[1]);
        }
    } else if (same) {
        good = compare_text(c, &p);
    }
    tl_pair_free(&p);
    return good;
}

/* ---- the files ----------------------------------------------------------------------------------------- */

static bool lacks(Comparer *c, const tl_Object *object, int side)
{
    tl_ContentKind kind;
    if (!tl_content_kind(&c->contents[1 - side], object, &kind)) {
        return false;
    }
    say_lacking(c, object->entry.name, "", side);
    if (!is_label(c, object, &kind)) {
        snprintf(c->out->lacking, sizeof c->out->lacking, "%s", object->entry.name);
    }
    return true;
}

static bool have_same_objects(const tl_Content *a, const tl_Content *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        same = strcmp(a->objects[i].entry.name, b->objects[i].entry.name) == 0;
    }
    return same;
}

static bool compare_all(Comparer *c)
{
    const tl_Content *a = &c->contents[0], *b = &c->contents[1];
    c->same_objects = have_same_objects(a, b);
    bool good = compare_attributes(c, "", (const hid_t[]){c->readers[0].id, c->readers[1].id});
    for (size_t i = 0, k = 0; good && (i < a->count || k < b->count);) {
        const tl_Object *x = i < a->count ? &a->objects[i] : NULL, *y = k < b->count ? &b->objects[k] : NULL;
        int order = order_of(x != NULL ? x->entry.name : NULL, y != NULL ? y->entry.name : NULL);
        good = order == 0 ? compare_objects(c, x, y) : order < 0 ? lacks(c, x, 1) : lacks(c, y, 0);
        i += order <= 0;
        k += order >= 0;
    }
    return good;
}

static bool open_both(Comparer *c, const char *const paths[TL_SIDES])
{
    bool good = true;
    for (int side = 0; side < TL_SIDES; side++) {
        good = tl_reader_open(&c->readers[side], paths[side], "file of Tillit") && good;
        good = tl_content_list(&c->contents[side], &c->readers[side]) && good;
    }
    return good;
}

static void release(Comparer *c)
{
    tl_trajectories_free(&c->trajectories);
    for (int side = 0; side < TL_SIDES; side++) {
        tl_content_free(&c->contents[side]);
        tl_reader_close(&c->readers[side]);
    }
}

bool tl_files_compare(const char *path_a, const char *path_b, const tl_CompareRule *rule,
                      tl_Comparison *comparison, char *error, size_t error_size)
{
    Comparer c = {.rule = rule, .out = comparison};
    memset(comparison, 0, sizeof *comparison);
    comparison->first.group = "";
    bool good = open_both(&c, (const char *const[]){path_a, path_b}) &&
                tl_trajectories_start(&c.trajectories, rule, c.contents, comparison) && compare_all(&c);
    if (!good) {
        const tl_Reader *failed = &c.readers[c.readers[0].failed ? 0 : 1];
        snprintf(error, error_size, "%s: %s", failed->path, failed->error);
    }
    release(&c);
    return good;
}
