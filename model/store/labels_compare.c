#define _POSIX_C_SOURCE 200809L

#include "store/labels_compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_content.h"

enum { SIDES = 2 };

/* Who made a result, when and how: nothing else in it tells. The checksum covers them. */
static const char *const provenance[] = {"command", "commit",        "compiler", "created",
                                         "flags",   "model_version", "version"};

/* Descriptions are a program's own words, which a later one may put better. */
static const char *const descriptions[] = {"long_name", "long_name_sv", "published", "source", "units_sv"};

typedef struct Comparer {
    const char *paths[SIDES];
    tl_Content contents[SIDES];
    const tl_LabelRule *rule;
    tl_SayLabel *say;
    void *context;
    bool same_objects; /* so that REFERENCE_LIST, which names a dimension's variables, is the same too */
    char *error;
    size_t error_size;
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

static bool fail(Comparer *c, int side)
{
    const char *said = c->contents[side].error;
    snprintf(c->error, c->error_size, "%s: %s", c->paths[side], said[0] != '\0' ? said : "not enough memory");
    return false;
}

/* ---- showing ------------------------------------------------------------------------------------------- */

/* Where a text or list of texts parts from the other: the entry in which the first different byte lies. */
static size_t start_of_text(const tl_Bytes *values, size_t at)
{
    while (at > 0 && values->bytes[at - 1] != '\0') {
        at--;
    }
    return at;
}

static size_t first_difference(const tl_Bytes *a, const tl_Bytes *b)
{
    size_t at = 0;
    while (at < a->size && at < b->size && a->bytes[at] == b->bytes[at]) {
        at++;
    }
    return at;
}

/* As it is: what prints it escapes what a terminal would obey. */
static void show_text(const unsigned char *from, size_t size, char shown[TL_LABEL_SHOWN])
{
    size_t most = TL_LABEL_SHOWN - 3;
    snprintf(shown, TL_LABEL_SHOWN, "'%.*s'", (int)(size < most ? size : most), (const char *)from);
}

static void show_number(const tl_Kind *kind, const unsigned char *from, char shown[TL_LABEL_SHOWN])
{
    int32_t i32;
    int64_t i64;
    float f32;
    double f64;
    if (strcmp(kind->type, "int32") == 0) {
        memcpy(&i32, from, sizeof i32);
        snprintf(shown, TL_LABEL_SHOWN, "%d", (int)i32);
    } else if (strcmp(kind->type, "float32") == 0) {
        memcpy(&f32, from, sizeof f32);
        snprintf(shown, TL_LABEL_SHOWN, "%.9g", (double)f32);
    } else if (strcmp(kind->type, "float64") == 0) {
        memcpy(&f64, from, sizeof f64);
        snprintf(shown, TL_LABEL_SHOWN, "%.17g", f64);
    } else {
        memcpy(&i64, from, sizeof i64);
        snprintf(shown, TL_LABEL_SHOWN, strcmp(kind->type, "uint64") == 0 ? "%llu" : "%lld", (long long)i64);
    }
}

static size_t number_size(const tl_Kind *kind)
{
    return strstr(kind->type, "64") != NULL ? 8 : strstr(kind->type, "32") != NULL ? 4 : 1;
}

static bool is_number(const tl_Kind *kind)
{
    return strncmp(kind->type, "int", 3) == 0 || strncmp(kind->type, "uint", 4) == 0 ||
           strncmp(kind->type, "float", 5) == 0;
}

/* The value that lies at or around a byte. A text kept as bytes (a config) is shown from a little before. */
static void show_value(const tl_Kind *kind, const tl_Bytes *values, size_t at, char shown[TL_LABEL_SHOWN])
{
    if (at >= values->size) {
        snprintf(shown, TL_LABEL_SHOWN, "its end");
    } else if (strcmp(kind->type, "uint8") == 0) {
        size_t from = at > 20 ? at - 20 : 0, left = values->size - from;
        show_text(values->bytes + from, left < 60 ? left : 60, shown);
    } else if (is_number(kind)) {
        size_t size = number_size(kind);
        show_number(kind, values->bytes + at / size * size, shown);
    } else if (strstr(kind->type, "text") != NULL && strchr(kind->type, '(') == NULL) {
        size_t from = start_of_text(values, at);
        show_text(values->bytes + from, values->size - from, shown);
    } else {
        snprintf(shown, TL_LABEL_SHOWN, "another %.100s", kind->type);
    }
}

static void show_kind(const tl_Kind *kind, char shown[TL_LABEL_SHOWN])
{
    enum { LONGEST_LENGTH = sizeof ", 18446744073709551615 so far]" };
    size_t used = (size_t)snprintf(shown, TL_LABEL_SHOWN, "%.100s [", kind->type);
    for (int d = 0; d < kind->rank && used + LONGEST_LENGTH < TL_LABEL_SHOWN; d++) {
        used += (size_t)snprintf(shown + used, TL_LABEL_SHOWN - used, "%s%llu%s", d > 0 ? ", " : "",
                                 (unsigned long long)kind->lengths[d],
                                 kind->most[d] == kind->lengths[d] ? "" : " so far");
    }
    snprintf(shown + used, TL_LABEL_SHOWN - used, "]");
}

/* ---- saying -------------------------------------------------------------------------------------------- */

static tl_LabelDifference difference(const char *object, const char *attribute)
{
    tl_LabelDifference d = {.object = object, .attribute = attribute};
    bool words = is_among(attribute, descriptions, sizeof descriptions / sizeof descriptions[0]);
    d.kind = words ? TL_LABEL_WORDS : TL_LABEL;
    snprintf(d.a, sizeof d.a, "-");
    snprintf(d.b, sizeof d.b, "-");
    return d;
}

static void say_lacking(Comparer *c, const char *object, const char *attribute, int lacks)
{
    tl_LabelDifference d = difference(object, attribute);
    snprintf(lacks == 0 ? d.b : d.a, sizeof d.a, "there");
    if (d.kind == TL_LABEL_WORDS && lacks == 0) {
        d.kind = TL_LABEL_NEW;
    }
    c->say(c->context, &d);
}

static void say_kinds(Comparer *c, const char *object, const char *attribute, const tl_Kind kinds[SIDES])
{
    tl_LabelDifference d = difference(object, attribute);
    show_kind(&kinds[0], d.a);
    show_kind(&kinds[1], d.b);
    c->say(c->context, &d);
}

static void say_values(Comparer *c, const char *object, const char *attribute, const tl_Kind kinds[SIDES],
                       const tl_Bytes values[SIDES], size_t at)
{
    tl_LabelDifference d = difference(object, attribute);
    show_value(&kinds[0], &values[0], at, d.a);
    show_value(&kinds[1], &values[1], at, d.b);
    c->say(c->context, &d);
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

static bool same_bytes(const tl_Bytes *a, const tl_Bytes *b)
{
    return a->size == b->size && (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

/* The first byte of the first number that differs; any NaN equals any other. */
static size_t first_other_number(const tl_Kind *kind, const tl_Bytes *a, const tl_Bytes *b)
{
    size_t size = number_size(kind), at = 0;
    bool real = strncmp(kind->type, "float", 5) == 0;
    for (; at + size <= a->size && at + size <= b->size; at += size) {
        double x = 0.0, y = 0.0;
        if (memcmp(a->bytes + at, b->bytes + at, size) == 0) {
            continue;
        }
        if (real && size == sizeof x) {
            memcpy(&x, a->bytes + at, sizeof x);
            memcpy(&y, b->bytes + at, sizeof y);
        }
        if (!(x != x && y != y)) {
            break;
        }
    }
    return at;
}

static void compare_values(Comparer *c, const char *object, const char *attribute, const tl_Kind kinds[SIDES],
                           const tl_Bytes values[SIDES])
{
    if (same_bytes(&values[0], &values[1])) {
        return;
    }
    size_t at = is_number(&kinds[0]) ? first_other_number(&kinds[0], &values[0], &values[1])
                                     : first_difference(&values[0], &values[1]);
    if (at < values[0].size || at < values[1].size) {
        say_values(c, object, attribute, kinds, values, at);
    }
}

/* The lengths of a text are part of the text. */
static bool same_attribute_kinds(const tl_Kind *a, const tl_Kind *b)
{
    bool texts = strncmp(a->type, "filled text", 11) == 0 && strncmp(b->type, "filled text", 11) == 0;
    return memcmp(a->lengths, b->lengths, sizeof a->lengths) == 0 && a->rank == b->rank &&
           (texts || strcmp(a->type, b->type) == 0);
}

static bool compare_attribute(Comparer *c, const char *object, const hid_t owners[SIDES], const char *name)
{
    tl_Kind kinds[SIDES];
    tl_Bytes values[SIDES] = {{0}, {0}};
    bool good = true;
    for (int side = 0; good && side < SIDES; side++) {
        good = tl_content_attribute(&c->contents[side], owners[side], name, &kinds[side], &values[side]) ||
               fail(c, side);
    }
    if (good && !same_attribute_kinds(&kinds[0], &kinds[1])) {
        say_kinds(c, object, name, kinds);
    } else if (good) {
        compare_values(c, object, name, kinds, values);
    }
    free(values[0].bytes);
    free(values[1].bytes);
    return good;
}

static bool is_compared(const Comparer *c, const char *object, const char *attribute)
{
    bool excused =
        strcmp(attribute, "checksum") == 0 ||
        (!c->rule->rewritten && is_among(attribute, provenance, sizeof provenance / sizeof provenance[0]));
    return !(object[0] == '\0' && excused) && (c->same_objects || strcmp(attribute, "REFERENCE_LIST") != 0);
}

static bool compare_attributes(Comparer *c, const char *object, const hid_t owners[SIDES])
{
    tl_Names names[SIDES] = {{0}, {0}};
    bool good = true;
    for (int side = 0; good && side < SIDES; side++) {
        good = tl_content_attributes(&c->contents[side], owners[side], &names[side]) || fail(c, side);
    }
    size_t i = 0, k = 0;
    while (good && (i < names[0].count || k < names[1].count)) {
        int order = i == names[0].count   ? 1
                    : k == names[1].count ? -1
                                          : strcmp(names[0].texts[i], names[1].texts[k]);
        const char *name = order <= 0 ? names[0].texts[i] : names[1].texts[k];
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

/* With fewer replicates in one file, shapes may differ along them, and in rows of units and people. */
static bool same_kinds(const Comparer *c, const char *name, const tl_Kind *a, const tl_Kind *b)
{
    bool same = strcmp(a->type, b->type) == 0 && a->rank == b->rank;
    for (int d = 0; same && d < a->rank; d++) {
        bool grows = a->most[d] == H5S_UNLIMITED && b->most[d] == H5S_UNLIMITED;
        bool replicates = c->rule->unlike_replicates &&
                          (grows || strcmp(name, "replicate") == 0 || (a->rank > 1 && d == 1));
        same = replicates || (a->lengths[d] == b->lengths[d] && a->most[d] == b->most[d]);
    }
    return same;
}

/* Coordinates, and texts of every sort: configs and the like are bytes, as are flags in rows of people. */
static bool is_label(const tl_Object *object, const tl_Kind *kind)
{
    bool bytes = strcmp(kind->type, "uint8") == 0 && kind->most[0] != H5S_UNLIMITED;
    return !is_number(kind) || bytes || tl_hdf5_is_dimension(object->dataset);
}

static bool append_block(void *context, const tl_Bytes *values)
{
    tl_Bytes *all = context;
    unsigned char *larger = realloc(all->bytes, all->size + values->size + 1);
    if (larger == NULL) {
        return false;
    }
    all->bytes = larger;
    if (values->size > 0) {
        memcpy(all->bytes + all->size, values->bytes, values->size);
    }
    all->size += values->size;
    return true;
}

static bool compare_contents(Comparer *c, const tl_Object *const objects[SIDES], const tl_Kind kinds[SIDES])
{
    tl_Bytes values[SIDES] = {{0}, {0}};
    bool good = true;
    for (int side = 0; good && side < SIDES; side++) {
        good = tl_content_values(&c->contents[side], objects[side], append_block, &values[side]) ||
               fail(c, side);
    }
    if (good && c->rule->unlike_replicates) { /* only `replicate` itself, and rows, may be shorter */
        size_t size = values[0].size < values[1].size ? values[0].size : values[1].size;
        values[0].size = values[1].size = size;
    }
    if (good) {
        compare_values(c, objects[0]->name, "", kinds, values);
    }
    free(values[0].bytes);
    free(values[1].bytes);
    return good;
}

static bool compare_objects(Comparer *c, const tl_Object *a, const tl_Object *b)
{
    const tl_Object *const objects[SIDES] = {a, b};
    tl_Kind kinds[SIDES];
    for (int side = 0; side < SIDES; side++) {
        if (!tl_content_kind(&c->contents[side], objects[side], &kinds[side])) {
            return fail(c, side);
        }
    }
    if (!compare_attributes(c, a->name, (const hid_t[]){a->dataset, b->dataset})) {
        return false;
    }
    if (!same_kinds(c, a->name, &kinds[0], &kinds[1])) {
        say_kinds(c, a->name, "", kinds);
        return true;
    }
    bool compared = c->rule->rewritten || is_label(a, &kinds[0]) || is_label(b, &kinds[1]);
    return !compared || compare_contents(c, objects, kinds);
}

static bool have_same_objects(const tl_Content *a, const tl_Content *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        same = strcmp(a->objects[i].name, b->objects[i].name) == 0;
    }
    return same;
}

static bool compare_all(Comparer *c)
{
    const tl_Content *a = &c->contents[0], *b = &c->contents[1];
    c->same_objects = have_same_objects(a, b);
    bool good = compare_attributes(c, "", (const hid_t[]){a->file, b->file});
    size_t i = 0, k = 0;
    while (good && (i < a->count || k < b->count)) {
        int order = i == a->count ? 1 : k == b->count ? -1 : strcmp(a->objects[i].name, b->objects[k].name);
        if (order == 0) {
            good = compare_objects(c, &a->objects[i], &b->objects[k]);
        } else {
            say_lacking(c, order < 0 ? a->objects[i].name : b->objects[k].name, "", order < 0 ? 1 : 0);
        }
        i += order <= 0;
        k += order >= 0;
    }
    return good;
}

bool tl_labels_compare(const char *path_a, const char *path_b, const tl_LabelRule *rule, tl_SayLabel *say,
                       void *context, char *error, size_t error_size)
{
    Comparer c = {.paths = {path_a, path_b},
                  .rule = rule,
                  .say = say,
                  .context = context,
                  .error = error,
                  .error_size = error_size};
    hid_t files[SIDES] = {H5I_INVALID_HID, H5I_INVALID_HID};
    bool good = true;
    for (int side = 0; good && side < SIDES; side++) {
        files[side] = tl_hdf5_open(c.paths[side]);
        if (files[side] < 0) {
            tl_hdf5_cause(c.contents[side].error, sizeof c.contents[side].error);
            good = fail(&c, side);
        } else {
            good = tl_content_list(&c.contents[side], files[side], c.paths[side]) || fail(&c, side);
        }
    }
    good = good && compare_all(&c);
    for (int side = 0; side < SIDES; side++) {
        tl_content_free(&c.contents[side]);
        if (files[side] >= 0) {
            H5Fclose(files[side]);
        }
    }
    return good;
}
