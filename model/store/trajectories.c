#include "store/trajectories.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/execute.h"
#include "system/text.h"

/* A table is a group of columns whose names begin alike. */
typedef struct TableKind {
    const char *prefix, *time, *number, *group;
} TableKind;

static const TableKind tables[TL_TABLES] = {
    {"unit_", "unit_period", "unit_number", "unit"},
    {"recipient_", "recipient_day", "recipient_id", "recipient"},
    {"employee_", "employee_day", "employee_id", "employee"},
};

/* ---- where trajectories part --------------------------------------------------------------------------- */

static bool is_earlier(const tl_Trajectories *t, const tl_Parting *a, const tl_Parting *b)
{
    if (t->rule->merged && (a->arm != b->arm || a->replicate != b->replicate)) {
        return a->arm != b->arm ? a->arm < b->arm : a->replicate < b->replicate;
    }
    return a->day < b->day;
}

static void note(tl_Trajectories *t, const tl_Parting *parting)
{
    if (t->out->differing++ == 0 || is_earlier(t, parting, &t->out->first)) {
        t->out->first = *parting;
    }
}

static int32_t day_at(const tl_Days *days, uint64_t number)
{
    return number < days->count ? days->values[number] : TL_UNDATED;
}

/* Of what is no table: arm, replicate, and for a series period and place. */
static tl_Parting series_parting(const tl_Trajectories *t, const tl_Pair *p, size_t arm, size_t replicate,
                                 size_t place)
{
    const tl_ContentKind *kind = &p->kinds[0];
    bool runs = kind->rank >= 2, series = !t->rule->merged && kind->rank >= 4;
    size_t bins = kind->rank == 5 ? (size_t)kind->lengths[4] : 1, places = (size_t)kind->lengths[3];
    tl_Parting own = {.group = !series                            ? ""
                               : tl_text_begins(p->name, "area_") ? "area"
                                                                  : "municipality",
                      .arm = runs ? (int)arm + 1 : 0,
                      .replicate = runs ? (int)replicate + 1 : 0,
                      .place = place,
                      .day = strcmp(p->name, "digest") == 0 ? TL_UNDATED + 1 : TL_UNDATED};
    snprintf(own.variable, sizeof own.variable, "%s", p->name);
    if (series) {
        own.number = place / bins % places + 1;
        own.day = day_at(&t->periods, place / bins / places);
    } else if (t->rule->merged && kind->rank == 4) {
        own.day = day_at(&t->snapshots, place / places);
    } else if (t->rule->merged && tl_text_begins(p->name, "series_")) {
        own.day = day_at(&t->periods, place);
    }
    return own;
}

/* What a sweep's file says of a run that is not done in it was not made again. */
static bool is_done(const tl_Trajectories *t, size_t point, size_t replicate)
{
    size_t run = point * (size_t)t->runs[1] + replicate;
    return !t->rule->merged ||
           (point < t->runs[0] && replicate < t->runs[1] && t->status[run] == TL_RUN_DONE);
}

static void note_value(tl_Trajectories *t, const tl_Pair *p, size_t arm, size_t replicate, size_t place,
                       const size_t at[TL_SIDES])
{
    tl_Parting parting = series_parting(t, p, arm, replicate, place);
    parting.a = tl_content_real(&p->kinds[0], p->values[0].bytes + at[0]);
    parting.b = tl_content_real(&p->kinds[1], p->values[1].bytes + at[1]);
    note(t, &parting);
    if (t->rule->merged) {
        bool *differs = &t->differs[arm * (size_t)t->runs[1] + replicate];
        t->out->differing_runs += !*differs;
        *differs = true;
    }
}

/* By arm and replicate, and what stands there; what has one dimension only, as that of the first. */
static void compare_series(tl_Trajectories *t, tl_Pair *p, size_t replicates)
{
    size_t size = tl_content_number_size(&p->kinds[0]), places = 1;
    for (int d = 2; d < p->kinds[0].rank; d++) {
        places *= (size_t)p->kinds[0].lengths[d];
    }
    for (size_t arm = 0; arm < p->kinds[0].lengths[0]; arm++) {
        for (size_t i = 0; i < replicates * places; i++) {
            size_t replicate = i / places, at[TL_SIDES];
            for (int side = 0; side < TL_SIDES; side++) {
                size_t all = p->kinds[side].rank > 1 ? (size_t)p->kinds[side].lengths[1] : 1;
                at[side] = (arm * all * places + i) * size;
            }
            t->out->values++;
            if (tl_content_equal(&p->kinds[0], size, p->values[0].bytes + at[0],
                                 p->values[1].bytes + at[1])) {
                continue;
            }
            if (is_done(t, arm, replicate)) {
                note_value(t, p, arm, replicate, i % places, at);
            } else if (!p->not_done) {
                memcpy(p->at, at, sizeof p->at);
                p->not_done = true;
            }
        }
    }
}

/* ---- rows of units and people -------------------------------------------------------------------------- */

static int compare_keys(const void *a, const void *b)
{
    const tl_RowKey *x = a, *y = b;
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

static bool read_keys(tl_Trajectories *t, const TableKind *kind, int side, tl_TableRows *rows)
{
    tl_Reader *r = t->contents[side].reader;
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
        if (t->rule->replicates == 0 || own[1][row] <= t->rule->replicates) {
            rows->keys[rows->count++] = (tl_RowKey){.arm = own[0][row],
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

static tl_Parting row_parting(const tl_Trajectories *t, const char *name, const TableKind *kind,
                              const tl_RowKey *key)
{
    bool unit = strcmp(kind->group, "unit") == 0;
    tl_Parting parting = {.group = kind->group,
                          .number = key->number,
                          .arm = key->arm,
                          .replicate = key->replicate,
                          .day = unit ? day_at(&t->periods, (uint64_t)key->time - 1) : key->time};
    snprintf(parting.variable, sizeof parting.variable, "%s", name);
    return parting;
}

static void compare_columns(tl_Trajectories *t, const tl_Pair *p, int table)
{
    const tl_TableRows *x = &t->rows[table][0], *y = &t->rows[table][1];
    const unsigned char *a = p->values[0].bytes, *b = p->values[1].bytes;
    size_t size = tl_content_number_size(&p->kinds[0]);
    for (size_t i = 0, k = 0; i < x->count || k < y->count;) {
        int order = i == x->count ? 1 : k == y->count ? -1 : compare_keys(&x->keys[i], &y->keys[k]);
        const unsigned char *of_a = order <= 0 ? a + x->keys[i].row * size : NULL;
        const unsigned char *of_b = order >= 0 ? b + y->keys[k].row * size : NULL;
        t->out->values++;
        if (order != 0 || !tl_content_equal(&p->kinds[0], size, of_a, of_b)) {
            const tl_RowKey *key = order <= 0 ? &x->keys[i] : &y->keys[k];
            tl_Parting parting = row_parting(t, p->name, &tables[table], key);
            parting.row_lacks = order != 0;
            parting.a = order == 0 ? tl_content_real(&p->kinds[0], of_a) : 0.0;
            parting.b = order == 0 ? tl_content_real(&p->kinds[1], of_b) : 0.0;
            note(t, &parting);
        }
        i += order <= 0;
        k += order >= 0;
    }
}

/* ---- variables ----------------------------------------------------------------------------------------- */

/* Which table a variable is a column of, or -1. */
static int table_of(const tl_Trajectories *t, const tl_Pair *p)
{
    for (int i = 0; !t->rule->merged && p->kinds[0].rank == 1 && i < TL_TABLES; i++) {
        if (tl_text_begins(p->name, tables[i].prefix)) {
            return i;
        }
    }
    return -1;
}

static bool compare_table(tl_Trajectories *t, tl_Pair *p, int table)
{
    for (int side = 0; side < TL_SIDES; side++) {
        tl_TableRows *rows = &t->rows[table][side];
        if (rows->keys == NULL && !read_keys(t, &tables[table], side, rows)) {
            return false;
        }
        if (rows->length != p->kinds[side].lengths[0]) {
            return tl_reader_fail(t->contents[side].reader, p->name,
                                  "has another length than the columns beside it");
        }
    }
    if (tl_pair_read(p, t->contents)) {
        compare_columns(t, p, table);
    }
    return !t->contents[0].reader->failed && !t->contents[1].reader->failed;
}

static bool compare_runs(tl_Trajectories *t, tl_Pair *p)
{
    const tl_ContentKind *a = &p->kinds[0], *b = &p->kinds[1];
    hsize_t replicates = a->rank > 1 ? a->lengths[1] : 1, wanted = (hsize_t)t->rule->replicates;
    if (a->rank > 1 && wanted > 0) {
        replicates = wanted;
        if (a->lengths[1] < wanted || b->lengths[1] < wanted) {
            return tl_reader_fail(t->contents[0].reader, p->name, "holds fewer replicates than its file");
        }
    }
    if (tl_pair_read(p, t->contents)) {
        compare_series(t, p, (size_t)replicates);
    }
    return !t->contents[0].reader->failed && !t->contents[1].reader->failed;
}

bool tl_trajectories_compare(tl_Trajectories *t, tl_Pair *p, bool same_shape)
{
    int64_t before = t->out->differing;
    int table = table_of(t, p);
    bool same_type = strcmp(p->kinds[0].type, p->kinds[1].type) == 0;
    t->out->variables++;
    if (!same_type || (table < 0 && !same_shape)) {
        snprintf(t->out->unlike, sizeof t->out->unlike, "'%.90s' %s", p->name,
                 same_type ? "has another length than in the other file"
                           : "is of another type than in the other file");
        return true;
    }
    bool good = table >= 0 ? compare_table(t, p, table) : compare_runs(t, p);
    t->out->differing_variables += t->out->differing > before;
    return good;
}

/* ---- both files ---------------------------------------------------------------------------------------- */

static bool read_days(tl_Reader *r, const char *name, tl_Days *days)
{
    if (tl_reader_has(r, name) && tl_reader_lengths(r, name, 1, &days->count)) {
        days->values = tl_reader_numbers(r, name, TL_INT32, 1, &days->count);
    }
    return !r->failed;
}

bool tl_trajectories_start(tl_Trajectories *t, const tl_CompareRule *rule, tl_Content *contents,
                           tl_Comparison *out)
{
    tl_Reader *r = contents[0].reader;
    *t = (tl_Trajectories){.rule = rule, .contents = contents, .out = out};
    if (!read_days(r, "day", &t->periods) || !read_days(r, "snapshot_day", &t->snapshots)) {
        return false;
    }
    if (!rule->merged || !tl_reader_lengths(r, "status", 2, t->runs)) {
        return !r->failed;
    }
    t->status = tl_reader_numbers(r, "status", TL_INT32, 2, t->runs);
    t->differs = t->status != NULL ? calloc((size_t)(t->runs[0] * t->runs[1]) + 1, sizeof *t->differs) : NULL;
    return t->differs != NULL || tl_reader_fail(r, "status", "does not fit into memory");
}

void tl_trajectories_free(tl_Trajectories *t)
{
    for (int i = 0; i < TL_TABLES * TL_SIDES; i++) {
        free(t->rows[i / TL_SIDES][i % TL_SIDES].keys);
    }
    free(t->periods.values);
    free(t->snapshots.values);
    free(t->status);
    free(t->differs);
}

bool tl_pair_read(tl_Pair *p, tl_Content *contents)
{
    return tl_content_all(&contents[0], p->objects[0], &p->values[0]) &&
           tl_content_all(&contents[1], p->objects[1], &p->values[1]);
}

void tl_pair_free(tl_Pair *p)
{
    free(p->values[0].bytes);
    free(p->values[1].bytes);
}
