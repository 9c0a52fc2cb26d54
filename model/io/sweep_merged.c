#include "io/sweep_merged.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/measure.h"
#include "io/measure_definition.h"
#include "io/whole_file.h"

/* So that an altered length is an error rather than a huge allocation. */
static const hssize_t LONGEST_TEXT = (hssize_t)1 << 30;

/* Outcomes are gathered so many bytes at a time: parts are read once for each such lot. */
static const size_t LOT_BYTES = (size_t)256 << 20;

/* ---- writing
 * ----------------------------------------------------------------------------------------------------- */

typedef struct Merger {
    tl_File file;
    const tl_Sweep *sweep;
    const tl_Index *index;
    tl_Messages *messages;
    tl_Dimension point, replicate, window, period;
} Merger;

static void write_all(Merger *m, const tl_Definition *definition, const tl_Dimension *const *dimensions,
                      int rank, const void *data)
{
    hsize_t start[TL_FILE_RANK] = {0}, count[TL_FILE_RANK];
    for (int i = 0; i < rank; i++) {
        count[i] = dimensions[i]->length;
    }
    tl_Variable variable = tl_file_variable(&m->file, definition, dimensions, rank);
    tl_file_write(&m->file, &variable, start, count, data);
}

static void *allocate(Merger *m, size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (memory == NULL) {
        tl_file_fail(&m->file, "out of memory");
    }
    return memory;
}

static void write_attributes(Merger *m)
{
    static const char *const names[] = {"version", "model_version", "commit", "compiler", "flags"};
    tl_File *file = &m->file;
    json_t *root = json_loads(m->sweep->manifest, 0, NULL);
    tl_file_text(file, file->id, "Conventions", "CF-1.10");
    tl_file_text(file, file->id, "title", m->sweep->title);
    tl_file_integer(file, file->id, "sweep_layout_version", TL_INT32, TL_SWEEP_LAYOUT);
    tl_file_text(file, file->id, "sweep", m->sweep->identity);
    for (size_t i = 0; root != NULL && i < sizeof names / sizeof names[0]; i++) {
        tl_file_text(file, file->id, names[i], json_string_value(json_object_get(root, names[i])));
    }
    tl_file_integer(file, file->id, "seed", TL_INT64, m->sweep->bases[0].config.run.seed);
    tl_file_integer(file, file->id, "complete", TL_INT32, m->index->done == m->index->run_count);
    json_decref(root);
}

static void create_axes(Merger *m)
{
    const tl_Sweep *s = m->sweep;
    const char *names[TL_MOST_SWEEP_WINDOWS];
    for (int i = 0; i < s->window_count; i++) {
        names[i] = s->windows[i].name;
    }
    m->point = tl_file_numbers(&m->file, "point", "number of the design point: a row of an arm", 1,
                               (hsize_t)tl_sweep_points(s));
    m->replicate = tl_file_numbers(&m->file, "replicate",
                                   "number of the replicate; the same at two points meets the same luck", 1,
                                   (hsize_t)s->replicates);
    m->window = tl_file_names(&m->file, "window", "part of the run over which outcomes are taken", names,
                              (hsize_t)s->window_count);
    if (s->series) {
        m->period =
            tl_file_numbers(&m->file, "period", "number of the recorded period", 1, (hsize_t)s->period_count);
    }
}

static void write_days(Merger *m, const tl_Dimension *dimension, const char *name, const char *meaning,
                       const int32_t *values)
{
    write_all(m, &(tl_Definition){.name = name, .unit = "d", .meaning = meaning, .type = TL_INT32},
              (const tl_Dimension *[]){dimension}, 1, values);
}

static void describe_windows(Merger *m)
{
    const tl_Sweep *s = m->sweep;
    int32_t first[TL_MOST_SWEEP_WINDOWS], end[TL_MOST_SWEEP_WINDOWS];
    for (int i = 0; i < s->window_count; i++) {
        first[i] = (int32_t)s->windows[i].window.from;
        end[i] = (int32_t)s->windows[i].window.to;
    }
    write_days(m, &m->window, "window_first_day", "first day; 0 is the first day after the burn-in", first);
    write_days(m, &m->window, "window_end_day", "first day after the window", end);
}

static void describe_periods(Merger *m)
{
    const tl_RunSettings *run = &m->sweep->bases[0].config.run;
    size_t count = (size_t)m->sweep->period_count;
    int32_t *first = allocate(m, count, sizeof *first), *days = allocate(m, count, sizeof *days);
    for (size_t i = 0; first != NULL && days != NULL && i < count; i++) {
        int64_t from = (int64_t)i * run->period_days, left = run->days - from;
        first[i] = (int32_t)from;
        days[i] = (int32_t)(left < run->period_days ? left : run->period_days);
    }
    write_days(m, &m->period, "day", "first day of the period; 0 is the first day after the burn-in", first);
    write_days(m, &m->period, "period_days", "length of the period", days);
    free(first);
    free(days);
}

static void write_arms(Merger *m)
{
    const tl_Sweep *s = m->sweep;
    int64_t points = tl_sweep_points(s);
    const char **names = allocate(m, (size_t)points, sizeof *names);
    for (int64_t i = 0; names != NULL && i < points; i++) {
        names[i] = s->arms[i / s->rows.count];
    }
    tl_file_texts(&m->file, &(tl_Definition){.name = "arm", .meaning = "arm of the experiment"}, &m->point,
                  names);
    free(names);
}

/* Regimes, municipalities and choices by their names. */
static void write_names(Merger *m, int factor, const tl_Definition *definition)
{
    const tl_Rows *rows = &m->sweep->rows;
    int64_t points = tl_sweep_points(m->sweep);
    char(*texts)[TL_LEVEL_SIZE] = allocate(m, (size_t)rows->count, sizeof *texts);
    const char **names = allocate(m, (size_t)points, sizeof *names);
    for (int64_t row = 0; texts != NULL && row < rows->count; row++) {
        tl_factor_text(&rows->factors[factor], tl_rows_value(rows, row, factor), texts[row],
                       sizeof texts[row]);
    }
    for (int64_t i = 0; texts != NULL && names != NULL && i < points; i++) {
        names[i] = texts[i % rows->count];
    }
    tl_file_texts(&m->file, definition, &m->point, names);
    free(texts);
    free(names);
}

static void write_factor(Merger *m, int number)
{
    const tl_Rows *rows = &m->sweep->rows;
    const tl_Factor *factor = &rows->factors[number];
    const tl_Parameter *p = factor->parameter >= 0 ? &tl_parameters[factor->parameter] : NULL;
    int64_t points = tl_sweep_points(m->sweep);
    tl_Definition definition = {.name = factor->name,
                                .unit = p != NULL ? p->unit : "",
                                .meaning = p != NULL ? p->meaning : "factor of the sweep",
                                .type = TL_DOUBLE};
    if (p == NULL || p->kind == TL_CHOICE) {
        write_names(m, number, &definition);
        return;
    }
    double *values = allocate(m, (size_t)points, sizeof *values);
    for (int64_t i = 0; values != NULL && i < points; i++) {
        values[i] = tl_rows_value(rows, i % rows->count, number);
    }
    write_all(m, &definition, (const tl_Dimension *[]){&m->point}, 1, values);
    free(values);
}

static void write_states(Merger *m)
{
    const tl_Index *index = m->index;
    const tl_Dimension *axes[] = {&m->point, &m->replicate};
    uint64_t *digests = allocate(m, (size_t)index->run_count, sizeof *digests);
    int32_t *states = allocate(m, (size_t)index->run_count, sizeof *states);
    for (int64_t i = 0; digests != NULL && states != NULL && i < index->run_count; i++) {
        digests[i] = index->runs[i].digest;
        states[i] = index->runs[i].status;
    }
    write_all(
        m,
        &(tl_Definition){.name = "digest",
                         .unit = "1",
                         .meaning = "digest of the run's whole trajectory, which a rerun must give again",
                         .type = TL_UINT64},
        axes, 2, digests);
    write_all(m,
              &(tl_Definition){
                  .name = "status", .unit = "1", .meaning = "0 missing, 1 done, 2 failed", .type = TL_INT32},
              axes, 2, states);
    free(digests);
    free(states);
}

/* Copies what one part holds of a lot of outcomes to its place: [outcome of the lot][run][last axis]. */
static bool gather_part(Merger *m, int part, bool series, int first, int count, double *lot)
{
    const tl_Index *index = m->index;
    size_t width = (size_t)(series ? m->sweep->period_count : m->sweep->window_count);
    double *values = tl_part_values(index->paths[part], m->sweep, series, first, count, m->messages);
    if (values == NULL) {
        tl_file_fail(&m->file, "a part could not be read");
        return false;
    }
    for (int64_t run = 0; run < index->run_count; run++) {
        const tl_RunPlace *place = &index->runs[run];
        if (place->status != TL_RUN_DONE || place->part != part) {
            continue;
        }
        for (int i = 0; i < count; i++) {
            memcpy(lot + ((size_t)i * (size_t)index->run_count + (size_t)run) * width,
                   values + ((size_t)place->row * (size_t)count + (size_t)i) * width, width * sizeof *lot);
        }
    }
    free(values);
    return true;
}

static void write_outcome(Merger *m, int outcome, bool series, const double *values)
{
    tl_Definition definition =
        tl_measure_definition(m->sweep->outcomes[outcome], series ? "series_" : "", NULL);
    write_all(m, &definition,
              (const tl_Dimension *[]){&m->point, &m->replicate, series ? &m->period : &m->window}, 3,
              values);
}

static void write_lot(Merger *m, bool series, int first, int count)
{
    size_t width = (size_t)(series ? m->sweep->period_count : m->sweep->window_count);
    size_t each = (size_t)m->index->run_count * width;
    double *lot = allocate(m, each * (size_t)count, sizeof *lot);
    for (size_t i = 0; lot != NULL && i < each * (size_t)count; i++) {
        lot[i] = (double)NAN;
    }
    bool good = lot != NULL;
    for (int part = 0; good && part < m->index->part_count; part++) {
        good = gather_part(m, part, series, first, count, lot);
    }
    for (int i = 0; good && i < count; i++) {
        write_outcome(m, first + i, series, lot + (size_t)i * each);
    }
    free(lot);
}

static void write_outcomes(Merger *m, bool series)
{
    size_t width = (size_t)(series ? m->sweep->period_count : m->sweep->window_count);
    size_t each = (size_t)m->index->run_count * width * sizeof(double);
    int at_once = each < LOT_BYTES ? (int)(LOT_BYTES / each) : 1;
    for (int first = 0; first < m->sweep->outcome_count && !m->file.failed; first += at_once) {
        int left = m->sweep->outcome_count - first;
        write_lot(m, series, first, left < at_once ? left : at_once);
    }
}

/* Bytes, since HDF5 1.10 refuses long texts as attributes. */
static void write_text(Merger *m, const char *name, const char *meaning, const char *text)
{
    char label[64];
    snprintf(label, sizeof label, "%s_byte", name);
    tl_Dimension byte = tl_file_dimension(&m->file, label, strlen(text), false);
    write_all(m, &(tl_Definition){.name = name, .unit = "1", .meaning = meaning, .type = TL_UINT8},
              (const tl_Dimension *[]){&byte}, 1, text);
}

static void write_contents(Merger *m)
{
    write_attributes(m);
    create_axes(m);
    describe_windows(m);
    if (m->sweep->series) {
        describe_periods(m);
    }
    write_arms(m);
    for (int i = 0; i < m->sweep->rows.factor_count; i++) {
        write_factor(m, i);
    }
    write_states(m);
    write_outcomes(m, false);
    if (m->sweep->series) {
        write_outcomes(m, true);
    }
    write_text(m, "manifest",
               "all that decides the sweep's results, with the resolved configs: JSON in UTF-8",
               m->sweep->manifest);
    if (m->sweep->table[0] != '\0') {
        write_text(m, "design", "rows of the design: CSV in UTF-8", m->sweep->table);
    }
}

static bool say(tl_Messages *messages, const char *path, const char *what, int cause)
{
    tl_error(messages, (tl_Place){.file = path}, "%s%s%s", what, cause != 0 ? ": " : "",
             cause != 0 ? strerror(cause) : "");
    return false;
}

bool tl_merged_write(const char *path, const tl_Sweep *sweep, const tl_Index *index, bool overwrite,
                     tl_Messages *messages)
{
    struct stat about;
    if (lstat(path, &about) == 0 && !overwrite) {
        return say(messages, path, "exists already and is left as it is (--overwrite replaces it)", 0);
    }
    if (lstat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISLNK(about.st_mode)) {
        return say(messages, path, "is not a file that could be replaced", 0);
    }
    char *temporary = malloc(strlen(path) + TL_TEMPORARY_SUFFIX);
    int cause = temporary != NULL ? tl_temporary_take(path, temporary) : ENOMEM;
    if (cause != 0) {
        free(temporary);
        return say(messages, path, "cannot be written", cause);
    }
    Merger merger = {.sweep = sweep, .index = index, .messages = messages};
    tl_file_create(&merger.file, path, temporary);
    if (!merger.file.failed) {
        write_contents(&merger);
    }
    bool good = tl_file_close(&merger.file);
    if (!good) {
        tl_file_discard(&merger.file);
        size_t length = strlen(path);
        bool named = strncmp(merger.file.error, path, length) == 0; /* not so where it is very long */
        say(messages, path, merger.file.error + (named ? length + 2 : 0), 0);
    } else {
        cause = tl_file_settle(temporary);
        cause = cause != 0 ? cause : tl_file_publish(temporary, path, overwrite);
        good = cause == 0 || say(messages, path, "cannot be written", cause);
    }
    if (good) {
        tl_folder_settle(path);
    } else {
        unlink(temporary);
    }
    free(temporary);
    return good;
}

/* ---- reading
 * ----------------------------------------------------------------------------------------------------- */

static hid_t open_file(const char *path)
{
    hid_t access = tl_hdf5_access();
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, access);
    H5Pclose(access);
    return file;
}

bool tl_merged_is(const char *path)
{
    hid_t file = open_file(path);
    if (file < 0) {
        return false;
    }
    bool found = H5Aexists(file, "sweep_layout_version") > 0;
    H5Fclose(file);
    return found;
}

static bool fail_damaged(tl_Messages *messages, const char *path)
{
    char cause[TL_FILE_ERROR_SIZE / 2];
    tl_hdf5_cause(cause, sizeof cause);
    tl_error(messages, (tl_Place){.file = path}, "is damaged, cut off or no merged sweep (%s)", cause);
    return false;
}

static bool check_layout(hid_t file, const char *path, tl_Messages *messages)
{
    int32_t layout = 0;
    hid_t attribute = H5Aopen(file, "sweep_layout_version", H5P_DEFAULT);
    hid_t space = attribute >= 0 ? H5Aget_space(attribute) : H5I_INVALID_HID;
    bool read = space >= 0 && H5Sget_simple_extent_npoints(space) == 1 &&
                H5Aread(attribute, H5T_NATIVE_INT32, &layout) >= 0;
    if (space >= 0) {
        H5Sclose(space);
    }
    if (attribute >= 0) {
        H5Aclose(attribute);
    }
    if (!read) {
        return fail_damaged(messages, path);
    }
    if (layout != TL_SWEEP_LAYOUT) {
        tl_error(messages, (tl_Place){.file = path}, "has sweep layout %d, and this program reads layout %d",
                 (int)layout, TL_SWEEP_LAYOUT);
    }
    return layout == TL_SWEEP_LAYOUT;
}

/* All of a dataset of so many values; NULL where it is not there or otherwise. `count` 0: as many as there
 * are, and a zero more. */
static void *read_dataset(hid_t file, const char *name, hid_t type, size_t size, size_t count)
{
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    if (dataset < 0) {
        return NULL;
    }
    hid_t space = H5Dget_space(dataset);
    hssize_t found = H5Sget_simple_extent_npoints(space);
    bool fits = found > 0 && (count == 0 ? found < LONGEST_TEXT : (hssize_t)count == found);
    char *values = fits ? malloc((size_t)found * size + 1) : NULL;
    if (values != NULL && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) {
        free(values);
        values = NULL;
    }
    if (values != NULL) {
        values[(size_t)found * size] = '\0';
    }
    H5Sclose(space);
    H5Dclose(dataset);
    return values;
}

bool tl_merged_open(tl_Sweep *sweep, const char *path, tl_Messages *messages)
{
    hid_t file = open_file(path);
    if (file < 0) {
        return fail_damaged(messages, path);
    }
    char *manifest = NULL, *table = NULL;
    bool good = check_layout(file, path, messages);
    if (good) {
        manifest = read_dataset(file, "manifest", H5T_NATIVE_UINT8, 1, 0);
        table = H5Lexists(file, "design", H5P_DEFAULT) > 0
                    ? read_dataset(file, "design", H5T_NATIVE_UINT8, 1, 0)
                    : strdup("");
        good = (manifest != NULL && table != NULL) || fail_damaged(messages, path);
    }
    H5Fclose(file);
    if (!good) {
        free(manifest);
        free(table);
        return false;
    }
    return tl_sweep_read(sweep, path, manifest, table, messages);
}

static bool read_outcomes(hid_t file, const tl_Sweep *s, bool series, double *into)
{
    size_t each = (size_t)tl_sweep_runs(s) * (size_t)(series ? s->period_count : s->window_count);
    bool good = into != NULL;
    for (int i = 0; good && i < s->outcome_count; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", series ? "series_" : "", tl_measures[s->outcomes[i]].name);
        double *values = read_dataset(file, name, H5T_NATIVE_DOUBLE, sizeof *values, each);
        good = values != NULL;
        if (good) {
            memcpy(into + (size_t)i * each, values, each * sizeof *values);
        }
        free(values);
    }
    return good;
}

bool tl_merged_runs(tl_MergedRuns *runs, const tl_Sweep *s, const char *path, tl_Messages *messages)
{
    hid_t file = open_file(path);
    size_t count = (size_t)tl_sweep_runs(s), outcomes = (size_t)s->outcome_count;
    *runs = (tl_MergedRuns){0};
    if (file < 0) {
        return fail_damaged(messages, path);
    }
    runs->digest = read_dataset(file, "digest", H5T_NATIVE_UINT64, sizeof *runs->digest, count);
    runs->status = read_dataset(file, "status", H5T_NATIVE_INT32, sizeof *runs->status, count);
    runs->values = malloc(outcomes * count * (size_t)s->window_count * sizeof(double));
    bool good = runs->digest != NULL && runs->status != NULL && read_outcomes(file, s, false, runs->values);
    if (good && s->series) {
        runs->series = malloc(outcomes * count * (size_t)s->period_count * sizeof(double));
        good = read_outcomes(file, s, true, runs->series);
    }
    H5Fclose(file);
    return good || fail_damaged(messages, path);
}

void tl_merged_runs_free(tl_MergedRuns *runs)
{
    free(runs->digest);
    free(runs->status);
    free(runs->values);
    free(runs->series);
    *runs = (tl_MergedRuns){0};
}
