#include "store/files_compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_content.h"
#include "store/sweep_parts.h"

enum { SIDES = 2 };

/* Who made a result, when and how: nothing else in it tells. The checksum covers them. */
static const char *const provenance[] = {"command", "commit",        "compiler", "created",
                                         "flags",   "model_version", "version"};

/* Descriptions are a program's own words, which a later one may put better. */
static const char *const descriptions[] = {"long_name", "long_name_sv", "published", "source", "units_sv"};

/* A table is a group of columns whose names begin alike. */
typedef struct TableKind {
    const char *prefix, *time, *number, *group;
} TableKind;

static const TableKind tables[] = {
    {"unit_", "unit_period", "unit_number", "unit"},
    {"recipient_", "recipient_day", "recipient_id", "recipient"},
    {"employee_", "employee_day", "employee_id", "employee"},
};

enum { TABLES = sizeof tables / sizeof tables[0] };

/* Who and when a row of a table is about. */
typedef struct Key {
    int32_t arm, replicate, time, municipality;
    uint64_t number;
    size_t row;
} Key;

/* The keys of a table in one file, in order. */
typedef struct Rows {
    Key *keys;      /* owned, [count]: of the replicates compared */
    hsize_t length; /* of the table in the file */
    size_t count;
} Rows;

/* Days that the first file tells; NULL where it has none. */
typedef struct Days {
    int32_t *values; /* owned, [count] */
    hsize_t count;
} Days;

typedef struct Comparer {
    tl_Reader readers[SIDES];
    tl_Content contents[SIDES];
    const tl_CompareRule *rule;
    tl_Comparison *out;
    bool same_objects; /* so that REFERENCE_LIST, which names a dimension's variables, is the same too */
    Days periods, snapshots;
    Rows rows[TABLES][SIDES];
    int32_t *status; /* owned: of the runs of a sweep, as the first file has it */
    bool *differs;   /* owned: runs that differ */
    hsize_t runs[2]; /* points and replicates */
} Comparer;

/* One variable in both files. */
typedef struct Pair {
    const char *name;
    const tl_Object *objects[SIDES];
    tl_ContentKind kinds[SIDES];
    tl_Bytes values[SIDES]; /* owned */
} Pair;

static bool is_among(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, list[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

static bool is_real(const tl_ContentKind *kind)
{
    return begins(kind->type, "float");
}

static bool is_number(const tl_ContentKind *kind)
{
    return is_real(kind) || begins(kind->type, "int") || begins(kind->type, "uint");
}

static size_t number_size(const tl_ContentKind *kind)
{
    return strstr(kind->type, "64") != NULL ? 8 : strstr(kind->type, "32") != NULL ? 4 : 1;
}

/* Numbers in files are little-endian, as are the machines we run on. */
static uint64_t whole_of(const tl_ContentKind *kind, const unsigned char *from)
{
    int32_t i32;
    uint64_t bits = 0;
    if (strcmp(kind->type, "int32") == 0) {
        memcpy(&i32, from, sizeof i32);
        return (uint64_t)(int64_t)i32;
    }
    memcpy(&bits, from, number_size(kind));
    return bits;
}

static double real_of(const tl_ContentKind *kind, const unsigned char *from)
{
    float f32;
    double f64;
    if (is_real(kind) && number_size(kind) == sizeof f32) {
        memcpy(&f32, from, sizeof f32);
        return (double)f32;
    }
    if (is_real(kind)) {
        memcpy(&f64, from, sizeof f64);
        return f64;
    }
    uint64_t whole = whole_of(kind, from);
    return kind->type[0] == 'u' ? (double)whole : (double)(int64_t)whole;
}

/* Bit by bit, but any NaN equals any other. */
static bool equal(const tl_ContentKind *kind, size_t size, const unsigned char *a, const unsigned char *b)
{
    if (memcmp(a, b, size) == 0) {
        return true;
    }
    double x = is_real(kind) ? real_of(kind, a) : 0.0, y = is_real(kind) ? real_of(kind, b) : 0.0;
    return x != x && y != y;
}

/* ---- showing ------------------------------------------------------------------------------------------- */

/* As it is: what prints it escapes what a terminal would obey. */
static void show_text(const unsigned char *from, size_t size, char shown[TL_LABEL_SHOWN])
{
    size_t most = TL_LABEL_SHOWN - 3;
    snprintf(shown, TL_LABEL_SHOWN, "'%.*s'", (int)(size < most ? size : most), (const char *)from);
}

static void show_number(const tl_ContentKind *kind, const unsigned char *from, char shown[TL_LABEL_SHOWN])
{
    if (is_real(kind)) {
        snprintf(shown, TL_LABEL_SHOWN, "%.*g", number_size(kind) == sizeof(float) ? 9 : 17,
                 real_of(kind, from));
    } else {
        snprintf(shown, TL_LABEL_SHOWN, kind->type[0] == 'u' ? "%llu" : "%lld",
                 (unsigned long long)whole_of(kind, from));
    }
}

/* The value that lies at or around a byte: a number, or a text from its beginning. A text kept as bytes (a
 * config) is shown from a little before. */
static void show_value(const tl_ContentKind *kind, const tl_Bytes *values, size_t at,
                       char shown[TL_LABEL_SHOWN])
{
    size_t from = at;
    if (at >= values->size) {
        snprintf(shown, TL_LABEL_SHOWN, "its end");
    } else if (strcmp(kind->type, "uint8") == 0) {
        from = at > 20 ? at - 20 : 0;
        show_text(values->bytes + from, values->size - from < 60 ? values->size - from : 60, shown);
    } else if (is_number(kind)) {
        show_number(kind, values->bytes + at / number_size(kind) * number_size(kind), shown);
    } else if (strstr(kind->type, "text") != NULL && strchr(kind->type, '(') == NULL) {
        while (from > 0 && values->bytes[from - 1] != '\0') {
            from--;
        }
        show_text(values->bytes + from, values->size - from, shown);
    } else {
        snprintf(shown, TL_LABEL_SHOWN, "another %.100s", kind->type);
    }
}

static void show_kind(const tl_ContentKind *kind, char shown[TL_LABEL_SHOWN])
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

/* ---- labels -------------------------------------------------------------------------------------------- */

/* A later program may know more settings than a config in the file names, and other words for a variable. */
static bool may_differ(const Comparer *c, const tl_LabelDifference *d)
{
    bool there = strcmp(d->b, "-") != 0, in_both = there && strcmp(d->a, "-") != 0;
    bool words = is_among(d->attribute, descriptions, sizeof descriptions / sizeof descriptions[0]);
    return c->rule->other_program && ((words && there) || (begins(d->object, "config_") && in_both));
}

static void say(Comparer *c, const char *object, const char *attribute, const char *a, const char *b)
{
    tl_Comparison *out = c->out;
    tl_LabelDifference d;
    snprintf(d.object, sizeof d.object, "%s", object);
    snprintf(d.attribute, sizeof d.attribute, "%s", attribute);
    snprintf(d.a, sizeof d.a, "%s", a);
    snprintf(d.b, sizeof d.b, "%s", b);
    if (c->rule->but_configs && begins(object, "config_")) {
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
                      const tl_ContentKind kinds[SIDES])
{
    char shown[SIDES][TL_LABEL_SHOWN];
    show_kind(&kinds[0], shown[0]);
    show_kind(&kinds[1], shown[1]);
    say(c, object, attribute, shown[0], shown[1]);
}

static void say_values(Comparer *c, const Pair *p, const char *attribute, size_t at_a, size_t at_b)
{
    char shown[SIDES][TL_LABEL_SHOWN];
    show_value(&p->kinds[0], &p->values[0], at_a, shown[0]);
    show_value(&p->kinds[1], &p->values[1], at_b, shown[1]);
    say(c, p->name, attribute, shown[0], shown[1]);
}

/* The first byte of the first value that differs. */
static size_t first_difference(const Pair *p)
{
    const tl_Bytes *a = &p->values[0], *b = &p->values[1];
    size_t at = 0, step = is_number(&p->kinds[0]) ? number_size(&p->kinds[0]) : 1;
    while (at + step <= a->size && at + step <= b->size &&
           equal(&p->kinds[0], step, a->bytes + at, b->bytes + at)) {
        at += step;
    }
    return at;
}

static void compare_label(Comparer *c, const Pair *p, const char *attribute)
{
    size_t at = first_difference(p);
    if (at < p->values[0].size || at < p->values[1].size) {
        say_values(c, p, attribute, at, at);
    }
}

static void free_values(Pair *p)
{
    free(p->values[0].bytes);
    free(p->values[1].bytes);
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

/* The lengths of a text are part of the text. */
static bool same_attribute_kinds(const tl_ContentKind *a, const tl_ContentKind *b)
{
    bool texts = begins(a->type, "filled text") && begins(b->type, "filled text");
    return memcmp(a->lengths, b->lengths, sizeof a->lengths) == 0 && a->rank == b->rank &&
           (texts || strcmp(a->type, b->type) == 0);
}

static bool compare_attribute(Comparer *c, const char *object, const hid_t owners[SIDES], const char *name)
{
    Pair p = {.name = object};
    bool good = true;
    for (int side = 0; good && side < SIDES; side++) {
        good = tl_content_attribute(&c->contents[side], owners[side], name, &p.kinds[side], &p.values[side]);
    }
    if (good && !same_attribute_kinds(&p.kinds[0], &p.kinds[1])) {
        say_kinds(c, object, name, p.kinds);
    } else if (good) {
        compare_label(c, &p, name);
    }
    free_values(&p);
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

static bool compare_attributes(Comparer *c, const char *object, const hid_t owners[SIDES])
{
    tl_Names names[SIDES] = {{0}, {0}};
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

/* ---- where trajectories part --------------------------------------------------------------------------- */

static bool is_earlier(const Comparer *c, const tl_Parting *a, const tl_Parting *b)
{
    if (c->rule->merged && (a->arm != b->arm || a->replicate != b->replicate)) {
        return a->arm != b->arm ? a->arm < b->arm : a->replicate < b->replicate;
    }
    return a->day < b->day;
}

static void note(Comparer *c, const tl_Parting *parting)
{
    if (c->out->differing++ == 0 || is_earlier(c, parting, &c->out->first)) {
        c->out->first = *parting;
    }
}

static int32_t day_at(const Days *days, uint64_t number)
{
    return number < days->count ? days->values[number] : TL_UNDATED;
}

/* Of what is no table: arm, replicate, and for a series period and place. */
static tl_Parting series_parting(const Comparer *c, const Pair *p, size_t arm, size_t replicate, size_t place)
{
    const tl_ContentKind *kind = &p->kinds[0];
    bool runs = kind->rank >= 2, series = !c->rule->merged && kind->rank >= 4;
    size_t bins = kind->rank == 5 ? (size_t)kind->lengths[4] : 1, places = (size_t)kind->lengths[3];
    tl_Parting own = {.group = !series                    ? ""
                               : begins(p->name, "area_") ? "area"
                                                          : "municipality",
                      .arm = runs ? (int)arm + 1 : 0,
                      .replicate = runs ? (int)replicate + 1 : 0,
                      .place = place,
                      .day = strcmp(p->name, "digest") == 0 ? TL_UNDATED + 1 : TL_UNDATED};
    snprintf(own.variable, sizeof own.variable, "%s", p->name);
    if (series) {
        own.number = place / bins % places + 1;
        own.day = day_at(&c->periods, place / bins / places);
    } else if (c->rule->merged && kind->rank == 4) {
        own.day = day_at(&c->snapshots, place / places);
    } else if (c->rule->merged && begins(p->name, "series_")) {
        own.day = day_at(&c->periods, place);
    }
    return own;
}

/* What a sweep's file says of a run that is not done in it was not made again. */
static bool is_done(const Comparer *c, size_t point, size_t replicate)
{
    size_t run = point * (size_t)c->runs[1] + replicate;
    return !c->rule->merged ||
           (point < c->runs[0] && replicate < c->runs[1] && c->status[run] == TL_RUN_DONE);
}

static void note_value(Comparer *c, const Pair *p, size_t arm, size_t replicate, size_t place,
                       const size_t at[SIDES])
{
    tl_Parting parting = series_parting(c, p, arm, replicate, place);
    parting.a = real_of(&p->kinds[0], p->values[0].bytes + at[0]);
    parting.b = real_of(&p->kinds[1], p->values[1].bytes + at[1]);
    note(c, &parting);
    if (c->rule->merged) {
        bool *differs = &c->differs[arm * (size_t)c->runs[1] + replicate];
        c->out->differing_runs += !*differs;
        *differs = true;
    }
}

/* By arm and replicate, and what stands there; what has one dimension only, as that of the first. */
static void compare_series(Comparer *c, const Pair *p, size_t replicates)
{
    size_t size = number_size(&p->kinds[0]), places = 1;
    bool told = false;
    for (int d = 2; d < p->kinds[0].rank; d++) {
        places *= (size_t)p->kinds[0].lengths[d];
    }
    for (size_t arm = 0; arm < p->kinds[0].lengths[0]; arm++) {
        for (size_t i = 0; i < replicates * places; i++) {
            size_t replicate = i / places, at[SIDES];
            for (int side = 0; side < SIDES; side++) {
                size_t all = p->kinds[side].rank > 1 ? (size_t)p->kinds[side].lengths[1] : 1;
                at[side] = (arm * all * places + i) * size;
            }
            c->out->values++;
            if (equal(&p->kinds[0], size, p->values[0].bytes + at[0], p->values[1].bytes + at[1])) {
                continue;
            }
            if (is_done(c, arm, replicate)) {
                note_value(c, p, arm, replicate, i % places, at);
            } else if (!told) {
                say_values(c, p, "", at[0], at[1]);
                told = true;
            }
        }
    }
}

/* ---- rows of units and people -------------------------------------------------------------------------- */

static int compare_keys(const void *a, const void *b)
{
    const Key *x = a, *y = b;
    const int64_t left[] = {x->time, x->arm, x->replicate, x->municipality};
    const int64_t right[] = {y->time, y->arm, y->replicate, y->municipality};
    for (int i = 0; i < 4; i++) {
        if (left[i] != right[i]) {
            return left[i] < right[i] ? -1 : 1;
        }
    }
    return (x->number > y->number) - (x->number < y->number);
}

enum { KEY_COLUMNS = 4 };

/* Whole numbers of a column that begins as its table does. */
static int32_t *read_key(tl_Reader *r, const TableKind *kind, const char *name, const hsize_t *length)
{
    char whole[64];
    snprintf(whole, sizeof whole, "%s%s", kind->prefix, name);
    return tl_reader_numbers(r, whole, TL_INT32, 1, length);
}

static bool read_keys(Comparer *c, const TableKind *kind, int side, Rows *rows)
{
    tl_Reader *r = &c->readers[side];
    if (!tl_reader_lengths(r, kind->number, 1, &rows->length)) {
        return false;
    }
    uint64_t *numbers = tl_reader_numbers(r, kind->number, TL_UINT64, 1, &rows->length);
    int32_t *own[KEY_COLUMNS] = {read_key(r, kind, "arm", &rows->length),
                                 read_key(r, kind, "replicate", &rows->length),
                                 read_key(r, kind, "municipality", &rows->length),
                                 tl_reader_numbers(r, kind->time, TL_INT32, 1, &rows->length)};
    rows->keys = r->failed ? NULL : malloc(((size_t)rows->length + 1) * sizeof *rows->keys);
    bool good = rows->keys != NULL || tl_reader_fail(r, kind->prefix, "rows do not fit into memory");
    for (size_t row = 0; good && row < rows->length; row++) {
        if (c->rule->replicates == 0 || own[1][row] <= c->rule->replicates) {
            rows->keys[rows->count++] = (Key){.arm = own[0][row],
                                              .replicate = own[1][row],
                                              .municipality = own[2][row],
                                              .time = own[3][row],
                                              .number = numbers[row],
                                              .row = row};
        }
    }
    if (good) {
        qsort(rows->keys, rows->count, sizeof *rows->keys, compare_keys);
    }
    free(numbers);
    for (int i = 0; i < KEY_COLUMNS; i++) {
        free(own[i]);
    }
    return good;
}

static tl_Parting row_parting(const Comparer *c, const char *name, const TableKind *kind, const Key *key)
{
    bool unit = strcmp(kind->group, "unit") == 0;
    tl_Parting parting = {.group = kind->group,
                          .number = key->number,
                          .arm = key->arm,
                          .replicate = key->replicate,
                          .day = unit ? day_at(&c->periods, (uint64_t)key->time - 1) : key->time};
    snprintf(parting.variable, sizeof parting.variable, "%s", name);
    return parting;
}

static void compare_columns(Comparer *c, const Pair *p, int table)
{
    const Rows *x = &c->rows[table][0], *y = &c->rows[table][1];
    const unsigned char *a = p->values[0].bytes, *b = p->values[1].bytes;
    size_t size = number_size(&p->kinds[0]);
    for (size_t i = 0, k = 0; i < x->count || k < y->count;) {
        int order = i == x->count ? 1 : k == y->count ? -1 : compare_keys(&x->keys[i], &y->keys[k]);
        const unsigned char *of_a = order <= 0 ? a + x->keys[i].row * size : NULL;
        const unsigned char *of_b = order >= 0 ? b + y->keys[k].row * size : NULL;
        c->out->values++;
        if (order != 0 || !equal(&p->kinds[0], size, of_a, of_b)) {
            const Key *key = order <= 0 ? &x->keys[i] : &y->keys[k];
            tl_Parting parting = row_parting(c, p->name, &tables[table], key);
            parting.row_lacks = order != 0;
            parting.a = order == 0 ? real_of(&p->kinds[0], of_a) : 0.0;
            parting.b = order == 0 ? real_of(&p->kinds[1], of_b) : 0.0;
            note(c, &parting);
        }
        i += order <= 0;
        k += order >= 0;
    }
}

/* ---- variables ----------------------------------------------------------------------------------------- */

/* Which table a variable is a column of, or -1. */
static int table_of(const Comparer *c, const Pair *p)
{
    for (int i = 0; !c->rule->merged && p->kinds[0].rank == 1 && i < TABLES; i++) {
        if (begins(p->name, tables[i].prefix)) {
            return i;
        }
    }
    return -1;
}

/* With fewer replicates in one file, shapes may differ along them, and in rows of units and people. */
static bool same_kinds(const Comparer *c, const Pair *p)
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
    return !is_number(kind) || bytes || (c->rule->merged && kind->rank < 2) ||
           tl_entry_is_dimension(&object->entry);
}

static bool read_values(Comparer *c, Pair *p)
{
    return tl_content_all(&c->contents[0], p->objects[0], &p->values[0]) &&
           tl_content_all(&c->contents[1], p->objects[1], &p->values[1]);
}

static bool compare_text(Comparer *c, Pair *p)
{
    if (!read_values(c, p)) {
        return false;
    }
    if (c->rule->replicates > 0) { /* only `replicate` itself, and rows, may be shorter */
        size_t size = p->values[0].size < p->values[1].size ? p->values[0].size : p->values[1].size;
        p->values[0].size = p->values[1].size = size;
    }
    compare_label(c, p, "");
    return true;
}

static bool compare_table(Comparer *c, Pair *p, int table)
{
    for (int side = 0; side < SIDES; side++) {
        Rows *rows = &c->rows[table][side];
        if (rows->keys == NULL && !read_keys(c, &tables[table], side, rows)) {
            return false;
        }
        if (rows->length != p->kinds[side].lengths[0]) {
            return tl_reader_fail(&c->readers[side], p->name,
                                  "has another length than the columns beside it");
        }
    }
    if (read_values(c, p)) {
        compare_columns(c, p, table);
    }
    return !c->readers[0].failed && !c->readers[1].failed;
}

static bool compare_runs(Comparer *c, Pair *p)
{
    const tl_ContentKind *a = &p->kinds[0], *b = &p->kinds[1];
    hsize_t replicates = a->rank > 1 ? a->lengths[1] : 1, wanted = (hsize_t)c->rule->replicates;
    if (a->rank > 1 && wanted > 0) {
        replicates = wanted;
        if (a->lengths[1] < wanted || b->lengths[1] < wanted) {
            return tl_reader_fail(&c->readers[0], p->name, "holds fewer replicates than its file");
        }
    }
    if (read_values(c, p)) {
        compare_series(c, p, (size_t)replicates);
    }
    return !c->readers[0].failed && !c->readers[1].failed;
}

static bool compare_numbers(Comparer *c, Pair *p, bool same_shape)
{
    int64_t before = c->out->differing;
    int table = table_of(c, p);
    bool same_type = strcmp(p->kinds[0].type, p->kinds[1].type) == 0;
    c->out->variables++;
    if (!same_type || (table < 0 && !same_shape)) {
        snprintf(c->out->unlike, sizeof c->out->unlike, "'%.90s' %s", p->name,
                 same_type ? "has another length than in the other file"
                           : "is of another type than in the other file");
        return true;
    }
    bool good = table >= 0 ? compare_table(c, p, table) : compare_runs(c, p);
    c->out->differing_variables += c->out->differing > before;
    return good;
}

static bool compare_objects(Comparer *c, const tl_Object *a, const tl_Object *b)
{
    Pair p = {.name = a->entry.name, .objects = {a, b}};
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
        good = compare_numbers(c, &p, same);
    } else if (same) {
        good = compare_text(c, &p);
    }
    free_values(&p);
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

static bool read_days(tl_Reader *r, const char *name, Days *days)
{
    if (tl_reader_has(r, name) && tl_reader_lengths(r, name, 1, &days->count)) {
        days->values = tl_reader_numbers(r, name, TL_INT32, 1, &days->count);
    }
    return !r->failed;
}

static bool read_runs(Comparer *c)
{
    tl_Reader *r = &c->readers[0];
    if (!c->rule->merged || !tl_reader_lengths(r, "status", 2, c->runs)) {
        return !r->failed;
    }
    c->status = tl_reader_numbers(r, "status", TL_INT32, 2, c->runs);
    c->differs = c->status != NULL ? calloc((size_t)(c->runs[0] * c->runs[1]) + 1, sizeof *c->differs) : NULL;
    return c->differs != NULL || tl_reader_fail(r, "status", "does not fit into memory");
}

static bool open_both(Comparer *c, const char *const paths[SIDES])
{
    bool good = true;
    for (int side = 0; side < SIDES; side++) {
        good = tl_reader_open(&c->readers[side], paths[side], "file of Tillit") && good;
        good = tl_content_list(&c->contents[side], &c->readers[side]) && good;
    }
    return good;
}

static void release(Comparer *c)
{
    for (int side = 0; side < SIDES; side++) {
        for (int i = 0; i < TABLES; i++) {
            free(c->rows[i][side].keys);
        }
        tl_content_free(&c->contents[side]);
        tl_reader_close(&c->readers[side]);
    }
    free(c->periods.values);
    free(c->snapshots.values);
    free(c->status);
    free(c->differs);
}

bool tl_files_compare(const char *path_a, const char *path_b, const tl_CompareRule *rule,
                      tl_Comparison *comparison, char *error, size_t error_size)
{
    Comparer c = {.rule = rule, .out = comparison};
    memset(comparison, 0, sizeof *comparison);
    comparison->first.group = "";
    bool good = open_both(&c, (const char *const[]){path_a, path_b}) &&
                read_days(&c.readers[0], "day", &c.periods) &&
                read_days(&c.readers[0], "snapshot_day", &c.snapshots) && read_runs(&c) && compare_all(&c);
    if (!good) {
        const tl_Reader *failed = &c.readers[c.readers[0].failed ? 0 : 1];
        snprintf(error, error_size, "%s: %s", failed->path, failed->error);
    }
    release(&c);
    return good;
}
