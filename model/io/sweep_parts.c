#include "io/sweep_parts.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/measure.h"
#include "io/config_internal.h"
#include "io/hdf5_file.h"
#include "io/whole_file.h"

static size_t value_count(const tl_Sweep *s)
{
    return (size_t)s->outcome_count * (size_t)s->window_count;
}

static size_t series_count(const tl_Sweep *s)
{
    return s->series ? (size_t)s->outcome_count * (size_t)s->period_count : 0;
}

/* ---- in memory
 * --------------------------------------------------------------------------------------------------- */

static bool make_room(tl_Part *part, const tl_Sweep *s)
{
    if (part->count < part->room) {
        return true;
    }
    size_t room = part->room > 0 ? 2 * (size_t)part->room : 64;
    tl_RunRecord *records = realloc(part->records, room * sizeof *records);
    part->records = records != NULL ? records : part->records;
    double *values = realloc(part->values, room * value_count(s) * sizeof *values);
    part->values = values != NULL ? values : part->values;
    double *series = realloc(part->series, (room * series_count(s) + 1) * sizeof *series);
    part->series = series != NULL ? series : part->series;
    bool good = records != NULL && values != NULL && series != NULL;
    part->room = good ? (int64_t)room : part->room;
    return good;
}

static void put(double *to, const double *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = from != NULL ? from[i] : (double)NAN;
    }
}

bool tl_part_add(tl_Part *part, const tl_Sweep *s, const tl_RunRecord *record, const double *values,
                 const double *series)
{
    if (!make_room(part, s)) {
        return false;
    }
    part->records[part->count] = *record;
    put(part->values + (size_t)part->count * value_count(s), values, value_count(s));
    put(part->series + (size_t)part->count * series_count(s), series, series_count(s));
    part->count++;
    return true;
}

void tl_part_free(tl_Part *part)
{
    free(part->records);
    free(part->values);
    free(part->series);
    *part = (tl_Part){0};
}

/* ---- writing
 * ----------------------------------------------------------------------------------------------------- */

static void write_all(tl_File *file, const tl_Definition *definition, const tl_Dimension *const *dimensions,
                      int rank, const void *data)
{
    hsize_t start[TL_FILE_RANK] = {0}, count[TL_FILE_RANK];
    for (int i = 0; i < rank; i++) {
        count[i] = dimensions[i]->length;
    }
    tl_Variable variable = tl_file_variable(file, definition, dimensions, rank);
    tl_file_write(file, &variable, start, count, data);
}

/* One field of all records. */
static void write_field(tl_File *file, const tl_Part *part, const tl_Dimension *row,
                        const tl_Definition *definition, size_t offset)
{
    size_t size = tl_type_size(definition->type);
    char *block = malloc((size_t)part->count * size);
    if (block == NULL) {
        tl_file_fail(file, "out of memory");
        return;
    }
    tl_gather(block, (const char *)part->records + offset, size, sizeof *part->records, (size_t)part->count);
    write_all(file, definition, &row, 1, block);
    free(block);
}

static void write_reasons(tl_File *file, const tl_Part *part, const tl_Dimension *row)
{
    tl_Definition definition = {
        .name = "reason", .unit = "1", .meaning = "why a run failed: UTF-8, ended by 0", .type = TL_UINT8};
    tl_Dimension byte = tl_file_dimension(file, "reason_byte", TL_REASON_SIZE, false);
    char *block = malloc((size_t)part->count * TL_REASON_SIZE);
    if (block == NULL) {
        tl_file_fail(file, "out of memory");
        return;
    }
    tl_gather(block, part->records[0].reason, TL_REASON_SIZE, sizeof *part->records, (size_t)part->count);
    write_all(file, &definition, (const tl_Dimension *[]){row, &byte}, 2, block);
    free(block);
}

static void write_contents(tl_File *file, const tl_Part *part, const tl_Sweep *s)
{
    tl_file_text(file, file->id, "title", "part of a sweep of Tillit");
    tl_file_text(file, file->id, "sweep", s->identity);
    tl_Dimension row = tl_file_dimension(file, "row", (hsize_t)part->count, false);
    tl_Dimension outcome = tl_file_dimension(file, "outcome", (hsize_t)s->outcome_count, false);
    tl_Dimension window = tl_file_dimension(file, "window", (hsize_t)s->window_count, false);
    write_field(file, part, &row,
                &(tl_Definition){
                    .name = "run", .unit = "1", .meaning = "number of the run, from 0", .type = TL_INT64},
                offsetof(tl_RunRecord, run));
    write_field(
        file, part, &row,
        &(tl_Definition){.name = "status", .unit = "1", .meaning = "1 done, 2 failed", .type = TL_INT32},
        offsetof(tl_RunRecord, status));
    write_field(file, part, &row,
                &(tl_Definition){
                    .name = "digest", .unit = "1", .meaning = "digest of the trajectory", .type = TL_UINT64},
                offsetof(tl_RunRecord, digest));
    write_field(file, part, &row,
                &(tl_Definition){.name = "seconds", .unit = "s", .meaning = "wall time", .type = TL_DOUBLE},
                offsetof(tl_RunRecord, seconds));
    write_reasons(file, part, &row);
    write_all(file,
              &(tl_Definition){.name = "values",
                               .unit = "1",
                               .meaning = "outcomes in windows, in the order of the manifest",
                               .type = TL_DOUBLE},
              (const tl_Dimension *[]){&row, &outcome, &window}, 3, part->values);
    if (s->series) {
        tl_Dimension period = tl_file_dimension(file, "period", (hsize_t)s->period_count, false);
        write_all(
            file,
            &(tl_Definition){
                .name = "series", .unit = "1", .meaning = "outcomes by recorded period", .type = TL_DOUBLE},
            (const tl_Dimension *[]){&row, &outcome, &period}, 3, part->series);
    }
}

/* The name of a part that is not there yet. */
static void next_path(tl_PartTarget *target, char path[TL_PATH_SIZE])
{
    do {
        target->number++;
        snprintf(path, TL_PATH_SIZE, "%.4000s/parts/%d-of-%d-%06d.h5", target->folder, target->shard,
                 target->shards, target->number);
    } while (access(path, F_OK) == 0);
}

/* Another process may have taken the name meanwhile. */
static int publish(const char *temporary, tl_PartTarget *target, char path[TL_PATH_SIZE])
{
    int cause = tl_file_settle(temporary);
    if (cause == 0) {
        cause = tl_file_publish(temporary, path, false);
    }
    while (cause == EEXIST) {
        next_path(target, path);
        cause = tl_file_publish(temporary, path, false);
    }
    return cause != 0 ? cause : tl_folder_settle(path);
}

bool tl_part_write(const tl_Part *part, const tl_Sweep *s, tl_PartTarget *target, char *error,
                   size_t error_size)
{
    char path[TL_PATH_SIZE], temporary[TL_PATH_SIZE + TL_TEMPORARY_SUFFIX];
    tl_File file;
    next_path(target, path);
    int cause = tl_temporary_take(path, temporary);
    if (cause != 0) {
        snprintf(error, error_size, "%.600s: cannot create: %s", path, strerror(cause));
        return false;
    }
    tl_file_create(&file, path, temporary);
    if (!file.failed) {
        write_contents(&file, part, s);
    }
    bool good = tl_file_close(&file);
    if (!good) {
        tl_file_discard(&file);
        snprintf(error, error_size, "%s", file.error);
    } else {
        cause = publish(temporary, target, path);
        good = cause == 0;
    }
    if (cause != 0) {
        snprintf(error, error_size, "%.600s: cannot write: %s", path, strerror(cause));
    }
    if (good) {
        return true;
    }
    unlink(temporary);
    return false;
}

/* ---- reading
 * ----------------------------------------------------------------------------------------------------- */

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
    hid_t stored = H5Aget_type(attribute), type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, TL_IDENTITY_SIZE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    bool read = H5Tget_class(stored) == H5T_STRING && !H5Tis_variable_str(stored) &&
                H5Aread(attribute, type, own) >= 0;
    H5Tclose(type);
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
    hid_t dataset = H5Dopen2(r->file, name, H5P_DEFAULT);
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
    hid_t dataset = H5Dopen2(r->file, "run", H5P_DEFAULT);
    if (dataset < 0) {
        return fail_damaged(r);
    }
    hid_t space = H5Dget_space(dataset);
    hssize_t count = H5Sget_simple_extent_npoints(space);
    r->rows = count > 0 ? (hsize_t)count : 0;
    H5Sclose(space);
    H5Dclose(dataset);
    bool fits = count > 0 && count <= tl_sweep_runs(r->sweep) && count < (hssize_t)1 << 31;
    return fits || fail_damaged(r);
}

static bool start(Reader *r, const char *path, const tl_Sweep *s, tl_Messages *messages)
{
    *r = (Reader){.sweep = s, .path = path, .messages = messages};
    hid_t access = tl_hdf5_access();
    r->file = H5Fopen(path, H5F_ACC_RDONLY, access);
    H5Pclose(access);
    if (r->file < 0) {
        return fail_damaged(r);
    }
    if (check_identity(r) && read_row_count(r)) {
        return true;
    }
    H5Fclose(r->file);
    return false;
}

double *tl_part_values(const char *path, const tl_Sweep *s, bool series, int first, int count,
                       tl_Messages *messages)
{
    Reader r;
    if (!start(&r, path, s, messages)) {
        return NULL;
    }
    hsize_t last = (hsize_t)(series ? s->period_count : s->window_count);
    hsize_t lengths[] = {r.rows, (hsize_t)s->outcome_count, last};
    hsize_t from[] = {0, (hsize_t)first, 0}, block[] = {r.rows, (hsize_t)count, last};
    double *values = malloc((size_t)(r.rows * (hsize_t)count * last) * sizeof *values);
    bool good = values != NULL ? read_block(&r, series ? "series" : "values", H5T_NATIVE_DOUBLE, 3, lengths,
                                            from, block, values)
                               : fail(&r, "does not fit into memory");
    H5Fclose(r.file);
    if (!good) {
        free(values);
        return NULL;
    }
    return values;
}

/* ---- the index
 * --------------------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_path(tl_Index *index, const char *folder, const char *name)
{
    char **larger = realloc(index->paths, (size_t)(index->part_count + 1) * sizeof *larger);
    size_t room = strlen(folder) + strlen(name) + 16;
    char *path = malloc(room);
    index->paths = larger != NULL ? larger : index->paths;
    if (larger == NULL || path == NULL) {
        free(path);
        return false;
    }
    snprintf(path, room, "%s/parts/%s", folder, name);
    index->paths[index->part_count++] = path;
    return true;
}

/* Names without .h5 at their end are those of files being written. */
static bool list_parts(tl_Index *index, const char *folder, tl_Messages *messages)
{
    char path[TL_PATH_SIZE];
    snprintf(path, sizeof path, "%.4000s/parts", folder);
    DIR *entries = opendir(path);
    bool good = entries != NULL || errno == ENOENT;
    if (!good) {
        tl_error(messages, (tl_Place){.file = path}, "cannot be read: %s", strerror(errno));
    }
    for (struct dirent *entry; entries != NULL && good && (entry = readdir(entries)) != NULL;) {
        if (entry->d_name[0] != '.' && tl_name_ends(entry->d_name, ".h5")) {
            good = add_path(index, folder, entry->d_name);
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
    if (index->part_count > 0) {
        qsort(index->paths, (size_t)index->part_count, sizeof *index->paths, by_name);
    }
    return good;
}

static bool note_failure(tl_Index *index, const tl_RunRecord *record)
{
    if ((index->failure_count & (index->failure_count - 1)) == 0) { /* powers of two, and 0 */
        size_t room = index->failure_count > 0 ? 2 * (size_t)index->failure_count : 1;
        tl_RunRecord *larger = realloc(index->failures, room * sizeof *larger);
        if (larger == NULL) {
            return false;
        }
        index->failures = larger;
    }
    index->failures[index->failure_count++] = *record;
    return true;
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
        return note_failure(index, &record) || fail(r, "does not fit into memory");
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
    *index = (tl_Index){.run_count = tl_sweep_runs(s)};
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
