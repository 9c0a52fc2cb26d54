#include "store/results_compare.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_file.h"

/* Who and when a row of a table is about. */
typedef struct Key {
    int32_t arm, replicate, time, municipality;
    uint64_t number;
    size_t row;
} Key;

/* The keys of a table in one file, in order. */
typedef struct Rows {
    Key *keys; /* owned, [count]: of the replicates compared */
    size_t count;
    size_t length; /* of the table in the file */
} Rows;

/* A table is a group of columns whose names begin alike. */
typedef struct TableKind {
    const char *prefix, *time, *number, *group;
} TableKind;

static const TableKind tables[] = {
    {"unit_", "unit_period", "unit_number", "unit"},
    {"recipient_", "recipient_day", "recipient_id", "recipient"},
    {"employee_", "employee_day", "employee_id", "employee"},
};

enum { TABLES = sizeof tables / sizeof tables[0], SIDES = 2, NO_DAY = INT_MAX };

/* One variable of one file, in memory. */
typedef struct Values {
    unsigned char *bytes; /* owned */
    hsize_t lengths[TL_FILE_RANK];
    int rank;
    size_t size; /* of a value */
    H5T_class_t class;
    bool is_signed;
    size_t count;
} Values;

typedef struct Comparer {
    const char *paths[SIDES];
    hid_t files[SIDES];
    int replicates;
    int32_t *period_days; /* owned: first day of each period */
    size_t period_count;
    Rows rows[TABLES][SIDES];
    tl_ResultsComparison *out;
    char *error;
    size_t error_size;
} Comparer;

/* ---- reading ------------------------------------------------------------------------------------------- */

static bool fail(Comparer *c, int side, const char *name, const char *what)
{
    snprintf(c->error, c->error_size, "%s: '%s' %s", c->paths[side], name, what);
    return false;
}

static bool fail_damaged(Comparer *c, int side, const char *name)
{
    char cause[TL_FILE_ERROR_SIZE / 2], what[TL_FILE_ERROR_SIZE];
    tl_hdf5_cause(cause, sizeof cause);
    snprintf(what, sizeof what, "is damaged (%s)", cause);
    return fail(c, side, name, what);
}

static size_t product(const hsize_t *lengths, int rank)
{
    size_t count = 1;
    for (int i = 0; i < rank; i++) {
        if (lengths[i] != 0 && count > SIZE_MAX / 16 / (size_t)lengths[i]) {
            return SIZE_MAX / 16;
        }
        count *= (size_t)lengths[i];
    }
    return count;
}

static void describe(hid_t dataset, hid_t type, Values *values)
{
    hid_t space = H5Dget_space(dataset);
    values->rank = H5Sget_simple_extent_ndims(space);
    if (values->rank >= 1 && values->rank <= TL_FILE_RANK) {
        H5Sget_simple_extent_dims(space, values->lengths, NULL);
    }
    H5Sclose(space);
    values->class = H5Tget_class(type);
    values->size = H5Tget_size(type);
    values->is_signed = values->class == H5T_INTEGER && H5Tget_sign(type) == H5T_SGN_2;
}

static bool read_dataset(Comparer *c, int side, const char *name, hid_t dataset, Values *values)
{
    hid_t stored = H5Dget_type(dataset), type = H5Tget_native_type(stored, H5T_DIR_DEFAULT);
    describe(dataset, type, values);
    bool good = (values->class == H5T_INTEGER || values->class == H5T_FLOAT) && values->size <= 8 &&
                values->rank >= 1 && values->rank <= TL_FILE_RANK;
    if (!good) {
        fail(c, side, name, "is no table of numbers");
    } else {
        bool series = values->rank > 1; /* by arm and replicate */
        if (series && values->lengths[1] > (hsize_t)c->replicates) {
            values->lengths[1] = (hsize_t)c->replicates;
        }
        values->count = product(values->lengths, values->rank);
        values->bytes = malloc(values->count * values->size + 1);
        hid_t from = H5Dget_space(dataset), into = H5Screate_simple(values->rank, values->lengths, NULL);
        const hsize_t origin[TL_FILE_RANK] = {0};
        H5Sselect_hyperslab(from, H5S_SELECT_SET, origin, NULL, values->lengths, NULL);
        good = values->bytes != NULL ? H5Dread(dataset, type, into, from, H5P_DEFAULT, values->bytes) >= 0 ||
                                           fail_damaged(c, side, name)
                                     : fail(c, side, name, "does not fit into memory");
        H5Sclose(into);
        H5Sclose(from);
    }
    H5Tclose(type);
    H5Tclose(stored);
    return good;
}

static bool read_values(Comparer *c, int side, const char *name, Values *values)
{
    *values = (Values){0};
    hid_t dataset = tl_hdf5_dataset(c->files[side], name);
    if (dataset < 0) {
        return fail_damaged(c, side, name);
    }
    bool good = read_dataset(c, side, name, dataset, values);
    H5Dclose(dataset);
    return good;
}

static uint64_t whole_of(const Values *values, size_t at)
{
    const unsigned char *from = values->bytes + at * values->size;
    uint64_t bits = 0;
    memcpy(&bits, from, values->size); /* little-endian, as are the machines we run on */
    if (values->is_signed && values->size < 8 && (bits >> (8 * values->size - 1) & 1u) != 0) {
        bits |= ~0ull << (8 * values->size);
    }
    return bits;
}

static double real_of(const Values *values, size_t at)
{
    const unsigned char *from = values->bytes + at * values->size;
    if (values->class == H5T_FLOAT && values->size == sizeof(float)) {
        float real;
        memcpy(&real, from, sizeof real);
        return (double)real;
    }
    if (values->class == H5T_FLOAT) {
        double real;
        memcpy(&real, from, sizeof real);
        return real;
    }
    return values->is_signed ? (double)(int64_t)whole_of(values, at) : (double)whole_of(values, at);
}

/* Bit by bit, but any NaN equals any other. */
static bool equal(const Values *a, size_t at_a, const Values *b, size_t at_b)
{
    if (memcmp(a->bytes + at_a * a->size, b->bytes + at_b * b->size, a->size) == 0) {
        return true;
    }
    double x = real_of(a, at_a), y = real_of(b, at_b);
    return a->class == H5T_FLOAT && x != x && y != y;
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

enum { KEY_COLUMNS = 5 };

static bool read_keys(Comparer *c, const TableKind *kind, int side, Rows *rows)
{
    char arm[32], replicate[32], municipality[32];
    snprintf(arm, sizeof arm, "%sarm", kind->prefix);
    snprintf(replicate, sizeof replicate, "%sreplicate", kind->prefix);
    snprintf(municipality, sizeof municipality, "%smunicipality", kind->prefix);
    const char *const names[KEY_COLUMNS] = {kind->time, arm, replicate, municipality, kind->number};
    Values columns[KEY_COLUMNS] = {{0}};
    bool good = true;
    for (int i = 0; i < KEY_COLUMNS && good; i++) {
        good = read_values(c, side, names[i], &columns[i]);
        if (good && (columns[i].rank != 1 || columns[i].count != columns[0].count)) {
            good = fail(c, side, names[i], "has another length than the columns beside it");
        }
    }
    rows->keys = good ? malloc((columns[0].count + 1) * sizeof *rows->keys) : NULL;
    if (good && rows->keys == NULL) {
        good = fail(c, side, kind->prefix, "rows do not fit into memory");
    }
    rows->length = columns[0].count;
    for (size_t row = 0; good && row < rows->length; row++) {
        Key key = {.time = (int32_t)whole_of(&columns[0], row),
                   .arm = (int32_t)whole_of(&columns[1], row),
                   .replicate = (int32_t)whole_of(&columns[2], row),
                   .municipality = (int32_t)whole_of(&columns[3], row),
                   .number = whole_of(&columns[4], row),
                   .row = row};
        if (key.replicate <= c->replicates) {
            rows->keys[rows->count++] = key;
        }
    }
    if (good) {
        qsort(rows->keys, rows->count, sizeof *rows->keys, compare_keys);
    }
    for (int i = 0; i < KEY_COLUMNS; i++) {
        free(columns[i].bytes);
    }
    return good;
}

/* ---- what differs -------------------------------------------------------------------------------------- */

static void note(Comparer *c, const tl_Parting *parting)
{
    if (c->out->differing++ == 0 || parting->day < c->out->first.day) {
        c->out->first = *parting;
    }
}

static int32_t day_of(const Comparer *c, const TableKind *kind, const Key *key)
{
    if (strcmp(kind->group, "unit") != 0) {
        return key->time;
    }
    bool known = key->time >= 1 && (size_t)key->time <= c->period_count;
    return known ? c->period_days[key->time - 1] : NO_DAY;
}

static tl_Parting row_parting(const Comparer *c, const char *name, const TableKind *kind, const Key *key)
{
    tl_Parting parting = {.group = kind->group,
                          .number = key->number,
                          .arm = key->arm,
                          .replicate = key->replicate,
                          .day = day_of(c, kind, key)};
    snprintf(parting.variable, sizeof parting.variable, "%s", name);
    return parting;
}

static bool read_rows(Comparer *c, const char *name, int table, int side, const Values *column)
{
    Rows *rows = &c->rows[table][side];
    if (rows->keys == NULL && !read_keys(c, &tables[table], side, rows)) {
        return false;
    }
    return rows->length == column->count ||
           fail(c, side, name, "has another length than the columns beside it");
}

static void compare_columns(Comparer *c, const char *name, int table, const Values *a, const Values *b)
{
    const Rows *x = &c->rows[table][0], *y = &c->rows[table][1];
    size_t i = 0, k = 0;
    while (i < x->count || k < y->count) {
        int order = i == x->count ? 1 : k == y->count ? -1 : compare_keys(&x->keys[i], &y->keys[k]);
        const Key *key = order <= 0 ? &x->keys[i] : &y->keys[k];
        tl_Parting parting = row_parting(c, name, &tables[table], key);
        c->out->values++;
        parting.row_lacks = order != 0;
        if (order != 0) {
            note(c, &parting);
        } else if (!equal(a, x->keys[i].row, b, y->keys[k].row)) {
            parting.a = real_of(a, x->keys[i].row);
            parting.b = real_of(b, y->keys[k].row);
            note(c, &parting);
        }
        i += order <= 0;
        k += order >= 0;
    }
}

/* Arm, replicate, and for a series period and place: the dimensions of whatever is no table. */
static tl_Parting series_parting(const Comparer *c, const char *name, const Values *v, size_t at)
{
    size_t index[TL_FILE_RANK] = {0};
    for (int i = v->rank - 1; i >= 0; i--) {
        index[i] = at % (size_t)v->lengths[i];
        at /= (size_t)v->lengths[i];
    }
    bool run = v->rank >= 2, series = v->rank >= 4, area = strncmp(name, "area_", 5) == 0;
    tl_Parting parting = {.group = !series ? ""
                                   : area  ? "area"
                                           : "municipality",
                          .number = index[3] + 1,
                          .arm = run ? (int)index[0] + 1 : 0,
                          .replicate = run ? (int)index[1] + 1 : 0,
                          .day = series && index[2] < c->period_count ? c->period_days[index[2]] : NO_DAY};
    snprintf(parting.variable, sizeof parting.variable, "%s", name);
    return parting;
}

static void compare_series(Comparer *c, const char *name, const Values *a, const Values *b)
{
    for (size_t at = 0; at < a->count; at++) {
        c->out->values++;
        if (!equal(a, at, b, at)) {
            tl_Parting parting = series_parting(c, name, a, at);
            parting.a = real_of(a, at);
            parting.b = real_of(b, at);
            note(c, &parting);
        }
    }
}

static int table_of(const char *name, const Values *values)
{
    for (int i = 0; i < TABLES; i++) {
        if (values->rank == 1 && strncmp(name, tables[i].prefix, strlen(tables[i].prefix)) == 0) {
            return i;
        }
    }
    return -1;
}

static bool compare_values(Comparer *c, const char *name, const Values *a, const Values *b)
{
    int table = table_of(name, a);
    if (a->rank != b->rank || a->class != b->class || a->size != b->size) {
        return fail(c, 1, name, "is of another type than in the other file");
    }
    if (table < 0 && memcmp(a->lengths, b->lengths, sizeof a->lengths) != 0) {
        return fail(c, 1, name, "has another length than in the other file");
    }
    if (table < 0) {
        compare_series(c, name, a, b);
        return true;
    }
    if (!read_rows(c, name, table, 0, a) || !read_rows(c, name, table, 1, b)) {
        return false;
    }
    compare_columns(c, name, table, a, b);
    return true;
}

static bool compare_variable(Comparer *c, const char *name)
{
    int64_t before = c->out->differing;
    Values values[SIDES];
    bool a = read_values(c, 0, name, &values[0]), b = a && read_values(c, 1, name, &values[1]);
    bool good = b && compare_values(c, name, &values[0], &values[1]);
    free(values[0].bytes);
    if (a) {
        free(values[1].bytes);
    }
    c->out->variables++;
    c->out->differing_variables += c->out->differing > before;
    return good;
}

/* ---- the files ----------------------------------------------------------------------------------------- */

/* Axes, configs and the experiment's own words hold no trajectory. */
static bool holds_trajectory(hid_t dataset, const char *name)
{
    return !tl_hdf5_is_dimension(dataset) && strncmp(name, "config_", 7) != 0 &&
           strcmp(name, "experiment") != 0;
}

/* Looks for the variable in the other file, and compares the two if asked to. */
static bool visit_variable(Comparer *c, int side, const char *name, bool compare)
{
    hid_t dataset = tl_hdf5_dataset(c->files[side], name);
    if (dataset < 0) {
        return fail_damaged(c, side, name);
    }
    bool wanted = holds_trajectory(dataset, name);
    H5Dclose(dataset);
    htri_t in_other = wanted ? H5Lexists(c->files[1 - side], name, H5P_DEFAULT) : 0;
    if (in_other < 0) {
        return fail_damaged(c, 1 - side, name);
    }
    if (wanted && in_other == 0) {
        snprintf(c->out->lacking, sizeof c->out->lacking, "%s", name);
        return true;
    }
    return !wanted || !compare || compare_variable(c, name);
}

/* The names in a file, sorted. */
typedef struct Names {
    char (*texts)[TL_VARIABLE_NAME_SIZE]; /* owned */
    size_t count, room;
} Names;

static herr_t add_name(hid_t group, const char *name, const H5L_info_t *info, void *context)
{
    Names *names = context;
    (void)group;
    (void)info;
    if (names->count == names->room || strlen(name) >= sizeof names->texts[0]) {
        return -1;
    }
    snprintf(names->texts[names->count++], sizeof names->texts[0], "%s", name);
    return 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Iterated in the order of the file: HDF5 1.10 crashes on a damaged group when it has to sort the names. */
static bool read_names(Comparer *c, int side, Names *names)
{
    enum { MOST_NAMES = 100000 };
    H5G_info_t info;
    hsize_t from = 0;
    if (H5Gget_info(c->files[side], &info) < 0 || info.nlinks > MOST_NAMES) {
        return fail_damaged(c, side, "/");
    }
    names->room = (size_t)info.nlinks;
    names->texts = calloc(names->room + 1, sizeof *names->texts);
    if (names->texts == NULL) {
        return fail(c, side, "/", "does not fit into memory");
    }
    if (H5Literate(c->files[side], H5_INDEX_NAME, H5_ITER_NATIVE, &from, add_name, names) < 0) {
        return fail_damaged(c, side, "/");
    }
    qsort(names->texts, names->count, sizeof *names->texts, compare_names);
    return true;
}

static bool each_variable(Comparer *c, int side, bool compare)
{
    Names names = {0};
    bool good = read_names(c, side, &names);
    for (size_t i = 0; good && i < names.count; i++) {
        good = visit_variable(c, side, names.texts[i], compare);
    }
    free(names.texts);
    return good;
}

static bool read_days(Comparer *c)
{
    Values days;
    bool good = read_values(c, 0, "day", &days);
    c->period_days = good ? malloc((days.count + 1) * sizeof *c->period_days) : NULL;
    good = good && (c->period_days != NULL || fail(c, 0, "day", "does not fit into memory"));
    for (; good && c->period_count < days.count; c->period_count++) {
        c->period_days[c->period_count] = (int32_t)whole_of(&days, c->period_count);
    }
    free(days.bytes);
    return good;
}

static bool open_both(Comparer *c)
{
    for (int side = 0; side < SIDES; side++) {
        c->files[side] = tl_hdf5_open(c->paths[side]);
        if (c->files[side] < 0) {
            return fail_damaged(c, side, "/");
        }
    }
    return true;
}

bool tl_results_compare(const char *path_a, const char *path_b, int replicates, tl_ResultsComparison *out,
                        char *error, size_t error_size)
{
    Comparer c = {.paths = {path_a, path_b},
                  .files = {H5I_INVALID_HID, H5I_INVALID_HID},
                  .replicates = replicates,
                  .out = out,
                  .error = error,
                  .error_size = error_size};
    *out = (tl_ResultsComparison){.first = {.group = "", .day = NO_DAY}};
    bool good = open_both(&c) && read_days(&c) && each_variable(&c, 0, true) && each_variable(&c, 1, false);
    for (int side = 0; side < SIDES; side++) {
        for (int i = 0; i < TABLES; i++) {
            free(c.rows[i][side].keys);
        }
        if (c.files[side] >= 0) {
            H5Fclose(c.files[side]);
        }
    }
    free(c.period_days);
    return good;
}
