#include "store/sweep_index.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_read.h"
#include "system/memory.h"
#include "system/text.h"

/* ---- reading ------------------------------------------------------------------------------------------- */

/* Opens a part of the sweep and gives its number of rows. */
static bool start(tl_Reader *r, const char *path, const tl_Sweep *s, hsize_t *rows)
{
    char own[TL_IDENTITY_SIZE + 1]; /* longer than ours, so that another that begins alike differs */
    bool good = tl_reader_open(r, path, "part of a sweep (without it its runs are done again)") &&
                tl_reader_text(r, "sweep", own, sizeof own);
    if (good && strcmp(own, s->identity) != 0) {
        good = tl_reader_fail(r, "",
                              "belongs to another sweep: another experiment, or another state of this one");
    }
    good = good && tl_reader_lengths(r, "run", 1, rows);
    if (good && (*rows == 0 || *rows > (hsize_t)tl_plan_runs(&s->plan) || *rows > INT32_MAX)) {
        good = tl_reader_fail(r, "", "is damaged: it holds another number of runs than the sweep has");
    }
    return good;
}

double *tl_part_values(const char *path, const tl_Sweep *s, tl_Kept kind, int first, int count,
                       tl_Messages *messages)
{
    tl_Reader r;
    hsize_t rows;
    double *values = NULL;
    if (start(&r, path, s, &rows)) {
        hsize_t lengths[] = {rows, (hsize_t)tl_plan_variables(&s->plan, kind),
                             (hsize_t)tl_plan_width(&s->plan, kind)};
        values = tl_reader_some(&r, tl_part_dataset(kind), TL_DOUBLE, 3, lengths, first, count);
    }
    if (r.failed) {
        tl_reader_say(&r, messages);
    }
    tl_reader_close(&r);
    return values;
}

/* ---- the index ----------------------------------------------------------------------------------------- */

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
    tl_texts_sort(index->paths, (size_t)index->part_count);
    return good;
}

static void note_failure(tl_Index *index, const tl_RunRecord *record)
{
    index->failures = tl_grow(index->failures, (size_t)index->failure_count, sizeof *index->failures);
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

static bool fold_row(tl_Index *index, tl_Reader *r, const Columns *c, size_t row, int part)
{
    int64_t run = c->run[row];
    bool known = c->status[row] == TL_RUN_DONE || c->status[row] == TL_RUN_FAILED;
    if (run < 0 || run >= index->run_count || !known) {
        return tl_reader_fail(r, "", "is damaged: it holds a run that the sweep does not have");
    }
    tl_RunPlace *own = &index->runs[run];
    index->seconds += c->seconds[row];
    if (own->status == TL_RUN_DONE) {
        return c->status[row] == TL_RUN_FAILED || own->digest == c->digest[row] ||
               tl_reader_fail(
                   r, "", "holds a run with another digest than an earlier part: they cannot both be right");
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

/* After a failure the rest is NULL. */
static Columns read_columns(tl_Reader *r, hsize_t rows)
{
    return (Columns){.run = tl_reader_numbers(r, "run", TL_INT64, 1, &rows),
                     .status = tl_reader_numbers(r, "status", TL_INT32, 1, &rows),
                     .digest = tl_reader_numbers(r, "digest", TL_UINT64, 1, &rows),
                     .seconds = tl_reader_numbers(r, "seconds", TL_DOUBLE, 1, &rows),
                     .reason =
                         tl_reader_numbers(r, "reason", TL_UINT8, 2, (hsize_t[]){rows, TL_REASON_SIZE})};
}

static void fold_part(tl_Index *index, const tl_Sweep *s, int part, tl_Messages *messages)
{
    tl_Reader r;
    hsize_t rows = 0;
    Columns c = {0};
    if (start(&r, index->paths[part], s, &rows)) {
        c = read_columns(&r, rows);
    }
    bool whole =
        c.run != NULL && c.status != NULL && c.digest != NULL && c.seconds != NULL && c.reason != NULL;
    for (size_t row = 0; whole && row < rows && fold_row(index, &r, &c, row, part); row++) {
    }
    if (r.failed) {
        tl_reader_say(&r, messages);
    }
    free(c.run);
    free(c.digest);
    free(c.seconds);
    free(c.status);
    free(c.reason);
    tl_reader_close(&r);
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
