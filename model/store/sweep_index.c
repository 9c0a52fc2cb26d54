#include "store/sweep_index.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_file.h"
#include "system/memory.h"
#include "system/text.h"

/* ---- reading ------------------------------------------------------------------------------------------- */

typedef struct Reader {
    const tl_Sweep *sweep;
    const char *path;
    tl_Messages *messages;
    hid_t file;
    hsize_t rows;
} Reader;

static bool fail(const Reader *r, const char *what)
{
    tl_error(r->messages, (tl_Place){.file = r->path}, "%s", what);
    return false;
}

static bool fail_damaged(const Reader *r)
{
    char cause[TL_FILE_ERROR_SIZE / 2];
    tl_hdf5_cause(cause, sizeof cause);
    tl_error(r->messages, (tl_Place){.file = r->path},
             "is damaged, cut off or no part of a sweep (%s); without it its runs are done again", cause);
    return false;
}

static bool check_identity(const Reader *r)
{
    char own[TL_IDENTITY_SIZE] = "";
    hid_t attribute = H5Aopen(r->file, "sweep", H5P_DEFAULT);
    if (attribute < 0) {
        return fail_damaged(r);
    }
    hid_t stored = H5Aget_type(attribute), space = H5Aget_space(attribute), type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, TL_IDENTITY_SIZE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    bool read = H5Sget_simple_extent_npoints(space) == 1 && H5Tget_class(stored) == H5T_STRING &&
                !H5Tis_variable_str(stored) && H5Aread(attribute, type, own) >= 0;
    H5Tclose(type);
    H5Sclose(space);
    H5Tclose(stored);
    H5Aclose(attribute);
    if (!read) {
        return fail_damaged(r);
    }
    return strcmp(own, r->sweep->identity) == 0 ||
           fail(r, "belongs to another sweep: another experiment, or another state of this one");
}

/* Reads a block of a dataset whose lengths are the expected ones; the first is the number of rows. */
static bool read_block(Reader *r, const char *name, hid_t type, int rank, const hsize_t *lengths,
                       const hsize_t *start, const hsize_t *count, void *into)
{
    hsize_t found[TL_FILE_RANK] = {0};
    hid_t dataset = tl_hdf5_dataset(r->file, name);
    if (dataset < 0) {
        return fail_damaged(r);
    }
    hid_t space = H5Dget_space(dataset), memory = H5Screate_simple(rank, count, NULL);
    bool good =
        H5Sget_simple_extent_ndims(space) == rank && H5Sget_simple_extent_dims(space, found, NULL) == rank;
    for (int i = 0; good && i < rank; i++) {
        good = found[i] == lengths[i];
    }
    good = good && H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0 &&
           H5Dread(dataset, type, memory, space, H5P_DEFAULT, into) >= 0;
    H5Sclose(memory);
    H5Sclose(space);
    H5Dclose(dataset);
    return good || fail_damaged(r);
}

static bool read_column(Reader *r, const char *name, hid_t type, void *into)
{
    return read_block(r, name, type, 1, &r->rows, &(hsize_t){0}, &r->rows, into);
}

static bool read_row_count(Reader *r)
{
    hid_t dataset = tl_hdf5_dataset(r->file, "run");
    if (dataset < 0) {
        return fail_damaged(r);
    }
    hid_t space = H5Dget_space(dataset);
    hssize_t count = H5Sget_simple_extent_npoints(space);
    r->rows = count > 0 ? (hsize_t)count : 0;
    H5Sclose(space);
    H5Dclose(dataset);
    bool fits = count > 0 && count <= tl_plan_runs(&r->sweep->plan) && count < (hssize_t)1 << 31;
    return fits || fail_damaged(r);
}

static bool start(Reader *r, const char *path, const tl_Sweep *s, tl_Messages *messages)
{
    *r = (Reader){.sweep = s, .path = path, .messages = messages};
    r->file = tl_hdf5_open(path);
    if (r->file < 0) {
        return fail_damaged(r);
    }
    if (check_identity(r) && read_row_count(r)) {
        return true;
    }
    H5Fclose(r->file);
    return false;
}

double *tl_part_values(const char *path, const tl_Sweep *s, tl_Kept kind, int first, int count,
                       tl_Messages *messages)
{
    Reader r;
    if (!start(&r, path, s, messages)) {
        return NULL;
    }
    hsize_t last = (hsize_t)tl_plan_width(&s->plan, kind);
    hsize_t lengths[] = {r.rows, (hsize_t)tl_plan_variables(&s->plan, kind), last};
    hsize_t from[] = {0, (hsize_t)first, 0}, block[] = {r.rows, (hsize_t)count, last};
    double *values = malloc((size_t)(r.rows * (hsize_t)count * last) * sizeof *values);
    bool good = values != NULL ? read_block(&r, tl_part_dataset(kind), H5T_NATIVE_DOUBLE, 3, lengths, from,
                                            block, values)
                               : fail(&r, "does not fit into memory");
    H5Fclose(r.file);
    if (!good) {
        free(values);
        return NULL;
    }
    return values;
}

/* ---- the index ----------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_path(tl_Index *index, const char *folder, const char *name)
{
    size_t room = strlen(folder) + strlen(name) + 16;
    char *path = tl_allocate(room, 1);
    index->paths = tl_reallocate(index->paths, (size_t)index->part_count + 1, sizeof *index->paths);
    snprintf(path, room, "%s/parts/%s", folder, name);
    index->paths[index->part_count++] = path;
}

/* Names without .h5 at their end are those of files being written. */
static bool list_parts(tl_Index *index, const char *folder, tl_Messages *messages)
{
    char path[TL_PATH_SIZE];
    snprintf(path, sizeof path, "%.4000s/parts", folder);
    DIR *entries = tl_folder_open(path);
    bool good = entries != NULL || errno == ENOENT;
    while (entries != NULL && good) {
        errno = 0; /* a listing that breaks off would pass for one that ends */
        const struct dirent *entry = readdir(entries);
        if (entry == NULL) {
            good = errno == 0;
            break;
        }
        if (entry->d_name[0] != '.' && tl_text_ends(entry->d_name, ".h5")) {
            add_path(index, folder, entry->d_name);
        }
    }
    if (!good) {
        tl_error(messages, (tl_Place){.file = path}, "cannot be read: %s", strerror(errno));
    }
    if (entries != NULL) {
        closedir(entries);
    }
    if (index->part_count > 0) {
        qsort(index->paths, (size_t)index->part_count, sizeof *index->paths, by_name);
    }
    return good;
}

static void note_failure(tl_Index *index, const tl_RunRecord *record)
{
    if ((index->failure_count & (index->failure_count - 1)) == 0) { /* powers of two, and 0 */
        size_t room = index->failure_count > 0 ? 2 * (size_t)index->failure_count : 1;
        index->failures = tl_reallocate(index->failures, room, sizeof *index->failures);
    }
    index->failures[index->failure_count++] = *record;
}

/* Columns of one part, of which each row is folded into the index. */
typedef struct Columns {
    int64_t *run;
    uint64_t *digest;
    double *seconds;
    int32_t *status;
    char *reason; /* [row][TL_REASON_SIZE] */
} Columns;

static bool fold_row(tl_Index *index, Reader *r, const Columns *c, size_t row, int part)
{
    int64_t run = c->run[row];
    bool known = c->status[row] == TL_RUN_DONE || c->status[row] == TL_RUN_FAILED;
    if (run < 0 || run >= index->run_count || !known) {
        return fail(r, "is damaged: it holds a run that the sweep does not have");
    }
    tl_RunPlace *own = &index->runs[run];
    index->seconds += c->seconds[row];
    if (own->status == TL_RUN_DONE) {
        return c->status[row] == TL_RUN_FAILED || own->digest == c->digest[row] ||
               fail(r, "holds a run with another digest than an earlier part: they cannot both be right");
    }
    if (own->status == TL_RUN_FAILED && c->status[row] == TL_RUN_FAILED) {
        return true;
    }
    index->failed += (c->status[row] == TL_RUN_FAILED) - (own->status == TL_RUN_FAILED);
    index->done += c->status[row] == TL_RUN_DONE;
    *own = (tl_RunPlace){
        .digest = c->digest[row], .part = part, .row = (int32_t)row, .status = (uint8_t)c->status[row]};
    if (c->status[row] == TL_RUN_FAILED) {
        tl_RunRecord record = {.run = run, .status = TL_RUN_FAILED, .seconds = c->seconds[row]};
        memcpy(record.reason, c->reason + row * TL_REASON_SIZE, TL_REASON_SIZE);
        record.reason[TL_REASON_SIZE - 1] = '\0';
        note_failure(index, &record);
    }
    return true;
}

static bool read_columns(Reader *r, const Columns *c)
{
    hsize_t reasons[] = {r->rows, TL_REASON_SIZE};
    return read_column(r, "run", H5T_NATIVE_INT64, c->run) &&
           read_column(r, "status", H5T_NATIVE_INT32, c->status) &&
           read_column(r, "digest", H5T_NATIVE_UINT64, c->digest) &&
           read_column(r, "seconds", H5T_NATIVE_DOUBLE, c->seconds) &&
           read_block(r, "reason", H5T_NATIVE_UINT8, 2, reasons, (hsize_t[]){0, 0}, reasons, c->reason);
}

static void fold_part(tl_Index *index, const tl_Sweep *s, int part, tl_Messages *messages)
{
    Reader r;
    if (!start(&r, index->paths[part], s, messages)) {
        return;
    }
    size_t rows = (size_t)r.rows;
    Columns c = {.run = malloc(rows * sizeof *c.run),
                 .digest = malloc(rows * sizeof *c.digest),
                 .seconds = malloc(rows * sizeof *c.seconds),
                 .status = malloc(rows * sizeof *c.status),
                 .reason = malloc(rows * TL_REASON_SIZE)};
    if (c.run == NULL || c.digest == NULL || c.seconds == NULL || c.status == NULL || c.reason == NULL) {
        fail(&r, "does not fit into memory");
    } else if (read_columns(&r, &c)) {
        for (size_t row = 0; row < rows && fold_row(index, &r, &c, row, part); row++) {
        }
    }
    free(c.run);
    free(c.digest);
    free(c.seconds);
    free(c.status);
    free(c.reason);
    H5Fclose(r.file);
}

/* Of failures that a later part has done, nothing is left to say. */
static void drop_mended(tl_Index *index)
{
    int64_t kept = 0;
    for (int64_t i = 0; i < index->failure_count; i++) {
        if (index->runs[index->failures[i].run].status == TL_RUN_FAILED) {
            index->failures[kept++] = index->failures[i];
        }
    }
    index->failure_count = kept;
}

bool tl_index_read(tl_Index *index, const tl_Sweep *s, const char *folder, tl_Messages *messages)
{
    int errors = messages->errors;
    *index = (tl_Index){.run_count = tl_plan_runs(&s->plan)};
    index->runs = calloc((size_t)index->run_count + 1, sizeof *index->runs);
    if (index->runs == NULL) {
        tl_error(messages, (tl_Place){.file = folder}, "%lld runs do not fit into memory",
                 (long long)index->run_count);
    } else if (list_parts(index, folder, messages)) {
        for (int part = 0; part < index->part_count; part++) {
            fold_part(index, s, part, messages);
        }
        drop_mended(index);
    }
    if (messages->errors > errors) {
        tl_index_free(index);
    }
    return messages->errors == errors;
}

void tl_index_free(tl_Index *index)
{
    for (int i = 0; i < index->part_count; i++) {
        free(index->paths[i]);
    }
    free(index->paths);
    free(index->runs);
    free(index->failures);
    *index = (tl_Index){0};
}
