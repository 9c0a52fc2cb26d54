#include "store/sweep_merged.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config/snapshot_variables.h"
#include "core/observation/measure.h"
#include "config/selector_json.h"
#include "store/common_variables.h"
#include "store/hdf5_checksum.h"
#include "store/measure_definition.h"
#include "run/snapshot_summary.h"
#include "system/memory.h"

/* Outcomes are gathered so many bytes at a time: parts are read once for each such lot. */
static const size_t LOT_BYTES = (size_t)256 << 20;

/* ---- writing ------------------------------------------------------------------------------------------- */

typedef struct Merger {
    tl_File file;
    const tl_Sweep *sweep;
    const tl_Index *index;
    tl_Messages *messages;
    tl_FileDimension point, replicate, window, period, snapshot, statistic;
    const double *pairing;
    const tl_MergedRuns *runs; /* NULL: values come from the parts */
    int64_t *part_first,
        *by_part; /* owned: runs [part_first[p], part_first[p + 1]) of by_part stand in part p */
} Merger;

static void write_attributes(Merger *m)
{
    tl_File *file = &m->file;
    const char *made_by[TL_MAKER_TEXTS];
    json_t *root = json_loads(m->sweep->manifest, 0, NULL);
    tl_common_head(file, m->sweep->title, "sweep_layout_version", TL_SWEEP_LAYOUT);
    tl_file_text(file, file->id, "sweep", m->sweep->identity);
    for (int i = 0; i < TL_MAKER_TEXTS; i++) {
        made_by[i] = json_string_value(json_object_get(root, tl_maker_names[i]));
    }
    tl_common_maker(file, made_by);
    tl_file_integer(file, file->id, "seed", TL_INT64, m->sweep->bases[0].config.run.seed);
    tl_file_integer(file, file->id, "complete", TL_INT32, m->index->done == m->index->run_count);
    json_decref(root);
}

static void create_axes(Merger *m)
{
    const tl_Sweep *s = m->sweep;
    const char *names[TL_MOST_SWEEP_WINDOWS];
    for (int i = 0; i < s->plan.window_count; i++) {
        names[i] = s->plan.windows[i].name;
    }
    m->point = tl_file_numbers(&m->file, "point", "number of the design point: a row of an arm", 1,
                               (hsize_t)tl_plan_points(&s->plan));
    m->replicate = tl_file_numbers(&m->file, "replicate",
                                   "number of the replicate; the same at two points meets the same luck", 1,
                                   (hsize_t)s->plan.replicates);
    m->window = tl_file_names(&m->file, "window", "part of the run over which outcomes are taken", names,
                              (hsize_t)s->plan.window_count);
    if (s->plan.series_count > 0) {
        m->period = tl_file_numbers(&m->file, "period", "number of the recorded period", 1,
                                    (hsize_t)s->plan.period_count);
    }
    if (s->plan.snapshot_count > 0) {
        m->snapshot = tl_file_numbers(&m->file, "snapshot", "number of the snapshot", 1,
                                      (hsize_t)s->plan.snapshot_days);
        m->statistic = tl_file_names(&m->file, "statistic",
                                     "of a variable over all people: mean, standard deviation (n - 1), "
                                     "least, quantiles (p50: the median), most",
                                     tl_snapshot_statistics, TL_SNAPSHOT_STATISTICS);
    }
}

/* Which units windows mean, where one means some only. */
static void describe_selectors(Merger *m)
{
    const tl_Sweep *s = m->sweep;
    char *texts[TL_MOST_SWEEP_WINDOWS];
    bool any = false;
    for (int i = 0; i < s->plan.window_count; i++) {
        any = any || !tl_selector_is_empty(&s->plan.windows[i].where);
    }
    if (!any) {
        return;
    }
    for (int i = 0; i < s->plan.window_count; i++) {
        json_t *json = tl_selector_to_json(&s->plan.windows[i].where);
        texts[i] = json_dumps(json, JSON_SORT_KEYS);
        json_decref(json);
    }
    tl_file_texts(&m->file,
                  &(tl_Definition){.name = "window_where",
                                   .meaning = "units over which outcomes are taken, as JSON; {}: all"},
                  &m->window, (const char *const *)texts);
    for (int i = 0; i < s->plan.window_count; i++) {
        free(texts[i]);
    }
}

static void describe_windows(Merger *m)
{
    const tl_Sweep *s = m->sweep;
    int32_t first[TL_MOST_SWEEP_WINDOWS], end[TL_MOST_SWEEP_WINDOWS];
    for (int i = 0; i < s->plan.window_count; i++) {
        first[i] = (int32_t)s->plan.windows[i].from;
        end[i] = (int32_t)s->plan.windows[i].to;
    }
    tl_file_integers(&m->file, &m->window, "window_first_day", "d",
                     "first day; 0 is the first day after the burn-in", first);
    tl_file_integers(&m->file, &m->window, "window_end_day", "d", "first day after the window", end);
}

static void describe_snapshots(Merger *m)
{
    size_t count = (size_t)m->sweep->plan.snapshot_days;
    int32_t *days = tl_file_allocate(&m->file, count, sizeof *days);
    for (size_t i = 0; days != NULL && i < count; i++) {
        days[i] = (int32_t)((int64_t)(i + 1) * m->sweep->bases[0].config.run.record_snapshot_every_days - 1);
    }
    tl_file_integers(&m->file, &m->snapshot, "snapshot_day", "d",
                     "day at whose end the snapshot was taken; 0 is the first after the burn-in", days);
    free(days);
}

static void write_arms(Merger *m)
{
    const tl_Sweep *s = m->sweep;
    int64_t points = tl_plan_points(&s->plan);
    const char **names = tl_file_allocate(&m->file, (size_t)points, sizeof *names);
    for (int64_t i = 0; names != NULL && i < points; i++) {
        names[i] = s->arms[i / s->plan.rows.count];
    }
    tl_file_texts(&m->file, &(tl_Definition){.name = "arm", .meaning = "arm of the experiment"}, &m->point,
                  names);
    free(names);
}

/* Regimes, municipalities and choices by their names. */
static void write_names(Merger *m, int factor, const tl_Definition *definition)
{
    const tl_Rows *rows = &m->sweep->plan.rows;
    int64_t points = tl_plan_points(&m->sweep->plan);
    char(*texts)[TL_LEVEL_SIZE] = tl_file_allocate(&m->file, (size_t)rows->count, sizeof *texts);
    const char **names = tl_file_allocate(&m->file, (size_t)points, sizeof *names);
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
    const tl_Rows *rows = &m->sweep->plan.rows;
    const tl_Factor *factor = &rows->factors[number];
    const tl_Parameter *p = factor->parameter >= 0 ? &tl_parameters[factor->parameter] : NULL;
    int64_t points = tl_plan_points(&m->sweep->plan);
    tl_Definition definition = {.name = factor->name,
                                .unit = p != NULL ? p->unit : "",
                                .meaning = p != NULL ? p->meaning : "factor of the sweep",
                                .type = TL_DOUBLE};
    if (p == NULL || p->kind == TL_CHOICE) {
        write_names(m, number, &definition);
        return;
    }
    double *values = tl_file_allocate(&m->file, (size_t)points, sizeof *values);
    for (int64_t i = 0; values != NULL && i < points; i++) {
        values[i] = tl_rows_value(rows, i % rows->count, number);
    }
    tl_file_values(&m->file, &definition, (const tl_FileDimension *[]){&m->point}, 1, values);
    free(values);
}

static void write_states(Merger *m)
{
    const tl_Index *index = m->index;
    const tl_FileDimension *axes[] = {&m->point, &m->replicate};
    uint64_t *digests = tl_file_allocate(&m->file, (size_t)index->run_count, sizeof *digests);
    int32_t *states = tl_file_allocate(&m->file, (size_t)index->run_count, sizeof *states);
    for (int64_t i = 0; digests != NULL && states != NULL && i < index->run_count; i++) {
        digests[i] = index->runs[i].digest;
        states[i] = index->runs[i].status;
    }
    tl_file_values(
        &m->file,
        &(tl_Definition){.name = "digest",
                         .unit = "1",
                         .meaning = "digest of the run's whole trajectory, which a rerun must give again",
                         .type = TL_UINT64},
        axes, 2, digests);
    tl_file_values(
        &m->file,
        &(tl_Definition){
            .name = "status", .unit = "1", .meaning = "0 missing, 1 done, 2 failed", .type = TL_INT32},
        axes, 2, states);
    free(digests);
    free(states);
}

/* Copies what one part holds of a lot of variables to its place: [variable of the lot][run][its values]. */
static bool gather_part(Merger *m, int part, tl_Kept kind, int first, int count, double *lot)
{
    const tl_Index *index = m->index;
    size_t width = (size_t)tl_plan_width(&m->sweep->plan, kind);
    double *values = tl_part_values(index->paths[part], m->sweep, kind, first, count, m->messages);
    if (values == NULL) {
        return tl_file_fail(&m->file, "a part could not be read");
    }
    for (int64_t at = m->part_first[part]; at < m->part_first[part + 1]; at++) {
        int64_t run = m->by_part[at];
        size_t row = (size_t)index->runs[run].row;
        for (int i = 0; i < count; i++) {
            memcpy(lot + ((size_t)i * (size_t)index->run_count + (size_t)run) * width,
                   values + (row * (size_t)count + (size_t)i) * width, width * sizeof *lot);
        }
    }
    free(values);
    return true;
}

void tl_merged_name(const tl_Sweep *s, tl_Kept kind, int variable, char name[TL_MERGED_NAME_SIZE])
{
    char own[TL_SNAPSHOT_NAME_SIZE];
    if (kind == TL_KEPT_SNAPSHOTS) {
        tl_snapshot_variable_name(s->plan.snapshots[variable], own);
        snprintf(name, TL_MERGED_NAME_SIZE, "snapshot_%s", own);
    } else {
        snprintf(name, TL_MERGED_NAME_SIZE, "%s%s", kind == TL_KEPT_SERIES ? "series_" : "",
                 tl_measures[s->plan.outcomes[variable]].name);
    }
}

static void write_snapshot_variable(Merger *m, const char *name, int variable, const double *values)
{
    const tl_SnapshotField *field = tl_snapshot_variable_field(m->sweep->plan.snapshots[variable]);
    tl_file_values(
        &m->file,
        &(tl_Definition){.name = name, .unit = field->unit, .meaning = field->meaning, .type = TL_DOUBLE},
        (const tl_FileDimension *[]){&m->point, &m->replicate, &m->snapshot, &m->statistic}, 4, values);
}

static void write_outcome(Merger *m, tl_Kept kind, int outcome, const double *values)
{
    const tl_FileDimension *last = kind == TL_KEPT_SERIES ? &m->period : &m->window;
    const char *prefix = kind == TL_KEPT_SERIES ? "series_" : "";
    tl_Definition definition = tl_measure_definition(m->sweep->plan.outcomes[outcome], prefix, NULL);
    tl_Variable variable = tl_file_values(
        &m->file, &definition, (const tl_FileDimension *[]){&m->point, &m->replicate, last}, 3, values);
    if (kind == TL_KEPT_WINDOWS && m->pairing != NULL && !isnan(m->pairing[outcome])) {
        tl_file_real(&m->file, variable.dataset, "paired_over_independent_variance", m->pairing[outcome]);
    }
}

static void write_variable(Merger *m, tl_Kept kind, int variable, const double *values)
{
    char name[TL_MERGED_NAME_SIZE];
    tl_merged_name(m->sweep, kind, variable, name);
    if (kind == TL_KEPT_SNAPSHOTS) {
        write_snapshot_variable(m, name, variable, values);
    } else {
        write_outcome(m, kind, variable, values);
    }
}

/* The same from another merged file: that of runs which are done. */
static void gather_runs(const Merger *m, tl_Kept kind, int first, int count, double *lot)
{
    size_t width = (size_t)tl_plan_width(&m->sweep->plan, kind), each = (size_t)m->index->run_count * width;
    for (int64_t run = 0; run < m->index->run_count; run++) {
        for (int i = 0; i < count && m->index->runs[run].status == TL_RUN_DONE; i++) {
            memcpy(lot + (size_t)i * each + (size_t)run * width,
                   m->runs->kept[kind] + (size_t)(first + i) * each + (size_t)run * width,
                   width * sizeof *lot);
        }
    }
}

static void write_lot(Merger *m, tl_Kept kind, int first, int count)
{
    size_t each = (size_t)m->index->run_count * (size_t)tl_plan_width(&m->sweep->plan, kind);
    double *lot = tl_file_allocate(&m->file, each * (size_t)count, sizeof *lot);
    for (size_t i = 0; lot != NULL && i < each * (size_t)count; i++) {
        lot[i] = NAN;
    }
    bool good = lot != NULL;
    if (good && m->runs != NULL) {
        gather_runs(m, kind, first, count, lot);
    }
    for (int part = 0; good && part < m->index->part_count; part++) {
        good = gather_part(m, part, kind, first, count, lot);
    }
    for (int i = 0; good && i < count; i++) {
        write_variable(m, kind, first + i, lot + (size_t)i * each);
    }
    free(lot);
}

static void write_kind(Merger *m, tl_Kept kind)
{
    size_t each = (size_t)m->index->run_count * (size_t)tl_plan_width(&m->sweep->plan, kind) * sizeof(double);
    int count = tl_plan_variables(&m->sweep->plan, kind);
    int at_once = count > 0 && each < LOT_BYTES ? (int)(LOT_BYTES / each) : 1;
    for (int first = 0; first < count && !m->file.failed; first += at_once) {
        int left = count - first;
        write_lot(m, kind, first, left < at_once ? left : at_once);
    }
}

/* Lists the runs that are done part by part, so that each part need not go through all of them. */
static void sort_by_part(Merger *m)
{
    const tl_Index *index = m->index;
    size_t parts = (size_t)index->part_count;
    int64_t *next = tl_file_allocate(&m->file, parts + 1, sizeof *next);
    m->part_first = tl_file_allocate(&m->file, parts + 1, sizeof *m->part_first);
    m->by_part = tl_file_allocate(&m->file, (size_t)index->done, sizeof *m->by_part);
    if (next != NULL && m->part_first != NULL && m->by_part != NULL) {
        for (int64_t run = 0; run < index->run_count; run++) {
            const tl_RunPlace *place = &index->runs[run];
            m->part_first[place->part + 1] += place->status == TL_RUN_DONE;
        }
        for (size_t part = 0; part < parts; part++) {
            m->part_first[part + 1] += m->part_first[part];
            next[part] = m->part_first[part];
        }
        for (int64_t run = 0; run < index->run_count; run++) {
            const tl_RunPlace *place = &index->runs[run];
            if (place->status == TL_RUN_DONE) {
                m->by_part[next[place->part]++] = run;
            }
        }
    }
    free(next);
}

static void write_contents(Merger *m)
{
    write_attributes(m);
    create_axes(m);
    describe_windows(m);
    describe_selectors(m);
    if (m->sweep->plan.series_count > 0) {
        const tl_RunSettings *run = &m->sweep->bases[0].config.run;
        tl_common_periods(&m->file, &m->period, run->days, run->record_period_days);
    }
    if (m->sweep->plan.snapshot_count > 0) {
        describe_snapshots(m);
    }
    write_arms(m);
    for (int i = 0; i < m->sweep->plan.rows.factor_count; i++) {
        write_factor(m, i);
    }
    write_states(m);
    if (m->runs == NULL) {
        sort_by_part(m);
    }
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS && !m->file.failed; kind++) {
        write_kind(m, kind);
    }
    tl_file_long_text(&m->file, "manifest",
                      "all that decides the sweep's results, with the resolved configs: JSON in UTF-8",
                      m->sweep->manifest);
    if (m->sweep->table[0] != '\0') {
        tl_file_long_text(&m->file, "design", "rows of the design: CSV in UTF-8", m->sweep->table);
    }
}

static bool write_merged(const char *path, Merger *merger, bool overwrite, tl_Messages *messages)
{
    tl_File *file = &merger->file;
    tl_file_start(file, path);
    tl_file_claim(file, overwrite);
    tl_file_create(file);
    if (!file->failed) {
        write_contents(merger);
    }
    tl_file_seal(file);
    bool good = tl_file_close(file) && tl_file_appear(file, overwrite);
    tl_file_end(file);
    free(merger->part_first);
    free(merger->by_part);
    if (!good) {
        size_t length = strlen(path);
        bool named = strncmp(file->error, path, length) == 0; /* not so where it is very long */
        tl_error(messages, (tl_Place){.file = path}, "%s", file->error + (named ? length + 2 : 0));
    }
    return good;
}

bool tl_merged_write(const char *path, const tl_Sweep *sweep, const tl_Index *index, const double *pairing,
                     bool overwrite, tl_Messages *messages)
{
    Merger merger = {.sweep = sweep, .index = index, .messages = messages, .pairing = pairing};
    return write_merged(path, &merger, overwrite, messages);
}

bool tl_merged_rewrite(const char *path, const tl_Sweep *sweep, const tl_MergedRuns *runs,
                       const double *pairing, tl_Messages *messages)
{
    tl_Index index = {.run_count = tl_plan_runs(&sweep->plan)};
    index.runs = calloc((size_t)index.run_count + 1, sizeof *index.runs);
    if (index.runs == NULL) {
        return tl_error(messages, (tl_Place){.file = path}, "not enough memory");
    }
    for (int64_t run = 0; run < index.run_count; run++) {
        bool done = runs->status[run] == TL_RUN_DONE, failed = runs->status[run] == TL_RUN_FAILED;
        index.runs[run].status = done ? TL_RUN_DONE : failed ? TL_RUN_FAILED : TL_RUN_MISSING;
        index.runs[run].digest = done ? runs->digest[run] : 0;
        index.done += done;
        index.failed += failed;
    }
    Merger merger = {.sweep = sweep, .index = &index, .messages = messages, .pairing = pairing, .runs = runs};
    bool good = write_merged(path, &merger, false, messages);
    free(index.runs);
    return good;
}
