#include "store/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/loaded_config.h"
#include "store/common_variables.h"
#include "store/hdf5_checksum.h"
#include "store/measure_definition.h"
#include "store/results_series.h"
#include "store/results_snapshot.h"
#include "system/memory.h"

/* ---- small things -------------------------------------------------------------------------------------- */

const char *tl_results_error(const tl_Results *results)
{
    return results->file.error;
}

bool tl_results_are_whole(const tl_Results *results)
{
    return results->file.whole;
}

/* ---- what the arms share ------------------------------------------------------------------------------- */

static bool has_market(const tl_ResultsInfo *info)
{
    bool has = false;
    for (int arm = 0; arm < info->arm_count; arm++) {
        has = has || info->arms[arm].config->market.given;
    }
    return has;
}

static bool has_drawn_market(const tl_ResultsInfo *info)
{
    bool has = false;
    for (int arm = 0; arm < info->arm_count; arm++) {
        has = has || info->arms[arm].config->market.drawn;
    }
    return has;
}

static tl_Shape shape_of(const tl_ResultsInfo *info)
{
    const tl_Config *config = info->arms[0].config;
    return (tl_Shape){.arm_count = info->arm_count,
                      .replicate_count = info->replicate_count,
                      .period_count = (int)((config->run.days + config->run.record_period_days - 1) /
                                            config->run.record_period_days),
                      .municipality_count = config->municipality_count,
                      .area_count = (int)tl_areas_of(config),
                      .days = config->run.days,
                      .period_days = config->run.record_period_days,
                      .snapshot_days = config->run.record_snapshot_every_days,
                      .record_level = config->run.record_level,
                      .market = has_market(info)};
}

/* What differs between two configs of one file, or NULL. */
static const char *difference(const tl_Config *a, const tl_Config *b)
{
    if (a->municipality_count != b->municipality_count) {
        return "municipalities";
    }
    for (int i = 0; i < a->municipality_count; i++) {
        if (strcmp(a->municipalities[i].name, b->municipalities[i].name) != 0) {
            return "municipalities";
        }
        if (a->municipalities[i].profile.areas != b->municipalities[i].profile.areas) {
            return "areas";
        }
    }
    if (a->run.days != b->run.days) {
        return "days";
    }
    if (a->run.record_period_days != b->run.record_period_days ||
        a->run.record_snapshot_every_days != b->run.record_snapshot_every_days ||
        a->run.record_level != b->run.record_level) {
        return "record settings";
    }
    return NULL;
}

static void check_arms(tl_Results *results, const tl_ResultsInfo *info)
{
    for (int i = 1; i < info->arm_count; i++) {
        const char *what = difference(info->arms[0].config, info->arms[i].config);
        if (what) {
            tl_file_fail(&results->file, "arms '%s' and '%s' cannot share a file: their %s differ",
                         info->arms[0].name, info->arms[i].name, what);
        }
    }
}

/* ---- what stands in every file ------------------------------------------------------------------------- */

static void write_provenance(tl_Results *results, const tl_ResultsInfo *info)
{
    tl_File *file = &results->file;
    tl_common_head(file, info->title, "layout_version", TL_LAYOUT_VERSION);
    tl_common_maker(file, (const char *const[]){info->version, info->model_version, info->commit,
                                                info->compiler, info->flags});
    tl_file_text(file, file->id, "command", info->command);
    tl_file_text(file, file->id, "created", info->created);
    tl_file_integer(file, file->id, "seed", TL_INT64, info->arms[0].config->run.seed);
    if (has_drawn_market(info)) {
        tl_file_text(
            file, file->id, "drawn",
            "market.drawn: choice, firms and form of pay are drawn for each municipality by its type; they "
            "say nothing of a single one");
    }
}

static void create_arms(tl_Results *results, const tl_ResultsInfo *info)
{
    const char **names = tl_file_allocate(&results->file, (size_t)info->arm_count, sizeof *names);
    for (int i = 0; names && i < info->arm_count; i++) {
        names[i] = info->arms[i].name;
    }
    results->axes.arm = tl_file_names(&results->file, "arm",
                                      "what is compared: the same municipalities and luck, one config each",
                                      names, (hsize_t)info->arm_count);
    free(names);
}

static void create_municipalities(tl_Results *results, const tl_Config *config)
{
    const char **names = tl_file_allocate(&results->file, (size_t)config->municipality_count, sizeof *names);
    for (int i = 0; names && i < config->municipality_count; i++) {
        names[i] = config->municipalities[i].name;
    }
    results->axes.municipality = tl_file_names(&results->file, "municipality", "name of the municipality",
                                               names, (hsize_t)config->municipality_count);
    free(names);
}

static void create_periods(tl_Results *results)
{
    const tl_Shape *shape = &results->shape;
    tl_FileDimension *period = &results->axes.period;
    *period =
        tl_file_numbers(&results->file, "period", "number of the period", 1, (hsize_t)shape->period_count);
    tl_common_periods(&results->file, period, shape->days, shape->period_days);
}

static void create_areas(tl_Results *results, const tl_Config *config)
{
    tl_FileDimension *area = &results->axes.area;
    size_t count = (size_t)results->shape.area_count;
    *area = tl_file_numbers(&results->file, "area", "number of the area over all municipalities", 1, count);
    int32_t *municipality = tl_file_allocate(&results->file, count, sizeof *municipality);
    int32_t *number = tl_file_allocate(&results->file, count, sizeof *number);
    size_t next = 0;
    for (int i = 0; municipality && number && i < config->municipality_count; i++) {
        for (int32_t k = 1; k <= config->municipalities[i].profile.areas; k++, next++) {
            municipality[next] = i + 1;
            number[next] = k;
        }
    }
    tl_file_integers(&results->file, area, "area_municipality", "1",
                     "number of the area's municipality, in the order of municipality", municipality);
    tl_file_integers(&results->file, area, "area_number", "1", "number of the area within its municipality",
                     number);
    free(municipality);
    free(number);
}

static void create_axes(tl_Results *results, const tl_ResultsInfo *info)
{
    create_arms(results, info);
    results->axes.replicate =
        tl_file_numbers(&results->file, "replicate",
                        "number of the replicate; the same in two arms meets the same people, needs and "
                        "luck",
                        1, (hsize_t)info->replicate_count);
    create_periods(results);
    create_municipalities(results, info->arms[0].config);
    if (results->shape.record_level >= TL_record_level_area) {
        create_areas(results, info->arms[0].config);
    }
}

static void create_digest(tl_Results *results)
{
    tl_Definition definition = {
        .name = "digest",
        .unit = "1",
        .meaning = "digest of the replicate's whole trajectory, which a rerun must give again",
        .type = TL_UINT64};
    const tl_FileDimension *dimensions[] = {&results->axes.arm, &results->axes.replicate};
    results->digest = tl_file_variable(&results->file, &definition, dimensions, 2);
}

static void create_windows(tl_Results *results, const tl_ResultsInfo *info)
{
    results->window_count = info->window_count;
    if (info->window_count == 0) {
        return;
    }
    tl_FileDimension window =
        tl_file_names(&results->file, "window", "part of the run that is measured as a whole", info->windows,
                      (hsize_t)info->window_count);
    const tl_FileDimension *dimensions[] = {&results->axes.arm, &results->axes.replicate, &window};
    results->windows = tl_file_allocate(&results->file, tl_measure_count, sizeof *results->windows);
    for (int i = 0; results->windows && i < tl_measure_count; i++) {
        tl_Definition definition = tl_measure_definition(i, "window_", NULL);
        results->windows[i] = tl_file_variable(&results->file, &definition, dimensions, 3);
    }
}

static void write_config(tl_Results *results, int arm, const char *json)
{
    char name[32];
    snprintf(name, sizeof name, "config_%d", arm + 1);
    tl_file_long_text(&results->file, name, "resolved config of the arm: JSON in UTF-8", json);
}

static void write_head(tl_Results *results, const tl_ResultsInfo *info)
{
    write_provenance(results, info);
    create_axes(results, info);
    create_digest(results);
    create_windows(results, info);
    for (int i = 0; i < info->arm_count; i++) {
        write_config(results, i, info->arms[i].config_json);
    }
    if (info->experiment_json != NULL) {
        tl_file_long_text(&results->file, "experiment", "what was asked: JSON in UTF-8",
                          info->experiment_json);
    }
    tl_series_create(results);
    tl_snapshots_create(results);
}

/* ---- the life of a file -------------------------------------------------------------------------------- */

tl_Results *tl_results_create(const char *path, const tl_ResultsInfo *info, char *error, size_t error_size)
{
    tl_Results *results = tl_allocate(1, sizeof *results);
    tl_File *file = &results->file;
    size_t runs = (size_t)info->arm_count * (size_t)info->replicate_count;
    tl_file_start(file, path);
    results->overwrite = info->overwrite;
    results->periods_written = tl_file_allocate(file, runs, sizeof *results->periods_written);
    results->digest_written = tl_file_allocate(file, runs, sizeof *results->digest_written);
    results->shape = shape_of(info);
    check_arms(results, info);
    tl_file_claim(file, info->overwrite);
    tl_file_create(file);
    if (!file->failed) {
        write_head(results, info);
    }
    if (file->failed) {
        snprintf(error, error_size, "%s", file->error);
        tl_results_abandon(results);
        return NULL;
    }
    return results;
}

bool tl_results_digest(tl_Results *results, int arm, int replicate, uint64_t digest)
{
    if (!tl_results_accepts(results, arm, replicate)) {
        return false;
    }
    hsize_t at[] = {(hsize_t)arm, (hsize_t)replicate};
    tl_file_write(&results->file, &results->digest, at, (hsize_t[]){1, 1}, &digest);
    results->digest_written[arm * results->shape.replicate_count + replicate] = true;
    return !results->file.failed;
}

bool tl_results_windows(tl_Results *results, int arm, int replicate, const double *values)
{
    size_t count = (size_t)results->window_count;
    double *row = tl_results_accepts(results, arm, replicate)
                      ? tl_file_allocate(&results->file, count + 1, sizeof *row)
                      : NULL;
    for (int i = 0; row && i < tl_measure_count; i++) {
        for (size_t window = 0; window < count; window++) {
            row[window] = values[window * tl_measure_count + (size_t)i];
        }
        tl_file_write(&results->file, &results->windows[i], (hsize_t[]){(hsize_t)arm, (hsize_t)replicate, 0},
                      (hsize_t[]){1, 1, (hsize_t)count}, row);
    }
    free(row);
    return !results->file.failed;
}

static void check_complete(tl_Results *results)
{
    const tl_Shape *shape = &results->shape;
    int wanted = shape->record_level >= TL_record_level_municipality ? shape->period_count : 0;
    for (int run = 0; run < shape->arm_count * shape->replicate_count; run++) {
        int arm = run / shape->replicate_count + 1, replicate = run % shape->replicate_count + 1;
        if (results->periods_written[run] < wanted) {
            tl_file_fail(&results->file, "arm %d, replicate %d has only %d of %d periods", arm, replicate,
                         (int)results->periods_written[run], wanted);
        } else if (!results->digest_written[run]) {
            tl_file_fail(&results->file, "arm %d, replicate %d has no digest", arm, replicate);
        }
    }
}

void tl_results_abandon(tl_Results *results)
{
    if (!results) {
        return;
    }
    tl_file_end(&results->file);
    tl_series_free(&results->series);
    tl_snapshots_free(&results->snapshots);
    free(results->periods_written);
    free(results->digest_written);
    free(results->windows);
    free(results);
}

bool tl_results_close(tl_Results *results)
{
    check_complete(results);
    tl_file_seal(&results->file);
    if (!tl_file_close(&results->file) || !tl_file_appear(&results->file, results->overwrite)) {
        return false;
    }
    tl_results_abandon(results);
    return true;
}
