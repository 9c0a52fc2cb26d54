#include "io/sweep.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/measure.h"
#include "io/config_diff.h"
#include "io/config_internal.h"
#include "io/provenance.h"
#include "io/whole_file.h"

enum { MOST_REPLICATES = 100000 };

enum { DUMP = JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(17) };

static const size_t MOST_MANIFEST = (size_t)1 << 30;

/* ---- identity
 * ---------------------------------------------------------------------------------------------------- */

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    }
    return hash;
}

/* Of the manifest without its identity, and the table. */
static bool identify(json_t *root, const char *table, char identity[TL_IDENTITY_SIZE])
{
    json_object_del(root, "identity");
    char *text = json_dumps(root, DUMP);
    if (text == NULL) {
        return false;
    }
    uint64_t hash = hash_text(hash_text(1469598103934665603u, text), table);
    snprintf(identity, TL_IDENTITY_SIZE, "%016llx", (unsigned long long)hash);
    free(text);
    return true;
}

/* ---- writing
 * ----------------------------------------------------------------------------------------------------- */

/* Each once, in the order of the experiment; all measures where it names none. */
static json_t *outcomes_json(const tl_Experiment *e)
{
    json_t *list = json_array();
    for (int i = 0; i < (e->outcome_count > 0 ? e->outcome_count : tl_measure_count); i++) {
        int measure = e->outcome_count > 0 ? e->outcomes[i] : i;
        bool twin = false;
        for (int k = 0; e->outcome_count > 0 && k < i; k++) {
            twin = twin || e->outcomes[k] == measure;
        }
        if (!twin) {
            json_array_append_new(list, json_string(tl_measures[measure].name));
        }
    }
    return list;
}

static json_t *windows_json(const tl_Design *design)
{
    json_t *list = json_array();
    for (int i = 0; i < design->window_count; i++) {
        const tl_SweepWindow *own = &design->windows[i];
        json_array_append_new(list,
                              json_pack("{s:s, s:I, s:I}", "name", own->name, "from",
                                        (json_int_t)own->window.from, "to", (json_int_t)own->window.to));
    }
    return list;
}

static json_t *bases_json(const tl_Experiment *e)
{
    json_t *list = json_array();
    for (int i = 0; i < e->design->base_count; i++) {
        const tl_Base *base = &e->design->bases[i];
        json_array_append_new(list, json_pack("{s:i, s:i, s:I, s:o}", "arm", base->arm, "start", base->start,
                                              "combination", (json_int_t)base->combination, "config",
                                              json_loads(base->loaded->json, 0, NULL)));
    }
    return list;
}

static json_t *starts_json(const tl_Design *design)
{
    json_t *list = json_array();
    for (int i = 0; i < design->start_count; i++) {
        json_array_append_new(list, json_loads(design->starts[i]->json, 0, NULL));
    }
    return list;
}

static json_t *arms_json(const tl_Experiment *e)
{
    json_t *list = json_array();
    for (int i = 0; i < e->arm_count; i++) {
        int lever = e->arms[i].equal_cost;
        json_array_append_new(list, json_pack("{s:s, s:s}", "name", e->arms[i].name, "equal_cost",
                                              lever >= 0 ? tl_parameters[lever].path : ""));
    }
    return list;
}

/* The file's name, without the folders of this machine. */
static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

bool tl_sweep_texts(const tl_Experiment *e, char **manifest, char **table)
{
    const tl_Design *design = e->design;
    tl_Provenance p = tl_provenance();
    char identity[TL_IDENTITY_SIZE];
    *table = design->rows.factor_count > 0 ? tl_rows_text(&design->rows) : strdup("");
    json_t *root = json_pack(
        "{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:b, s:I, s:I}", "format",
        TL_SWEEP_FORMAT, "experiment", name_of(e->path), "title", e->title.in[TL_ENGLISH], "version",
        p.version, "model_version", p.model_version, "commit", p.commit, "compiler", p.compiler, "flags",
        p.flags, "outcomes", outcomes_json(e), "windows", windows_json(design), "arms", arms_json(e), "bases",
        bases_json(e), "starts", starts_json(design), "series", design->series, "replicates",
        (json_int_t)design->replicates, "rows", (json_int_t)design->rows.count);
    bool good = root != NULL && *table != NULL && identify(root, *table, identity);
    if (good) {
        json_object_set_new(root, "identity", json_string(identity));
    }
    *manifest = good ? json_dumps(root, DUMP) : NULL;
    json_decref(root);
    if (*manifest == NULL) {
        free(*table);
        *table = NULL;
    }
    return *manifest != NULL;
}

/* ---- reading
 * ----------------------------------------------------------------------------------------------------- */

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

static void read_outcomes(const Reader *r)
{
    const json_t *list = json_object_get(r->root, "outcomes");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        int measure = name != NULL ? tl_measure_find(name) : -1;
        if (measure < 0 || r->sweep->outcome_count == TL_MOST_OUTCOMES) {
            tl_error(r->messages, (tl_Place){.file = r->path},
                     "keeps '%.60s', which is no measure of this program (made by version %s)",
                     name != NULL ? name : "", json_string_value(json_object_get(r->root, "version")));
            return;
        }
        r->sweep->outcomes[r->sweep->outcome_count++] = measure;
    }
}

static void read_windows(const Reader *r)
{
    const json_t *list = json_object_get(r->root, "windows");
    for (size_t i = 0; i < json_array_size(list) && i < TL_MOST_SWEEP_WINDOWS; i++) {
        const json_t *entry = json_array_get(list, i);
        const char *name = json_string_value(json_object_get(entry, "name"));
        tl_SweepWindow *own = &r->sweep->windows[r->sweep->window_count++];
        *own = (tl_SweepWindow){.window = {.from = json_integer_value(json_object_get(entry, "from")),
                                           .to = json_integer_value(json_object_get(entry, "to"))}};
        tl_text_copy(own->name, sizeof own->name, name != NULL ? name : "");
    }
}

static void read_arms(const Reader *r)
{
    const json_t *list = json_object_get(r->root, "arms");
    size_t count = json_array_size(list);
    r->sweep->arms = calloc(count + 1, sizeof *r->sweep->arms);
    for (size_t i = 0; r->sweep->arms != NULL && i < count && i < TL_MOST_ARMS; i++) {
        const char *name = json_string_value(json_object_get(json_array_get(list, i), "name"));
        tl_text_copy(r->sweep->arms[r->sweep->arm_count++], TL_NAME_LENGTH, name != NULL ? name : "");
    }
}

static void read_rows(const Reader *r)
{
    tl_Rows *rows = &r->sweep->rows;
    char *copy = strdup(r->sweep->table); /* reading cuts it up */
    if (copy == NULL || (copy[0] == '\0' && !tl_rows_add(rows, NULL, 0))) {
        fail(r, "not enough memory for its design");
    } else if (copy[0] != '\0') {
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
    int64_t combinations = tl_rows_combinations(&s->rows);
    char *json = json_dumps(json_object_get(entry, "config"), DUMP);
    if (json == NULL || arm < 0 || arm >= s->arm_count || combination < 0 || combination >= combinations) {
        fail(r, "is damaged: a base that belongs to no arm");
    } else if (start < -1 || start >= s->start_count) {
        fail(r, "is damaged: a base whose burn-in is not there");
    } else if (tl_config_load_resolved(r->path, json, &s->bases[s->base_count], r->messages)) {
        s->start_of[s->base_count] = (int)start;
        of_combination[arm * combinations + combination] = s->base_count++;
    }
    free(json);
}

static void read_starts(const Reader *r)
{
    tl_Sweep *s = r->sweep;
    const json_t *list = json_object_get(r->root, "starts");
    s->starts = calloc(json_array_size(list) + 1, sizeof *s->starts);
    for (size_t i = 0; s->starts != NULL && i < json_array_size(list) && i < TL_MOST_BASES; i++) {
        char *json = json_dumps(json_array_get(list, i), DUMP);
        if (json == NULL) {
            fail(r, "is damaged: a burn-in without its config");
        } else if (tl_config_load_resolved(r->path, json, &s->starts[s->start_count], r->messages)) {
            s->start_count++;
        }
        free(json);
    }
}

/* Which base each point is made of. */
static void spread_bases(const Reader *r, const int32_t *of_combination)
{
    tl_Sweep *s = r->sweep;
    int64_t combinations = tl_rows_combinations(&s->rows);
    for (int64_t point = 0; point < tl_sweep_points(s); point++) {
        int64_t arm = point / s->rows.count, row = point % s->rows.count;
        s->base_of[point] = of_combination[arm * combinations + tl_rows_combination(&s->rows, row)];
        if (s->base_of[point] < 0) {
            fail(r, "is damaged: a point of its design has no config");
            return;
        }
    }
}

static void read_bases(const Reader *r)
{
    tl_Sweep *s = r->sweep;
    const json_t *list = json_object_get(r->root, "bases");
    size_t count = json_array_size(list), cells = (size_t)(tl_rows_combinations(&s->rows) * s->arm_count);
    int32_t *of_combination = malloc((cells + 1) * sizeof *of_combination);
    s->bases = calloc(count + 1, sizeof *s->bases);
    s->base_of = calloc((size_t)tl_sweep_points(s) + 1, sizeof *s->base_of);
    s->start_of = calloc(count + 1, sizeof *s->start_of);
    read_starts(r);
    if (of_combination == NULL || s->bases == NULL || s->base_of == NULL || s->starts == NULL ||
        s->start_of == NULL) {
        fail(r, "not enough memory for its configs");
    } else {
        memset(of_combination, -1, cells * sizeof *of_combination);
        for (size_t i = 0; i < count && i < TL_MOST_BASES; i++) {
            read_base(r, json_array_get(list, i), of_combination);
        }
        if (r->messages->errors == 0) {
            spread_bases(r, of_combination);
        }
    }
    free(of_combination);
}

static void read_root(const Reader *r)
{
    tl_Sweep *s = r->sweep;
    const char *title = json_string_value(json_object_get(r->root, "title"));
    tl_text_copy(s->title, sizeof s->title, title != NULL ? title : "");
    s->replicates = json_integer_value(json_object_get(r->root, "replicates"));
    s->series = json_is_true(json_object_get(r->root, "series"));
    read_outcomes(r);
    read_windows(r);
    read_arms(r);
    if (s->replicates < 1 || s->replicates > MOST_REPLICATES || s->outcome_count < 1 || s->window_count < 1 ||
        s->arm_count < 1) {
        fail(r, "is damaged: replicates, outcomes, windows and arms are expected");
    }
    if (r->messages->errors == 0) {
        read_rows(r);
    }
    if (r->messages->errors == 0) {
        read_bases(r);
    }
    if (r->messages->errors == 0) {
        const tl_RunSettings *run = &s->bases[0].config.run;
        int64_t length = run->period_days > 0 ? run->period_days : 1;
        s->period_count = (int)((run->days + length - 1) / length);
    }
}

/* Bytes that were changed, by a disk or by hand. */
static void check_identity(const Reader *r)
{
    char own[TL_IDENTITY_SIZE];
    const char *said = json_string_value(json_object_get(r->root, "identity"));
    snprintf(r->sweep->identity, TL_IDENTITY_SIZE, "%s", said != NULL ? said : "");
    if (!identify(r->root, r->sweep->table, own) || strcmp(own, r->sweep->identity) != 0) {
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
    for (int i = 0; i < sweep->base_count; i++) {
        tl_loaded_config_free(&sweep->bases[i]);
    }
    for (int i = 0; i < sweep->start_count; i++) {
        tl_loaded_config_free(&sweep->starts[i]);
    }
    free(sweep->starts);
    free(sweep->start_of);
    free(sweep->bases);
    free(sweep->base_of);
    free(sweep->arms);
    free(sweep->manifest);
    free(sweep->table);
    tl_rows_free(&sweep->rows);
    *sweep = (tl_Sweep){0};
}

/* ---- the folder
 * -------------------------------------------------------------------------------------------------- */

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
    char *text = realloc(bytes, size + 1);
    if (text == NULL) {
        free(bytes);
        tl_error(messages, (tl_Place){.file = path}, "not enough memory");
        return NULL;
    }
    text[size] = '\0';
    return text;
}

bool tl_sweep_open(tl_Sweep *sweep, const char *folder, tl_Messages *messages)
{
    char path[TL_PATH_SIZE], table_path[TL_PATH_SIZE];
    struct stat about;
    path_in(folder, "sweep.json", path);
    path_in(folder, "design.csv", table_path);
    char *manifest = text_of(path, messages);
    char *table = stat(table_path, &about) == 0 ? text_of(table_path, messages) : strdup("");
    if (manifest == NULL || table == NULL) {
        free(manifest);
        free(table);
        return false;
    }
    return tl_sweep_read(sweep, path, manifest, table, messages);
}

/* The table first: where the manifest is, all is. Shards that start at once write the same table. */
int tl_sweep_create(const char *folder, const char *manifest, const char *table)
{
    char path[TL_PATH_SIZE];
    int cause = 0;
    if (table[0] != '\0') {
        path_in(folder, "design.csv", path);
        cause = tl_file_write_whole(path, table, strlen(table), true);
    }
    if (cause == 0) {
        path_in(folder, "sweep.json", path);
        cause = tl_file_write_whole(path, manifest, strlen(manifest), false);
    }
    return cause == EEXIST ? 0 : cause;
}

/* ---- what differs
 * ------------------------------------------------------------------------------------------------ */

/* Without what is of no weight for results, and the identity that follows from the rest. */
static char *stripped(const char *manifest)
{
    static const char *const light[] = {"identity", "commit", "compiler", "flags"};
    json_t *root = json_loads(manifest, 0, NULL);
    for (size_t i = 0; root != NULL && i < sizeof light / sizeof light[0]; i++) {
        json_object_del(root, light[i]);
    }
    char *text = root != NULL ? json_dumps(root, DUMP) : NULL;
    json_decref(root);
    return text;
}

static int table_differences(const char *a, const char *b, FILE *to)
{
    int line = 1;
    while (*a != '\0' || *b != '\0') {
        size_t of_a = strcspn(a, "\n"), of_b = strcspn(b, "\n");
        if (of_a != of_b || strncmp(a, b, of_a) != 0) {
            fprintf(to, "  design.csv, line %d: %.*s | %.*s\n", line, (int)(of_a < 200 ? of_a : 200), a,
                    (int)(of_b < 200 ? of_b : 200), b);
            return 1;
        }
        a += of_a + (a[of_a] == '\n');
        b += of_b + (b[of_b] == '\n');
        line++;
    }
    return 0;
}

int tl_sweep_differences(const tl_Sweep *there, const tl_Sweep *here, FILE *to)
{
    char *a = stripped(there->manifest), *b = stripped(here->manifest);
    int count = a != NULL && b != NULL ? tl_config_diff(a, b, to) : -1;
    free(a);
    free(b);
    return count < 0 ? count : count + table_differences(there->table, here->table, to);
}

/* ---- points and runs
 * --------------------------------------------------------------------------------------------- */

int64_t tl_sweep_points(const tl_Sweep *sweep)
{
    return sweep->rows.count * sweep->arm_count;
}

int64_t tl_sweep_runs(const tl_Sweep *sweep)
{
    return tl_sweep_points(sweep) * sweep->replicates;
}

int tl_sweep_start(const tl_Sweep *sweep, int64_t point)
{
    return sweep->start_of[sweep->base_of[point]];
}

bool tl_sweep_config(const tl_Sweep *sweep, int64_t point, tl_PointConfig *into)
{
    int start = tl_sweep_start(sweep, point);
    tl_rows_apply(&sweep->rows, point % sweep->rows.count, &sweep->bases[sweep->base_of[point]].config, into);
    return start < 0 || tl_point_share(into, &sweep->starts[start].config);
}

/* Says of each factor that the sweep set it, and that nothing of it was filled in. */
static void note_factors(const tl_Sweep *sweep, tl_LoadedConfig *loaded)
{
    for (int i = 0; i < sweep->rows.factor_count; i++) {
        int parameter = sweep->rows.factors[i].parameter;
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
    int64_t number = run / sweep->replicates;
    const tl_LoadedConfig *base = &sweep->bases[sweep->base_of[number]];
    size_t municipalities = (size_t)base->config.municipality_count;
    tl_LoadedConfig *loaded = malloc(sizeof *loaded);
    char(*origins)[TL_ORIGIN_SIZE] = malloc((size_t)tl_parameter_count * TL_ORIGIN_SIZE);
    uint32_t *filled = malloc(municipalities * sizeof *filled);
    char *json = NULL;
    bool good = tl_sweep_config(sweep, number, &point);
    if (good && loaded != NULL && origins != NULL && filled != NULL) {
        *loaded = *base;
        memcpy(origins, base->origins, (size_t)tl_parameter_count * TL_ORIGIN_SIZE);
        memcpy(filled, base->filled, municipalities * sizeof *filled);
        loaded->origins = origins;
        loaded->filled = filled;
        loaded->config = point.config;
        loaded->config.run.replicates = run % sweep->replicates + 1;
        note_factors(sweep, loaded);
        json = tl_config_to_json(loaded);
    }
    tl_point_free(&point);
    free(loaded);
    free(origins);
    free(filled);
    return json;
}
