#include "store/sweep.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config/config_check.h"
#include "config/config_json.h"
#include "config/config_read.h"
#include "config/selector_json.h"
#include "config/snapshot_variables.h"
#include "core/observation/measure.h"
#include "run/snapshot_summary.h"
#include "system/file_bytes.h"
#include "system/file_kind.h"
#include "system/memory.h"
#include "system/text.h"
#include "system/whole_file.h"

enum { MOST_REPLICATES = 100000 };

static const size_t MOST_MANIFEST = (size_t)1 << 30;

/* ---- reading ------------------------------------------------------------------------------------------- */

typedef struct Reader {
    tl_Sweep *sweep;
    const char *path;
    tl_Messages *messages;
    json_t *root;
} Reader;

static void fail(const Reader *r, const char *what)
{
    tl_error(r->messages, (tl_Place){.file = r->path}, "%s", what);
}

/* A text of an object; "" where there is none. */
static const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

/* The numbers of what is kept, listed by its names; `kind` says what these are. How many there are. */
static int read_kept(const Reader *r, const char *key, const char *kind, int (*find)(const char *), int *into,
                     int most)
{
    const json_t *list = json_object_get(r->root, key);
    int count = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        int found = name != NULL && count < most ? find(name) : -1;
        if (found < 0) {
            tl_error(r->messages, (tl_Place){.file = r->path},
                     "keeps '%.60s', which is no %s of this program (made by version %s)",
                     name != NULL ? name : "", kind, text_at(r->root, "version"));
            return count;
        }
        into[count++] = found;
    }
    return count;
}

static void read_where(const Reader *r, const json_t *json, tl_Selector *where)
{
    if (json != NULL && !tl_selector_from_json(json, where)) {
        fail(r, "is damaged: a 'where' that names no units");
    }
}

static void read_windows(const Reader *r)
{
    const json_t *list = json_object_get(r->root, "windows");
    r->sweep->plan.windows = tl_allocate(TL_MOST_SWEEP_WINDOWS, sizeof *r->sweep->plan.windows);
    for (size_t i = 0; i < json_array_size(list) && i < TL_MOST_SWEEP_WINDOWS; i++) {
        const json_t *entry = json_array_get(list, i);
        tl_Window *own = &r->sweep->plan.windows[r->sweep->plan.window_count++];
        *own = (tl_Window){.from = json_integer_value(json_object_get(entry, "from")),
                           .to = json_integer_value(json_object_get(entry, "to"))};
        read_where(r, json_object_get(entry, "where"), &own->where);
        tl_text_copy(own->name, sizeof own->name, text_at(entry, "name"));
    }
}

static void read_arms(const Reader *r)
{
    const json_t *list = json_object_get(r->root, "arms");
    size_t count = json_array_size(list);
    r->sweep->arms = tl_allocate(count + 1, sizeof *r->sweep->arms);
    for (size_t i = 0; i < count && i < TL_MOST_ARMS; i++) {
        tl_text_copy(r->sweep->arms[r->sweep->plan.arm_count++], TL_NAME_LENGTH,
                     text_at(json_array_get(list, i), "name"));
    }
}

static void read_rows(const Reader *r)
{
    tl_Rows *rows = &r->sweep->plan.rows;
    char *copy = tl_duplicate(r->sweep->table); /* reading cuts it up */
    if (copy[0] == '\0') {
        tl_rows_add(rows, NULL, 0);
    } else {
        tl_rows_read_text(r->path, copy, strlen(copy), rows, r->messages);
    }
    free(copy);
    for (int i = 0; i < rows->factor_count; i++) {
        rows->factors[i].place = (tl_Place){.file = ""};
    }
    if (rows->count != json_integer_value(json_object_get(r->root, "rows"))) {
        fail(r, "its design has another number of rows than it says");
    }
}

static void read_base(const Reader *r, const json_t *entry, int32_t *of_combination)
{
    tl_Sweep *s = r->sweep;
    int64_t arm = json_integer_value(json_object_get(entry, "arm"));
    int64_t combination = json_integer_value(json_object_get(entry, "combination"));
    int64_t start = json_integer_value(json_object_get(entry, "start"));
    int64_t combinations = tl_rows_combinations(&s->plan.rows);
    char *json = json_dumps(json_object_get(entry, "config"), TL_SWEEP_DUMP);
    if (json == NULL || arm < 0 || arm >= s->plan.arm_count || combination < 0 ||
        combination >= combinations) {
        fail(r, "is damaged: a base that belongs to no arm");
    } else if (start < -1 || start >= s->plan.start_count) {
        fail(r, "is damaged: a base whose burn-in is not there");
    } else if (tl_config_load_resolved(r->path, json, &s->bases[s->plan.base_count], r->messages)) {
        s->plan.bases[s->plan.base_count] = &s->bases[s->plan.base_count].config;
        s->plan.start_of[s->plan.base_count] = (int)start;
        of_combination[arm * combinations + combination] = s->plan.base_count++;
    }
    free(json);
}

static void read_starts(const Reader *r)
{
    tl_Sweep *s = r->sweep;
    const json_t *list = json_object_get(r->root, "starts");
    s->starts = tl_allocate(json_array_size(list) + 1, sizeof *s->starts);
    for (size_t i = 0; i < json_array_size(list) && i < TL_MOST_BASES; i++) {
        char *json = json_dumps(json_array_get(list, i), TL_SWEEP_DUMP);
        if (json == NULL) {
            fail(r, "is damaged: a burn-in without its config");
        } else if (tl_config_load_resolved(r->path, json, &s->starts[s->plan.start_count], r->messages)) {
            s->plan.starts[s->plan.start_count] = &s->starts[s->plan.start_count].config;
            s->plan.start_count++;
        }
        free(json);
    }
}

/* Which base each point is made of. */
static void spread_bases(const Reader *r, const int32_t *of_combination)
{
    tl_Sweep *s = r->sweep;
    int64_t combinations = tl_rows_combinations(&s->plan.rows);
    for (int64_t point = 0; point < tl_plan_points(&s->plan); point++) {
        int64_t arm = point / s->plan.rows.count, row = point % s->plan.rows.count;
        s->plan.base_of[point] = of_combination[arm * combinations + tl_rows_combination(&s->plan.rows, row)];
        if (s->plan.base_of[point] < 0) {
            fail(r, "is damaged: a point of its design has no config");
            return;
        }
    }
}

static void read_bases(const Reader *r)
{
    tl_Sweep *s = r->sweep;
    const json_t *list = json_object_get(r->root, "bases");
    size_t count = json_array_size(list),
           cells = (size_t)(tl_rows_combinations(&s->plan.rows) * s->plan.arm_count);
    if (cells > TL_MOST_COMBINATIONS) {
        fail(r, "is damaged: too many combinations of arm, regime, municipality and timeline");
        return;
    }
    int32_t *of_combination = tl_allocate(cells + 1, sizeof *of_combination);
    s->bases = tl_allocate(count + 1, sizeof *s->bases);
    tl_plan_make_bases(&s->plan, (int)(count < TL_MOST_BASES ? count : TL_MOST_BASES),
                       (int)json_array_size(json_object_get(r->root, "starts")));
    read_starts(r);
    memset(of_combination, -1, cells * sizeof *of_combination);
    for (size_t i = 0; i < count && i < TL_MOST_BASES; i++) {
        read_base(r, json_array_get(list, i), of_combination);
    }
    if (r->messages->errors == 0) {
        spread_bases(r, of_combination);
    }
    free(of_combination);
}

/* All runs are as long as the first base's: what is kept of them goes into arrays of that length. */
static void check_lengths(const Reader *r)
{
    tl_Sweep *s = r->sweep;
    if (s->plan.base_count == 0) {
        fail(r, "is damaged: a config is expected");
        return;
    }
    for (int i = 0; i < s->plan.base_count; i++) {
        const tl_LoadedConfig *start = s->plan.start_of[i] >= 0 ? &s->starts[s->plan.start_of[i]] : NULL;
        if (!tl_same_days(&s->bases[0], &s->bases[i]) ||
            (start != NULL && (!tl_same_days(&s->bases[0], start) ||
                               tl_point_obstacle(&start->config, &s->bases[i].config) >= 0))) {
            fail(r, "is damaged: its configs do not belong to one another");
            return;
        }
    }
    tl_plan_measure_lengths(&s->plan);
    tl_plan_share_burn_ins(&s->plan);
}

static void read_series(const Reader *r)
{
    tl_Selector where = {.group = TL_ALL_UNITS};
    read_where(r, json_object_get(r->root, "series_where"), &where);
    if (json_is_true(json_object_get(r->root, "series"))) {
        tl_plan_add_series(&r->sweep->plan, &where);
    }
    tl_selector_free(&where);
}

static void read_root(const Reader *r)
{
    tl_Sweep *s = r->sweep;
    tl_text_copy(s->title, sizeof s->title, text_at(r->root, "title"));
    s->plan.replicates = json_integer_value(json_object_get(r->root, "replicates"));
    read_series(r);
    s->plan.outcome_count =
        read_kept(r, "outcomes", "measure", tl_measure_find, s->plan.outcomes, TL_MOST_OUTCOMES);
    read_windows(r);
    s->plan.snapshot_count = read_kept(r, "snapshots", "snapshot variable", tl_snapshot_variable_find,
                                       s->plan.snapshots, TL_MOST_SNAPSHOT_VARIABLES);
    read_arms(r);
    if (s->plan.replicates < 1 || s->plan.replicates > MOST_REPLICATES || s->plan.outcome_count < 1 ||
        s->plan.window_count < 1 || s->plan.arm_count < 1) {
        fail(r, "is damaged: replicates, outcomes, windows and arms are expected");
    }
    if (r->messages->errors == 0) {
        read_rows(r);
    }
    if (r->messages->errors == 0) {
        read_bases(r);
    }
    if (r->messages->errors == 0) {
        check_lengths(r);
    }
}

/* Bytes that were changed, by a disk or by hand. */
static void check_identity(const Reader *r)
{
    char own[TL_IDENTITY_SIZE];
    snprintf(r->sweep->identity, TL_IDENTITY_SIZE, "%s", text_at(r->root, "identity"));
    if (!tl_sweep_identify(r->root, r->sweep->table, own) || strcmp(own, r->sweep->identity) != 0) {
        fail(r, "was changed since it was written, or its design was: what it says can no longer be trusted");
    }
}

bool tl_sweep_read(tl_Sweep *sweep, const char *path, char *manifest, char *table, tl_Messages *messages)
{
    json_error_t error;
    int errors = messages->errors;
    *sweep = (tl_Sweep){.manifest = manifest, .table = table};
    Reader reader = {
        .sweep = sweep, .path = path, .messages = messages, .root = json_loads(manifest, 0, &error)};
    if (reader.root == NULL || !json_is_object(reader.root)) {
        tl_error(messages, (tl_Place){path, error.line > 0 ? error.line : 1, 1}, "is no sweep: %s",
                 error.text);
    } else if (json_integer_value(json_object_get(reader.root, "format")) != TL_SWEEP_FORMAT) {
        tl_error(messages, (tl_Place){.file = path}, "has format %lld, and this program reads format %d",
                 (long long)json_integer_value(json_object_get(reader.root, "format")), TL_SWEEP_FORMAT);
    } else {
        check_identity(&reader);
        if (messages->errors == errors) {
            read_root(&reader);
        }
    }
    json_decref(reader.root);
    if (messages->errors > errors) {
        tl_sweep_free(sweep);
    }
    return messages->errors == errors;
}

void tl_sweep_free(tl_Sweep *sweep)
{
    for (int i = 0; i < sweep->plan.base_count; i++) {
        tl_loaded_config_free(&sweep->bases[i]);
    }
    for (int i = 0; i < sweep->plan.start_count; i++) {
        tl_loaded_config_free(&sweep->starts[i]);
    }
    free(sweep->bases);
    free(sweep->starts);
    free(sweep->arms);
    free(sweep->manifest);
    free(sweep->table);
    tl_plan_free(&sweep->plan);
    *sweep = (tl_Sweep){0};
}

/* ---- the folder ---------------------------------------------------------------------------------------- */

static void path_in(const char *folder, const char *name, char path[TL_PATH_SIZE])
{
    snprintf(path, TL_PATH_SIZE, "%.4000s/%s", folder, name);
}

bool tl_sweep_is_there(const char *folder)
{
    char path[TL_PATH_SIZE];
    struct stat about;
    path_in(folder, "sweep.json", path);
    return stat(path, &about) == 0;
}

/* A file as text, ended by a zero. */
static char *text_of(const char *path, tl_Messages *messages)
{
    char *bytes;
    size_t size;
    if (!tl_file_bytes_up_to(path, MOST_MANIFEST, "a sweep", &bytes, &size, messages)) {
        return NULL;
    }
    char *text = tl_reallocate(bytes, size + 1, 1);
    text[size] = '\0';
    return text;
}

bool tl_sweep_open(tl_Sweep *sweep, const char *folder, tl_Messages *messages)
{
    char path[TL_PATH_SIZE], table_path[TL_PATH_SIZE];
    struct stat about;
    if (strlen(folder) > TL_LONGEST_FOLDER) {
        return tl_error(messages, (tl_Place){.file = "the sweep's folder"},
                        "its name has %zu bytes; at most %d are expected (%.60s...)", strlen(folder),
                        TL_LONGEST_FOLDER, folder);
    }
    if (!tl_folder_is_sweep(folder, messages)) {
        return false;
    }
    path_in(folder, "sweep.json", path);
    path_in(folder, "design.csv", table_path);
    char *manifest = text_of(path, messages);
    bool has_table = stat(table_path, &about) == 0 || errno != ENOENT;
    char *table = has_table ? text_of(table_path, messages) : tl_duplicate("");
    if (manifest == NULL || table == NULL) {
        free(manifest);
        free(table);
        return false;
    }
    return tl_sweep_read(sweep, path, manifest, table, messages);
}

/* The table first: where the manifest is, all is. Shards that start at once write the same table. */
int tl_sweep_create(const char *folder, const char *manifest, const char *table, char path[TL_PATH_SIZE])
{
    int cause = 0;
    if (table[0] != '\0') {
        path_in(folder, "design.csv", path);
        cause = tl_file_write_whole(path, table, strlen(table), true);
    }
    if (cause != 0) {
        return tl_sweep_is_there(folder) ? 0 : cause; /* another was faster, and its table stays */
    }
    path_in(folder, "sweep.json", path);
    cause = tl_file_write_whole(path, manifest, strlen(manifest), false);
    return cause == EEXIST ? 0 : cause;
}

/* ---- points and runs ----------------------------------------------------------------------------------- */

/* Of what is kept, that the units that it looks at can be there. */
static void check_kept(const tl_Sweep *sweep, const tl_Config *config, const char *path, tl_Messages *said)
{
    for (int k = 0; k < sweep->plan.window_count; k++) {
        const tl_Window *own = &sweep->plan.windows[k];
        tl_selector_check(&own->where, own->name, config, (tl_Place){.file = path}, said);
    }
    for (int k = 0; k < sweep->plan.series_count; k++) {
        tl_selector_check(&sweep->plan.series[k], "series", config, (tl_Place){.file = path}, said);
    }
}

void tl_sweep_check(const tl_Sweep *sweep, int64_t point, const char *path, tl_Messages *messages)
{
    tl_PointConfig own;
    if (!tl_plan_continues(&sweep->plan, point)) {
        tl_error(messages, (tl_Place){.file = path}, "point %lld: is no continuation of its burn-in",
                 (long long)point + 1);
        return;
    }
    tl_LoadedConfig *loaded = tl_allocate(1, sizeof *loaded);
    tl_Messages said = {0};
    tl_plan_config(&sweep->plan, point, &own);
    *loaded = sweep->bases[sweep->plan.base_of[point]];
    loaded->config = own.config;
    tl_config_check(loaded, &said);
    check_kept(sweep, &own.config, path, &said);
    char where[40];
    snprintf(where, sizeof where, "point %lld", (long long)point + 1);
    tl_messages_pass_on(messages, &said, (tl_Place){.file = path}, where);
    tl_messages_free(&said);
    tl_point_free(&own);
    free(loaded);
}

/* Says of each factor that the sweep set it, and that nothing of it was filled in. */
static void note_factors(const tl_Sweep *sweep, tl_LoadedConfig *loaded)
{
    for (int i = 0; i < sweep->plan.rows.factor_count; i++) {
        int parameter = sweep->plan.rows.factors[i].parameter;
        if (parameter >= 0) {
            snprintf(loaded->origins[parameter], TL_ORIGIN_SIZE, "sweep");
        }
        for (int field = 0, own; (own = tl_profile_parameter(field)) >= 0; field++) {
            if (own == parameter) {
                loaded->filled[0] &= ~(1u << field);
            }
        }
    }
}

char *tl_sweep_run_json(const tl_Sweep *sweep, int64_t run)
{
    tl_PointConfig point;
    int64_t number = run / sweep->plan.replicates;
    const tl_LoadedConfig *base = &sweep->bases[sweep->plan.base_of[number]];
    size_t municipalities = (size_t)base->config.municipality_count;
    tl_LoadedConfig *loaded = tl_allocate(1, sizeof *loaded);
    char(*origins)[TL_ORIGIN_SIZE] = tl_allocate(tl_parameter_count, TL_ORIGIN_SIZE);
    uint32_t *filled = tl_allocate(municipalities, sizeof *filled);
    tl_plan_config(&sweep->plan, number, &point);
    *loaded = *base;
    memcpy(origins, base->origins, tl_parameter_count * sizeof *origins);
    memcpy(filled, base->filled, municipalities * sizeof *filled);
    loaded->origins = origins;
    loaded->filled = filled;
    loaded->config = point.config;
    loaded->config.run.replicates = run % sweep->plan.replicates + 1;
    note_factors(sweep, loaded);
    char *json = tl_config_to_json(loaded);
    tl_point_free(&point);
    free(loaded);
    free(origins);
    free(filled);
    return json;
}
